"""Suppliers with their account numbers, and what the assembly allowed to be spent beside the budget."""

from typing import Any

import reflex as rx

from koprogo.components.bar import measured
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, money_input, select_input, text_input
from koprogo.components.layout import columns, more, panel, row, stack
from koprogo.components.navigation import quiet_button
from koprogo.components.status import article
from koprogo.components.text import t, t_own, tdate, tmoment, tmoney, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.invoice_words import FUNDING, account_tag
from koprogo.pages.charges.paper_notice import paper_notice
from koprogo.pages.governance.fields import named_area
from koprogo.pages.shell import page
from koprogo.state.charges.invoice_rows import AccountRow, DecisionRow
from koprogo.state.charges.suppliers import SupplierLine
from koprogo.state.charges.suppliers import SuppliersState as State

PROBLEMS = State.refusal.problems
WAITS = rx.Var.create(["to_confirm", "to_tell", "waiting"])


def suppliers() -> rx.Component:
    """Draw the page."""
    return page(
        t("Suppliers"),
        books_tabs(State.sheet_at, "suppliers"),
        answers(State.refusal),
        rx.cond(State.loaded, columns(_list(), side=rx.fragment(_entering(), _decisions())), waiting()),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=t(
            "A new account number is paid once a second person confirmed it, or 48 hours after the owners were told"
        ),
    )


def _list() -> rx.Component:
    return stack(
        rx.cond(
            State.waiting > 0,
            notice(
                rx.el.p(tn("{n} account number waits.", "{n} account numbers wait.", State.waiting)),
                title=rx.cond(State.may_confirm, t("You are the second person"), t("To be confirmed by a second person")),
            ),
        ),
        rx.cond(
            State.rows.length() > 0,
            panel(rx.el.ul(rx.foreach(State.rows, _row), class_name="plain"), padded=False),
            empty(t("No supplier yet"), t("Suppliers come with their first invoice, or are entered here.")),
        ),
    )  # fmt: skip


def _row(line: SupplierLine) -> rx.Component:
    last = rx.cond(line.last_day != "", rx.el.span(", ", t("the last of {day}", day=tdate(line.last_day))))
    return rx.el.li(
        rx.el.div(
            rx.el.strong(line.name),
            rx.el.p(
                rx.cond(line.number != "", rx.el.span(line.number, ", ")),
                tn("{n} invoice", "{n} invoices", line.invoices), last,
                rx.cond(line.email != "", rx.el.span(", ", line.email)),
                class_name="small quiet",
            ),
            class_name="stack close",
        ),
        rx.el.ul(rx.foreach(line.accounts, lambda each: _account(line, each)), class_name="plain stack tight"),
        key=line.id,
        class_name="ticket-row",
    )  # fmt: skip


def _account(line: SupplierLine, account: AccountRow) -> rx.Component:
    told = rx.cond(
        account.letters > 0,
        rx.el.span(", ", tn("{n} owner told", "{n} owners told", account.letters)),
    )
    waits = WAITS.contains(account.standing)
    hidden = (
        rx.el.input(type="hidden", name="supplier", value=line.id, read_only=True),
        rx.el.input(type="hidden", name="number", value=account.number, read_only=True),
    )
    untold = State.may_enter & (account.standing == "to_tell")
    return rx.el.li(
        row(rx.el.span(account.written, class_name="strong nowrap"), account_tag(account), wrap=True),
        rx.el.p(tmoment(account.at), ", ", account.by, told, class_name="small quiet"),
        rx.cond(account.words != "", rx.el.p(account.words, class_name="said-words")),
        rx.cond(
            State.may_enter & (account.standing == "to_confirm"),
            rx.cond(
                State.asked == account.number,
                rx.el.p(t("They were written to once more."), class_name="small quiet", role="status"),
                row(quiet_button(t("Ask the second person again"), on_click=State.ask_again(line.id, account.number))),
            ),
        ),
        rx.cond(untold, paper_notice(account, *hidden, today=State.today, on_submit=State.tell)),
        rx.cond(State.may_confirm & waits, _judge(line, account)),
        key=account.number,
        class_name="stack close",
    )


def _judge(line: SupplierLine, account: AccountRow) -> rx.Component:
    hidden = (
        rx.el.input(type="hidden", name="supplier", value=line.id, read_only=True),
        rx.el.input(type="hidden", name="number", value=account.number, read_only=True),
    )
    return stack(
        row(
            rx.el.button(
                t("Confirm this account number"),
                type="button",
                class_name="button main",
                on_click=State.confirm(line.id, account.number),
                data_testid="confirm-account",
            ),
        ),
        more(
            t("Refuse it"),
            form(
                *hidden,
                named_area("why", t("Why"), rows="2", max_length=300),
                on_submit=State.refuse,
                act=t("Refuse this account number"),
                grave=True,
            ),
        ),
        gap="tight",
    )


def _entering() -> rx.Component:
    supplier = form(
        text_input("name", t("The supplier’s name"), problems=PROBLEMS, max_length=120),
        text_input("number", t("Enterprise number"), problems=PROBLEMS),
        text_input("email", t("E-mail address"), problems=PROBLEMS, kind="email"),
        on_submit=State.enter,
        act=t("Enter the supplier"),
    )
    account = form(
        select_input("supplier", t("Supplier"), State.choices, problems=PROBLEMS),
        text_input("iban", t("Account number (IBAN)"), problems=PROBLEMS, max_length=50),
        on_submit=State.enter_account,
        act=t("Enter the account number"),
    )
    return rx.cond(
        State.may_enter,
        panel(
            more(t("A new supplier"), rx.el.div(supplier, key=State.count)),
            more(t("A new account number"), rx.el.div(account, key=State.count)),
            title=t("Enter"),
        ),
    )


def _decisions() -> rx.Component:
    entering = form(
        select_input(
            "funding",
            t("What pays it?"),
            tuple((code, FUNDING[code]) for code in ("reserve", "special_call", "loan")),
            problems=PROBLEMS,
        ),
        select_input(
            "item_id",
            t("The point that the assembly carried"),
            State.points,
            hint=t("Its special calls pay what is booked on this decision."),
            problems=PROBLEMS,
            first=t("None of those kept here"),
            said=_point,
        ),
        text_input(
            "words", t("Which decision"), hint=t("The assembly’s day, the point, and what for."), problems=PROBLEMS,
            max_length=200,
        ),
        date_input(
            "decided_on", t("Decided on"), hint=t("Only where the assembly is not kept here; a point has its own day."),
            problems=PROBLEMS,
        ),
        money_input("ceiling", t("How much it allows"), problems=PROBLEMS),
        on_submit=State.decide,
        act=t("Enter the decision"),
    )  # fmt: skip
    return panel(
        rx.cond(
            State.decisions.length() > 0,
            rx.el.ul(rx.foreach(State.decisions, _decision), class_name="plain stack"),
            rx.el.p(t("Nothing is allowed beside the budget."), class_name="quiet"),
        ),
        rx.cond(State.may_decide, more(t("A decision of the assembly"), rx.el.div(entering, key=State.count))),
        title=t("Beside the budget"),
        aside=article("3.86 §3"),
    )


def _point(each: Any) -> rx.Component:
    return rx.fragment(tdate(each.day, "short"), " · ", each.number.to_string(), ". ", t_own(each.title))


def _decision(line: DecisionRow) -> rx.Component:
    says = t("{used} of {ceiling} used", used=tmoney(line.used), ceiling=tmoney(line.ceiling))
    return rx.el.li(
        rx.el.a(line.words, href=State.works_at + line.id, class_name="link strong"),
        rx.el.p(pick(line.funding, FUNDING), ", ", tdate(line.day), class_name="small quiet"),
        measured(line.used, line.ceiling, says=says),
        rx.el.p(says, ", ", t("{left} left", left=tmoney(line.left)), class_name="small"),
        key=line.id,
        class_name="stack close",
    )
