"""What owners owe: the list by age for who keeps or checks the books, and one owner's account."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import figure, figures, list_link, list_panel, panel, stack
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import t, tdate, tmoney, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import blank_or_money
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.words import sentence, what
from koprogo.pages.shell import page
from koprogo.state.accounting.owners import DebtorLine, OwnerAccountLine
from koprogo.state.accounting.owners import OwnerAccountState as Account
from koprogo.state.accounting.owners import OwnersState as State

AGES = (
    Column(t("Owner")),
    Column(t("Balance"), number=True, unit="€"),
    Column(t("up to 30 days"), number=True, unit="€"),
    Column(t("31 to 60"), number=True, unit="€"),
    Column(t("61 to 90"), number=True, unit="€"),
    Column(t("older"), number=True, unit="€"),
)
LINES = (
    Column(t("What")),
    Column(t("Amount called"), number=True, unit="€"),
    Column(t("Amount paid"), number=True, unit="€"),
    Column(t("Balance"), number=True, unit="€"),
)


def owners() -> rx.Component:
    """Draw the list."""
    return page(
        t("Owners’ accounts"),
        books_tabs(State.sheet_at, "owner-accounts"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            stack(
                rx.cond(State.own.length() > 0, list_panel(rx.foreach(State.own, _own))),
                rx.cond(State.reads_all, rx.cond(State.rows.length() > 0, _table(), _nothing())),
                rx.cond((State.own.length() == 0) & ~State.reads_all, _nothing()),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=rx.cond(State.reads_all, t("{amount} owed in all", amount=tmoney(State.total)), ""),
    )


def owner_account() -> rx.Component:
    """Draw one owner's account."""
    return page(
        rx.cond(Account.people != "", Account.people, t("Owner’s account")),
        books_tabs(Account.sheet_at, "owner-accounts"),
        answers(Account.refusal),
        rx.cond(Account.loaded, _account(), rx.cond(Account.refusal.kind == "", waiting())),
        current="associations",
        place=Account.association,
        back=Account.sheet_at + "/owner-accounts",
        above=crumb(t("Owners’ accounts"), Account.sheet_at + "/owner-accounts"),
        under=t("Everything asked and paid, the newest first"),
    )


def _own(line: DebtorLine) -> rx.Component:
    says = rx.cond(
        line.balance > 0, t("to be paid"), rx.cond(line.balance < 0, t("in your favour"), t("nothing is open"))
    )
    return list_link(
        t("Your account"),
        href=line.href,
        under=rx.fragment(line.people, ", ", says),
        shape="euro",
        aside=rx.el.span(tmoney(line.balance), class_name="whole"),
    )


def _nothing() -> rx.Component:
    return empty(
        t("No account yet"), t("An owner’s account begins with the first call, or with the take-over of old books.")
    )


def _table() -> rx.Component:
    return panel(data_table(t("What owners owe"), AGES, State.rows, _ages), padded=False)


def _ages(line: DebtorLine) -> tuple[Any, ...]:
    return (
        rx.el.a(line.people, href=line.href, class_name="link"),
        money_cell(line.balance),
        blank_or_money(line.days_30),
        blank_or_money(line.days_60),
        blank_or_money(line.days_90),
        blank_or_money(line.older),
    )


def _account() -> rx.Component:
    says = rx.cond(
        Account.balance > 0, t("to be paid"), rx.cond(Account.balance < 0, t("in credit"), t("nothing is open"))
    )
    none = empty(t("Nothing yet"), t("Calls, settlements and payments stand here as they are booked."))
    return stack(
        figures(figure(tmoney(Account.balance), says)),
        rx.cond(Account.permanent != "", _how_to_pay()),
        rx.cond(
            Account.rows.length() > 0,
            panel(data_table(t("Lines of this account"), LINES, Account.rows, _cells), padded=False),
            none,
        ),
        rx.cond(
            Account.older > 0, rx.el.p(tn("{n} older line", "{n} older lines", Account.older), class_name="small quiet")
        ),
    )


def _how_to_pay() -> rx.Component:
    """Show what this owner pays with for good, and in which order a payment settles what is open."""
    return panel(
        rx.el.dl(
            rx.el.div(
                rx.el.dt(t("Permanent communication")), rx.el.dd(Account.permanent, class_name="strong whole"),
            ),
            rx.cond(Account.iban != "", rx.el.div(rx.el.dt(t("To account")), rx.el.dd(Account.iban))),
            class_name="facts small",
        ),
        rx.el.p(
            t(
                "It never changes: good for a standing order. A payment with it settles the oldest amounts first, and of"
                " each call the charges before the part for the reserve fund; what is more stays as a credit. A payment"
                " with the communication of a call settles that call."
            ),
            class_name="small quiet",
        ),
        title=t("How to pay"),
    )  # fmt: skip


def _cells(line: OwnerAccountLine) -> tuple[Any, ...]:
    marks = rx.cond(line.account == "reserve", tag(t("reserve fund")))
    return (
        rx.el.span(
            rx.el.span(rx.el.a(line.text, href=line.href, class_name="link"), " ", marks),
            rx.el.span(
                tdate(line.day), rx.cond(line.lot != "", rx.fragment(", ", t("lot {lot}", lot=line.lot))),
                class_name="small quiet",
            ),
            rx.match(
                line.source,
                ("call", rx.el.span(what(line), ": ", sentence(line), class_name="small quiet")),
                ("settlement", rx.el.span(_settled(line), class_name="small quiet")),
                ("bank", rx.el.span(_from_bank(line), class_name="small quiet")),
                rx.fragment(),
            ),
            class_name="stack close",
        ),
        blank_or_money(line.asked),
        blank_or_money(line.paid),
        money_cell(line.balance),
    )  # fmt: skip


def _settled(line: OwnerAccountLine) -> Any:
    return t("charges {actual} less {called} called before", actual=tmoney(line.actual), called=tmoney(line.called))


def _from_bank(line: OwnerAccountLine) -> rx.Component:
    return rx.fragment(
        t("bank statement {statement}, line {place}", statement=line.statement, place=line.place),
        rx.cond(line.words != "", rx.fragment(", ", line.words)),
    )
