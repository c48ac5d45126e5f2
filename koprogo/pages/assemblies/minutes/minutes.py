"""The minutes of one assembly: read them, sign them, have the copy for outside printed."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.documents import document_link
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.layout import columns, list_panel, panel, row, stack
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.signature import signature_pad
from koprogo.components.status import article, tag
from koprogo.components.text import t, tdate, tmoment
from koprogo.pages.assemblies.minutes.seal import seal_facts, seal_note
from koprogo.pages.assemblies.minutes.sending import sending
from koprogo.pages.assemblies.room.reading import reading_panel
from koprogo.pages.shell import page
from koprogo.state.assemblies.minutes.minutes import MinutesState as State
from koprogo.state.assemblies.minutes.minutes import PaperLine, PlaceLine

CAPACITIES = {
    "chair": t("Chair"),
    "secretary": t("Secretary"),
    "owner": t("Co-owner"),
    "proxy_holder": t("Proxy holder"),
}


def minutes() -> rx.Component:
    """Draw the page."""
    return page(
        t("Minutes"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                reading_panel(),
                _signing(),
                sending(),
                side=stack(_draft(), _papers(), _results(), _outside(), gap="wide"),
            ),
            waiting(),
        ),
        current="assembly",
        place=State.association_name,
        back=urls.ASSEMBLIES,
        under=t("Assembly of {day}", day=tdate(State.day)),
    )


def _signing() -> rx.Component:
    """List the places to sign; the box opens in the place, on the syndic's tablet or on one's own phone."""
    count = t("{n} of {total} have signed", n=State.signed, total=State.places.length())
    return panel(
        row(
            rx.el.p(
                t(
                    "Read at the end of the session, then signed by the chair, the secretary and every co-owner still"
                    " present, or her proxy."
                )
            ),
            article("3.87 §10"),
            wrap=True,
        ),
        rx.cond(
            (State.state == "closed") | (State.state == "minuted"),
            rx.fragment(),
            notice(rx.el.p(t("The session is not closed yet: this text still changes."))),
        ),
        rx.el.ul(rx.foreach(State.places, _place), class_name="plain lined"),
        seal_note(),
        title=t("Signatures"),
        aside=rx.el.span(count, class_name="quiet"),
    )


def _place(line: PlaceLine) -> rx.Component:
    says = rx.fragment(
        pick(line.capacity, CAPACITIES, line.capacity),
        rx.cond(line.lots != "", rx.el.span(", ", t("lots {lots}", lots=line.lots))),
        rx.cond(line.on_behalf_of != "", rx.el.span(", ", t("also for {names}", names=line.on_behalf_of))),
    )
    return rx.el.li(
        row(rx.el.div(rx.el.strong(line.name), rx.el.p(says, class_name="small quiet")), _state(line), between=True),
        rx.cond((line.how == "") & (State.may_issue | line.mine), _acts(line)),
        key=line.key,
        class_name="stack close",
    )


def _state(line: PlaceLine) -> rx.Component:
    signed = rx.cond(line.how == "paper", t("Signed on paper"), t("Signed"))
    return rx.cond(
        line.how != "",
        rx.el.span(tag(signed, "good"), rx.el.span(tmoment(line.signed_at, "short"), class_name="small quiet block")),
        rx.cond(line.stale, tag(t("The text changed: sign again"), "bad"), tag(t("Not yet"), "outline")),
    )


def _acts(line: PlaceLine) -> rx.Component:
    def named(word: Any) -> rx.Component:
        return rx.fragment(word, rx.el.span(": ", line.name, class_name="unseen"))

    return rx.fragment(
        row(
            button(
                named(t("Sign here")), on_click=State.open_box(line.key), aria_expanded=State.open_place == line.key
            ),
            rx.cond(
                State.may_issue,
                quiet_button(named(t("Signed on paper")), on_click=State.signed_on_paper(line.key)),
            ),
            wrap=True,
        ),
        rx.cond(
            State.open_place == line.key,
            signature_pad(
                t("Signature of {name}", name=line.name),
                on_signed=lambda strokes: State.sign(line.key, strokes),
            ),
        ),
    )


def _draft() -> rx.Component:
    """Offer the minutes so far as a paper: opened on the screen of the hall, it is read before it is signed."""
    return rx.cond(
        State.may_issue & (State.state != "closed") & (State.state != "minuted"),
        rx.el.section(
            rx.el.h2(t("Draft to read in the room")),
            rx.cond(State.drafts.length() > 0, list_panel(rx.foreach(State.drafts, _paper))),
            button(t("Print the draft so far"), shape="paper", on_click=State.print_draft),
            _being_printed("minutes_draft"),
            class_name="stack tight",
        ),
    )


def _papers() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("The paper")),
        rx.cond(
            State.papers.length() > 0,
            list_panel(rx.foreach(State.papers, _paper)),
            rx.el.p(t("The minutes are printed when the session closes."), class_name="quiet"),
        ),
        rx.cond(
            State.may_issue,
            rx.fragment(
                button(
                    rx.cond(State.signed > 0, t("Print with the signatures"), t("Print again")),
                    shape="paper",
                    on_click=State.print_again,
                ),
                _being_printed("minutes"),
            ),
        ),
        button_link(t("Verify minutes"), href=urls.VERIFY, shape="check"),
        class_name="stack tight",
    )


def _results() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Results of the votes")),
        rx.cond(
            State.results.length() > 0,
            list_panel(rx.foreach(State.results, _paper)),
            rx.el.p(t("They were not printed yet."), class_name="quiet"),
        ),
        rx.cond(
            State.may_issue,
            rx.fragment(button(t("Print the results"), on_click=State.print_results), _being_printed("results")),
        ),
        class_name="stack tight",
    )


def _outside() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Copy for outside")),
        rx.el.p(
            t(
                "For a bank, a tenant, a court: its file names only those against and abstaining, and holds hashes of the"
                " other ballots."
            ),
            class_name="quiet",
        ),
        rx.cond(State.outside.length() > 0, list_panel(rx.foreach(State.outside, _paper))),
        rx.cond(
            State.may_issue,
            rx.fragment(
                button(t("Print the copy for outside"), on_click=State.print_outside), _being_printed("minutes_outside")
            ),
        ),
        class_name="stack tight",
    )


def _being_printed(kind: str) -> rx.Component:
    return rx.cond(
        State.asked == kind,
        notice(rx.el.p(t("It is ready in a moment, in four languages. Open this page again to see it."))),
    )


def _paper(line: PaperLine) -> rx.Component:
    name = rx.fragment(line.title, rx.el.span(" · ", t("version {n}", n=line.version), class_name="quiet"))
    return document_link(name, href=line.href, day=line.issued_at, size=line.size, facts=seal_facts(line))
