"""The tabs of the books: four subjects, and below the one that is open its pages. A new page adds its line here.

What its reader may not open (`core.doors`) has no tab.
"""

from typing import Any

import reflex as rx

from koprogo.components.navigation import Place, sub_tabs, upper_tabs
from koprogo.components.text import t
from koprogo.state.identity.session import SessionState

SUBJECTS = {
    "ledger": ("books", "statements", "journal", "owner-accounts", "years"),
    "calling": ("budget", "calls", "settlements", "loans"),
    "invoicing": ("invoices", "works", "suppliers", "payments", "claims"),
    "banking": ("bank", "bank-queue"),
}
"""Which pages a subject has, the first of them where its tab leads: who may open any of them may open that one."""


def books_tabs(sheet_at: Any, current: str) -> rx.Component:
    """Draw the tabs; `sheet_at` is the address of the association, an empty one draws nothing.

    `current`: key of the page that is open, one of those in SUBJECTS.
    """
    subject = next(name for name, pages in SUBJECTS.items() if current in pages)
    words = {
        "ledger": t("The accounts"),
        "calling": t("Budget and calls"),
        "invoicing": t("Invoices"),
        "banking": t("Bank"),
    }
    pages = _pages(sheet_at)
    upper = [
        Place(name, words[name], pages[first].href, "paper", shown=pages[first].shown)
        for name, (first, *_) in SUBJECTS.items()
    ]
    lower = [pages[key] for key in SUBJECTS[subject]]
    return rx.cond(
        sheet_at != "",
        rx.fragment(
            upper_tabs(upper, subject, label=t("The books")),
            sub_tabs(lower, current, label=words[subject]),
        ),
    )


def _pages(sheet_at: Any) -> dict[str, Place]:
    """Return every page of the books by its key."""
    words = (
        ("books", t("Trial balance")),
        ("statements", t("Financial reports")),
        ("journal", t("Journal")),
        ("owner-accounts", t("Owners’ accounts")),
        ("years", t("Fiscal years")),
        ("budget", t("Budget")),
        ("calls", t("Calls for funds")),
        ("settlements", t("Settlements")),
        ("loans", t("Loans")),
        ("invoices", t("Invoices")),
        ("works", t("Files of works")),
        ("suppliers", t("Suppliers")),
        ("payments", t("Payments")),
        ("claims", t("Claims")),
        ("bank", t("Accounts and statements")),
        ("bank-queue", t("Lines to decide")),
    )
    return {
        key: Place(key, word, sheet_at + "/" + key, "paper", shown=SessionState.opens.contains(key))
        for key, word in words
    }
