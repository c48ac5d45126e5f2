"""The panel of letters beside a call or a settlement: to whom, by which way, how far, and what goes to the post."""

from typing import Any

import reflex as rx

from koprogo.components.documents import download
from koprogo.components.feedback import answers
from koprogo.components.forms import form
from koprogo.components.inputs import date_input
from koprogo.components.layout import panel, row
from koprogo.components.navigation import button, quiet_button
from koprogo.components.refresh import every
from koprogo.components.status import tag
from koprogo.components.text import t, tn
from koprogo.state.charges.letters import ChargeLettersState as State

STATES = {
    "waiting": tag(t("being printed"), "soon"),
    "printed": tag(t("ready for the post"), "soon"),
    "sent": tag(t("left by e-mail"), "good"),
    "posted": tag(t("posted on paper"), "good"),
    "opened": tag(t("opened"), "good"),
    "delivered": tag(t("delivered"), "good"),
    "returned": tag(t("came back"), "bad"),
    "failed": tag(t("did not leave"), "bad"),
}


def letters_panel() -> rx.Component:
    """Draw the letters for who sends them; for everybody else nothing."""
    printing = rx.el.p(
        t("{done} of {all} printed", done=State.letters.length() - State.waiting, all=State.letters.length()),
        role="status",
    )
    drawn = rx.fragment(
        every(seconds=3, while_=State.waiting > 0, on_due=State.look),
        rx.cond(State.waiting > 0, printing),
        rx.el.ul(rx.foreach(State.letters, _letter), class_name="plain rows", data_testid="letters"),
        rx.cond(State.to_post > 0, _to_post()),
    )
    send = button(t("Send it to everybody who has no letter"), main=True, shape="mail", on_click=State.send)
    return rx.cond(
        State.may_write,
        panel(
            answers(State.refusal),
            rx.cond(State.letters.length() > 0, drawn, rx.el.p(t("Nobody was written to yet."), class_name="quiet")),
            row(send, wrap=True),
            title=t("Letters"),
        ),
    )


def _letter(letter: Any) -> rx.Component:
    way = rx.cond(letter.channel == "email", t("by e-mail"), t("by post"))
    return rx.el.li(
        rx.el.div(
            rx.el.span(rx.el.strong(letter.name), " ", rx.el.span(letter.lots, class_name="small quiet")),
            rx.el.span(way, ", ", letter.where, class_name="small quiet"),
            rx.cond(letter.problem != "", rx.el.span(letter.problem, class_name="small error")),
            class_name="stack close grow",
        ),
        rx.match(letter.state, *STATES.items(), rx.fragment()),
        quiet_button(t("Send again"), on_click=State.again(letter.id)),
        class_name="row between wrap",
        key=letter.id,
    )


def _to_post() -> rx.Component:
    return rx.fragment(
        row(download(tn("{n} letter to post (ZIP)", "{n} letters to post (ZIP)", State.to_post), href=State.batch_at)),
        form(
            date_input("brought_day", t("Brought to the post on"), problems=State.refusal.problems),
            on_submit=State.brought,
            act=t("Record it for {n} letters", n=State.to_post),
        ),
    )
