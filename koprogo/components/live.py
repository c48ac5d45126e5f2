"""Pieces with a clock, a connection or the focus. Their JavaScript is assets/js/live.js and holds no words.

The connection mark replaces Reflex's own English banners: it reads the connection errors Reflex keeps, the browser's
on/offline state, and, when told how often the server speaks, its silence.
"""

from typing import Any

import reflex as rx

from koprogo.components.text import t


class _Live(rx.Component):
    library = "$/public/js/live.js"


class Countdown(_Live):
    """Time left until an ISO instant, by the server's clock."""

    tag = "Countdown"
    deadline: rx.Var[str]
    now: rx.Var[str]
    seconds: rx.Var[int]
    label: rx.Var[str]
    over: rx.Var[str]
    at60: rx.Var[str]
    at30: rx.Var[str]
    at10: rx.Var[str]
    bar: rx.Var[bool]
    size: rx.Var[str]


class Clock(_Live):
    """The time of day in Belgium."""

    tag = "Clock"
    now: rx.Var[str]


class LiveMark(_Live):
    """Live, reconnecting, or no network; the time of the last news is said too."""

    tag = "LiveMark"
    beat: rx.Var[Any]
    at: rx.Var[str]
    patience: rx.Var[int]
    live: rx.Var[str]
    reconnecting: rx.Var[str]
    offline: rx.Var[str]
    as_of: rx.Var[str]


class WhenCut(_Live):
    """The line *as of 20:13:58*, while the page does not hear the server."""

    tag = "WhenCut"
    beat: rx.Var[Any]
    at: rx.Var[str]
    patience: rx.Var[int]
    as_of: rx.Var[str]


class Politely(_Live):
    """A sentence for screen readers, at most every `every` seconds."""

    tag = "Politely"
    text: rx.Var[str]
    every: rx.Var[int]


class Said(_Live):
    """A section that takes the focus when it appears and when `said` changes."""

    tag = "Said"
    said: rx.Var[Any]
    role: rx.Var[str]


class TitleFocus(_Live):
    """Moves the focus to the title after a navigation."""

    tag = "TitleFocus"
    place: rx.Var[str]


class AccountLanguage(_Live):
    """Speaks the account's language on a device where nobody chose one."""

    tag = "AccountLanguage"
    language: rx.Var[str]


class Unveil(rx.Component):
    """Shows the page once it speaks the reader's language; /boot.js keeps it unpainted until then, 4 s at most."""

    library = "$/public/js/words.js"
    tag = "Unveil"


class NewVersion(_Live):
    """Puts our words on the banner that Reflex shows when the server is newer than this tab."""

    tag = "NewVersion"
    sentence: rx.Var[str]
    act: rx.Var[str]


class Apology(_Live):
    """Shows its children, or an apology when drawing them failed."""

    tag = "Apology"
    title: rx.Var[str]
    sentence: rx.Var[str]
    act: rx.Var[str]


def apology(*children: rx.Component) -> rx.Component:
    """Guard the whole app: when a part breaks, say so and offer to load the page again; the server's log hears of it."""
    return Apology.create(
        Unveil.create(),
        NewVersion.create(sentence=t("There is a newer version of this page."), act=t("Load the page again")),
        *children,
        title=t("This page has stopped"),
        sentence=t("The mistake is ours and has been reported. What the server recorded is safe."),
        act=t("Load the page again"),
    )


def live_mark(*, beat: Any = "", at: str | rx.Var = "", patience: int = 0, live: Any = None) -> rx.Component:
    """Say whether the page hears the server.

    `beat` is any value that changes with each message of the room and `patience` the seconds of silence after which the
    page no longer counts as live (0: only errors count). `at` is the server's time of the last message. `live` replaces
    the word *Live*, for *Live, 41 present*.
    """
    return LiveMark.create(
        beat=beat,
        at=at,
        patience=patience,
        live=t("Live") if live is None else live,
        reconnecting=t("Reconnecting"),
        offline=t("No network"),
        as_of=t("As of {at}"),
    )


def as_of(*, beat: Any = "", at: str | rx.Var = "", patience: int = 0) -> rx.Component:
    """Show *As of 20:13:58* while the page does not hear the server, nothing otherwise."""
    return WhenCut.create(beat=beat, at=at, patience=patience, as_of=t("As of {at}"))


def politely(sentence: Any, *, every: int = 5) -> rx.Component:
    """Say a changing sentence to screen readers, at most every `every` seconds; nothing is drawn."""
    return Politely.create(text=sentence, every=every)


def clock(*, now: str | rx.Var = "", class_name: str = "strong") -> rx.Component:
    """Show the time of day in Belgium; `now` is the server's last word on it."""
    return Clock.create(now=now, class_name=class_name)


def countdown(
    deadline: str | rx.Var, *, seconds: int | rx.Var, now: str | rx.Var = "", size: str = "", bar: bool = True
) -> rx.Component:
    """Show the time left before the vote closes, in words, with a bar that empties.

    `deadline` and `now` (the server's time when it last spoke) are ISO instants; `seconds` is the whole length of the
    countdown. Screen readers hear it at 60, 30 and 10 seconds only. `size` is empty, `room` or `hall`.
    """
    return Countdown.create(
        deadline=deadline,
        now=now,
        seconds=seconds,
        label=t("Closes in"),
        over=t("The time is up. The chair closes the vote."),
        at60=t("One minute left to vote."),
        at30=t("30 seconds left to vote."),
        at10=t("10 seconds left to vote."),
        bar=bar,
        size=size,
    )
