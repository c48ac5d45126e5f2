"""One owner's account: what stands there, what is due and how to pay it, the running year, and earlier years to open."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.icons import icon
from koprogo.components.layout import figure, figures, list_link, list_panel, more, panel, stack
from koprogo.components.status import plate, tag
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import language_of, t, t_own, tdate, tlist, tmoney, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import blank_or_money, entry_own, entry_said
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.words import sentence, what
from koprogo.pages.shell import page
from koprogo.state.accounting.owner_account import OwnerAccountState as State
from koprogo.state.accounting.owner_account_rows import AccountEntry, AccountLine, AccountYear, DueLine, LoanLink

LINES = (
    Column(t("What")),
    Column(t("Amount called"), number=True, unit="€"),
    Column(t("Amount paid"), number=True, unit="€"),
    Column(t("Balance"), number=True, unit="€"),
)


def owner_account() -> rx.Component:
    """Draw the page."""
    return page(
        rx.cond(State.people != "", State.people, t("Owner’s account")),
        books_tabs(State.sheet_at, "owner-accounts"),
        answers(State.refusal),
        rx.cond(State.loaded, _account(), rx.cond(State.refusal.kind == "", waiting())),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/owner-accounts",
        above=crumb(t("Owners’ accounts"), State.sheet_at + "/owner-accounts"),
        under=t("What was asked and paid, the newest first"),
    )


def _account() -> rx.Component:
    says = rx.cond(State.balance > 0, t("to be paid"), rx.cond(State.balance < 0, t("in credit"), t("nothing is open")))
    none = empty(t("Nothing yet"), t("Calls, settlements and payments stand here as they are booked."))
    return stack(
        figures(
            figure(tmoney(State.balance), says),
            rx.cond(State.late_cents > 0, figure(tmoney(State.late_cents), t("should have been paid"), late=True)),
        ),
        rx.cond(State.due.length() > 0, _due()),
        rx.cond(State.permanent != "", _how_to_pay()),
        rx.cond(State.loans.length() > 0, list_panel(rx.foreach(State.loans, _loan))),
        rx.cond(State.years.length() > 0, rx.fragment(rx.foreach(State.years, _running), _earlier()), none),
        gap="wide",
    )


def _due() -> rx.Component:
    def one(line: DueLine) -> rx.Component:
        day = tdate(line.day)
        when = rx.match(
            line.kind,
            ("call", rx.cond(line.late, t("was to be paid by {day}", day=day), t("to be paid by {day}", day=day))),
            ("old_call", t("Call {number} of the old program, due on {day}", number=line.number, day=day)),
            day,
        )
        amount = rx.el.span(tmoney(line.cents), class_name=rx.cond(line.late, "whole strong late", "whole strong"))
        says = rx.el.span(
            rx.cond(line.href != "", rx.el.a(entry_said(line), href=line.href, class_name="link"), entry_said(line)),
            rx.el.br(), rx.el.span(when, class_name="small quiet"), class_name="says",
        )  # fmt: skip
        return rx.el.div(says, amount, class_name="row between")

    return panel(
        rx.el.div(rx.foreach(State.due, one), class_name="rows"),
        title=t("What is due"),
        aside=rx.el.span(tmoney(State.due_cents), class_name="strong whole"),
        padded=False,
    )


def _how_to_pay() -> rx.Component:
    """Show what this owner pays with for good, and in which order a payment settles what is open."""
    return panel(
        rx.el.dl(
            rx.el.div(
                rx.el.dt(t("Permanent communication")), rx.el.dd(State.permanent, class_name="strong whole"),
            ),
            rx.cond(State.iban != "", rx.el.div(rx.el.dt(t("To account")), rx.el.dd(State.iban, class_name="whole"))),
            class_name="facts small",
        ),
        more(
            t("What a payment settles"),
            rx.el.p(
                t(
                    "It never changes: good for a standing order. A payment with it settles the oldest amounts first, and"
                    " of each call the charges before the part for the reserve fund; what is more stays as a credit. A"
                    " payment with the communication of a call settles that call."
                ),
                class_name="small quiet",
            ),
        ),
        title=t("How to pay"),
    )  # fmt: skip


def _loan(loan: LoanLink) -> rx.Component:
    coming = t("{amount} due on {day}", amount=tmoney(loan.next_cents), day=tdate(loan.next_on))
    return list_link(
        t("Your part of the loan"),
        href=loan.href,
        under=rx.fragment(loan.words, rx.cond(loan.next_on != "", rx.fragment(", ", coming))),
        shape="euro",
        aside=rx.el.span(t("{amount} left", amount=tmoney(loan.rest)), class_name="whole"),
    )


def _running(year: AccountYear) -> rx.Component:
    """Draw a year that runs, or one still to come in which something is booked already."""
    return rx.cond(
        year.runs,
        panel(
            rx.cond(year.vouchers.length() > 0, _vouchers(year), _nothing_yet()),
            title=_days(year),
            aside=rx.el.span(t("balance"), " ", tmoney(year.closing), class_name="quiet whole"),
            padded=False,
        ),
    )


def _nothing_yet() -> rx.Component:
    return rx.el.p(t("Nothing was asked or paid in this year yet."), class_name="quiet padded")


def _earlier() -> rx.Component:
    def one(year: AccountYear) -> rx.Component:
        opener = rx.el.button(
            rx.el.span(icon("forward"), class_name=rx.cond(year.opened, "turned", "")),
            rx.el.span(_days(year), class_name="grow"),
            rx.el.span(tmoney(year.closing), class_name="whole"),
            type="button",
            on_click=State.open_year(year.id),
            aria_expanded=rx.cond(year.opened, "true", "false"),
            class_name="fold",
            data_testid="earlier-year",
        )
        under = rx.el.div(
            rx.el.span(
                t("{called} asked, {paid} paid", called=tmoney(year.asked), paid=tmoney(year.paid)),
                class_name="small quiet grow",
            ),
            rx.cond(
                year.settlement_at != "",
                rx.el.a(t("Settlement of this year"), href=year.settlement_at, class_name="link small"),
            ),
            class_name="row wrap under-fold",
        )
        opened = rx.cond(year.opened, rx.cond(year.vouchers.length() > 0, _vouchers(year), _nothing_yet()))
        return rx.cond(~year.runs, rx.el.div(opener, under, opened, class_name="folded", key=year.id))

    over = rx.el.div(rx.foreach(State.years, one), class_name="folds")
    return rx.cond(
        State.earlier > 0,
        panel(over, title=t("Earlier years"), aside=rx.el.span(t("balance at the end"), class_name="quiet small"),
              padded=False),
    )  # fmt: skip


def _days(year: AccountYear) -> Any:
    return t("{first} to {last}", first=tdate(year.starts), last=tdate(year.last_day))


def _vouchers(year: AccountYear) -> rx.Component:
    left = year.count - year.vouchers.length()
    return rx.fragment(
        data_table(t("Lines of this account"), LINES, year.vouchers, _cells, key=lambda line: line.id),
        rx.cond(left > 0, rx.el.p(tn("{n} older line", "{n} older lines", left), class_name="small quiet padded")),
    )


def _cells(line: AccountEntry) -> tuple[Any, ...]:
    quiet = {"class_name": "small quiet"}
    from_call = t("Call {number} of the old program, due on {day}", number=line.words, day=tdate(line.due))
    settled = t("charges {actual} less {called} called before", actual=tmoney(line.actual), called=tmoney(line.called))
    return (
        rx.el.span(
            rx.el.span(
                rx.el.a(entry_said(line), href=line.href, class_name="link"), " ",
                rx.cond(line.reserve, tag(t("reserve fund"))),
            ),
            rx.el.span(
                tdate(line.day),
                rx.cond(line.lots.length() > 0, rx.fragment(", ", tn("lot {lots}", "lots {lots}", line.lots.length(),
                                                                     lots=tlist(line.lots)))),
                **quiet,
            ),
            entry_own(line),
            rx.match(
                line.source,
                ("settlement", rx.el.span(settled, **quiet)),
                ("old_call", rx.el.span(from_call, **quiet)),
                ("bank", rx.el.span(_from_bank(line), **quiet)),
                rx.fragment(),
            ),
            rx.cond(line.lines.length() > 0, _explained(line)),
            class_name="stack close",
        ),
        blank_or_money(line.asked), blank_or_money(line.paid), money_cell(line.balance),
    )  # fmt: skip


def _explained(line: AccountEntry) -> rx.Component:
    """Draw how the amount comes about, lot by lot and key by key, behind its title."""
    return rx.el.div(
        more(t("How it comes about"), rx.el.ul(rx.foreach(line.lines, _explains), class_name="plain small explains"))
    )


def _explains(line: AccountLine) -> rx.Component:
    by_key = rx.cond(
        line.key_name.length() > 0, rx.el.span(t_own(line.key_name), lang=language_of(line.key_name)), rx.fragment()
    )
    how = rx.cond(
        line.called,
        rx.el.span(
            rx.el.span(what(line)), rx.el.br(), rx.el.span(sentence(line), class_name="quiet"), class_name="grow"
        ),
        rx.el.span(rx.cond(line.account == "reserve", t("reserve fund"), by_key), class_name="grow"),
    )
    return rx.el.li(
        rx.cond(line.lot != "", plate(line.lot, small=True)), how, rx.el.span(tmoney(line.cents), class_name="whole"),
        class_name="row start",
    )  # fmt: skip


def _from_bank(line: AccountEntry) -> rx.Component:
    return rx.fragment(
        t("bank statement {statement}, line {place}", statement=line.statement, place=line.place),
        rx.cond(line.words != "", rx.fragment(", ", line.words)),
    )
