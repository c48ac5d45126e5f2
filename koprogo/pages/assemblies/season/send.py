"""Many convocations in one press: choose among the drafts that are ready, the facts once more, what became of each."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import more, panel, row, stack
from koprogo.components.navigation import button_link, quiet_button
from koprogo.components.refresh import refresh
from koprogo.components.status import article, tag
from koprogo.components.tables import Column, data_table, pager
from koprogo.components.text import t, t_var, tdate, tmoment, tn, tnum
from koprogo.pages.shell import page
from koprogo.state.assemblies.season.send import DraftLine, LeftOutLine, RunLine, SaidNo
from koprogo.state.assemblies.season.send import SeasonSendState as State


def season_send() -> rx.Component:
    """Draw the page."""
    return page(
        t("Send convocations"),
        refresh(beat=State.beat, on_due=State.again, seconds=2),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            stack(_run(), rx.cond(State.count > 0, _drafts(), _none()), gap="wide"),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="season",
        back=urls.SEASON,
        under=t("Several assemblies at once; each keeps its own notice and its own letters."),
    )


def _none() -> rx.Component:
    return empty(
        t("No draft is waiting"),
        t("Assemblies that are drafted and not convened yet stand here."),
        button_link(t("Season"), href=urls.SEASON, main=True),
    )


def _drafts() -> rx.Component:
    heads = (
        Column(t("Association")),
        Column(t("Assembly")),
        Column(t("Letters")),
        Column(t("Safe day")),
        Column(t("What the guard says")),
    )
    return stack(
        row(
            _press(),
            quiet_button(t("Choose all that are ready"), on_click=State.choose_ready),
            rx.el.span(
                tn("{n} of {all} is ready", "{n} of {all} are ready", State.ready, all=tnum(State.count)),
                class_name="quiet",
            ),
            wrap=True,
        ),
        rx.cond((State.sums.assemblies > 0) & (State.left_out.length() > 0), _left_out()),
        panel(data_table(t("Drafts"), heads, State.lines, _cells, key=lambda line: line.id), padded=False),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )


def _left_out() -> rx.Component:
    """Say which drafts the press leaves out, and why each."""

    def one(line: LeftOutLine) -> rx.Component:
        why = {
            "not_chosen": rx.el.span(t("Ready, and not chosen.")),
            "reason": rx.el.span(t("It is urgent and needs its reason.")),
            "waits": rx.el.span(t("It is on its way already.")),
            "no": _no(line.no),
        }
        said = rx.el.span(pick(line.why, why, rx.fragment()), class_name="block")
        return rx.el.li(rx.el.strong(line.name), " ", tmoment(line.starts_at, "short"), said, key=line.id)

    return more(
        tn("{n} assembly is left out", "{n} assemblies are left out", State.count - State.sums.assemblies),
        rx.el.ul(rx.foreach(State.left_out, one), class_name="plain stack tight", data_testid="left-out"),
    )


def _press() -> rx.Component:
    sums = State.sums
    ready = confirm(
        "send-many",
        tn("Send {n} convocation", "Send {n} convocations", sums.assemblies),
        title=tn("Send the convocation of {n} assembly", "Send the convocations of {n} assemblies", sums.assemblies),
        act=tn("Send {n} letter", "Send {n} letters", sums.letters),
        on_confirm=State.send,
        sentence=t("Each agenda is frozen when its letters leave. This cannot be taken back."),
        rows=(
            (t("Assemblies"), tnum(sums.assemblies)),
            (t("By e-mail"), tnum(sums.by_email)),
            (t("By post"), tnum(sums.by_post)),
            (t("Without an address"), tnum(sums.unreachable)),
            (t("Left out"), tnum(State.count - sums.assemblies)),
        ),
    )
    return rx.cond(sums.assemblies > 0, ready, rx.el.span(t("Choose at least one that is ready."), class_name="quiet"))


def _cells(line: DraftLine) -> tuple[Any, ...]:
    return (_name(line), _meeting(line), _letters(line), _days(line), _says(line))


def _name(line: DraftLine) -> rx.Component:
    box = rx.el.label(
        rx.el.input(type="checkbox", checked=line.chosen, on_change=State.choose(line.id)),
        rx.el.span(line.name),
        class_name="choice",
    )
    may = (line.says == "ready") | ((line.says == "urgent") & (line.reason != ""))
    return rx.cond(may, box, rx.el.span(line.name))


def _meeting(line: DraftLine) -> rx.Component:
    return rx.el.span(
        tmoment(line.starts_at, "short"),
        rx.cond(line.place != "", rx.el.span(line.place, class_name="small quiet block")),
        rx.el.span(tn("{n} point", "{n} points", line.points), class_name="small quiet block"),
    )


def _letters(line: DraftLine) -> rx.Component:
    return rx.el.span(
        tn("{n} letter, {mail} of them by e-mail", "{n} letters, {mail} of them by e-mail", line.letters,
           mail=tnum(line.by_email)),
        rx.cond(
            line.unreachable > 0,
            more(
                tn("{n} without an address", "{n} without an address", line.unreachable),
                rx.el.ul(rx.foreach(line.nowhere, rx.el.li), class_name="plain small"),
            ),
        ),
    )  # fmt: skip


def _days(line: DraftLine) -> rx.Component:
    return rx.el.span(
        tdate(line.safe_day, "short"),
        rx.el.span(
            t("post by {posting}, last day {latest}", posting=tdate(line.posting_day, "short"),
              latest=tdate(line.latest_day, "short")),
            class_name="small quiet block",
        ),
    )  # fmt: skip


def _says(line: DraftLine) -> rx.Component:
    found = rx.cond(
        line.warnings > 0,
        tag(tn("Ready, {n} warning", "Ready, {n} warnings", line.warnings), "soon"),
        tag(t("Ready"), "good"),
    )
    shown = {
        "ready": found,
        "urgent": _urgent(line),
        "waits": tag(t("On its way"), "outline", shape="clock"),
        "no": _no(line.no),
    }
    check = rx.el.a(
        t("Check and convene"), rx.el.span(": ", line.name, class_name="unseen"), href=line.href, class_name="block"
    )
    return rx.el.span(pick(line.says, shown, rx.fragment()), check)


def _urgent(line: DraftLine) -> rx.Component:
    """Say that the notice is too short, and ask why it cannot wait: the reason goes into its convocation."""
    return rx.el.span(
        _no(line.no),
        rx.el.label(
            rx.el.span(t("Why it is urgent")),
            rx.el.input(
                type="text",
                default_value=line.reason,
                max_length=1000,
                on_blur=lambda words: State.say_why(line.id, words),
                class_name="input",
                aria_label=t("Why the assembly of {name} is urgent", name=line.name),
                data_testid="urgent-reason",
            ),
            class_name="field",
        ),
        class_name="block",
    )


def _no(no: SaidNo) -> rx.Component:
    return rx.el.span(t_var(no.message_id, no.facts), " ", article(no.article))


def _run() -> rx.Component:
    heads = (Column(t("Association")), Column(t("Assembly")), Column(t("What became of it")))
    going = rx.cond(
        State.run_left > 0,
        row(
            rx.el.progress(
                value=(State.run.length() - State.run_left).to_string(),
                max=State.run.length().to_string(),
                aria_label=t("Assemblies done"),
            ),
            rx.el.span(tn("{n} left", "{n} left", State.run_left), role="status"),
            quiet_button(t("Look again"), on_click=State.again),
            wrap=True,
            class_name="padded",
        ),
    )
    table = data_table(t("The last run"), heads, State.run, _run_cells, key=lambda line: line.id)
    return rx.cond(State.run.length() > 0, panel(going, table, title=t("The last run"), padded=False))


def _run_cells(line: RunLine) -> tuple[Any, ...]:
    return (rx.el.a(line.name, href=line.href), tmoment(line.starts_at, "short"), _became(line))


def _became(line: RunLine) -> rx.Component:
    printed = t("{printed} of {letters} printed", printed=tnum(line.printed), letters=tnum(line.letters))
    sent = rx.el.span(
        tag(tn("{n} letter sent", "{n} letters sent", line.letters), "good"),
        rx.cond(line.printed < line.letters, rx.el.span(printed, class_name="small quiet block")),
    )
    shown = {
        "asked": tag(t("Waits its turn"), "outline", shape="clock"),
        "sent": sent,
        "refused": rx.el.span(tag(t("Not sent"), "bad"), " ", _no(line.no)),
    }
    return pick(line.state, shown, rx.fragment())
