"""Who sits in the council, who sat in it, and the forms with which mandates are recorded and ended."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, select_input
from koprogo.components.layout import more, panel, row, stack
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.status import tag
from koprogo.components.text import t, tdate, tn
from koprogo.pages.governance.fields import named_input, named_select
from koprogo.state.governance.council import CouncilState as State
from koprogo.state.governance.council_rows import SeatLine

PROBLEMS = State.refusal.problems
POSITIONS = {"chair": t("Chair of the council"), "secretary": t("Secretary of the council")}
ENDS = {
    "assembly": t("ended with the ordinary assembly"),
    "resigned": t("stepped down"),
    "dismissed": t("ended by the assembly"),
    "no_lot": t("no lot with a vote left"),
}


def seats_panel() -> rx.Component:
    """Draw the members with their mandates."""
    return panel(
        rx.cond(
            State.members.length() > 0,
            rx.el.ul(rx.foreach(State.members, _seat), class_name="plain lined"),
            rx.el.p(t("Nobody sits in the council today."), class_name="quiet"),
        ),
        rx.cond((State.rule.vacant > 0) & (State.members.length() > 0), _vacant()),
        rx.cond(
            State.auditors.length() > 0,
            stack(
                rx.el.h3(t("Auditor of the accounts")),
                rx.el.ul(rx.foreach(State.auditors, _seat), class_name="plain lined"),
                gap="close",
            ),
        ),
        rx.cond(
            State.past.length() > 0,
            more(
                tn("{n} earlier mandate", "{n} earlier mandates", State.past.length()),
                rx.el.ul(rx.foreach(State.past, _past), class_name="plain small"),
            ),
        ),
        rx.cond(State.may_keep, more(t("Record a mandate"), _record())),
        title=t("Members"),
    )


def _vacant() -> rx.Component:
    """Say that a seat fell vacant before its time; the syndic puts the election on an agenda."""
    return rx.el.div(
        tag(tn("{n} seat is vacant", "{n} seats are vacant", State.rule.vacant), "soon"),
        rx.cond(
            State.proposed_at != "",
            button_link(t("See the agenda"), href=State.proposed_at),
            rx.cond(
                State.rule.planned,
                rx.el.p(t("The election is on the agenda of an assembly to come."), class_name="small"),
                rx.cond(
                    State.may_keep,
                    button(t("Put the election on the next agenda"), on_click=State.propose_election),
                    rx.el.p(t("The next assembly may elect somebody."), class_name="small quiet"),
                ),
            ),
        ),
        class_name="stack close",
    )


def _seat(seat: SeatLine) -> rx.Component:
    since = t("Mandate since {day}, until the next ordinary assembly", day=tdate(seat.since))
    ends = t("Mandate from {day} until {until}", day=tdate(seat.since), until=tdate(seat.until))
    lots = rx.cond(seat.lots != "", rx.el.span(", ", seat.lots, class_name="quiet"))
    return rx.el.li(
        row(
            rx.el.span(rx.el.strong(seat.name), lots),
            rx.cond(seat.position != "", tag(pick(seat.position, POSITIONS))),
            rx.cond(seat.eligible, rx.fragment(), tag(t("No lot with a vote left"), "soon", shape="triangle")),
            between=True,
            wrap=True,
        ),
        rx.el.p(rx.cond(seat.until != "", ends, since), class_name="small quiet"),
        rx.cond((State.may_keep | seat.is_mine) & (seat.until == ""), _change(seat)),
        key=seat.id,
        class_name="stack close",
    )


def _change(seat: SeatLine) -> rx.Component:
    def named(word: Any) -> rx.Component:
        return rx.fragment(word, rx.el.span(": ", seat.name, class_name="unseen"))

    reasons = (
        ("resigned", t("She steps down")),
        ("dismissed", t("The assembly ended it")),
        ("no_lot", t("She has no lot with a vote left")),
    )
    positions = rx.cond(
        State.may_follow & (seat.office == "council"),
        row(
            quiet_button(named(t("Chair of the council")), on_click=State.name_position(seat.id, "chair")),
            quiet_button(named(t("Secretary of the council")), on_click=State.name_position(seat.id, "secretary")),
            rx.cond(seat.position != "", quiet_button(named(t("No position")), on_click=State.name_position(seat.id, ""))),
            wrap=True,
        ),
    )  # fmt: skip
    return more(
        named(t("Change or end")),
        positions,
        rx.el.div(
            form(
                rx.el.input(type="hidden", name="seat", value=seat.id, read_only=True),
                rx.cond(State.may_keep, named_select("reason", t("Why does it end?"), reasons)),
                named_input("day", t("First day without the mandate"), type="date"),
                on_submit=State.end_seat,
                act=t("End the mandate"),
            ),
            key=State.count,
        ),
    )


def _past(seat: SeatLine) -> rx.Component:
    return rx.el.li(
        seat.name,
        ", ",
        t("from {day} until {until}", day=tdate(seat.since), until=tdate(seat.until)),
        rx.cond(seat.end_reason != "", rx.el.span(", ", pick(seat.end_reason, ENDS))),
    )


def _record() -> rx.Component:
    """Let the syndic record what an assembly decided before this product kept its elections."""
    offices = (("council", t("Member of the council")), ("auditor", t("Auditor of the accounts")))
    return rx.el.div(
        rx.el.p(
            t("A confirmed election of an assembly here seats its winners by itself. This is for one decided before."),
            class_name="quiet",
        ),
        form(
            select_input("person", t("Who was elected?"), State.people, problems=PROBLEMS),
            choices("office", t("As what?"), offices, value="council", problems=PROBLEMS),
            date_input("since", t("Since when?"), problems=PROBLEMS),
            on_submit=State.appoint,
            act=t("Record the mandate"),
        ),
        key=State.count,
    )
