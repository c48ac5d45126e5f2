"""Settlements: the reader's own with each fraction, what is to be settled with its preview per owner, what was issued."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, select_input, text_area, text_input
from koprogo.components.layout import columns, figure, figures, more, panel, row
from koprogo.components.navigation import button_link, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import reader_language, t, t_own, tmoment, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.settlement_words import (
    against_called,
    balance_word,
    cell_row,
    days_of,
    stands,
    title_of,
    works_panel,
)
from koprogo.pages.shell import page
from koprogo.state.charges.settlements import SettlementsState as State

PROBLEMS = State.refusal.problems


def settlements() -> rx.Component:
    """Draw the page."""
    return page(
        t("Settlements"),
        books_tabs(State.sheet_at, "settlements"),
        rx.cond(
            State.loaded,
            columns(
                answers(State.refusal), _shown(), _mine(), rx.cond(State.may_read, rx.fragment(_pending(), _issued())),
                side=rx.fragment(_why(), rx.cond(State.may_issue, _rhythm())),
            ),
            rx.cond(State.refusal.kind == "", waiting(), answers(State.refusal)),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=t("What every lot cost, and what is still to pay"),
    )  # fmt: skip


def _mine() -> rx.Component:
    def one(sheet: Any) -> rx.Component:
        return rx.el.li(rx.foreach(sheet.owners, lambda owner: _own(sheet, owner)), key=sheet.id)

    none = empty(
        t("Nothing was settled with you yet"),
        t("When the syndic issues a settlement, your own stands here, with each amount and its fraction."),
    )
    drawn = panel(
        rx.el.ul(rx.foreach(State.mine, one), class_name="plain points"), title=t("Settled with me"), padded=False
    )
    return rx.cond(State.mine.length() > 0, drawn, rx.cond(State.may_read, rx.fragment(), none))


def _own(sheet: Any, owner: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.h3(title_of(sheet)),
                rx.el.p(days_of(sheet), class_name="small quiet"),
                class_name="stack close grow",
            ),
            rx.el.span(tmoney(owner.to_pay), class_name="strong whole"),
            class_name="row start",
        ),
        row(
            stands(sheet),
            tag(t("Version {n}", n=sheet.version)),
            rx.cond(sheet.latest, rx.fragment(), tag(t("Replaced"), "plain")),
            wrap=True,
        ),
        rx.el.p(
            t("Charges {actual}, called {called}", actual=tmoney(owner.actual), called=tmoney(owner.called)), ", ",
            balance_word(owner.to_pay),
            class_name="small",
        ),
        rx.cond(owner.tenant != 0, _tenant(owner)),
        rx.cond(sheet.why != "", rx.el.p(sheet.why, class_name="small quiet")),
        more(t("Each amount and its fraction"), rx.el.ul(rx.foreach(owner.cells, cell_row), class_name="plain rows")),
        row(
            button_link(
                t("Follow each amount to its paper"),
                href=State.sheet_at + "/settlements/" + sheet.id + "?owner=" + owner.id,
                shape="forward",
            ),
            _paper(owner),
            wrap=True,
        ),
        class_name="stack tight",
        key=owner.id,
    )  # fmt: skip


def _tenant(owner: Any) -> rx.Component:
    return rx.el.p(
        t("Leases usually pass on {amount} of it; yours decides.", amount=tmoney(owner.tenant)),
        class_name="small quiet",
    )


def _paper(owner: Any) -> rx.Component:
    href = owner.paper + reader_language().to(str)
    return button_link(t("The paper (PDF)"), href=href, shape="paper", target="_blank", reload_document=True)


def _pending() -> rx.Component:
    def one(each: Any) -> rx.Component:
        again = rx.cond(each.version > 1, rx.fragment(", ", t("version {n}", n=each.version)))
        return rx.el.li(
            rx.el.div(
                rx.el.h3(title_of(each)),
                rx.el.p(days_of(each), again, class_name="small quiet"),
                class_name="stack close grow",
            ),
            quiet_button(t("Show it per owner"), on_click=State.preview(each.covers)),
            class_name="row between wrap",
            key=each.covers,
        )

    return rx.cond(
        State.pending.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.pending, one), class_name="plain rows", data_testid="to-settle"),
            title=t("To be settled"),
        ),
    )


def _shown() -> rx.Component:
    """Draw what is previewed, or an issued version, per owner and per cost."""
    shown = State.shown
    head = rx.fragment(
        figures(
            figure(tmoney(shown.shared), t("shared among the owners")),
            against_called(shown.to_pay),
        ),
        row(stands(shown), tag(t("Version {n}", n=shown.version)), wrap=True),
        rx.cond(shown.why != "", rx.el.p(shown.why)),
        rx.el.p(days_of(shown), class_name="quiet"),
    )
    return rx.cond(
        shown.version > 0,
        rx.fragment(
            panel(head, rx.cond(shown.id == "", _issue()), title=title_of(shown),
                  aside=quiet_button(t("Put away"), on_click=State.hide)),
            panel(rx.el.ul(rx.foreach(shown.owners, _owner), class_name="plain rows", data_testid="owners"),
                  title=t("Per owner")),
            panel(_costs(), title=t("Costs and income")),
        ),
    )  # fmt: skip


def _issue() -> rx.Component:
    """Draw the form that issues what is shown; a later version says why."""
    shown = State.shown
    return rx.fragment(
        notice(
            rx.el.p(
                rx.cond(
                    State.days_over,
                    t("Nothing is written yet. Issuing freezes every amount and posts each owner’s difference."),
                    t("What the books hold so far, as it would be shared. It can be issued once its last day is past."),
                )
            ),
            status=False,
        ),
        rx.cond(
            State.may_issue & State.days_over,
            form(
                rx.cond(
                    shown.version > 1,
                    text_area("why", t("What does this version correct?"), problems=PROBLEMS, rows="2"),
                ),
                rx.cond(
                    (shown.version > 1) & (State.rejections.length() > 1),
                    select_input(
                        "item",
                        t("The point that rejected the accounts, if it was one"),
                        State.rejections,
                        problems=PROBLEMS,
                    ),
                ),
                on_submit=State.issue,
                act=rx.cond(shown.subject, t("Issue it, subject to approval"), t("Issue this settlement")),
            ),
        ),
    )


def _owner(owner: Any) -> rx.Component:
    change = rx.cond(
        owner.has_last,
        rx.el.span(t("{amount} against last year", amount=tmoney(owner.change, signed=True)), class_name="small quiet"),
    )
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                rx.el.span(
                    rx.el.strong(owner.names), " ", rx.el.span(owner.lots, class_name="small quiet"),
                    class_name="grow",
                ),
                rx.el.span(tmoney(owner.to_pay), class_name="strong whole"),
                class_name="row between",
            ),
            rx.el.p(
                t("Charges {actual}, called {called}", actual=tmoney(owner.actual), called=tmoney(owner.called)),
                rx.cond(
                    State.shown.version > 1,
                    rx.fragment(", ", t("this version changes {amount}", amount=tmoney(owner.posted, signed=True))),
                ),
                class_name="small",
            ),
            change,
            rx.el.ul(rx.foreach(owner.cells, cell_row), class_name="plain rows"),
            works_panel(owner),
            rx.cond(owner.paper != "", row(_paper(owner), wrap=True)),
        ),
        key=owner.id,
    )  # fmt: skip


def _costs() -> rx.Component:
    def cells(cost: Any) -> tuple[Any, ...]:
        by = rx.match(
            cost.split, ("private", t("one owner")), ("given", t("lot {lot}", lot=cost.lot)),
            rx.cond(cost.key_name.length() > 0, t_own(cost.key_name), t("by shares")),
        )  # fmt: skip
        reserve = rx.cond(
            cost.from_reserve != 0,
            rx.el.span(
                t("{amount} already funded (reserve fund or loan)", amount=tmoney(cost.from_reserve)),
                class_name="small quiet",
            ),
        )
        return (
            rx.el.span(t_own(cost.names), " ", rx.el.span(cost.account, class_name="small quiet"), " ", reserve),
            by,
            rx.cond(cost.tenant, t("yes"), ""),
            money_cell(cost.cents),
            rx.cond(cost.has_last, money_cell(cost.last_year), ""),
        )

    return data_table(
        t("Costs and income"),
        (
            Column(t("What")), Column(t("Shared")), Column(t("Tenant")), Column(t("Amount"), number=True),
            Column(t("Last year"), number=True),
        ),
        State.shown.costs,
        cells,
        key=lambda cost: cost.number,
    )  # fmt: skip


def _issued() -> rx.Component:
    def one(each: Any) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.h3(title_of(each)),
                rx.el.p(days_of(each), class_name="small quiet"),
                rx.el.p(
                    t("Version {n}, {moment}, {name}", n=each.version, moment=tmoment(each.at), name=each.by),
                    class_name="small quiet",
                ),
                row(rx.cond(each.latest, stands(each), tag(t("Replaced"), "plain")), wrap=True),
                class_name="stack close grow",
            ),
            rx.el.div(
                rx.el.span(tmoney(each.actual), class_name="strong whole"),
                quiet_button(t("Show it per owner"), on_click=State.show(each.id)),
                rx.cond(
                    each.latest,
                    rx.el.a(
                        t("Letters and papers"), href=State.sheet_at + "/settlements/" + each.id, class_name="link"
                    ),
                ),
                class_name="stack close",
            ),
            class_name="row between wrap",
            key=each.id,
        )

    none = rx.el.p(t("Nothing was issued yet."), class_name="quiet")
    drawn = rx.el.ul(rx.foreach(State.issued, one), class_name="plain rows", data_testid="issued")
    return panel(rx.cond(State.issued.length() > 0, drawn, none), title=t("Issued settlements"))


def _why() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "Each cost is shared among its lots to the cent, then a lot that was sold by the days of its owners. Your"
                " total is the sum of your amounts, so all owners together bear exactly what was spent."
            )
        ),
        row(article("3.81"), article("3.94 §5"), wrap=True),
        rx.el.p(
            t(
                "Nothing is corrected in place: a settlement is made again in full, and the difference goes to each account."
            ),
            class_name="small quiet",
        ),
        title=t("How a settlement is made"),
    )


def _rhythm() -> rx.Component:
    fields = form(
        choices(
            "rhythm",
            t("How does this association settle?"),
            (
                ("provisions", t("Provisions, and a settlement once a year")),
                ("actual_costs", t("A permanent working fund, and statements of actual costs")),
            ),
            problems=PROBLEMS,
        ),
        choices(
            "every",
            t("How often are actual costs stated?"),
            (("month", t("Every month")), ("quarter", t("Every quarter")), ("half_year", t("Every half-year"))),
            problems=PROBLEMS,
        ),
        choices(
            "days_of",
            t("Which days split a lot that was sold?"),
            (("year", t("Those of the year")), ("service", t("Those of each cost’s own period"))),
            value="year",
            problems=PROBLEMS,
        ),
        date_input("since", t("From"), hint=t("The first day of a fiscal year."), problems=PROBLEMS),
        text_input("source", t("Which clause or decision says so?"), hint=t("By-laws, art. 30."), problems=PROBLEMS),
        on_submit=State.enter_rhythm,
        act=t("Enter this rhythm"),
    )
    return panel(
        rx.cond(
            State.has_rhythm,
            more(t("Change it from a day on"), fields),
            rx.fragment(rx.el.p(t("Nobody entered it yet; nothing can be settled before.")), fields),
        ),
        rx.cond(State.has_rhythm, rx.el.p(State.rhythm_source, class_name="small quiet")),
        title=t("Rhythm"),
    )
