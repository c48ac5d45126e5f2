"""The evening so far, line by line with its time, as the minutes will tell it."""

from typing import Any

import reflex as rx

from koprogo.components.layout import more
from koprogo.components.text import t, t_own, t_var, ttime
from koprogo.pages.assemblies.room.shown import Room

WORDS = {
    "opened": "Session opened. Quorum: {owners_present} of {owners} co-owners, {shares_present} of {shares} shares.",
    "without_quorum": "Quorum not reached: {owners_present} co-owners, {shares_present} shares.",
    "suspended": "Session suspended.",
    "resumed": "Session resumed.",
    "closed": "Session closed.",
    "minuted": "Minutes issued.",
    "cancelled": "Assembly cancelled.",
    "carried": "carried, {in_favour} of {votes_cast} votes cast.",
    "rejected": "rejected, {in_favour} of {votes_cast} votes cast.",
    "amendment_carried": "amendment carried, {in_favour} of {votes_cast} votes cast.",
    "amendment_rejected": "amendment rejected, {in_favour} of {votes_cast} votes cast.",
    "reopened": "voted again, round {round}.",
    "postponed": "postponed.",
    "withdrawn": "withdrawn.",
    "noted": "noted without a vote.",
    "not_reached": "not reached.",
    "chair": "{name} takes the chair.",
    "secretary": "{name} is secretary.",
    "teller": "{name} is teller.",
    "arrived": "{name} arrives.",
    "left": "{name} leaves.",
    "visitor_arrived": "{name} is let in.",
    "visitor_left": "{name} leaves.",
    "protest": "{name} protests:",
}


def minutes_so_far() -> rx.Component:
    """List what happened, the newest last."""
    return rx.cond(
        Room.minutes.length() > 0,
        rx.el.section(
            rx.el.h2(t("Minutes so far")),
            rx.cond(
                Room.earlier.length() > 0,
                more(t("Earlier this evening"), rx.el.ol(rx.foreach(Room.earlier, _line), class_name="so-far")),
            ),
            rx.el.ol(rx.foreach(Room.minutes, _line), class_name="so-far"),
            class_name="rule-above stack tight",
        ),
    )


def _line(line: Any) -> rx.Component:
    said = rx.match(line.what, *((what, t_var(words, line.facts)) for what, words in WORDS.items()), "")
    about = t("Point {number}, {title}: {what}", number=line.number, title=t_own(line.title), what=said)
    return rx.el.li(
        rx.el.time(ttime(line.at), date_time=line.at, class_name="quiet whole"),
        rx.el.span(
            rx.cond(line.number != "", about, said),
            rx.cond(line.reason != "", rx.el.span(" ", line.reason)),
            rx.cond(line.article != "", rx.el.span(" (", t("art. {law}", law=line.article), ")", class_name="quiet")),
        ),
        key=line.key,
    )
