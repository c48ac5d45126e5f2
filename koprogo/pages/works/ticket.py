"""One reported problem: what it is, its photos, what happened, and what its reader may do now."""

from typing import Any

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.files import file_button
from koprogo.components.forms import form
from koprogo.components.layout import columns, facts, more, panel, row, stack
from koprogo.components.navigation import button_link, quiet_button
from koprogo.components.status import tag
from koprogo.components.text import t, tdate, tmoment, tn
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.fields import named_area, named_input
from koprogo.pages.shell import page
from koprogo.pages.works.words import danger_tag, said, status_tag
from koprogo.rules.works.tickets import Step
from koprogo.state.works.rows import EventLine
from koprogo.state.works.ticket import PhotoLine
from koprogo.state.works.ticket import TicketState as State

LARGEST_MB = 15


def ticket() -> rx.Component:
    """Draw the page."""
    line = State.ticket
    return page(
        rx.cond(line.number > 0, t("Problem no. {number}", number=line.number), t("Problem")),
        answers(State.refusal),
        rx.cond(State.loaded, columns(_what(), _acts(), _photos(), _happened(), side=_facts()), waiting()),
        current="associations",
        place=State.name,
        back=State.list_at,
        above=crumb(t("Problems"), State.list_at),
        under=rx.cond(
            line.is_open,
            tn("Reported {n} day ago, still open", "Reported {n} days ago, still open", line.age),
            t("Reported on {day}", day=tdate(line.at)),
        ),
        acts=(
            rx.cond(State.board_at != "", button_link(t("Make a task of it"), href=State.board_at, shape="check")),
        ),
    )  # fmt: skip


def _what() -> rx.Component:
    line = State.ticket
    return stack(
        rx.cond(
            State.sent,
            notice(
                rx.el.p(t("The syndic has your report. Add photos now: they say more than words.")),
                title=t("Reported"), tone="good", shape="check",
            ),
        ),
        rx.el.div(
            row(
                status_tag(line.status),
                danger_tag(line.urgency, line.is_open),
                rx.cond(line.unanswered, tag(t("No answer in time"), "bad", shape="clock")),
                wrap=True,
            ),
            rx.el.p(line.words, class_name="lead said-words"),
            class_name="panel padded stack tight",
        ),
    )  # fmt: skip


def _photos() -> rx.Component:
    return panel(
        rx.cond(
            State.photos.length() > 0,
            rx.el.ul(rx.foreach(State.photos, _photo), class_name="plain photos"),
            rx.el.p(t("No photo yet."), class_name="quiet"),
        ),
        rx.cond(State.photos_at != "", _add_photo()),
        title=t("Photos"),
    )


def _photo(photo: PhotoLine) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.img(src=photo.href, alt=t("Photo of {day}", day=tmoment(photo.at)), loading="lazy"),
            href=photo.href,
            reload_document=True,
        ),
        rx.el.p(tmoment(photo.at), class_name="small quiet"),
        rx.cond(photo.placed, tag(t("Says where it was taken"), shape="info")),
        rx.cond(photo.mine, row(quiet_button(t("Take the photo back"), on_click=State.withdraw(photo.id)))),
        key=photo.id,
        class_name="stack close",
    )


def _add_photo() -> rx.Component:
    return stack(
        file_button(
            "photo",
            t("Take or choose a photo"),
            endpoint=State.photos_at,
            on_sent=State.photo_sent,
            accept="image/*",
            largest_mb=LARGEST_MB,
            main=True,
            extra={"keep_place": State.keep_place},
        ),
        rx.el.label(
            rx.el.input(type="checkbox", checked=State.keep_place, on_change=State.choose_place),
            rx.el.span(
                t("Leave in the photo where it was taken"),
                rx.el.span(
                    t("Otherwise the place that the camera noted is removed. Who sees the report sees the photo."),
                    class_name="hint",
                ),
            ),
            class_name="choice",
        ),
        gap="tight",
    )


def _happened() -> rx.Component:
    return panel(rx.el.ol(rx.foreach(State.events, _event), class_name="plain lined"), title=t("What happened"))


def _event(event: EventLine) -> rx.Component:
    by = rx.cond(event.by != "", event.by, rx.cond(event.by_reporter, t("who reported it"), ""))
    return rx.el.li(
        row(
            rx.el.strong(said(event.what)),
            rx.cond(event.due != "", rx.el.span(tdate(event.due))),
            rx.cond(event.inner, tag(t("Syndic and council alone"), shape="lock")),
            wrap=True,
        ),
        rx.el.p(tmoment(event.at), ", ", by, class_name="small quiet"),
        rx.cond(event.words != "", rx.el.p(event.words, class_name="said-words")),
        class_name="stack close",
    )


def _facts() -> rx.Component:
    line = State.ticket
    return stack(
        facts(
            (t("What it is about"), said(line.category)),
            (t("Where"), rx.el.span(said(line.place), rx.cond(line.where != "", rx.el.span(": ", line.where)))),
            (t("How much it presses"), said(line.urgency)),
            (t("Reported on"), tdate(line.at)),
            (t("Reported by"), rx.cond(line.reporter != "", line.reporter, t("seen by syndic and council alone"))),
        ),
        rx.cond(State.by_occupant & State.follows, _contact()),
        gap="tight",
    )


def _contact() -> rx.Component:
    mail = rx.cond(State.email != "", rx.el.a(State.email, href="mailto:" + State.email, class_name="link"))
    phone = rx.cond(State.phone != "", rx.el.a(State.phone, href="tel:" + State.phone, class_name="link"))
    return stack(
        row(mail, phone, wrap=True),
        rx.el.p(t("An occupant without an account. Erased a year after the end."), class_name="small quiet"),
        rx.cond(
            State.keeps,
            confirm(
                "forget", t("Erase name and address"), title=t("Erase name and address?"), act=t("Erase them"),
                on_confirm=State.forget, grave=True,
                sentence=t("Because she asked for it. The report itself stays."),
            ),
        ),
        gap="tight",
    )  # fmt: skip


def _acts() -> rx.Component:
    """Offer the steps that are open to the reader: one form each, the first of them in sight."""
    return rx.cond(
        State.steps.length() > 0,
        rx.el.section(
            rx.el.h2(t("What now"), class_name="figure mid"),
            _act(Step.ACKNOWLEDGED, t("I have seen it"), hint=t("An answer, if there is one to give")),
            _act(Step.PLANNED, t("Plan the repair"), day=True, hint=t("Who comes, and what for")),
            _act(Step.SOLVED, t("It is solved"), hint=t("What was done")),
            _act(Step.CONFIRMED, t("Yes, it is solved"), main=True, hint=t("A word, if you like")),
            _act(Step.REOPENED, t("No, it is not solved"), hint=t("What is still wrong"), needed=True),
            _act(Step.DECLINED, t("Do not take it up"), hint=t("Why; the reporter reads it"), needed=True),
            _act(Step.NOTED, t("Add a note"), hint=t("What is to be known"), needed=True, inner=True),
            class_name="panel padded stack tight",
        ),
    )


def _act(
    step: Step,
    word: Any,
    *,
    hint: Any,
    day: bool = False,
    needed: bool = False,
    main: bool = False,
    inner: bool = False,
) -> rx.Component:
    alone = rx.el.label(
        rx.el.input(type="checkbox", name="inner", value="yes"),
        rx.el.span(t("For syndic and council alone")),
        class_name="choice",
    )
    fields = form(
        rx.el.input(type="hidden", name="what", value=step.value, read_only=True),
        named_input("due", t("On which day"), type="date") if day else rx.fragment(),
        named_area("words", hint, rows="2", max_length=1000),
        rx.cond(State.follows, alone) if inner else rx.fragment(),
        on_submit=State.step,
        act=word,
    )
    keyed = rx.el.div(fields, key=State.count)
    drawn = stack(rx.el.h3(t("Is it solved?")), keyed, gap="tight") if main else more(word, keyed)
    return rx.cond(State.steps.contains(step.value), rx.el.div(drawn, data_testid=f"step-{step.value}"))
