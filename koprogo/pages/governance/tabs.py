"""The tabs of the council: what it follows, the log of decisions, its reports, the syndic and the auditor."""

from typing import Any

import reflex as rx

from koprogo.components.navigation import Place, upper_tabs
from koprogo.components.text import t


def council_tabs(sheet_at: Any, current: str) -> rx.Component:
    """Draw the tabs; `sheet_at` is the address of the association, an empty one draws nothing."""
    places = (
        Place("council", t("Overview"), sheet_at + "/council", "people"),
        Place("follow-up", t("Follow-up"), sheet_at + "/follow-up", "check"),
        Place("register", t("Decision log"), sheet_at + "/register", "paper"),
        Place("reports", t("Reports"), sheet_at + "/reports", "paper"),
        Place("syndic", t("Syndic and auditor"), sheet_at + "/syndic", "people"),
    )
    return rx.cond(sheet_at != "", upper_tabs(places, current, label=t("The council")))
