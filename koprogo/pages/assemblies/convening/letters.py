"""The letters of an assembly: one table with where each is, the batch for the post, the numbers that come back."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.documents import download
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.files import file_button
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, search_input, text_input
from koprogo.components.layout import columns, figure, figures, panel
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.refresh import refresh
from koprogo.components.status import article, plate, tag
from koprogo.components.tables import Column, data_table, number_cell, pager
from koprogo.components.text import t, tdate, tmoment, tn, tnum
from koprogo.pages.assemblies.convening.agenda import observation_list
from koprogo.pages.shell import page
from koprogo.state.assemblies.convening.letters import LettersState as Post

HERE = Post.assembly
STATES = {
    "waiting": tag(t("To be printed"), "outline"),
    "printed": tag(t("Printed"), shape="paper"),
    "sent": tag(t("Sent"), shape="check"),
    "posted": tag(t("Posted"), "good"),
    "opened": tag(t("Opened"), "good"),
    "delivered": tag(t("Delivered"), "good"),
    "failed": tag(t("Not delivered"), "bad"),
    "returned": tag(t("Came back"), "bad"),
}
STATE_WORDS = {
    "waiting": t("To be printed"),
    "printed": t("Printed"),
    "sent": t("Sent"),
    "posted": t("Posted"),
    "opened": t("Opened"),
    "delivered": t("Delivered"),
    "failed": t("Not delivered"),
    "returned": t("Came back"),
}
CHANNELS = {
    "registered": t("Registered post"),
    "email": t("E-mail"),
    "ordinary": t("Ordinary post"),
    "hand": t("By hand"),
}


def letters() -> rx.Component:
    """Show where the letters are, and what is left to do."""
    return page(
        t("Letters"),
        rx.cond(
            Post.loaded,
            rx.cond(Post.sums.all > 0, _letters(), _none()),
            rx.cond(Post.refusal.kind == "", waiting(), answers(Post.refusal)),
        ),
        current="assembly",
        place=t("Convocations"),
        back=urls.assembly(HERE.id, "plan"),
        under=tmoment(HERE.starts_at, "full"),
    )


def _letters() -> rx.Component:
    return rx.fragment(
        refresh(beat=Post.beat, on_due=Post.again, seconds=2),
        rx.cond(Post.chosen.id == "", answers(Post.refusal)),
        _done(),
        columns(
            _progress(),
            _sums(),
            _table(),
            observation_list(Post.observations),
            side=rx.fragment(expected_panel(), _post(), _mail(), _occupants()),
        ),
    )


def _none() -> rx.Component:
    return columns(
        _nothing_sent(), observation_list(Post.observations), side=rx.fragment(expected_panel(), _occupants())
    )


def _nothing_sent() -> rx.Component:
    return empty(
        t("No letter was sent from here"),
        t("The convocations were sent outside KoproGo, or they have not been sent yet."),
        button_link(t("Check and convene"), href=urls.assembly(HERE.id, "convene")),
    )


def expected_panel() -> rx.Component:
    """Add up what people said of their coming."""
    words = {
        "room": t("come"),
        "remote": t("from elsewhere"),
        "proxy": t("by proxy"),
        "no": t("do not take part"),
        "silent": t("have not answered"),
        "suspended": t("vote suspended"),
    }
    return panel(
        data_table(
            t("Expected attendance"),
            (Column(t("Answer")), Column(t("Co-owners"), number=True), Column(t("Shares"), number=True)),
            Post.expected,
            lambda each: (pick(each.answer, words), number_cell(each.owners), number_cell(each.shares)),
        ),
        rx.el.p(t("Of {total} shares. Answers bind nobody.", total=tnum(Post.total)), class_name="small quiet padded"),
        title=t("Expected attendance"),
        padded=False,
    )


def _progress() -> rx.Component:
    printed, everything = Post.sums.printed, Post.sums.all
    return rx.cond(
        printed < everything,
        notice(
            rx.el.p(
                t(
                    "{done} of {total} letters are printed. You can leave this page meanwhile.",
                    done=printed,
                    total=everything,
                )
            ),
            rx.el.progress(value=printed.to_string(), max=everything.to_string(), aria_label=t("Letters printed")),
            quiet_button(t("Look again"), on_click=Post.again),
            title=t("The letters are being printed"),
        ),
    )


def _done() -> rx.Component:
    said = pick(
        Post.said,
        {
            "posted": tn("{n} letter recorded as posted.", "{n} letters recorded as posted.", Post.said_of),
            "read": tn("{n} tracking number read.", "{n} tracking numbers read.", Post.said_of),
            "reminded": tn("{n} reminder sent.", "{n} reminders sent.", Post.said_of),
            "told": t("Recorded."),
            "notice": t("The notice is being printed: look again in a moment."),
        },
    )
    return rx.cond(Post.said != "", notice(rx.el.p(said), tone="good", shape="check"))


def _sums() -> rx.Component:
    return rx.fragment(
        figures(
            figure(tnum(Post.sums.all), tn("letter", "letters", Post.sums.all)),
            figure(tnum(Post.sums.unopened), t("e-mails not opened")),
            figure(tnum(Post.sums.failed), t("not delivered"), late=Post.sums.failed > 0),
        ),
        rx.cond(
            Post.sums.late > 0,
            notice(
                rx.el.p(
                    t("They left fewer than fifteen days before the assembly. Move the assembly, or be ready to show why it"
                      " was urgent."),
                    " ",
                    article("3.87 §3"),
                ),
                title=tn("{n} letter was posted too late", "{n} letters were posted too late", Post.sums.late),
                shape="triangle",
            ),
        ),
    )  # fmt: skip


def _table() -> rx.Component:
    return panel(
        rx.el.div(
            search_input("letters_search", t("Find a name or a lot"), on_change=Post.search.debounce(300)),
            _filter(),
            class_name="row wrap between padded",
        ),
        data_table(
            t("Letters"),
            (Column(t("To")), Column(t("Way")), Column(t("State")), Column(t("What is known")), Column(t("Paper"))),
            Post.lines,
            _cells,
            key=lambda line: line.id,
        ),
        rx.cond(Post.pages > 1, pager(page=Post.page, pages=Post.pages, on_page=Post.turn_to)),
        title=t("State of each letter"),
        padded=False,
    )


def _filter() -> rx.Component:
    def one(word: Any, state: Any, letters: Any) -> rx.Component:
        return rx.el.button(
            word,
            " ",
            rx.el.span(tnum(letters), class_name="quiet"),
            type="button",
            aria_pressed=rx.cond(Post.shown == state, "true", "false"),
            on_click=Post.show(state),
        )

    return rx.el.div(
        one(t("All"), "all", Post.sums.all),
        rx.foreach(Post.sums.states, lambda each: one(pick(each.state, STATE_WORDS), each.state, each.letters)),
        class_name="segments",
        role="group",
        aria_label=t("Show only"),
    )


def _cells(line: Any) -> tuple[Any, ...]:
    name = rx.el.span(
        rx.el.strong(line.name),
        rx.el.br(),
        rx.el.span(line.lots, class_name="small quiet"),
        rx.cond(line.told, rx.fragment(" ", tag(t("only told"), "outline"))),
        rx.cond(line.kind == "change", rx.fragment(" ", tag(t("about the change"), "soon", shape="paper"))),
    )
    way = rx.el.span(
        pick(line.channel, CHANNELS),
        rx.el.br(),
        rx.cond(line.where == "", tag(t("no address"), "bad"), rx.el.span(line.where, class_name="small quiet")),
    )
    return name, way, pick(line.state, STATES, rx.fragment()), _known(line), _acts(line)


def _known(line: Any) -> rx.Component:
    return rx.el.span(
        rx.cond(line.opened_at != "", rx.fragment(t("opened {moment}", moment=tmoment(line.opened_at)), " ")),
        rx.cond(line.posted_on != "", rx.fragment(t("posted {day}", day=tdate(line.posted_on)), " ")),
        rx.cond(line.posted_late, tag(t("too late"), "bad")),
        rx.cond(line.tracking != "", rx.el.span(line.tracking, class_name="nowrap")),
        rx.cond(line.reminded, tag(t("reminded"), "outline")),
        rx.cond(line.problem != "", rx.el.span(line.problem, class_name="small quiet", lang="en")),
        class_name="stack close",
    )


def _acts(line: Any) -> rx.Component:
    return rx.el.span(
        rx.cond(line.paper != "", _pdf(line)),
        quiet_button(t("What became of it"), on_click=Post.choose(line.id)),
        class_name="stack close",
    )  # fmt: skip


def _pdf(line: Any) -> rx.Component:
    return rx.el.a("PDF", href=line.paper, reload_document=True, aria_label=t("Letter to {name}, PDF", name=line.name))


def _post() -> rx.Component:
    return rx.fragment(
        rx.cond(Post.chosen.id != "", _tell()),
        panel(
            rx.el.p(t("One PDF per person, and the list for registered post.")),
            rx.el.div(
                download(t("Letters as a ZIP"), href=urls.letters(HERE.id, "batch"), main=True),
                download(t("List only (CSV)"), href=urls.letters(HERE.id, "registered")),
                class_name="row wrap",
            ),
            rx.el.p(t("Send the list back with its tracking numbers filled in:"), class_name="quiet"),
            file_button(
                "tracking_list",
                t("Read the list with numbers"),
                endpoint=urls.letters(HERE.id, "tracking"),
                on_sent=Post.list_read,
                accept=".csv,text/csv",
                largest_mb=1,
            ),
            form(
                date_input(
                    "day", t("Or record that all were posted on"), value=Post.day, problems=Post.refusal.problems
                ),
                on_submit=Post.post_all,
                act=t("Record the day"),
            ),
            title=t("By post"),
        ),
    )


def _tell() -> rx.Component:
    problems = Post.refusal.problems
    return panel(
        rx.el.p(plate(Post.chosen.lots, small=True), " ", Post.chosen.name),
        form(
            choices(
                "what",
                t("What became of this letter?"),
                (
                    ("posted", t("It was posted")),
                    ("delivered", t("It was delivered, or handed over against signature")),
                    ("returned", t("It came back")),
                    ("failed", t("It could not be delivered")),
                ),
                problems=problems,
            ),
            date_input("told_day", t("On which day"), value=Post.day, problems=problems),
            text_input("tracking", t("Tracking number, if there is one"), problems=problems),
            on_submit=Post.tell,
            act=t("Record it"),
            refusal=Post.refusal,
            beside=(quiet_button(t("Leave it"), on_click=Post.shut),),
        ),
        title=t("One letter"),
    )


def _mail() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "Who has not opened the e-mail is reminded by itself three days before. A letter that could not be"
                " delivered is better sent by registered post."
            )
        ),
        button(t("Remind them now"), on_click=Post.remind, disabled=Post.sums.unopened == 0),
        title=t("By e-mail"),
    )


def _occupants() -> rx.Component:
    return panel(
        rx.el.p(
            t("Occupants without a vote are told the day by a notice in the common parts. Its code leads to a form."),
            " ",
            article("3.89 §5, 6°"),
        ),
        rx.cond(Post.notice != "", download(t("Notice to post (PDF)"), href=Post.notice)),
        rx.el.div(
            button(t("Make the notice"), on_click=Post.make_notice),
            quiet_button(t("Look again"), on_click=Post.again),
            class_name="row wrap",
        ),
        title=t("Occupants"),
    )
