"""The season: one row per association, the nearest day first; cards on a phone."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import figure, figures, panel, row, stack
from koprogo.components.navigation import button_link, segments
from koprogo.components.status import article, tag
from koprogo.components.tables import Column, data_table, pager
from koprogo.components.text import t, tdate, tmoment, tn
from koprogo.pages.home_deadlines import duty_button, duty_word
from koprogo.pages.shell import page
from koprogo.state.assemblies.season.season import ALL, LATE, SOON, TO_DRAFT, SeasonLine
from koprogo.state.assemblies.season.season import SeasonState as State


def season() -> rx.Component:
    """Draw the page."""
    return page(
        t("Season"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(State.count > 0, stack(_figures(), _which(), _table(), gap="wide"), _none()),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="season",
        under=t("All your associations, the nearest day first."),
        acts=(
            button_link(t("Send convocations"), href=urls.SEASON_SEND),
            button_link(t("New assembly"), href=urls.NEW_ASSEMBLY, main=True, shape="plus"),
        ),
    )


def _none() -> rx.Component:
    return empty(
        t("No association yet"),
        t("An association stands here once its mandate, or a lot in it, is recorded for you."),
    )


def _figures() -> rx.Component:
    return figures(
        figure(State.count, tn("association", "associations", State.count)),
        figure(State.late, t("late"), late=State.late > 0),
        figure(State.meeting, t("meet within 30 days")),
        figure(State.to_draft, t("not drafted yet")),
    )


def _which() -> rx.Component:
    return segments(
        ((ALL, t("All")), (LATE, t("Late")), (SOON, t("Soon")), (TO_DRAFT, t("To draft"))),
        State.which,
        on_choose=State.choose,
        label=t("Which associations"),
    )


def _table() -> rx.Component:
    heads = (
        Column(t("Association")),
        Column(t("Window")),
        Column(t("Next assembly")),
        Column(t("Who goes there")),
        Column(t("Next step")),
        Column(t("Proposals")),
        Column(t("Last time")),
    )
    return rx.cond(
        State.lines.length() > 0,
        stack(
            panel(data_table(t("Season"), heads, State.lines, _cells, key=lambda line: line.id), padded=False),
            rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
        ),
        rx.el.p(t("None of them."), class_name="quiet"),
    )


def _cells(line: SeasonLine) -> tuple[Any, ...]:
    return (
        rx.el.a(line.name, href=urls.ASSOCIATIONS + "/" + line.id),
        _window(line),
        _assembly(line),
        _attendant(line),
        _step(line),
        _proposals(line),
        _last(line),
    )


def _window(line: SeasonLine) -> rx.Component:
    known = t("{first} to {last}", first=tdate(line.first, "short"), last=tdate(line.last, "day"))
    return rx.el.a(rx.cond(line.first != "", known, t("not recorded yet")), href=line.calendar_href)


def _assembly(line: SeasonLine) -> rx.Component:
    planned = rx.el.span(
        rx.el.span(tmoment(line.starts_at, "short"), " ", _stage(line.stage), class_name="row wrap"),
        rx.cond(line.place != "", rx.el.span(line.place, class_name="small quiet block")),
        rx.cond(
            line.minutes > 0,
            rx.el.span(tn("{n} minute planned", "{n} minutes planned", line.minutes), class_name="small quiet block"),
        ),
    )
    return rx.cond(line.starts_at != "", planned, _stage(line.stage))


def _attendant(line: SeasonLine) -> rx.Component:
    """Choose who goes there; say when she or the room is wanted elsewhere the same evening."""
    chosen = rx.el.label(
        rx.el.span(t("Who goes to the assembly of {association}", association=line.name), class_name="unseen"),
        rx.el.select(
            rx.el.option(t("nobody yet"), value=""),
            rx.foreach(line.colleagues, lambda each: rx.el.option(each.word, value=each.value)),
            value=line.attendant_id,
            on_change=lambda person: State.attend(line.assembly, person),
            class_name="input",
        ),
        class_name="field",
    )
    twice = rx.cond(line.clashes, tag(t("two at once that evening"), "soon", shape="clock"))
    return rx.cond(line.assembly != "", rx.el.span(chosen, twice), rx.el.span("–", class_name="quiet"))


def _last(line: SeasonLine) -> rx.Component:
    """Planned and spent minutes of the last assembly held."""
    said = rx.el.span(
        t("{spent} min spent, {planned} planned", spent=line.last_spent, planned=line.last_planned),
        rx.el.a(
            tdate(line.last_day, "short"),
            rx.el.span(": ", line.name, class_name="unseen"),
            href=urls.ASSOCIATIONS + "/" + line.id + "/follow-up",
            class_name="small block",
        ),
    )
    return rx.cond(line.last_spent >= 0, said, rx.el.span("–", class_name="quiet"))


def _stage(stage: Any) -> Any:
    tags = {
        "drafted": tag(t("Draft"), "outline"),
        "convened": tag(t("Convened"), "good"),
        "in_session": tag(t("In session"), "good", shape="hand"),
        "minutes": tag(t("Minutes to send"), "soon"),
        "to_draft": tag(t("To draft"), "outline"),
    }
    return pick(stage, tags, rx.el.span(t("none is planned"), class_name="quiet"))


def _step(line: SeasonLine) -> rx.Component:
    when = rx.cond(
        line.n < 0,
        tag(tn("{n} day late", "{n} days late", -line.n), "bad", shape="triangle"),
        rx.el.span(t("by {day}", day=tdate(line.due, "short")), class_name="small quiet"),
    )
    duty = rx.el.span(
        row(rx.el.strong(duty_word(line)), article(line.article), wrap=True),
        rx.cond(line.due != "", when),
        rx.el.a(
            duty_button(line), rx.el.span(": ", line.name, class_name="unseen"), href=line.href, class_name="block"
        ),
    )
    plan_it = rx.el.a(
        t("Draft the assembly"), rx.el.span(": ", line.name, class_name="unseen"), href=line.calendar_href
    )
    quiet = rx.cond(
        line.stage == "to_draft",
        plan_it,
        rx.cond(
            line.stage == "no_window",
            rx.el.a(t("Record the window"), rx.el.span(": ", line.name, class_name="unseen"), href=line.calendar_href),
            rx.el.span(t("nothing to do"), class_name="quiet"),
        ),
    )
    return rx.cond(line.duty != "", duty, quiet)


def _proposals(line: SeasonLine) -> rx.Component:
    waiting_ = tn("{n} waits", "{n} wait", line.proposals)
    return rx.cond(
        line.proposals > 0,
        rx.el.span(
            rx.el.a(waiting_, href=urls.ASSOCIATIONS + "/" + line.id + "/proposals"),
            rx.cond(line.by_right > 0, tag(t("{n} by right", n=line.by_right), "soon")),
            class_name="row wrap",
        ),
        rx.el.span("–", class_name="quiet"),
    )
