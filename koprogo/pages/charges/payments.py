"""What is to be paid from which account, and the payment orders: made once, fetched for the bank, or cancelled."""

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, text_input
from koprogo.components.layout import columns, figure, figures, more, panel, row, stack
from koprogo.components.navigation import button_link, segments
from koprogo.components.status import tag
from koprogo.components.text import t, tdate, tmoment, tmoney, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.invoice_words import ACCOUNTS, home_of, money_tabs
from koprogo.pages.governance.fields import named_area
from koprogo.pages.shell import page
from koprogo.state.charges.invoice_rows import OrderLineRow, PayRow
from koprogo.state.charges.payments import TICK
from koprogo.state.charges.payments import PaymentsState as State

PROBLEMS = State.refusal.problems
FUNDS = (("working", t("Working fund")), ("reserve", t("Reserve fund")))


def payments() -> rx.Component:
    """Draw the page."""
    return page(
        t("Payments"),
        answers(State.refusal),
        money_tabs(home_of(State.list_at), "payments"),
        rx.cond(State.loaded, columns(_to_pay(), _orders()), waiting()),
        current="associations",
        place=State.name,
        back=State.list_at,
        above=crumb(t("Supplier invoices"), State.list_at),
        under=t("A payment order is a file for the bank: made once, never paid twice"),
    )


def _to_pay() -> rx.Component:
    ordering = form(
        rx.el.fieldset(
            rx.el.legend(t("Which invoices?")),
            rx.foreach(State.rows, _row),
            id="payments",
            tab_index=-1,
            class_name="field",
        ),
        text_input("number", t("The association’s own account number"), value=State.own, problems=PROBLEMS, max_length=50),
        date_input("day", t("When should the bank pay?"), value=State.today, problems=PROBLEMS),
        on_submit=State.make,
        act=t("Make the payment order"),
    )  # fmt: skip
    return stack(
        segments(FUNDS, State.fund, on_choose=State.choose, label=t("From which account")),
        rx.cond(
            State.rows.length() > 0,
            stack(
                figures(
                    figure(tmoney(State.ready), t("may be paid now")),
                    figure(tnum(State.held), t("wait for a second person"), late=State.held > 0),
                ),
                panel(
                    rx.cond(
                        State.may_order,
                        rx.el.div(ordering, key=State.count),
                        rx.el.ul(rx.foreach(State.rows, _seen), class_name="plain lined"),
                    ),
                    title=t("To be paid"),
                ),
            ),
            empty(t("Nothing to pay from this account"), t("Booked invoices stand here until they are in a payment order.")),
        ),
    )  # fmt: skip


def _row(line: PayRow) -> rx.Component:
    return rx.cond(
        line.ready,
        rx.el.label(
            rx.el.input(type="checkbox", name=TICK + line.id.to(str), default_checked=True),
            rx.el.span(_says(line)),
            class_name="choice",
            key=line.id,
        ),
        rx.el.div(
            _says(line),
            tag(pick(line.standing, ACCOUNTS, t("No account number")), "soon"),
            class_name="held",
            key=line.id,
        ),
    )


def _seen(line: PayRow) -> rx.Component:
    return rx.el.li(_says(line), key=line.id)


def _says(line: PayRow) -> rx.Component:
    due = rx.cond(line.due != "", rx.el.span(", ", t("by {day}", day=tdate(line.due, "short"))))
    return rx.fragment(
        rx.el.strong(tmoney(line.gross)), " ",
        rx.el.a(line.name, href=line.href, class_name="link"), " ", line.supplier_number, due,
        rx.cond(line.late, rx.el.span(" ", tag(t("Past its day"), "bad", shape="triangle"))),
        rx.el.span(line.iban, class_name="hint"),
    )  # fmt: skip


def _orders() -> rx.Component:
    return rx.cond(
        State.orders.length() > 0,
        panel(rx.el.ul(rx.foreach(State.orders, _order), class_name="plain lined"), title=t("Payment orders")),
    )


def _order(line: OrderLineRow) -> rx.Component:
    stands = rx.cond(
        line.cancelled != "",
        tag(t("Cancelled"), "bad"),
        rx.cond(line.fetched > 0, tag(t("Fetched for the bank"), "good"), tag(t("Not fetched yet"), "soon")),
    )
    return rx.el.li(
        row(
            rx.el.strong(t("Order {number}", number=line.number)),
            rx.el.span(tmoney(line.total)),
            stands,
            wrap=True,
        ),
        rx.el.p(
            tn("{n} payment", "{n} payments", line.payments), ", ",
            t("to be paid on {day}", day=tdate(line.day)), ", ", line.iban,
            class_name="small quiet",
        ),
        rx.el.p(tmoment(line.at), ", ", line.by, ", ", line.message_id, class_name="small quiet"),
        rx.cond(line.cancelled != "", rx.el.p(line.cancelled, class_name="said-words")),
        rx.cond(line.file != "", _acts(line)),
        key=line.id,
        class_name="stack close",
    )  # fmt: skip


def _acts(line: OrderLineRow) -> rx.Component:
    return stack(
        row(button_link(t("File for the bank (SEPA)"), href=line.file, shape="paper", reload_document=True)),
        more(
            t("Cancel this order"),
            notice(rx.el.p(t("Only when it did not go to the bank.")), status=False),
            form(
                rx.el.input(type="hidden", name="order", value=line.id, read_only=True),
                named_area("words", t("Why"), rows="2", max_length=300),
                on_submit=State.cancel,
                act=t("Cancel this order"),
                grave=True,
            ),
        ),
        gap="tight",
    )
