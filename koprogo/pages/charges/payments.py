"""What is to be paid from which account, and the payment orders: made once, fetched for the bank, or cancelled."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, money_input, select_input
from koprogo.components.layout import columns, figure, figures, more, panel, row, stack
from koprogo.components.navigation import button, button_link, quiet_button, segments
from koprogo.components.status import tag
from koprogo.components.text import t, tdate, tmoment, tmoney, tn, tnum
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.credits import owners_in_credit
from koprogo.pages.charges.invoice_words import ACCOUNTS
from koprogo.pages.charges.paper_notice import paper_notice
from koprogo.pages.governance.fields import named_area, named_input
from koprogo.pages.shell import page
from koprogo.state.charges.payment_rows import BackRow, OrderLineRow, PayRow
from koprogo.state.charges.payments import BACK, TICK
from koprogo.state.charges.payments import PaymentsState as State

PROBLEMS = State.refusal.problems
NEWEST = 3
"""Orders that are seen at once."""
FUNDS = (("working", t("Working fund")), ("reserve", t("Reserve fund")))


def payments() -> rx.Component:
    """Draw the page."""
    return page(
        t("Payments"),
        books_tabs(State.sheet_at, "payments"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_to_pay(), side=rx.fragment(_sweep(), _back(), owners_in_credit(), _orders())),
            waiting(),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=t("A payment order is a file for the bank: made once, never paid twice"),
    )


def _to_pay() -> rx.Component:
    ordering = form(
        rx.el.fieldset(
            rx.el.legend(t("What is paid?")),
            rx.foreach(State.rows, _row),
            id="payments",
            tab_index=-1,
            class_name="field",
        ),
        select_input("account", t("From which account of the association?"), State.accounts, problems=PROBLEMS),
        date_input("day", t("When should the bank pay?"), value=State.today, problems=PROBLEMS),
        on_submit=State.make,
        act=t("Make the payment order"),
    )  # fmt: skip
    missing = notice(
        rx.el.p(t("Enter the association’s bank account first: an order leaves one of them.")),
        row(button_link(t("Bank"), href=State.sheet_at.to(str) + "/bank")),
        status=False,
    )
    listed = rx.el.ul(rx.foreach(State.rows, _seen), class_name="plain lined")
    return stack(
        segments(FUNDS, State.fund, on_choose=State.choose, label=t("From which account")),
        rx.cond(
            State.rows.length() > 0,
            stack(
                figures(
                    figure(tmoney(State.ready), t("may be paid now")),
                    figure(tnum(State.held), t("not payable yet"), late=State.held > 0),
                ),
                panel(
                    rx.cond(
                        State.may_order & (State.ready > 0) & (State.accounts.length() > 0),
                        rx.el.div(ordering, key=State.count),
                        rx.fragment(rx.cond(State.accounts.length() > 0, rx.fragment(), missing), listed),
                    ),
                    title=t("To be paid"),
                ),
            ),
            empty(t("Nothing to pay from this account"), t("Booked invoices stand here until they are in a payment order.")),
        ),
    )  # fmt: skip


def _row(line: PayRow) -> rx.Component:
    prefix = rx.cond(line.kind == "repayment", BACK, TICK)
    return rx.cond(
        line.ready,
        rx.el.label(
            rx.el.input(type="checkbox", name=prefix.to(str) + line.id.to(str), default_checked=line.on_paper),
            rx.el.span(_says(line)),
            class_name="choice",
            key=line.id,
        ),
        rx.el.div(rx.el.p(_says(line)), rx.el.p(_held(line)), class_name="held", key=line.id),
    )


def _held(line: PayRow) -> rx.Component:
    """Say why it may not be paid; without an account number, where one is given."""
    why = tag(pick(line.standing, ACCOUNTS, t("No account number")), "soon")
    return rx.cond(
        State.may_order & (line.iban == ""),
        rx.fragment(why, " ", rx.el.a(t("Give the account number"), href=line.href, class_name="link")),
        why,
    )


def _seen(line: PayRow) -> rx.Component:
    return rx.el.li(_says(line), rx.cond(line.ready, rx.fragment(), _held(line)), key=line.id)


def _says(line: PayRow) -> rx.Component:
    due = rx.cond(line.due != "", rx.el.span(", ", t("by {day}", day=tdate(line.due, "short"))))
    return rx.fragment(
        rx.el.strong(tmoney(line.amount)), " ",
        rx.cond(line.href != "", rx.el.a(line.name, href=line.href, class_name="link"), rx.el.span(line.name)), " ",
        line.supplier_number, due,
        rx.cond(line.late, rx.el.span(" ", tag(t("Past its day"), "bad", shape="triangle"))),
        rx.cond(line.kind == "credit_note", rx.el.span(" ", tag(t("Credit note: paid less by it"), "outline"))),
        rx.cond(line.kind == "repayment", rx.el.span(" ", tag(t("Goes back"), "outline"))),
        rx.el.span(" ", line.iban, class_name="hint"),
        rx.cond(line.on_paper | (line.iban == ""), rx.fragment(), rx.el.span(" ", tag(t("Not on the paper"), "outline"))),
    )  # fmt: skip


def _sweep() -> rx.Component:
    """Draw what came in for the reserve fund and is not on its own account yet, with the transfer proposed."""
    making = rx.el.div(
        form(
            money_input("amount", t("To the reserve fund’s account"), value=State.to_sweep, problems=PROBLEMS),
            date_input("sweep_day", t("When should the bank pay?"), value=State.today, problems=PROBLEMS),
            on_submit=State.sweep,
            act=t("Make the transfer"),
        ),
        key=State.count,
    )
    return rx.cond(
        (State.unswept > 0) | (State.ordered > 0),
        panel(
            rx.el.p(
                t("{amount} for the reserve fund came in and are not on its account yet.", amount=tmoney(State.unswept))
            ),
            rx.cond(
                State.ordered > 0,
                rx.el.p(
                    t("{amount} of it wait for the bank in an order.", amount=tmoney(State.ordered)),
                    class_name="small quiet",
                ),
            ),
            rx.cond(State.may_order & (State.to_sweep != ""), making),
            title=t("To the reserve fund"),
        ),
    )


def _back() -> rx.Component:
    return rx.cond(
        State.back.length() > 0,
        panel(rx.el.ul(rx.foreach(State.back, _returned), class_name="plain lined"), title=t("Money that goes back")),
    )


def _returned(line: BackRow) -> rx.Component:
    stands = rx.cond(
        line.order > 0,
        tag(t("Order {number}", number=line.order), "outline"),
        rx.cond(
            line.until != "",
            tag(t("May be paid from {day}", day=tmoment(line.until)), "soon"),
            rx.cond(
                line.standing == "usable",
                tag(ACCOUNTS["usable"], "good"),
                tag(pick(line.standing, ACCOUNTS, t("Account not known")), "soon"),
            ),
        ),
    )
    judged = (line.order == 0) & State.may_judge & (line.standing != "usable")
    return rx.el.li(
        row(rx.el.strong(tmoney(line.amount)), rx.el.span(line.name, class_name="grow"), stands, wrap=True),
        rx.el.p(line.iban, class_name="small quiet"),
        rx.el.p(line.why, class_name="small said-words"),
        rx.el.p(
            rx.cond(line.credit, t("an owner’s credit"), t("a receipt that nobody here owes")),
            ", ",
            t("asked by {name}", name=line.by),
            class_name="small quiet",
        ),
        rx.cond(
            line.short,
            notice(rx.el.p(t("The credit no longer reaches: a call has taken it off. Withdraw this.")), status=False),
        ),
        rx.cond(
            State.may_order & (line.standing == "to_confirm"),
            rx.cond(
                State.asked == line.id,
                rx.el.p(t("They were written to once more."), class_name="small quiet", role="status"),
                row(quiet_button(t("Ask the second person again"), on_click=State.ask_again(line.id))),
            ),
        ),
        rx.cond(
            State.may_order & (line.standing == "to_tell"),
            paper_notice(
                line,
                rx.el.input(type="hidden", name="repayment", value=line.id, read_only=True),
                today=State.today,
                on_submit=State.tell,
            ),
        ),
        rx.cond(
            judged,
            stack(
                row(button(t("Agree to this repayment"), on_click=State.agree(line.id), main=True)),
                more(t("Refuse"), _reason(line.id, State.refuse, t("Refuse this repayment"))),
                gap="tight",
            ),
        ),
        rx.cond(
            State.may_order & (line.order == 0),
            more(t("Withdraw"), _reason(line.id, State.withdraw, t("Withdraw this repayment"))),
        ),
        key=line.id,
        class_name="stack close",
    )


def _reason(repayment_id: Any, handler: Any, act: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="repayment", value=repayment_id, read_only=True),
        named_input("why", t("Why"), max_length=300),
        on_submit=handler,
        act=act,
        grave=True,
    )


def _orders() -> rx.Component:
    return rx.cond(
        State.orders.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.orders[:NEWEST], _order), class_name="plain lined"),
            rx.cond(
                State.orders.length() > NEWEST,
                more(
                    t("Earlier orders"), rx.el.ul(rx.foreach(State.orders[NEWEST:], _order), class_name="plain lined")
                ),
            ),
            title=t("Payment orders"),
        ),
    )


def _order(line: OrderLineRow) -> rx.Component:
    stands = rx.cond(
        line.cancelled != "",
        tag(t("Cancelled"), "bad"),
        rx.cond(
            line.paid == line.payments,
            tag(t("Executed by the bank"), "good"),
            rx.cond(line.fetched > 0, tag(t("Fetched for the bank"), "outline"), tag(t("Not fetched yet"), "soon")),
        ),
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
            t("to be paid on {day}", day=tdate(line.day)), ", ", rx.el.span(line.iban, class_name="whole"),
            class_name="small quiet",
        ),
        rx.el.p(tmoment(line.at), ", ", line.by, ", ", line.message_id, class_name="small quiet"),
        rx.cond(line.cancelled != "", rx.el.p(line.cancelled, class_name="said-words")),
        rx.cond(line.refused != "", notice(rx.el.p(t(
            "The account number of {name} was refused since this order was made. Cancel it and make another one.",
            name=line.refused,
        )), status=False)),
        more(t("What it pays"), rx.el.ul(rx.foreach(line.lines, _payment), class_name="plain lined")),
        rx.cond(line.file != "", _acts(line)),
        key=line.id,
        class_name="stack close",
    )  # fmt: skip


def _payment(line: Any) -> rx.Component:
    def part(each: Any) -> rx.Component:
        return rx.el.li(
            rx.el.a(t("our no. {number}", number=each.number), href=each.href, class_name="link"), " ",
            each.supplier_number, ": ", tmoney(each.amount),
        )  # fmt: skip

    kind = rx.match(
        line.kind,
        ("repayment", rx.el.span(t("Money that goes back"), class_name="small quiet")),
        ("transfer", rx.el.span(t("Between our own accounts"), class_name="small quiet")),
        rx.el.ul(rx.foreach(line.pays, part), class_name="plain small"),
    )
    return rx.el.li(
        row(
            rx.el.strong(tmoney(line.amount)), rx.el.span(line.name, class_name="grow"),
            rx.cond(line.paid, tag(t("Paid"), "good")), wrap=True,
        ),
        kind,
        rx.el.p(line.iban, rx.cond(line.words != "", rx.el.span(", ", line.words)), class_name="small quiet"),
        key=line.id,
    )  # fmt: skip


def _acts(line: OrderLineRow) -> rx.Component:
    return stack(
        rx.cond(
            line.refused == "",
            row(button_link(t("File for the bank (SEPA)"), href=line.file, shape="paper", reload_document=True)),
        ),
        rx.cond(
            line.paid == 0,
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
        ),
        gap="tight",
    )
