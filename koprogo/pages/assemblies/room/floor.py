"""Speaking: on the phone one asks and sees one's place; the syndic and the chair give the floor to who waits."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers
from koprogo.components.layout import more, panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.refresh import refresh
from koprogo.components.status import tag
from koprogo.components.text import t, ttime
from koprogo.state.assemblies.room.floor import FloorState as Floor
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.voting.ballot import BallotState

ROOM = LiveState.room


def own_floor() -> rx.Component:
    """Offer the floor to who is checked in; the phone of who waits looks again when the list moves."""
    waits = (Floor.place > 0) | Floor.speaks
    asked = stack(
        rx.cond(
            Floor.speaks,
            rx.el.p(rx.el.strong(t("You have the floor.")), role="status"),
            rx.el.p(t("You asked for the floor. Your place: {n}.", n=Floor.place), role="status"),
        ),
        quiet_button(
            rx.cond(Floor.speaks, t("I have finished"), t("Take it back")),
            on_click=Floor.withdraw,
            data_testid="floor-withdraw",
        ),
        gap="tight",
    )
    ask = button(t("Ask for the floor"), shape="hand", wide=True, on_click=Floor.ask, data_testid="floor-ask")
    return rx.fragment(
        rx.cond(waits | Floor.leads, refresh(beat=ROOM.floor, on_due=Floor.look)),
        answers(Floor.refusal),
        rx.cond(BallotState.mine.present, rx.el.div(rx.cond(waits, asked, ask), class_name="rule-above stack")),
        rx.cond(Floor.leads, speaking_panel()),
    )


def speaking_panel() -> rx.Component:
    """Draw the list for who leads the debate, who has the floor on top."""
    return panel(
        rx.cond(
            Floor.lines.length() > 0,
            rx.el.ol(rx.foreach(Floor.lines, _speaker), class_name="plain stack tight"),
            rx.el.p(t("Nobody asks for the floor."), class_name="quiet"),
        ),
        title=t("Speaking list"),
    )


def speaking_fold() -> rx.Component:
    """Keep the list folded in the syndic's room, with who speaks and how many wait on its title."""
    title = rx.fragment(
        t("Speaking list"),
        rx.cond(Floor.waiting > 0, rx.el.span(" ", tag(t("{n} waiting", n=Floor.waiting), "soon"))),
        rx.cond(ROOM.speaker, rx.el.span(" ", ROOM.speaker, class_name="quiet")),
    )
    rows = rx.cond(
        Floor.lines.length() > 0,
        rx.el.ol(rx.foreach(Floor.lines, _speaker), class_name="plain stack tight"),
        rx.el.p(t("Nobody asks for the floor."), class_name="quiet"),
    )
    return rx.fragment(answers(Floor.refusal), more(title, rows))


def _speaker(line: Any) -> rx.Component:
    give = button(
        t("Give the floor"),
        on_click=Floor.give(line.person_id),
        aria_label=t("Give the floor to {name}", name=line.name),
        data_testid="floor-give",
    )
    end = button(
        t("End the turn"),
        on_click=Floor.end,
        aria_label=t("End the turn of {name}", name=line.name),
        data_testid="floor-end",
    )
    return rx.el.li(
        row(
            rx.el.time(ttime(line.since), date_time=line.since, class_name="quiet whole"),
            rx.el.strong(line.name, class_name="grow"),
            rx.cond(line.speaks, end, give),
            wrap=True,
        ),
        key=line.person_id,
    )
