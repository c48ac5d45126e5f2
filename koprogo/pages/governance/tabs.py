"""The tabs of the council: what it follows, its tools, the log of decisions, its reports, the syndic and the auditor.

What its reader may not open (`core.doors`) has no tab.
"""

from typing import Any

import reflex as rx

from koprogo.components.navigation import Place, upper_tabs
from koprogo.components.text import t
from koprogo.state.identity.session import SessionState

TABS = ("council", "tasks", "problems", "surveys", "follow-up", "register", "reports", "syndic")


def council_tabs(sheet_at: Any, current: str, *, follows: Any) -> rx.Component:
    """Draw the tabs; `sheet_at` is the address of the association, an empty one draws nothing.

    `follows`: the reader is the syndic or sits in the council, so that the ways to problems and surveys stand here too.
    Other readers find those on the page of the association.
    """
    words = {
        "council": t("Overview"),
        "tasks": t("Tasks"),
        "problems": t("Problems"),
        "surveys": t("Surveys"),
        "follow-up": t("Follow-up"),
        "register": t("Decision log"),
        "reports": t("Reports"),
        "syndic": t("Syndic"),
    }
    places = [_tab(key, words[key], sheet_at, follows if key in ("problems", "surveys") else True) for key in TABS]
    return rx.cond(sheet_at != "", upper_tabs(places, current, label=t("The council")))


def _tab(key: str, word: Any, sheet_at: Any, shown: Any) -> Place:
    opens = SessionState.opens.contains(key)
    return Place(key, word, sheet_at + "/" + key, "people", shown=opens if shown is True else opens & shown)
