"""Proposals for the agenda: the form for owners and council, the syndic's list, and what became of each."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, select_input, text_area, text_input
from koprogo.components.layout import columns, panel, row, stack
from koprogo.components.majority import majority_name
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.tables import pager
from koprogo.components.text import t, t_own, tdate, tmoment, tn
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.assemblies.agenda.proposals import ProposalsState as State
from koprogo.state.assemblies.agenda.proposals import ProposalView
from koprogo.state.assemblies.agenda.usual_points import kinds

CAPACITIES = (
    ("owner", t("A co-owner")),
    ("council", t("The council")),
    ("partial_association", t("A partial association")),
)
PROBLEMS = State.refusal.problems
UNTIL = State.until
SENT = rx.cond(State.opened == "new", State.refusal, State.no_refusal)


def proposals() -> rx.Component:
    """Draw the page."""
    return page(
        t("Proposals for the agenda"),
        rx.cond(State.opened == "", answers(State.refusal)),
        rx.cond(
            State.loaded,
            rx.fragment(
                _received(),
                columns(
                    _list(),
                    side=rx.fragment(
                        _until(), rx.cond(State.may_plan, _record(), rx.cond(State.may_propose, _propose()))
                    ),
                ),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
    )


def _received() -> rx.Component:
    return rx.cond(
        State.received > 0,
        notice(
            rx.el.p(t("It has the number {number}. What becomes of it stands here.", number=State.received)),
            title=t("Received"),
            tone="good",
            shape="check",
        ),
    )


def _until() -> rx.Component:
    sentence = rx.cond(
        UNTIL.is_too_late,
        t("It was {day}. A proposal of today is taken up if possible, else at the next assembly.",
          day=tdate(UNTIL.proposals_until, "long")),
        t("Until {day}: three weeks before the window of the ordinary assembly.", day=tdate(UNTIL.proposals_until, "long")),
    )  # fmt: skip
    known = rx.fragment(rx.el.p(sentence), row(article(rx.cond(UNTIL.is_too_late, "3.87 §4", "3.87 §3"))))
    unknown = rx.el.p(t("The yearly window of the house rules is not recorded yet."), class_name="quiet")
    return panel(
        rx.cond(UNTIL.first != "", known, unknown),
        rx.el.p(rx.el.a(t("Calendar of the association"), href=State.calendar_at), class_name="small"),
        title=t("On the agenda by right"),
    )


def _list() -> rx.Component:
    return rx.cond(
        State.count > 0,
        stack(
            panel(
                rx.el.ul(rx.foreach(State.rows, _proposal), class_name="plain lined"),
                title=tn("{n} proposal", "{n} proposals", State.count),
            ),
            rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
        ),
        empty(
            t("No proposal yet"),
            t("Each co-owner, the council and a partial association may ask to put a point on the agenda."),
        ),
    )


def _proposal(each: ProposalView) -> rx.Component:
    is_open = State.opened == each.id
    who = t("{number}: {name}, {capacity}", number=each.number, name=each.proposer, capacity=_capacity(each.capacity))
    return rx.el.li(
        rx.el.div(
            row(rx.el.strong(each.title, lang=each.language), _fate(each), between=True, wrap=True),
            rx.el.span(who, ", ", t("received on {day}", day=tdate(each.received_on)), class_name="small quiet"),
            rx.cond(each.text != "", rx.el.p(each.text, lang=each.language, class_name="proposal")),
            rx.cond(each.by_right, row(tag(t("On the agenda by right"), "soon"), article("3.87 §3"), wrap=True)),
            rx.cond(each.reason != "", rx.el.p(t("Left to the next assembly: {why}", why=each.reason))),
            rx.cond(
                is_open,
                rx.match(State.act, ("agenda", _agenda_form()), ("deferral", _deferral_form()), _withdrawal()),
                rx.cond(each.is_open, _acts(each)),
            ),
            class_name="stack close",
        ),
        key=each.id,
    )


def _capacity(capacity: Any) -> Any:
    return pick(capacity, dict(CAPACITIES))


def _fate(each: ProposalView) -> Any:
    on = {"number": each.item_number, "day": tdate(each.assembly_day)}
    return rx.match(
        each.fate,
        ("waiting", tag(t("Waits for an agenda"), "outline")),
        ("deferred", tag(t("At the next assembly"), "outline")),
        ("planned", tag(t("In preparation for {day}, point {number}", **on), "plain")),
        ("on_agenda", tag(t("Point {number} of {day}", **on), "good")),
        ("carried", tag(t("Carried on {day}", **on), "good")),
        ("rejected", tag(t("Rejected on {day}", **on), "bad")),
        ("postponed", tag(t("Postponed on {day}", **on), shape="pause")),
        ("noted", tag(t("Noted on {day}", **on), shape="check")),
        ("not_reached", tag(t("Not reached on {day}", **on), shape="minus")),
        ("dropped", tag(t("Withdrawn on {day}", **on), shape="minus")),
        tag(t("Withdrawn"), shape="minus"),
    )


def _acts(each: ProposalView) -> rx.Component:
    return row(
        rx.cond(
            State.may_plan,
            rx.fragment(
                rx.cond(
                    State.drafts.length() > 0,
                    button(t("Put on an agenda"), on_click=State.open_agenda(each.id), data_testid="to-agenda"),
                    rx.el.span(t("Draft an assembly first."), class_name="small quiet"),
                ),
                rx.cond(~each.by_right, quiet_button(t("Next assembly"), on_click=State.open_deferral(each.id))),
            ),
        ),
        rx.cond(each.is_mine, quiet_button(t("Take it back"), on_click=State.open_withdrawal(each.id))),
        wrap=True,
    )


def _withdrawal() -> rx.Component:
    return stack(
        answers(State.refusal),
        rx.el.p(t("It stays in the list as withdrawn, and its day is lost.")),
        row(
            button(t("Take it back"), main=True, on_click=State.withdraw),
            quiet_button(t("Leave as it was"), on_click=State.shut),
            wrap=True,
        ),
        gap="close",
    )


def _agenda_form() -> rx.Component:
    options = (
        ("", ""),
        *((kind.code, t_own(kind.name)) for kind in kinds() if kind.majority not in ("none", "follows_main")),
    )
    majorities = (("", ""), *((each, majority_name(each)) for each in ("absolute", "two_thirds", "four_fifths")))
    return form(
        rx.el.div(
            rx.el.label(t("Assembly"), html_for="assembly"),
            rx.el.select(
                rx.foreach(State.drafts, lambda each: rx.el.option(tmoment(each.word, "day"), value=each.value)),
                id="assembly",
                name="assembly",
                class_name="input",
            ),
            class_name="field",
        ),
        select_input(
            "kind",
            t("What kind of decision is it?"),
            options,
            hint=t("It sets the majority."),
            value="",
            problems=PROBLEMS,
        ),
        select_input(
            "majority", t("Majority, only where the law leaves it open"), majorities, value="", problems=PROBLEMS
        ),
        on_submit=State.add,
        act=t("Put it on the agenda"),
        refusal=State.refusal,
        beside=(quiet_button(t("Leave as it was"), on_click=State.shut),),
    )


def _deferral_form() -> rx.Component:
    return form(
        text_area("reason", t("Why it waits for the next assembly"), hint=t("The proposer reads it."),
                  problems=PROBLEMS, rows="3"),
        on_submit=State.defer,
        act=t("Leave it to the next assembly"),
        refusal=State.refusal,
        beside=(quiet_button(t("Leave as it was"), on_click=State.shut),),
    )  # fmt: skip


def _words() -> tuple[rx.Component, ...]:
    return (
        text_input("title", t("What should be decided, in one line"), value=State.typed.title, problems=PROBLEMS,
                   max_length=200),
        text_area("text", t("Proposed decision, and why"), value=State.typed.text, problems=PROBLEMS, rows="5"),
    )  # fmt: skip


def _propose() -> rx.Component:
    whose = choices(
        "capacity", t("For whom?"), (("owner", t("For myself, as a co-owner")), ("council", t("For the council"))),
        value=State.typed.capacity, problems=PROBLEMS,
    )  # fmt: skip
    return panel(
        rx.el.div(
            form(
                *_words(),
                rx.cond(State.is_council, whose),
                on_submit=State.propose,
                act=t("Send the proposal"),
                refusal=SENT,
            ),
            key=State.count,
        ),
        title=t("Propose a point"),
    )


def _record() -> rx.Component:
    return panel(
        rx.el.div(
            form(
                select_input("proposer", t("Who proposes it"), State.people, problems=PROBLEMS),
                select_input("capacity", t("For whom?"), CAPACITIES, value=State.typed.capacity, problems=PROBLEMS),
                choices(
                    "channel", t("How did it come?"), (("letter", t("By letter")), ("email", t("By e-mail"))),
                    value=State.typed.channel, problems=PROBLEMS,
                ),
                date_input("received_on", t("Received on"), value=State.typed.received_on, problems=PROBLEMS),
                *_words(),
                on_submit=State.record,
                act=t("Record the proposal"),
                refusal=SENT,
            ),
            key=State.count,
        ),
        title=t("Record one that came in writing"),
    )  # fmt: skip
