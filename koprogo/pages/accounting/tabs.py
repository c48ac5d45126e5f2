"""The tabs of the books. A new page of the books adds its line here."""

from typing import Any

import reflex as rx

from koprogo.components.navigation import Place, upper_tabs
from koprogo.components.text import t


def books_tabs(sheet_at: Any, current: str) -> rx.Component:
    """Draw the tabs; `sheet_at` is the address of the association, an empty one draws nothing."""
    places = (
        Place("books", t("Trial balance"), sheet_at + "/books", "euro"),
        Place("statements", t("Financial reports"), sheet_at + "/statements", "paper"),
        Place("journal", t("Journal"), sheet_at + "/journal", "paper"),
        Place("owner-accounts", t("Owners’ accounts"), sheet_at + "/owner-accounts", "people"),
        Place("budget", t("Budget"), sheet_at + "/budget", "check"),
        Place("calls", t("Calls for funds"), sheet_at + "/calls", "mail"),
        Place("settlements", t("Settlements"), sheet_at + "/settlements", "paper"),
        Place("bank", t("Bank"), sheet_at + "/bank", "building"),
        Place("invoices", t("Invoices"), sheet_at + "/invoices", "paper"),
        Place("years", t("Fiscal years"), sheet_at + "/years", "clock"),
    )
    return rx.cond(sheet_at != "", upper_tabs(places, current, label=t("The books")))
