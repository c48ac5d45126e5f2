"""The tabs of the books: four subjects, and below the one that is open its pages. A new page adds its line here."""

from typing import Any

import reflex as rx

from koprogo.components.navigation import Place, sub_tabs, upper_tabs
from koprogo.components.text import t

SUBJECTS = {
    "ledger": ("books", "statements", "journal", "owner-accounts", "years"),
    "calling": ("budget", "calls", "settlements"),
    "invoicing": ("invoices", "suppliers", "payments"),
    "banking": ("bank", "bank-queue"),
}
"""Which pages a subject has, the first of them where its tab leads."""


def books_tabs(sheet_at: Any, current: str, *, keeps: Any = True) -> rx.Component:
    """Draw the tabs; `sheet_at` is the address of the association, an empty one draws nothing.

    Args:
        current: key of the page that is open, one of those in SUBJECTS.
        keeps: whether the reader keeps or watches the books; others have no way to suppliers and payments.
    """
    subject = next(name for name, pages in SUBJECTS.items() if current in pages)
    words = {
        "ledger": t("The accounts"),
        "calling": t("Budget and calls"),
        "invoicing": t("Invoices"),
        "banking": t("Bank"),
    }
    upper = [Place(name, words[name], _at(sheet_at, SUBJECTS[name][0]), "paper") for name in SUBJECTS]
    pages = _pages(sheet_at, keeps)
    lower = [pages[key] for key in SUBJECTS[subject]]
    return rx.cond(
        sheet_at != "",
        rx.fragment(
            upper_tabs(upper, subject, label=t("The books")),
            sub_tabs(lower, current, label=words[subject]),
        ),
    )


def _pages(sheet_at: Any, keeps: Any) -> dict[str, Place]:
    """Return every page of the books by its key."""
    places = (
        Place("books", t("Trial balance"), _at(sheet_at, "books"), "euro"),
        Place("statements", t("Financial reports"), _at(sheet_at, "statements"), "paper"),
        Place("journal", t("Journal"), _at(sheet_at, "journal"), "paper"),
        Place("owner-accounts", t("Owners’ accounts"), _at(sheet_at, "owner-accounts"), "people"),
        Place("years", t("Fiscal years"), _at(sheet_at, "years"), "clock"),
        Place("budget", t("Budget"), _at(sheet_at, "budget"), "check"),
        Place("calls", t("Calls for funds"), _at(sheet_at, "calls"), "mail"),
        Place("settlements", t("Settlements"), _at(sheet_at, "settlements"), "paper"),
        Place("invoices", t("Invoices"), _at(sheet_at, "invoices"), "paper"),
        Place("suppliers", t("Suppliers"), _at(sheet_at, "suppliers"), "people", shown=keeps),
        Place("payments", t("Payments"), _at(sheet_at, "payments"), "check", shown=keeps),
        Place("bank", t("Accounts and statements"), _at(sheet_at, "bank"), "building"),
        Place("bank-queue", t("Lines to decide"), _at(sheet_at, "bank-queue"), "clock"),
    )
    return {place.key: place for place in places}


def _at(sheet_at: Any, page: str) -> Any:
    return sheet_at + "/" + page
