"""The gallery's forms: every input, with and without its error; summary, refusal, notices, dialog."""

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.feedback import empty, error_summary, notice, refusal_panel, waiting
from koprogo.components.forms import check_answers, form, question
from koprogo.components.inputs import (
    checkbox,
    choices,
    date_input,
    file_input,
    money_input,
    search_input,
    select_input,
    shares_input,
    text_area,
    text_input,
)
from koprogo.components.layout import stack, steps
from koprogo.components.navigation import button, button_link, quiet_button, segments
from koprogo.components.text import t, tdate
from koprogo.state.base import ProblemView, RefusalView

WRONG = rx.Var.create(
    RefusalView(
        kind="bad_input",
        message_id="Some answers need to be corrected.",
        problems=[
            ProblemView("piece-email", "Write the e-mail address with an @."),
            ProblemView("piece-how", "Choose how you receive the convocation."),
        ],
    )
)
NO = rx.Var.create(
    RefusalView(
        kind="refused",
        message_id="Lot {lot} does not vote yet: its holders have not designated one representative in writing.",
        facts={"lot": "A1.3"},
        article="3.87 §1",
    )
)


def fields() -> rx.Component:
    """Draw a form with two answers to correct."""
    problems = WRONG.problems
    ways = (("email", t("By e-mail"), t("It arrives at once.")), ("post", t("By registered letter")))
    return form(
        error_summary(problems),
        text_input("piece-name", t("Name"), value="Lot A3.2", autocomplete="name"),
        text_input("piece-email", t("E-mail address"), value="lotA32.example.org", kind="email", problems=problems),
        choices("piece-how", t("Receive the convocation"), ways, value="", problems=problems),
        question(
            t("What is it about?"),
            money_input(
                "piece-amount", t("Amount"), hint=t("In euros, with cents if there are any."), value="1 234,56"
            ),
            shares_input("piece-shares", t("Shares of the lot"), of=1000),
            date_input("piece-day", t("Day"), value="2026-12-03"),
            select_input("piece-language", t("Language"), (("fr", "Français"), ("nl", "Nederlands")), value="nl"),
            text_area("piece-text", t("Proposed text"), hint=t("As the assembly will vote on it.")),
            checkbox("piece-agree", t("I have read the convocation."), checked=True),
            file_input(
                "piece-file", t("List of lots"), endpoint="/api/v1/uploads", on_sent=lambda *_: rx.noop(), accept=".csv"
            ),
        ),
        on_submit=rx.noop(),
        act=t("Save my details"),
        beside=(quiet_button(t("Not now")),),
    )


def answers() -> rx.Component:
    """Draw refusal, notices, the check before an act, and the dialog."""
    facts = ((t("Assembly"), tdate("2026-12-03")), (t("Lot"), "A3.2"))
    return stack(
        refusal_panel(NO, button_link(t("Name a representative"), href="/gallery", main=True, wide=True)),
        notice(rx.el.p(t("The chair confirms it in a moment.")), title=t("Provisional result")),
        notice(rx.el.p(t("24 convocations left.")), title=t("Done"), tone="good", shape="check"),
        check_answers(tuple((name, value, "/gallery") for name, value in facts)),
        confirm(
            "piece-confirm",
            t("Send the convocations"),
            title=t("Send 24 convocations?"),
            sentence=t("They leave at once and cannot be called back."),
            rows=facts,
            act=t("Send 24 convocations"),
            on_confirm=rx.noop(),
        ),
        segments(
            (("without", t("Without ballot")), ("voted", t("Voted")), ("absent", t("Absent"))),
            "without",
            on_choose=lambda _: rx.noop(),
            label=t("Which lots"),
        ),
        search_input("piece-search", t("Lot, person, paper")),
        rx.el.div(
            button(t("I am coming"), main=True),
            button(t("Give a proxy")),
            button(t("Withdraw"), grave=True),
            class_name="row wrap",
        ),
        waiting(),
    )


def nothing() -> rx.Component:
    """Draw an empty screen with what will be here."""
    return empty(
        t("No reports yet"),
        t("Here you follow what you report: who received it, when it is planned and when it is solved."),
        button_link(t("Report a problem"), href="/gallery", main=True, big=True, shape="camera"),
        steps=steps(
            (t("Reported"), t("you get a number at once")),
            (t("Planned"), t("with a day and a name")),
            (t("Solved"), t("when you confirm it")),
            now=1,
        ),
    )
