"""Writing a general entry: a day, a reference, and a line per account."""

import reflex as rx

from koprogo.components.feedback import answers, field_error, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, has_problem, text_input
from koprogo.components.layout import columns, pair, panel
from koprogo.components.navigation import quiet_button
from koprogo.components.text import t, t_own, t_var
from koprogo.pages.accounting.bearer_field import bearer_word
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.general_entry import AccountChoice, LineForm
from koprogo.state.accounting.general_entry import GeneralEntryState as State

PROBLEMS = State.refusal.problems


def general_entry() -> rx.Component:
    """Draw the page."""
    return page(
        t("Write an entry"),
        books_tabs(State.sheet_at, "journal"),
        answers(State.refusal),
        rx.cond(State.loaded, columns(_form(), side=_how()), rx.cond(State.refusal.kind == "", waiting())),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/journal",
        above=crumb(t("Journal"), State.sheet_at + "/journal"),
    )


def _form() -> rx.Component:
    return panel(
        form(
            pair(
                date_input("day", t("Day"), value=State.day, problems=PROBLEMS),
                text_input("reference", t("Reference"), value=State.reference, problems=PROBLEMS, max_length=100),
            ),
            text_input("text", t("What it is about"), value=State.text, problems=PROBLEMS, max_length=500),
            rx.el.fieldset(
                rx.el.legend(t("Lines")),
                field_error("lines", PROBLEMS),
                rx.el.div(rx.foreach(State.lines, _line), key=State.fill, class_name="stack"),
                id="lines",
                tab_index=-1,
                class_name=rx.cond(has_problem("lines", PROBLEMS), "field wrong", "field"),
            ),
            rx.el.datalist(rx.foreach(State.found, _choice), id="accounts"),
            on_submit=State.write,
            act=t("Book this entry"),
            beside=(quiet_button(t("Two more lines"), on_click=State.add_lines),),
        ),
    )


def _line(line: LineForm) -> rx.Component:
    where = "line_" + line.place.to_string()
    wrong = rx.foreach(
        PROBLEMS,
        lambda problem: rx.cond(problem.where == where, rx.el.span(t_var(problem.message_id, problem.facts))),
    )
    return rx.el.div(
        rx.el.label(
            rx.el.span(t("Account"), class_name="small quiet"),
            rx.el.input(
                name="code_" + line.place.to_string(), default_value=line.code, list="accounts", auto_complete="off",
                on_change=State.find.debounce(250), max_length=40, class_name="input",
            ),
            class_name="stack close",
        ),
        _amount("debit", t("Debit"), line),
        _amount("credit", t("Credit"), line),
        rx.el.label(
            rx.el.span(t("Shared among"), class_name="small quiet"),
            rx.el.select(
                rx.el.option(t("All, by their shares"), value=""),
                rx.foreach(State.bearers, lambda each: rx.el.option(bearer_word(each), value=each.value)),
                name="bearer_" + line.place.to_string(), default_value=line.bearer, class_name="input",
            ),
            class_name="stack close bearer",
        ),
        rx.el.div(wrong, id=where, tab_index=-1, class_name="error"),
        class_name="entry-line",
    )  # fmt: skip


def _amount(name: str, word: rx.Var, line: LineForm) -> rx.Component:
    value = line.debit if name == "debit" else line.credit
    return rx.el.label(
        rx.el.span(word, class_name="small quiet"),
        rx.el.input(
            name=f"{name}_" + line.place.to_string(), default_value=value, input_mode="decimal", auto_complete="off",
            max_length=20, class_name="input money",
        ),
        class_name="stack close",
    )  # fmt: skip


def _choice(found: AccountChoice) -> rx.Component:
    return rx.el.option(rx.cond(found.people != "", found.people, t_own(found.names)), value=found.code)


def _how() -> rx.Component:
    return panel(
        rx.el.p(t("Write the code of an account, or a word of its name, and choose it from the list.")),
        rx.el.p(
            t("Debit and credit must be equal. Costs are booked with their VAT: an association does not recover it.")
        ),
        rx.el.p(
            t("Costs and income may be shared by a key, or be one lot’s. On other accounts leave it at the shares.")
        ),
        rx.el.p(
            t("Nothing is changed afterwards: what was wrong is taken back by an entry of its own."), class_name="quiet"
        ),
        title=t("How it works"),
    )
