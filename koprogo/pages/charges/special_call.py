"""The form of a special call: which decision, how much, by which key, when; then what it would ask of each owner."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, money_input, text_input
from koprogo.components.layout import more, panel, row
from koprogo.components.status import article
from koprogo.components.text import t, t_own, tdate, tmoney
from koprogo.pages.charges.planned import confirm_call, planned_lots
from koprogo.state.charges.special_call import SpecialCallState as State

PROBLEMS = State.refusal.problems


def special_call() -> rx.Component:
    """Draw the form behind its title, and under it the preview."""
    none = rx.el.p(
        t("A special call rests on a decision. Once the assembly has carried a point, it can be chosen here."),
        class_name="quiet",
    )
    return panel(
        answers(State.refusal),
        rx.cond(
            State.decisions.length() > 0,
            rx.fragment(more(t("Call for what the assembly decided"), _fields()), rx.cond(
                State.planned_reference != "", _preview()
            )),
            none,
        ),
        row(article("3.86 §3"), article("3.94 §2"), wrap=True),
        title=t("A special call"),
    )  # fmt: skip


def _fields() -> rx.Component:
    return form(
        _decision(),
        row(
            money_input("amount", t("Amount in all"), problems=PROBLEMS),
            money_input(
                "reserve", t("Besides, for the reserve fund"), hint=t("It stands on its own line."), problems=PROBLEMS
            ),
            wrap=True,
        ),
        _key(),
        row(
            date_input("special_called_on", t("Day of the call"), value=State.today, problems=PROBLEMS),
            date_input(
                "special_due_on", t("To be paid by"),
                hint=t("Who holds the lot that day owes it; the seller where it was decided between agreement and deed."),
                problems=PROBLEMS,
            ),
            wrap=True,
        ),
        row(
            text_input("instalments", t("In how many instalments"), value="1", problems=PROBLEMS, input_mode="numeric"),
            text_input(
                "special_number", t("Which of them now"), value="1",
                hint=t("The next ones are made when their turn comes, with the same amounts."), problems=PROBLEMS,
                input_mode="numeric",
            ),
            wrap=True,
        ),
        on_submit=State.preview,
        act=t("Show what it would ask"),
    )  # fmt: skip


def _decision() -> rx.Component:
    """Draw the carried decisions to choose from, with what was called of each."""

    def option(each: Any) -> rx.Component:
        called = rx.cond(each.called != 0, rx.fragment(" · ", t("{amount} called", amount=tmoney(each.called))))
        return rx.el.option(
            tdate(each.day, "short"), " · ", each.number.to_string(), ". ", t_own(each.title), called, value=each.value
        )

    return rx.el.div(
        rx.el.label(t("Decision"), html_for="item_id"),
        rx.el.select(
            rx.el.option(t("Choose the decision"), value=""),
            rx.foreach(State.decisions, option),
            id="item_id",
            name="item_id",
            class_name="input",
        ),
        class_name="field",
    )


def _key() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Key"), html_for="key_id"),
        rx.el.select(
            rx.el.option(t("By the shares"), value=""),
            rx.foreach(State.keys, lambda each: rx.el.option(t_own(each.names), value=each.value)),
            id="key_id",
            name="key_id",
            class_name="input",
        ),
        class_name="field",
    )


def _preview() -> rx.Component:
    return rx.el.div(
        rx.el.h3(State.planned_reference, " · ", tmoney(State.planned_total)),
        rx.el.p(t("to be paid by {day}", day=tdate(State.planned_due)), class_name="small quiet"),
        rx.cond(
            State.planned_reserve > 0,
            rx.el.p(t("Of this, {amount} goes into the reserve fund.", amount=tmoney(State.planned_reserve))),
        ),
        planned_lots(State.planned),
        confirm_call(State, "make-special-call"),
        class_name="stack",
    )
