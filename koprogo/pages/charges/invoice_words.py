"""Code words of invoices in the reader's language, the tags that show where one stands, and the way between the screens."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.navigation import Place, upper_tabs
from koprogo.components.status import tag
from koprogo.components.text import t, tmoment

FUNDING = {
    "budget": t("The budget"),
    "reserve": t("The reserve fund"),
    "special_call": t("A special call"),
    "loan": t("A loan"),
    "insurance": t("An insurer"),
}
EVENTS = {
    "entered": t("The paper came in"),
    "submitted": t("Submitted for approval"),
    "returned": t("Returned to draft"),
    "approved": t("Approved and booked"),
    "rejected": t("Rejected"),
    "reversed": t("Taken back by a counter-entry"),
    "paid": t("Paid by the bank"),
}
ACCOUNTS = {
    "to_confirm": t("To be confirmed by a second person"),
    "waiting": t("Waits 48 hours"),
    "usable": t("Confirmed"),
    "refused": t("Account refused"),
}
RATES = (("21", "21 %"), ("12", "12 %"), ("6", "6 %"), ("0", "0 %"), ("exempt", t("Exempt of VAT")))


def money_tabs(association: Any, current: str, *, shown: Any = True) -> rx.Component:
    """Draw the way between invoices, suppliers and payments; `association` is the address of the association's page.

    An owner, to whom suppliers and payments are not `shown`, has the way back to the books.
    """
    books = Place("books", t("Trial balance"), association + "/books", "euro")
    places = (
        Place("invoices", t("Invoices"), association + "/invoices", "paper"),
        Place("suppliers", t("Suppliers"), association + "/suppliers", "people"),
        Place("payments", t("Payments"), association + "/payments", "check"),
        books,
    )
    label = t("Invoices and payments")
    if shown is True:
        return upper_tabs(places, current, label=label)
    return rx.cond(
        shown, upper_tabs(places, current, label=label), upper_tabs((places[0], books), current, label=label)
    )


def standing_tag(standing: Any) -> rx.Component:
    """Draw where an invoice stands."""
    return rx.match(
        standing,
        ("draft", tag(t("Draft"), "outline")),
        ("submitted", tag(t("To approve"), "soon")),
        ("booked", tag(t("Booked"), "good")),
        ("paid", tag(t("Paid"), "good")),
        ("rejected", tag(t("Rejected"), "bad")),
        tag(t("Taken back"), shape="minus"),
    )


def account_tag(account: Any) -> rx.Component:
    """Draw whether an account number may be paid."""
    return rx.match(
        account.standing,
        ("usable", tag(ACCOUNTS["usable"], "good")),
        ("refused", tag(ACCOUNTS["refused"], "bad")),
        ("waiting", tag(t("May be paid from {day}", day=tmoment(account.until)), "soon")),
        tag(pick(account.standing, ACCOUNTS, t("Account not known")), "soon"),
    )


def home_of(list_at: Any) -> rx.Var[str]:
    """Return the association's address from that of its invoices."""
    return list_at.to(str).replace("/invoices", "")
