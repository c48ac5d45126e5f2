"""Calls for funds: what was called from the reader, the list for who reads the books, and the next call with its preview."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import checkbox, date_input, money_input, select_input, text_input
from koprogo.components.layout import columns, list_link, list_panel, more, panel, row
from koprogo.components.status import article
from koprogo.components.text import language_of, t, t_own, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.planned import confirm_call, planned_lots
from koprogo.pages.charges.sale import sales_list
from koprogo.pages.charges.special_call import special_call
from koprogo.pages.charges.words import CALL_STATES, PARTS, call_title, lot_lines, only_what_comes_back
from koprogo.pages.shell import page
from koprogo.state.charges.calls import CallsState as State

PROBLEMS = State.refusal.problems


def calls() -> rx.Component:
    """Draw the page."""
    return page(
        t("Calls for funds"),
        books_tabs(State.sheet_at, "calls"),
        rx.cond(
            State.loaded,
            columns(
                answers(State.refusal), _mine(), rx.cond(State.may_write, rx.fragment(_next(), special_call())),
                rx.cond(State.may_read, _list()),
                side=rx.fragment(_why(), rx.cond(State.may_write, _working()), sales_list()),
            ),
            rx.cond(State.refusal.kind == "", waiting(), answers(State.refusal)),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=t("What is asked of each owner, and why"),
    )  # fmt: skip


def _mine() -> rx.Component:
    """Draw what was called from the reader: each amount with its fraction, and what to pay with."""

    def one(call: Any, place: Any) -> rx.Component:
        mine = State.mine[place]
        return rx.el.li(
            rx.el.div(
                rx.el.div(
                    rx.el.h3(rx.el.a(call_title(call), href=call.href, class_name="link")),
                    rx.el.p(
                        t("to be paid by {day}", day=tdate(call.due_on)), ", ", call.reference, class_name="small quiet"
                    ),
                    class_name="stack close grow",
                ),
                rx.el.span(tmoney(mine.cents), class_name="strong whole"),
                class_name="row start",
            ),
            rx.cond(mine.cents > 0, _how_to_pay(call, mine)),
            more(
                t("Each amount and its fraction"),
                lot_lines(mine.lines),
                rx.cond(
                    mine.reserve != 0,
                    rx.el.p(
                        t("Of this, {amount} goes into the reserve fund.", amount=tmoney(mine.reserve)), class_name="small"
                    ),
                ),
            ),
            key=call.id,
        )  # fmt: skip

    none = empty(
        t("Nothing was called from you"),
        t("When the syndic calls for funds, your part stands here, with its fraction."),
    )
    drawn = panel(
        rx.el.ul(rx.foreach(State.my_calls, one), class_name="plain points"), title=t("Called from me"), padded=False
    )
    return rx.cond(State.my_calls.length() > 0, drawn, rx.cond(State.may_read, rx.fragment(), none))


def _how_to_pay(call: Any, mine: Any) -> rx.Component:
    return rx.el.dl(
        rx.cond(call.iban != "", rx.el.div(rx.el.dt(t("To account")), rx.el.dd(call.iban))),
        rx.el.div(rx.el.dt(t("Communication")), rx.el.dd(mine.number, class_name="strong")),
        class_name="facts small",
    )


def _next() -> rx.Component:
    return panel(
        form(
            row(
                select_input("starts", t("Fiscal year"), State.years, problems=PROBLEMS),
                text_input(
                    "number",
                    t("Instalment"),
                    hint=t("1, 2, 3…"),
                    value=State.next_number,
                    problems=PROBLEMS,
                    input_mode="numeric",
                ),
                wrap=True,
            ),
            row(
                date_input(
                    "called_on", t("Day of the call"), hint=t("Empty: the first day of its period."), problems=PROBLEMS
                ),
                date_input(
                    "due_on", t("To be paid by"), hint=t("Who holds the lot that day owes it."), problems=PROBLEMS
                ),
                wrap=True,
            ),
            checkbox("earlier_elsewhere", t("The instalments before it were called with another tool")),
            on_submit=State.preview,
            act=t("Show what it would ask"),
        ),
        rx.cond(State.planned_reference != "", _preview()),
        title=t("The next call"),
    )


def _preview() -> rx.Component:
    old = notice(
        rx.el.p(
            t(
                "No budget of this year is in force: that of {year} is called, and the difference follows on a line of its"
                " own.",
                year=State.planned_old_year.to_string(),
            )
        ),
        rx.cond(
            State.planned_left_out.length() > 0,
            rx.fragment(
                rx.el.p(only_what_comes_back()),
                rx.el.dl(
                    rx.foreach(
                        State.planned_left_out,
                        lambda each: rx.el.div(
                            rx.el.dt(pick(each.part, PARTS, each.part)), rx.el.dd(tmoney(each.cents)), key=each.part
                        ),
                    ),
                    class_name="facts small",
                ),
            ),
        ),
    )

    return rx.el.div(
        rx.el.h3(State.planned_reference, " · ", tmoney(State.planned_total)),
        rx.cond(State.planned_old_year > 0, old),
        rx.foreach(State.planned_ended, _ended_key),
        planned_lots(State.planned),
        confirm_call(State, "make-call"),
        class_name="stack",
    )


def _ended_key(found: Any) -> rx.Component:
    return notice(
        rx.el.p(
            rx.el.strong(t_own(found.names), lang=language_of(found.names)), ": ",
            t(
                "this key ended on {day}, and the budget in force still goes by it. The settlement shares each cost by its"
                " own key; a new version of the budget, voted, calls by the key that follows.",
                day=tdate(found.until),
            ),
        )
    )  # fmt: skip


def _list() -> rx.Component:
    none = empty(t("No call yet"), t("Calls stand here once a budget is in force, or a decision is to be paid for."))
    return rx.cond(State.rows.length() > 0, list_panel(rx.foreach(State.rows, _line)), none)


def _line(call: Any) -> rx.Component:
    return list_link(
        call_title(call),
        href=call.href,
        under=rx.fragment(
            call.reference, ", ", tmoney(call.cents), ", ", t("to be paid by {day}", day=tdate(call.due_on))
        ),
        aside=rx.match(call.state, *CALL_STATES.items(), rx.fragment()),
    )


def _why() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "Each call asks for a lot’s part of everything called since the year began, less what it was called before."
                " So the year adds up to the cent, and a new budget is caught up with."
            )
        ),
        rx.el.p(t("The part for the reserve fund stands on its own line.")),
        row(article("3.86 §3"), article("3.81"), wrap=True),
        title=t("How a call is made"),
    )


def _working() -> rx.Component:
    return panel(
        more(
            t("Raise the working fund"),
            form(
                money_input("fund_amount", t("Amount in all"), problems=PROBLEMS),
                date_input("fund_due_on", t("To be paid by"), problems=PROBLEMS),
                on_submit=State.raise_fund,
                act=t("Call it by the shares"),
            ),
        ),
        title=t("The working fund"),
    )
