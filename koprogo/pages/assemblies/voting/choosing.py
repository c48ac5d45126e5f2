"""A choice between options in the syndic's room: a bar each, a button each for hands and paper, the frozen outcome."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from koprogo.components.desk_box import entered
from koprogo.components.layout import panel
from koprogo.components.majority import swatch
from koprogo.components.options import choice_title, option_bars, option_name
from koprogo.components.status import article
from koprogo.components.text import t, t_own, tnum
from koprogo.pages.assemblies.room.shown import OUTCOME, ROOM, SHOWN
from koprogo.pages.assemblies.voting.phone import IS_CHOICE, ITEM

CHOICES = (("for", t("For")), ("against", t("Against")), ("abstain", t("Abstention")))


def option_votes() -> rx.Component:
    """Draw the votes of each option put to the vote, and the abstentions under them."""
    return rx.fragment(
        option_bars(
            labels=ITEM.options,
            left=ROOM.left,
            votes=ROOM.options,
            cast=ROOM.votes_cast,
            needed=ROOM.needed,
            chosen=ROOM.chosen,
        ),
        rx.el.p(t("Abstention"), " ", rx.el.b(tnum(ROOM.abstained)), class_name="small quiet"),
    )


def choice_word_here() -> rx.Component:
    """Say what came of the choice that is on."""
    return rx.el.strong(
        choice_title(labels=ITEM.options, chosen=ROOM.chosen, outcome=ROOM.outcome, big=False), class_name="row"
    )


def choice_buttons(press: Callable[[Any], Any], *, testid: str) -> rx.Component:
    """Draw the buttons with which the syndic enters what others chose: for and against, or each option."""

    def option(place: Any) -> rx.Component:
        return rx.el.button(
            option_name(ITEM.options, place),
            type="button",
            class_name="button",
            on_click=press("option_" + place.to_string()),
            data_testid=f"{testid}-option",
            custom_attrs=entered("option_" + place.to_string()),
            key=place,
        )

    def plain(choice: str, word: Any) -> rx.Component:
        return rx.el.button(
            swatch(choice),
            word,
            type="button",
            class_name="button",
            on_click=press(choice),
            data_testid=f"{testid}-{choice}",
            custom_attrs=entered(choice),
        )

    between = rx.fragment(rx.foreach(ROOM.left, option), plain(*CHOICES[2]))
    return rx.cond(IS_CHOICE, between, rx.fragment(*(plain(*each) for each in CHOICES)))


def frozen_choice() -> rx.Component:
    """Draw the frozen outcome of a choice: which option, and the votes of each."""
    found = OUTCOME.choice

    def line(option: Any) -> rx.Component:
        return rx.el.li(
            rx.el.span(t_own(option.label), class_name="grow"),
            rx.el.b(tnum(option.votes)),
            class_name="row",
            key=option.key,
        )

    title = rx.match(
        found.outcome,
        ("chosen", t_own(found.chosen)),
        ("run_off", t("Nobody has more than half: two go to a run-off.")),
        t("No option is chosen"),
    )
    return panel(
        rx.el.p(rx.el.strong(title), " ", article(SHOWN.article), class_name="lead"),
        rx.el.ul(rx.foreach(found.options, line), class_name="plain rows"),
        title=t("Result"),
    )
