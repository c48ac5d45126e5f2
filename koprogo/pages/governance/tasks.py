"""The board of tasks of council and syndic: three columns, dragged or moved with buttons."""

from typing import Any

import reflex as rx

from koprogo.components.board import board, column, handle
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, waiting
from koprogo.components.forms import form
from koprogo.components.layout import more, row, stack
from koprogo.components.navigation import button, button_link
from koprogo.components.status import article, tag
from koprogo.components.text import language_of, t, t_own, tdate, tn
from koprogo.pages.assemblies.after.follow_up import STEPS
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.fields import named_area, named_input, named_select
from koprogo.pages.shell import page
from koprogo.rules.governance.tasks import Column
from koprogo.state.assemblies.after.follow_up import StepLine
from koprogo.state.governance.tasks import CardLine, Choice
from koprogo.state.governance.tasks import TasksState as State

COLUMNS = {
    Column.TODO.value: t("To do"),
    Column.IN_PROGRESS.value: t("In progress"),
    Column.DONE.value: t("Done"),
}
EMPTY = {
    Column.TODO.value: t("Nothing waits."),
    Column.IN_PROGRESS.value: t("Nobody is at work on anything."),
    Column.DONE.value: t("Nothing was finished in the last sixty days."),
}


def tasks() -> rx.Component:
    """Draw the page."""
    return page(
        t("Board of tasks"),
        answers(State.refusal),
        rx.cond(State.loaded, stack(_board(), _add(), gap="wide"), waiting()),
        current="associations",
        place=State.name,
        back=State.council_at,
        above=crumb(t("Council"), State.council_at),
        under=rx.fragment(
            t("Council and syndic share it. What the assembly decided is the syndic’s to carry out"), " ",
            article("3.89 §5, 1°"),
        ),
        acts=(button_link(t("Add a task"), href="#new", main=True, shape="plus"),),
    )  # fmt: skip


def _board() -> rx.Component:
    to = pick(State.moved_to, COLUMNS)
    return board(
        _column(Column.TODO, State.todo),
        _column(Column.IN_PROGRESS, State.in_progress),
        _column(Column.DONE, State.done),
        moved=State.moved,
        count=State.count,
        said=rx.cond(State.moved != "", t("Moved to “{column}”: {what}", column=to, what=State.moved_what), ""),
        on_moved=State.move,
    )


def _column(key: Column, cards: Any) -> rx.Component:
    return column(
        key.value,
        COLUMNS[key.value],
        cards.length(),
        rx.cond(
            cards.length() > 0,
            rx.el.ul(rx.foreach(cards, _card), class_name="plain"),
            rx.el.p(EMPTY[key.value], class_name="quiet small"),
        ),
    )


def _card(line: CardLine) -> rx.Component:
    late = (line.left < 0) & (line.column != Column.DONE.value)
    due = rx.cond(
        late,
        tag(tn("{n} day late", "{n} days late", -line.left), "bad", shape="clock"),
        rx.cond(
            (line.left <= 7) & (line.column != Column.DONE.value), tag(tdate(line.due), "soon"), tag(tdate(line.due))
        ),
    )
    return rx.el.li(
        handle(
            line.id,
            rx.el.strong(line.what),
            rx.el.p(line.assignee, class_name="small quiet"),
            row(due, wrap=True),
            moves=line.moves,
        ),
        rx.cond(line.about != "", _about(line)),
        rx.cond(
            line.moves,
            _moves(line),
            rx.el.p(t("The syndic moves it: the assembly decided it."), class_name="small quiet"),
        ),
        more(tn("{n} step", "{n} steps", line.steps.length()), _more(line)),
        key=line.id,
        class_name="task-card",
    )


def _about(line: CardLine) -> rx.Component:
    title = rx.match(
        line.about,
        ("decision", rx.fragment(t("Decision {number}", number=line.number), ": ",
                                 rx.el.span(t_own(line.title), lang=language_of(line.title)))),
        ("problem", rx.fragment(t("Problem no. {number}", number=line.number), ": ", line.words)),
        rx.fragment(rx.cond(line.words != "", line.words, t("A document"))),
    )  # fmt: skip
    title = rx.el.span(title)  # one piece: a link lays its pieces out side by side
    of_ours = (line.about == "paper") | (line.about == "file")
    return rx.el.p(
        rx.cond(
            line.href != "",
            rx.cond(
                of_ours,
                rx.el.a(title, href=line.href, reload_document=True, class_name="link"),
                rx.el.a(title, href=line.href, class_name="link"),
            ),
            title,
        ),
        class_name="small",
    )


def _moves(line: CardLine) -> rx.Component:
    """Offer the other columns as buttons; each also says which task it moves, for whom cannot see the card."""

    def to(key: Column) -> rx.Component:
        word = rx.fragment(COLUMNS[key.value], rx.el.span(": ", line.what, class_name="unseen"))
        return rx.cond(
            line.column != key.value,
            button(word, on_click=State.move(line.id, key.value), data_testid=f"to-{key.value}"),
        )

    return rx.el.div(
        rx.el.span(t("Move to"), class_name="small quiet"),
        row(*(to(key) for key in Column), wrap=True),
        class_name="stack close",
    )


def _more(line: CardLine) -> rx.Component:
    options = (("noted", t("Note")), ("cancelled", t("Cancelled, for this reason")))
    task = rx.el.input(type="hidden", name="task", value=line.id, read_only=True)
    return stack(
        rx.el.ol(rx.foreach(line.steps, _step), class_name="plain small"),
        rx.cond(
            line.moves,
            rx.el.div(
                form(
                    task,
                    named_input("due", t("Until"), type="date", default_value=line.due),
                    _who(line.assignee_id),
                    on_submit=State.plan,
                    act=t("Plan it anew"),
                ),
                form(
                    task,
                    named_select("step", t("What is it"), options),
                    named_input("words", t("Words")),
                    on_submit=State.say,
                    act=t("Write it down"),
                ),
                key=State.count,
                class_name="stack",
            ),
        ),
        gap="tight",
    )


def _step(step: StepLine) -> rx.Component:
    return rx.el.li(
        tdate(step.at), ", ", pick(step.what, STEPS), ", ", step.by,
        rx.cond(step.words != "", rx.el.span(": ", step.words)),
    )  # fmt: skip


def _who(chosen: Any) -> rx.Component:
    return rx.el.label(
        t("By whom"),
        rx.el.select(
            rx.el.option("", value=""),
            rx.foreach(State.people, _option),
            name="owner",
            default_value=chosen,
            class_name="input",
        ),
        class_name="field",
    )


def _option(each: Choice) -> rx.Component:
    return rx.el.option(each.word, value=each.value)


def _add() -> rx.Component:
    def group(title: Any, found: Any) -> rx.Component:
        return rx.cond(found.length() > 0, rx.el.optgroup(rx.foreach(found, _option), label=title))

    about = rx.el.label(
        t("What it is about"),
        rx.el.select(
            rx.el.option(t("Nothing in particular"), value=""),
            group(t("Decisions"), State.decisions),
            group(t("Problems"), State.problems),
            group(t("Papers"), State.papers),
            name="about",
            default_value=State.chosen,
            class_name="input",
        ),
        class_name="field",
    )
    return rx.el.section(
        rx.el.h2(t("Add a task")),
        rx.el.div(
            form(
                named_area("what", t("What is to be done"), rows="2", max_length=500),
                rx.el.div(named_input("due", t("Until"), type="date"), _who(""), class_name="pair"),
                about,
                on_submit=State.add,
                act=t("Hang it on the board"),
            ),
            key=State.count,
        ),
        id="new",
        class_name="panel padded stack tight",
    )
