"""A choice between options: one big button each, one bar each, and the outcome in words.

`labels` are those of the point, per language; `left` the places put to the vote, `votes` theirs in the same order.
"""

from typing import Any

import reflex as rx

from koprogo.components.bar import Number, measured
from koprogo.components.icons import crossed, icon, ticked
from koprogo.components.majority import choice_word
from koprogo.components.text import language_of, t, t_own, tnum

PLACES = range(1, 10)


def option_name(labels: Any, place: Any) -> Any:
    """Say an option by its place, from 1."""
    return rx.match(place, *((each, t_own(labels[each - 1])) for each in PLACES), "")


def said_choice(choice: Any, labels: Any) -> Any:
    """Say what a ballot says: an option by its name, else for, against, abstention or blank."""
    names = ((f"option_{each}", t_own(labels[each - 1])) for each in PLACES)
    return rx.match(choice, *names, choice_word(choice))


def option_ballot(
    *, labels: Any, left: Any, shares: Number, of: Number, chosen: Any = "", waiting: Any = ""
) -> rx.Component:
    """Draw a full-width button for each option and one to abstain, inside a `ballot_box`."""
    weight = t("{shares} of {total}", shares=shares, total=of)

    def one(place: Any) -> rx.Component:
        return _button("option_" + place.to_string(), option_name(labels, place), weight, chosen, waiting)

    return rx.el.fieldset(
        rx.el.legend(t("Your vote"), class_name="unseen"),
        rx.foreach(left, one),
        _button("abstain", choice_word("abstain"), weight, chosen, waiting),
        class_name="ballot",
    )


def _button(choice: Any, name: Any, weight: Any, chosen: Any, waiting: Any) -> rx.Component:
    counted = rx.cond(chosen == choice, "chosen", rx.cond(chosen == "", "rest", "other"))
    state = rx.cond(waiting == choice, "waiting", rx.cond(waiting == "", counted, "other"))
    beside = rx.match(
        state,
        ("chosen", rx.el.span(icon("check"), " ", t("Your choice"), class_name="weight")),
        ("waiting", rx.el.span(icon("clock"), " ", t("Waiting"), class_name="weight")),
        ("other", rx.el.span(t("Change"), class_name="weight")),
        rx.el.span(weight, class_name="weight"),
    )
    return rx.el.button(
        rx.el.span(name, class_name="choice-name"),
        beside,
        type="button",
        class_name=rx.match(
            state, ("chosen", "vote chosen"), ("waiting", "vote waiting"), ("other", "vote other"), "vote"
        ),
        aria_pressed=rx.match(state, ("chosen", "true"), ("waiting", "mixed"), "false"),
        data_choice=choice,
        data_testid="vote-option",
    )


def option_bars(
    *, labels: Any, left: Any, votes: Any, cast: Number, needed: Number, chosen: Any = 0, hall: bool = False
) -> rx.Component:
    """Draw one bar per option, each against the votes cast, with the line of more than half; the chosen one is ticked."""

    def bar(place: Any, index: Any) -> rx.Component:
        name, found = option_name(labels, place), votes[index]
        says = t("{name}: {votes} of {cast} votes, {needed} needed", name=name, votes=found, cast=cast, needed=needed)
        return rx.el.li(
            rx.el.div(
                rx.el.span(
                    rx.cond(chosen == place, ticked(), rx.fragment()), name, class_name="key", lang=_language(labels)
                ),
                rx.el.b(tnum(found), class_name="big" if hall else ""),
                class_name="row between",
            ),
            measured(found, cast, at=needed, says=says, kind=rx.cond(chosen == place, "for", "count"), size=""),
            class_name="stack close",
            key=place,
        )

    return rx.el.ul(rx.foreach(left, bar), class_name="plain stack tight options")


def _language(labels: Any) -> Any:
    return language_of(labels[0])


def choice_title(*, labels: Any, chosen: Any, outcome: Any, big: bool = True) -> rx.Component:
    """Say what came of a choice: the option chosen, a run-off, or that nobody was."""
    won = rx.fragment(ticked(large=big), option_name(labels, chosen))
    none = rx.fragment(crossed(large=big), t("No option is chosen"))
    return rx.cond(
        outcome == "chosen", won, rx.cond(outcome == "run_off", rx.fragment(icon("clock"), t("Run-off")), none)
    )


def choice_sentence(*, labels: Any, left: Any, votes: Any, outcome: Any, in_favour: Any, cast: Any, needed: Any) -> Any:
    """Say the outcome in one sentence, with the sums."""
    facts = {"in_favour": in_favour, "cast": cast, "needed": needed}
    return rx.match(
        outcome,
        ("chosen", t("{in_favour} of {cast} votes cast. {needed} were needed, more than half.", **facts)),
        ("run_off", t("Nobody has more than half of the {cast} votes cast ({needed} needed): two go on.", **facts)),
        ("tie", t("Equal votes: nobody is chosen. The law gives nobody a casting vote.")),
        ("tie_for_run_off", t("Equal votes for a place in the run-off: nobody is chosen.")),
        t("Nobody voted for an option."),
    )
