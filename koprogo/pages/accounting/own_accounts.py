"""The association's own accounts, and the form that opens one below a row of the chart."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import field_error
from koprogo.components.forms import form
from koprogo.components.inputs import has_problem, text_input
from koprogo.components.layout import more, panel, row
from koprogo.components.text import language_of, t, t_own
from koprogo.i18n.languages import NAMES
from koprogo.state.accounting.own_accounts import OwnAccountsState as State

PROBLEMS = State.refusal.problems


def own_accounts() -> rx.Component:
    """Draw the panel for who keeps the books; nothing for others."""
    return rx.cond(
        State.may_open,
        panel(
            rx.cond(
                State.rows.length() > 0,
                rx.el.ul(rx.foreach(State.rows, _account), class_name="plain rows"),
                rx.el.p(t("None yet: every entry stands on an account of the chart."), class_name="small quiet"),
            ),
            more(t("Open an account below one of the chart"), rx.el.div(_new(), key=State.fill)),
            title=t("Accounts of your own"),
        ),
    )


def _account(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(line.code, class_name="whole"), " ",
            rx.el.span(t_own(line.names), lang=language_of(line.names)), href=line.href, class_name="link",
        ),
        key=line.code,
    )  # fmt: skip


def _new() -> rx.Component:
    return form(
        row(
            text_input(
                "parent", t("Account of the chart"), hint=t("For example 61050."), problems=PROBLEMS,
                input_mode="numeric", max_length=8,
            ),
            text_input(
                "digits", t("Digits that follow it"), hint=t("For example 001, which makes 61050001."),
                problems=PROBLEMS, input_mode="numeric", max_length=8,
            ),
            wrap=True,
        ),
        rx.cond(has_problem("name", PROBLEMS), rx.el.div(field_error("name", PROBLEMS), id="name", tab_index=-1)),
        *(rx.cond(State.languages.contains(language), _name_in(language)) for language in NAMES),
        rx.el.p(
            t("It can then be used in invoices, budgets and entries. One language is enough; others read that name."),
            class_name="small quiet",
        ),
        on_submit=State.open,
        act=t("Open this account"),
        refusal=State.refusal,
    )  # fmt: skip


def _name_in(language: str) -> rx.Component:
    return text_input(
        f"name_{language}", t("Name ({language})", language=pick(language, NAMES)), max_length=120, lang=language
    )
