"""The editor of a budget: a line per account and key, sums as they are typed, last year's costs as a beginning."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import field_error
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, select_input, text_input
from koprogo.components.layout import figure, figures, panel, row
from koprogo.components.navigation import button, icon_button, quiet_button
from koprogo.components.text import t, tmoney, ttyped
from koprogo.pages.charges.words import PARTS, RHYTHMS
from koprogo.state.charges.budgets import BudgetsState as State

PROBLEMS = State.refusal.problems
WRITTEN = ("ordinary", "extraordinary", "reserve", "working")


def editor() -> rx.Component:
    """Draw the editor, its sums and the buttons that save it or leave it."""
    return panel(
        rx.cond(State.opened == "", _suggest()),
        form(
            rx.el.div(
                row(
                    date_input("starts", t("First day of the year"), value=State.starts, problems=PROBLEMS),
                    select_input(
                        "instalments",
                        t("Called in"),
                        tuple(RHYTHMS.items()),
                        value=State.instalments,
                        problems=PROBLEMS,
                    ),
                    wrap=True,
                ),
                key=State.fill,
            ),
            field_error("lines", PROBLEMS),
            rx.el.ul(rx.foreach(State.lines, _line), class_name="plain points", data_testid="budget-lines"),
            row(
                button(t("Add a cost"), shape="plus", on_click=State.add_line("ordinary")),
                quiet_button(t("Add an extraordinary cost"), on_click=State.add_line("extraordinary")),
                quiet_button(t("Add to a fund"), on_click=State.add_line("reserve")),
                wrap=True,
            ),
            figures(
                rx.foreach(State.sums, lambda each: figure(tmoney(each.cents), pick(each.part, PARTS, each.part))),
                figure(tmoney(State.total), t("in all")),
            ),
            on_submit=State.save,
            act=t("Save this version"),
            beside=(quiet_button(t("Leave without saving"), on_click=State.begin),),
        ),
        title=rx.cond(State.opened == "", t("A new budget"), t("The lines of this version")),
    )


def _suggest() -> rx.Component:
    return form(
        rx.el.div(
            row(
                date_input("suggest_starts", t("First day of the year"), value=State.starts, problems=PROBLEMS),
                text_input("index", t("Index, in per cent"), value=State.index, hint=t("For example 2.5"),
                           problems=PROBLEMS, input_mode="decimal"),
                wrap=True,
            ),
            key=State.fill,
        ),
        on_submit=State.suggest,
        act=t("Begin with last year’s costs"),
    )  # fmt: skip


def _line(line: Any) -> rx.Component:
    """Draw one row: what for, account, name, key, amount; each kept when its field is left."""
    where = line.place + 1
    no_account = (line.part == "reserve") | (line.part == "working")
    parts = tuple((key, PARTS[key]) for key in WRITTEN)
    return rx.el.li(
        rx.el.div(
            _select(t("Line {n}: what for", n=where), parts, line.part, _keep(line, "part")),
            rx.cond(
                ~no_account,
                _input(t("Line {n}: account", n=where), line.account, _keep(line, "account"), t("Account")),
                rx.el.span(class_name="gap"),
            ),
            _input(t("Line {n}: name", n=where), line.name, _keep(line, "name"), t("Name, if other than the account’s")),
            _keys(where, line),
            _input(t("Line {n}: amount in euro", n=where), ttyped(line.amount), _keep(line, "amount"), ttyped("0.00"),
                   looks="input money", aria_invalid=rx.cond(line.wrong, "true", "false")),
            _once(line),
            icon_button(t("Take line {n} away", n=where), "cross", on_click=State.drop_line(line.place)),
            class_name="budget-line",
        ),
        rx.cond(line.wrong, rx.el.p(t("Write an amount such as 1250.50 or 1250,50."), class_name="error small")),
        key=State.fill.to_string() + "-" + line.place.to_string() + "-" + line.part,
    )  # fmt: skip


def _keep(line: Any, name: str) -> Any:
    return lambda value: State.set_line(line.place, name, value)


def _input(label: Any, value: Any, on_blur: Any, placeholder: Any, looks: str = "input", **props: Any) -> rx.Component:
    return rx.el.input(
        type="text", default_value=value, aria_label=label, placeholder=placeholder, on_blur=on_blur,
        class_name=looks, auto_complete="off", **props,
    )  # fmt: skip


def _select(label: Any, options: tuple[tuple[str, Any], ...], value: Any, on_change: Any) -> rx.Component:
    return rx.el.select(
        *(rx.el.option(word, value=key) for key, word in options), default_value=value, on_change=on_change,
        aria_label=label, class_name="input",
    )  # fmt: skip


def _keys(where: Any, line: Any) -> rx.Component:
    return rx.el.select(
        rx.el.option(t("by shares"), value=""),
        rx.foreach(State.key_options, lambda option: rx.el.option(option.word, value=option.value)),
        default_value=line.key_id, on_change=_keep(line, "key_id"), aria_label=t("Line {n}: shared by", n=where),
        class_name="input",
    )  # fmt: skip


def _once(line: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox", default_checked=line.once,
            on_change=lambda ticked: State.set_line(line.place, "once", rx.cond(ticked, "yes", "")),
        ),
        rx.el.span(t("once a year")),
        class_name="choice small",
    )  # fmt: skip
