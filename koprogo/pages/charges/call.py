"""One call: what it asks with each fraction (an owner: of her), the paper, its letters, and taking it back."""

from typing import Any

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, text_input
from koprogo.components.layout import columns, facts, figure, figures, more, panel, row
from koprogo.components.navigation import button_link
from koprogo.components.text import reader_language, t, t_own, tdate, tmoney, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.letters import letters_panel
from koprogo.pages.charges.words import CALL_STATES, call_title, lot_lines, only_what_comes_back
from koprogo.pages.shell import page
from koprogo.state.charges.call import CallState as State

PROBLEMS = State.refusal.problems


def call() -> rx.Component:
    """Draw the page."""
    stands = (State.call.state == "posted") | (State.call.state == "sent")
    return page(
        rx.cond(State.loaded, call_title(State.call), t("Call for funds")),
        books_tabs(State.sheet_at, "calls"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                _head(), _asked(), rx.cond(stands, letters_panel()),
                side=rx.fragment(_facts(), rx.cond(State.may_write, _acts(stands))),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/calls",
        above=crumb(State.association, State.sheet_at),
        under=State.call.reference,
    )  # fmt: skip


def _head() -> rx.Component:
    old = notice(
        rx.el.p(
            t(
                "No budget of this year was in force: that of {year} is called, and the difference follows on a line of its"
                " own.",
                year=State.call.budget_year.to_string(),
            )
        ),
        rx.el.p(only_what_comes_back()),
    )
    return rx.fragment(
        figures(
            figure(tmoney(State.call.cents), t("called in all")),
            figure(tdate(State.call.due_on, "month"), t("to be paid by")),
        ),
        rx.cond(State.call.budget_year > 0, old),
        rx.cond(State.call.kind == "special", rx.el.p(t_own(State.call.subject), class_name="lead")),
    )


def _facts() -> rx.Component:
    return rx.el.section(
        rx.match(State.call.state, *CALL_STATES.items(), rx.fragment()),
        facts(
            (t("Day of the call"), tdate(State.call.called_on)),
            (
                t("For"),
                t("{since} to {until}", since=tdate(State.call.since, "month"), until=tdate(State.call.until, "month")),
            ),
            (
                t("To account"),
                rx.cond(State.call.iban != "", State.call.iban, t("no bank account is in the books yet")),
            ),
        ),
        class_name="stack tight",
    )


def _asked() -> rx.Component:
    def one(asked: Any) -> rx.Component:
        return rx.el.li(
            rx.el.details(
                rx.el.summary(
                    rx.el.span(
                        rx.el.strong(asked.names),
                        " ",
                        rx.el.span(asked.lots, class_name="small quiet"),
                        class_name="grow",
                    ),
                    rx.el.span(tmoney(asked.cents), class_name="strong whole"),
                    class_name="row between",
                ),
                lot_lines(asked.lines),
                rx.el.p(
                    t(
                        "Communication {number}, and for good {permanent}",
                        number=asked.number,
                        permanent=asked.permanent,
                    ),
                    class_name="small quiet",
                ),
                rx.cond(asked.paper != "", row(_paper(asked), wrap=True)),
                open=State.is_own,
            ),
            key=asked.id,
        )

    return panel(
        rx.el.ul(rx.foreach(State.asked, one), class_name="plain rows", data_testid="asked"),
        title=rx.cond(State.is_own, t("What it asks of me"), t("What it asks of whom")),
        aside=rx.cond(State.is_own, "", tn("{n} owner", "{n} owners", State.asked.length())),
    )


def _paper(asked: Any) -> rx.Component:
    href = asked.paper + reader_language().to(str)
    return button_link(t("The paper (PDF)"), href=href, shape="paper", target="_blank", reload_document=True)


def _acts(stands: Any) -> rx.Component:
    back = more(
        t("Take this call back"),
        rx.el.p(
            t("A counter-entry takes it out of the books; the instalment may then be called anew."), class_name="small"
        ),
        form(
            date_input("back_day", t("Day of the counter-entry"), problems=PROBLEMS),
            text_input("why", t("Why"), problems=PROBLEMS),
            on_submit=State.reverse,
            act=t("Reverse this call"),
            grave=True,
        ),
    )
    post = confirm(
        "post-call",
        t("Post it to the books"),
        title=t("Post this call?"),
        sentence=t("Every owner’s account is debited on the day of the call."),
        act=t("Post it"),
        on_confirm=State.post,
    )
    return rx.cond(State.call.state == "frozen", panel(post, title=t("Not posted yet")), rx.cond(stands, panel(back)))
