"""The phone when no vote is on: before the opening, between two points, during a break, after the end."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import notice
from koprogo.components.layout import panel
from koprogo.components.live import as_of
from koprogo.components.majority import majority_name, quorum_meter
from koprogo.components.status import outcome_tag
from koprogo.components.text import language_of, t, t_own, tmoment, ttime
from koprogo.pages.assemblies.attendance.check_in import check_in_panel, no_vote, suspended_lots
from koprogo.pages.assemblies.elections.standing import stand_here
from koprogo.pages.assemblies.voting.opinion_poll import poll_on_phone
from koprogo.pages.assemblies.voting.phone import ITEM, MINE, NEXT, PATIENCE, POINT, ROOM, amended_note, item_title
from koprogo.state.assemblies.room.live import LiveState

STILL_ON = MINE.loaded & (
    (ROOM.state == "convened") | (ROOM.state == "opened") | (ROOM.state == "resumed") | (ROOM.state == "suspended")
)
"""Whether one may still stand in an election, as far as the evening goes."""
KINDS = {"ordinary": t("Ordinary general assembly"), "extraordinary": t("Extraordinary general assembly")}


def before_opening() -> rx.Component:
    """Show day, place, presence against the quorum, and the one thing to do: check in."""
    return rx.fragment(
        rx.el.div(
            rx.el.h1(kind_word()),
            rx.el.p(tmoment(LiveState.assembly.starts_at, "long"), class_name="lead"),
            rx.el.p(LiveState.assembly.place, class_name="quiet"),
            class_name="stack close",
        ),
        _presence(t("You are checked in. Each vote opens here by itself.")),
        quorum_meter(
            heads=ROOM.heads,
            owners=ROOM.heads_total,
            heads_needed=ROOM.heads_needed,
            shares=ROOM.shares,
            total=ROOM.shares_total,
            half_needed=ROOM.half_needed,
            three_quarters_needed=ROOM.three_quarters_needed,
            reached=ROOM.quorum,
        ),
        agenda_panel(),
    )


def between_points() -> rx.Component:
    """Say which point comes next; it opens on this page by itself."""
    next_point = rx.el.div(
        rx.el.p(t("Next: point {number}", number=NEXT.number.to_string() + NEXT.part), class_name="quiet"),
        rx.el.h1(item_title(NEXT)),
        rx.cond(NEXT.amended, rx.el.p(t("An amendment to this point is voted first."))),
        rx.el.p(t("It opens here as soon as the syndic starts it."), class_name="lead"),
        class_name="stack close",
        role="status",
    )
    after_amendment = rx.el.div(
        rx.el.p(t("Next: the text of point {number}", number=POINT), class_name="quiet"),
        rx.el.h1(item_title(ITEM)),
        amended_note(),
        rx.el.p(t_own(ITEM.proposal), lang=language_of(ITEM.proposal), class_name="lead"),
        class_name="stack close",
        role="status",
    )
    return rx.fragment(
        poll_on_phone(),
        rx.cond(ROOM.amended, after_amendment, next_point),
        _presence(t("You are checked in.")),
        agenda_panel(),
    )


def break_time() -> rx.Component:
    """Say that the session is interrupted."""
    return rx.fragment(
        rx.el.h1(t("The session is interrupted")),
        rx.el.p(t("This page goes on by itself when the session does."), class_name="lead", role="status"),
        _presence(t("You are checked in.")),
        agenda_panel(),
    )


def after_the_end() -> rx.Component:
    """Say how the assembly ended, with the outcome of each point."""
    words = {
        "closed": t("The assembly is closed"),
        "minuted": t("The assembly is closed"),
        "cancelled": t("The assembly is cancelled"),
        "without_quorum": t("The assembly could not open: the quorum was not reached"),
    }
    more = {
        "closed": t("The minutes follow."),
        "minuted": t("The minutes are written."),
        "without_quorum": t("A second session will be convened; it decides whoever is present."),
    }
    return rx.fragment(
        rx.el.h1(pick(ROOM.state, words), role="status"),
        rx.el.p(pick(ROOM.state, more), class_name="lead"),
        rx.cond(ROOM.state == "cancelled", rx.fragment(), agenda_panel()),
    )


def presence_strip() -> rx.Component:
    """Say under the page who is there, as numbers."""
    heads = t("{heads} of {owners} co-owners", heads=ROOM.heads, owners=ROOM.heads_total)
    shares = t("{shares} of {total} shares", shares=ROOM.shares, total=ROOM.shares_total)
    return rx.fragment(
        as_of(beat=ROOM.at, at=ROOM.at, patience=PATIENCE),
        rx.el.strong(heads),
        rx.el.p(shares, class_name="quiet"),
        rx.cond(
            ROOM.opened_at != "", rx.el.p(t("Open since {time}", time=ttime(ROOM.opened_at)), class_name="small quiet")
        ),
    )


def kind_word() -> Any:
    """Say what kind of assembly this is."""
    return pick(LiveState.assembly.kind, KINDS, t("General assembly"))


def agenda_panel() -> rx.Component:
    """List the points with their majority and, as they fall, their outcomes."""
    return panel(
        rx.el.ol(rx.foreach(LiveState.agenda, _point), class_name="rows plain"), title=t("Agenda"), padded=False
    )


def _point(point: Any, place: Any) -> rx.Component:
    said = rx.cond(point.majority == "none", t("No vote"), majority_name(point.majority))
    state = ROOM.agenda[place]
    return rx.el.li(
        rx.el.span(point.number, class_name="quiet"),
        rx.el.div(
            item_title(point, class_name="strong"), rx.el.br(), rx.el.span(said, class_name="small quiet"),
            stand_here(point.id, point.kind, (state == "planned") & STILL_ON), class_name="grow",
        ),
        rx.cond(state == "planned", rx.fragment(), outcome_tag(rx.cond(state == "closed", "to_confirm", state))),
        key=point.id,
    )  # fmt: skip


def _presence(welcome: Any) -> rx.Component:
    here = notice(rx.el.p(welcome), tone="good", shape="check")
    mine = rx.cond(MINE.present, here, rx.cond(MINE.votes.length() > 0, check_in_panel(), no_vote()))
    return rx.fragment(rx.cond(MINE.loaded, mine), suspended_lots())
