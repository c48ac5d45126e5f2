"""The tabs of the council: what it follows, its tools, the log of decisions, its reports, the syndic and the auditor."""

from typing import Any

import reflex as rx

from koprogo.components.navigation import Place, upper_tabs
from koprogo.components.text import t


def council_tabs(sheet_at: Any, current: str, *, follows: Any) -> rx.Component:
    """Draw the tabs; `sheet_at` is the address of the association, an empty one draws nothing.

    `follows`: the reader is the syndic or sits in the council, so that the board of tasks is hers too, and the ways to
    problems and surveys stand beside it. Other readers find those on the page of the association.
    """
    places = (
        Place("council", t("Overview"), sheet_at + "/council", "people"),
        Place("tasks", t("Tasks"), sheet_at + "/tasks", "check", shown=follows),
        Place("problems", t("Problems"), sheet_at + "/problems", "tool", shown=follows),
        Place("surveys", t("Surveys"), sheet_at + "/surveys", "hand", shown=follows),
        Place("follow-up", t("Follow-up"), sheet_at + "/follow-up", "check"),
        Place("register", t("Decision log"), sheet_at + "/register", "paper"),
        Place("reports", t("Reports"), sheet_at + "/reports", "paper"),
        Place("syndic", t("Syndic"), sheet_at + "/syndic", "people"),
    )
    return rx.cond(sheet_at != "", upper_tabs(places, current, label=t("The council")))
