"""One voucher: what it says, its lines and what explains each of them, its paper, and taking it back."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, text_area, text_input
from koprogo.components.layout import columns, facts, panel
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import language_of, t, t_own, tdate, tmoment, tnum
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import account_name, blank_or_money, entry_said, journal_word
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.entry import EntryLineView
from koprogo.state.accounting.entry import EntryState as State
from koprogo.state.identity.session import SessionState

COLUMNS = (Column(t("Account")), Column(t("Debit"), number=True, unit="€"), Column(t("Credit"), number=True, unit="€"))


def entry() -> rx.Component:
    """Draw the page."""
    view, reads_journal = State.view, SessionState.opens.contains("journal")
    list_at = State.sheet_at + rx.cond(reads_journal, "/journal", "/books")
    return page(
        rx.cond(State.loaded, entry_said(view), t("Entry")),
        books_tabs(State.sheet_at, "journal"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_lines(), _back(), side=_facts()),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=list_at,
        above=crumb(rx.cond(reads_journal, t("Journal"), t("Trial balance")), list_at),
        under=tdate(view.day),
    )


def _lines() -> rx.Component:
    total = money_cell(State.view.cents)
    return panel(
        data_table(t("Lines of this entry"), COLUMNS, State.rows, _cells, foot=(t("Together"), total, total)),
        padded=False,
    )


def _cells(line: EntryLineView) -> tuple[Any, ...]:
    named = rx.cond(line.href != "", rx.el.a(account_name(line), href=line.href, class_name="link"), account_name(line))
    return (
        rx.el.span(named, explained(line), class_name="stack close"),
        blank_or_money(line.debit),
        blank_or_money(line.credit),
    )


def explained(line: Any) -> rx.Component:
    """Say what explains an amount: its lot, its key with the fraction, the days of its cost."""
    first, last = tdate(line.cost_from, "short"), tdate(line.cost_last, "short")
    key = rx.el.span(t_own(line.key_names), lang=language_of(line.key_names))
    return rx.el.span(
        rx.cond(line.lot != "", rx.el.span(t("lot {lot}", lot=line.lot), " ")),
        rx.cond(line.key_names.length() > 0, rx.el.span(key, " ")),
        rx.cond(line.total > 0, rx.el.span(tnum(line.weight), "/", tnum(line.total))),
        rx.cond(line.cost_from != "", rx.el.span(" ", t("{first} to {last}", first=first, last=last))),
        class_name="small quiet",
    )


def _facts() -> rx.Component:
    view = State.view
    said = (
        (t("Journal"), t("{journal} {year}, number {number}", journal=journal_word(view.journal),
                         year=view.year.to_string(), number=view.number)),
        (t("Reference"), view.reference),
        (t("Day"), tdate(view.day)),
        (t("Written"), t("{moment}, by {name}", moment=tmoment(view.at), name=view.by_name)),
    )  # fmt: skip
    return panel(
        rx.cond(view.text != "", facts(*said, (t("Words in the books"), view.text)), facts(*said)),
        rx.cond(
            view.paper_at != "",
            button_link(t("Open the paper"), href=view.paper_at, shape="paper", reload_document=True),
            rx.el.p(t("No paper is attached to this entry."), class_name="small quiet"),
        ),
        rx.cond(
            view.reverses_at != "",
            rx.el.p(
                rx.el.a(t("It takes back {reference}", reference=view.reverses), href=view.reverses_at, class_name="link")
            ),
        ),
        rx.cond(
            view.reversed_by_at != "",
            rx.el.p(rx.el.a(t("Taken back by {reference}", reference=view.reversed_by), href=view.reversed_by_at,
                            class_name="link")),
        ),
        title=t("This entry"),
    )  # fmt: skip


def _back() -> rx.Component:
    problems = State.refusal.problems
    typed = panel(
        form(
            date_input(
                "day", t("Day"), hint=t("In a fiscal year that is open."), value=State.form.day, problems=problems
            ),
            text_input("reference", t("Reference"), value=State.form.reference, problems=problems, max_length=100),
            text_area("why", t("Why"), value=State.form.why, rows="2", max_length=500),
            on_submit=State.take_back,
            act=t("Take it back"),
            beside=(quiet_button(t("Not now"), on_click=State.begin),),
        ),
        title=t("Take this entry back"),
    )
    opener = button(t("Take this entry back"), shape="back", on_click=State.begin, data_testid="take-back")
    said = rx.el.p(
        t(
            "An entry is never changed. Taking it back writes the same lines with the other signs, under a reference of"
            " its own."
        ),
        class_name="small quiet",
    )
    return rx.cond(
        State.may_take_back, rx.cond(State.taking_back, typed, rx.el.div(said, opener, class_name="stack close"))
    )
