"""The council's page, for a tablet first: what the syndic still has to do, open questions, the next dates, the members."""

from typing import Any

import reflex as rx

from koprogo.components.charts import budget_row, column_chart
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import text_area, text_input
from koprogo.components.layout import columns, figure, figure_filter, figures, more, pair, panel, row, stack
from koprogo.components.navigation import quiet_button
from koprogo.components.status import article, deadline_row, tag
from koprogo.components.text import language_of, t, t_own, tdate, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.words import over_budget
from koprogo.pages.governance.council_rule import due_notice, missions_panel, rule_panel
from koprogo.pages.governance.council_seats import PROBLEMS, seats_panel
from koprogo.pages.governance.fields import named_area
from koprogo.pages.governance.notes import notes_panel
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.state.governance.council import ALL, LATE, NEAR, SOON
from koprogo.state.governance.council import CouncilState as State
from koprogo.state.governance.council_rows import AnswerLine, DateLine, OpenLine, QuestionLine

STANDS = {"pending": t("not started"), "in_progress": t("in progress")}
MINUTES = {"pending": t("not made yet"), "in_progress": t("made, not sent yet")}
TITLES = {LATE: t("Past their day"), SOON: t("Within 14 days"), NEAR: t("Due within 30 days")}


def council() -> rx.Component:
    """Draw the page."""
    return page(
        t("Council of co-owners"),
        council_tabs(State.sheet_at, "council", follows=State.may_follow),
        answers(State.refusal),
        rx.cond(State.loaded, stack(due_notice(), rx.cond(State.may_follow, _follow()), _house(), gap="wide"), waiting()),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=rx.cond(
            State.may_follow,
            rx.fragment(t("The council watches that the syndic does her work"), " ", article("3.90")),
            t("Who sits in it, and when one is compulsory"),
        ),
    )  # fmt: skip


def _house() -> rx.Component:
    """What everybody reads: the members, and the rule."""
    return pair(stack(seats_panel(), missions_panel(), gap="wide"), rule_panel())


def _follow() -> rx.Component:
    return columns(
        rx.el.h2(t("What the syndic still has to do")),
        figures(
            _filter(LATE, State.late, t("past their day"), late=State.late > 0),
            _filter(SOON, State.in_14, t("within 14 days")),
            _filter(NEAR, State.in_30, t("within 30 days")),
            figure(tnum(State.waiting), tn("open question", "open questions", State.waiting), href="#questions"),
        ),
        _open(),
        pair(_questions(), stack(_dates(), _budget(), gap="wide")),
        _quarters(),
        notes_panel(t("Visits and notes")),
    )


def _filter(which: str, count: Any, word: Any, *, late: Any = False) -> rx.Component:
    return figure_filter(tnum(count), word, chosen=State.which == which, on_press=State.show(which), late=late)


def _open() -> rx.Component:
    all_of_them = rx.el.a(
        tn("{n} decision in all", "All {n} decisions", State.decisions), href=State.follow_up_at, class_name="small"
    )
    return panel(
        rx.cond(
            State.items.length() > 0,
            rx.el.ul(rx.foreach(State.items, _item), class_name="plain"),
            rx.el.p(
                rx.cond(
                    State.which == ALL,
                    t("Nothing is open. Each carried decision stands here as soon as it has a day."),
                    t("Nothing of this kind."),
                ),
                class_name="padded",
            ),
        ),
        rx.el.div(
            rx.el.p(
                t(
                    "While nobody plans a decision, works are expected within {works} days and contracts within {quotes}:"
                    " house practice, not law.",
                    works=State.works_days, quotes=State.quotes_days,
                ),
                " ",
                t("The thirty days of the minutes are the law’s."),
                " ",
                article("3.87 §12"),
                class_name="small quiet",
            ),
            rx.cond(State.may_keep, more(t("Choose other days"), _days())),
            class_name="padded",
        ),
        title=pick(State.which, TITLES, t("First this")),
        aside=rx.cond(
            State.which == ALL, all_of_them, quiet_button(t("Show all that is open"), on_click=State.show(ALL))
        ),
        padded=False,
        id="open",
    )  # fmt: skip


def _item(line: OpenLine) -> rx.Component:
    title = rx.el.span(t_own(line.title), lang=language_of(line.title))
    return deadline_row(
        n=line.n,
        by=line.due,
        act=rx.el.a(
            rx.cond(
                line.minutes,
                t("Minutes of the assembly of {day}", day=tdate(line.decided)),
                rx.cond(line.what != "", line.what, title),
            ),
            href=line.href,
            class_name="link",
        ),
        place=rx.cond(
            line.minutes,
            pick(line.status, MINUTES),
            rx.fragment(
                t("No. {number}, decided on {day}", number=line.number, day=tdate(line.decided)),
                ", ",
                rx.cond(line.by_practice, t("nothing is planned yet"), pick(line.status, STANDS)),
                rx.cond(line.what != "", rx.el.span(": ", title)),
            ),
        ),
        allowed=line.allowed,
        law=line.law,
    )


def _days() -> rx.Component:
    return rx.el.div(
        form(
            text_input("works", t("Days for works"), value=State.works_days, problems=PROBLEMS, input_mode="numeric"),
            text_input(
                "quotes", t("Days for contracts and quotes"), value=State.quotes_days, problems=PROBLEMS,
                input_mode="numeric",
            ),
            on_submit=State.choose_days,
            act=t("Keep these days"),
        ),
        key=State.count,
    )  # fmt: skip


def _questions() -> rx.Component:
    return panel(
        rx.cond(
            State.asked.length() > 0,
            rx.el.ul(rx.foreach(State.asked, lambda line: question_of(line, State)), class_name="plain lined"),
            rx.el.p(
                t("No question yet. The council asks here, the syndic answers, and the age is counted."),
                class_name="quiet",
            ),
        ),
        rx.cond(State.may_ask, more(t("Ask a question"), _ask())),
        title=t("Questions to the syndic"),
        id="questions",
    )  # fmt: skip


def question_of(line: QuestionLine, state: Any) -> rx.Component:
    """Draw a question with its age and answers, and the syndic's form: `state` has `may_answer`, `answer` and `count`."""
    age = tn("{n} day", "{n} days", line.age)
    stands: Any = rx.cond(
        line.is_open,
        rx.cond(line.age > 14, tag(age, "soon"), tag(age)),
        tag(t("Answered"), "good"),
    )
    asked_by = rx.cond(
        line.number > 0,
        t("{name}, {day}, on decision {number}", name=line.by, day=tdate(line.at), number=line.number),
        t("{name}, {day}", name=line.by, day=tdate(line.at)),
    )
    return rx.el.li(
        row(
            rx.el.div(rx.el.strong(line.words), rx.el.p(asked_by, class_name="small quiet"), class_name="grow"),
            stands,
            between=True,
        ),
        rx.foreach(line.answers, _answer),
        rx.cond(state.may_answer, _answer_form(line, state)),
        key=line.id,
        class_name="stack close",
    )


def _answer(line: AnswerLine) -> rx.Component:
    return rx.el.p(
        line.words, rx.el.span(" ", t("{name}, {day}", name=line.by, day=tdate(line.at)), class_name="small quiet")
    )


def _answer_form(line: QuestionLine, state: Any) -> rx.Component:
    title = rx.fragment(
        rx.cond(line.is_open, t("Reply"), t("Add to the answer")), rx.el.span(": ", line.words, class_name="unseen")
    )
    return more(
        title,
        rx.el.div(
            form(
                rx.el.input(type="hidden", name="question", value=line.id, read_only=True),
                named_area("words", t("Your answer"), rows="3", max_length=1000),
                on_submit=state.answer,
                act=t("Send the answer"),
            ),
            key=state.count,
        ),
    )


def _ask() -> rx.Component:
    return rx.el.div(
        form(
            text_area("words", t("What do you want to know?"), problems=PROBLEMS, rows="3", max_length=1000),
            rx.cond(
                State.about.length() > 0,
                rx.el.div(
                    rx.el.label(t("About which decision?"), html_for="entry"),
                    rx.el.select(
                        rx.el.option(t("None in particular"), value=""),
                        rx.foreach(State.about, lambda each: rx.el.option(each.word, value=each.value)),
                        id="entry",
                        name="entry",
                        class_name="input",
                    ),
                    class_name="field",
                ),
            ),
            on_submit=State.ask,
            act=t("Send the question"),
        ),
        key=State.count,
    )


def _quarters() -> rx.Component:
    """Draw what became of the decisions of the last quarters, with their table."""
    chart = column_chart(
        t("Quarter"),
        State.quarters,
        done=t("done"),
        busy=t("in progress"),
        late=t("past their day"),
        highest=State.most,
        name=lambda line: t("Q{quarter} {year}", quarter=line.quarter, year=line.year.to_string()),
    )
    return rx.cond(State.quarters.length() > 0, panel(chart, title=t("Decisions by quarter")))


def _budget() -> rx.Component:
    """Show the year's costs against the budget in force; they lead to their lines."""
    budget = State.budget
    known = stack(
        budget_row(
            t("All costs of {year}", year=budget.year.to_string()),
            spent=budget.spent,
            budget=budget.budget,
            today=budget.gone,
            year=budget.days,
            too_fast=budget.is_over,
        ),
        rx.cond(budget.alerts > 0, rx.el.p(over_budget(budget.alerts))),
        rx.el.a(t("Line by line"), href=State.sheet_at + "/variance", class_name="small"),
    )
    none = rx.el.p(t("No budget is in force yet"), class_name="quiet")
    return panel(rx.cond(budget.year > 0, known, none), title=t("Budget and actual costs"))


def _dates() -> rx.Component:
    return panel(
        rx.cond(
            State.dates.length() > 0,
            rx.el.ul(rx.foreach(State.dates, _date), class_name="plain lined"),
            rx.el.p(t("None is planned."), class_name="quiet"),
        ),
        title=t("Next dates"),
    )


def _date(line: DateLine) -> rx.Component:
    kind = rx.match(
        line.kind,
        ("ordinary", rx.fragment(t("ordinary assembly"))),
        ("syndic", rx.fragment(t("last day of the syndic’s mandate"))),
        ("survey", rx.fragment(t("survey closes"), ": ", rx.el.span(t_own(line.title), lang=language_of(line.title)))),
        rx.fragment(t("extraordinary assembly")),
    )
    return rx.el.li(
        rx.el.a(tdate(line.day, "long"), href=line.href, class_name="link"), " ", rx.el.span(kind), key=line.href
    )
