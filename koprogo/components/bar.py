"""The one drawing of the product: a bar and a mark. Votes, quorum, money, days and lots are all drawn with it.

Whole numbers in (literals or vars); the browser computes the lengths. A bar never stands without its figures in words,
so each takes `says`, the sentence a screen reader hears instead of the drawing.
"""

from typing import Any, Literal

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
from reflex_base.vars.base import LiteralVar, Var

from koprogo.components.choose import css

Number = int | rx.Var
Size = Literal["", "thin", "rule", "result", "room", "quorum"]
"""Height of the track: 20, 8, 12, 32, 36 px; `quorum` is the wall's."""
Fill = Literal["for", "count", "late", "soon"]


def share(part: Number, whole: Number) -> rx.Var[str]:
    """Return the CSS length of a part of a whole."""
    return _measure("share", part, whole)


def days(gone: Number, allowed: Number) -> rx.Var[str]:
    """Return the CSS length of days gone by, where the due day stands at 80 %."""
    return _measure("days", gone, allowed)


def fill(length: rx.Var | str, kind: Fill | rx.Var = "count") -> rx.Component:
    """Draw the full part of a track, from the left."""
    return rx.el.div(class_name=_named("fill", kind), custom_attrs=css(to=length))


def mark(at: rx.Var | str, *, cut: bool = False) -> rx.Component:
    """Draw the line to reach; `cut` is the second one, in dashes."""
    return rx.el.div(class_name="mark cut" if cut else "mark", custom_attrs=css(at=at))


def gauge(*parts: rx.Component, marks: tuple[rx.Component, ...] = (), says: Any, size: Size = "") -> rx.Component:
    """Draw a track with its parts and marks as one picture that says one sentence."""
    return rx.el.div(
        rx.el.div(*parts, class_name="track"),
        *marks,
        class_name=f"gauge {size}".strip(),
        role="img",
        aria_label=says,
    )


def measured(
    part: Number,
    whole: Number,
    *,
    says: Any,
    at: Number | None = None,
    kind: Fill | rx.Var = "count",
    size: Size = "thin",
) -> rx.Component:
    """Draw a part of a whole, with a mark at `at` of the whole when there is a line to reach."""
    marks = () if at is None else (mark(share(at, whole)),)
    return gauge(fill(share(part, whole), kind), marks=marks, says=says, size=size)


def _measure(name: str, *numbers: Number) -> rx.Var[str]:
    arguments = [LiteralVar.create(number) for number in numbers]
    data = VarData.merge(
        VarData(imports={"$/public/js/measure.js": [ImportVar(tag=name, alias=f"kg_{name}")]}),
        *(each._get_all_var_data() for each in arguments),
    )
    return Var(f"kg_{name}({', '.join(map(str, arguments))})", _var_type=str, _var_data=data)


def _named(base: str, kind: str | rx.Var) -> Any:
    return f"{base} {kind}" if isinstance(kind, str) else rx.Var.create(f"{base} ") + kind.to(str)
