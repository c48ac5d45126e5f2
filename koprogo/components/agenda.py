"""The points of an agenda: which one is on, which one is next; and the language of the wall.

The room message only carries ids and one word per point (`planned`, `open`, `carried`…); titles and texts were loaded once,
in every language they were written in. The JavaScript is assets/js/assembly.js.
"""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
from reflex_base.vars.base import LiteralVar, Var

LIBRARY = "$/public/js/assembly.js"


class HallLanguage(rx.Component):
    """Speaks one language on this page only."""

    library = LIBRARY
    tag = "HallLanguage"
    language: rx.Var[str]


def hall_language(language: Any) -> rx.Component:
    """Say every `t()` of this page in the association's language; the reader's choice is kept for her other pages."""
    return HallLanguage.create(language=language)


def row_of(rows: rx.Var, item_id: Any) -> Any:
    """Return the point with this id, of the type of the rows; its fields are empty when there is none."""
    return _found("rowOf", rows, item_id)


def next_row(rows: rx.Var, words: Any) -> Any:
    """Return the first point still to come; `words` says how each point stands, in the agenda's order."""
    return _found("nextRow", rows, words)


def _found(name: str, rows: rx.Var, which: Any) -> Any:
    arguments = [LiteralVar.create(each) for each in (rows, which)]
    data = VarData.merge(
        VarData(imports={LIBRARY: [ImportVar(tag=name, alias=f"kg_{name}")]}),
        *(each._get_all_var_data() for each in arguments),
    )
    (kind,) = rows._var_type.__args__
    return Var(f"kg_{name}({', '.join(map(str, arguments))})", _var_type=kind, _var_data=data).guess_type()
