"""Owners in credit, beside the payments: each can be given her money back, to an account that a second person agrees to."""

import reflex as rx

from koprogo.components.forms import form
from koprogo.components.inputs import money_input, text_input
from koprogo.components.layout import more, panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.text import t, tmoney
from koprogo.state.charges.payment_rows import CreditRow
from koprogo.state.charges.payments import PaymentsState as State

PROBLEMS = State.refusal.problems
SEEN = 3
"""Owners who are seen at once; the others unfold."""


def owners_in_credit() -> rx.Component:
    """Draw them, where there are any and the reader keeps the books."""
    return rx.cond(
        State.credits.length() > 0,
        panel(
            rx.el.p(
                t("A credit waits for the next call. Who wants it back gets it by a payment order."), class_name="hint"
            ),
            rx.el.ul(rx.foreach(State.credits[:SEEN], _owner), class_name="plain lined"),
            rx.cond(
                State.credits.length() > SEEN,
                more(t("All others"), rx.el.ul(rx.foreach(State.credits[SEEN:], _owner), class_name="plain lined")),
            ),
            title=t("Owners in credit"),
        ),
    )


def _owner(owner: CreditRow) -> rx.Component:
    return rx.el.li(
        row(rx.el.span(owner.name, class_name="grow"), rx.el.strong(tmoney(owner.left)), wrap=True),
        rx.cond(
            State.giving.id == owner.id,
            _giving(),
            row(button(t("Pay back"), on_click=State.choose_credit(owner.id))),
        ),
        key=owner.id,
        class_name="stack close",
    )


def _giving() -> rx.Component:
    return stack(
        form(
            rx.el.input(type="hidden", name="debtor", value=State.giving.id, read_only=True),
            money_input("credit", t("How much goes back?"), value=State.giving.typed, problems=PROBLEMS),
            text_input("number", t("To which account (IBAN)?"), value=State.giving.iban, problems=PROBLEMS),
            text_input("why", t("Why"), problems=PROBLEMS, max_length=300),
            on_submit=State.give_back,
            act=t("Ask for the repayment"),
        ),
        row(quiet_button(t("Leave it"), on_click=State.choose_credit(""))),
    )
