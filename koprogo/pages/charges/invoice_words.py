"""Code words of invoices in the reader's language, and the tags that show where one stands."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
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
    "unpaid": t("The payment was taken back"),
}
ACCOUNTS = {
    "to_confirm": t("To be confirmed by a second person"),
    "to_tell": t("Owners still to be told on paper"),
    "waiting": t("Waits 48 hours"),
    "usable": t("Confirmed"),
    "refused": t("Account refused"),
}
RATES = (("21", "21 %"), ("12", "12 %"), ("6", "6 %"), ("0", "0 %"), ("exempt", t("Exempt of VAT")))


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
