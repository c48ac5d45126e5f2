"""The letters of a decision in writing: one press sends them; who got one and when, and what goes to the post."""

from typing import Any

import reflex as rx

from koprogo.components.documents import download
from koprogo.components.feedback import answers, notice
from koprogo.components.forms import form
from koprogo.components.inputs import date_input
from koprogo.components.layout import row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tn
from koprogo.pages.assemblies.convening.sent_letters import letters_table
from koprogo.state.assemblies.written.letters import WrittenLettersState as State


def letters_of(decision: Any, state: Any, send_by: Any) -> rx.Component:
    """Offer the letters of a decision in a `state`: those that ask, or those with its minutes, due on `send_by`."""
    is_open = State.decision == decision
    opener = button(
        rx.cond(is_open, t("Shut the letters"), t("Letters")),
        shape="mail",
        on_click=State.open(decision),
        aria_expanded=rx.cond(is_open, "true", "false"),
        data_testid="written-letters",
    )
    return rx.fragment(rx.el.div(opener), rx.cond(is_open, _open(decision, state, send_by)))


def _open(decision: Any, state: Any, send_by: Any) -> rx.Component:
    send = button(
        rx.cond(State.count > 0, t("Write to who has no letter yet"), t("Send the letters")),
        on_click=State.send(decision),
        data_testid="send-written",
    )
    told = notice(
        rx.el.p(tn("{n} letter was written.", "{n} letters were written.", State.sent_now)), tone="good", shape="check"
    )
    nobody = t(
        "Nobody has a letter yet. Everybody with a right on a lot gets the text in her language with the sheet that"
        " answers: by e-mail who accepted it in writing, the others by post."
    )
    minutes = rx.fragment(
        t(
            "The minutes go to everybody with a right on a lot, by {day}: by e-mail who accepted it in writing, the others"
            " by post.",
            day=tdate(send_by),
        ),
        " ",
        article("3.87 §12"),
    )
    return stack(
        answers(State.refusal),
        rx.cond(State.sent_now >= 0, told),
        rx.cond(
            State.count > 0,
            rx.el.p(t("{n} of {total} have theirs", n=State.reached, total=State.count), class_name="quiet"),
            rx.el.p(rx.cond(state == "carried", minutes, nobody)),
        ),
        rx.cond(State.count > 0, letters_table(State.rows)),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
        rx.cond(
            State.printing > 0,
            row(
                rx.el.span(tn("{n} is being printed", "{n} are being printed", State.printing), role="status"),
                quiet_button(t("Look again"), on_click=State.turn(State.page)),
                wrap=True,
            ),
        ),
        rx.cond(State.to_post > 0, _to_post(decision)),
        rx.cond((state == "asked") | (state == "carried"), row(send, wrap=True)),
    )


def _to_post(decision: Any) -> rx.Component:
    return stack(
        download(
            tn("{n} letter to post (ZIP)", "{n} letters to post (ZIP)", State.to_post),
            href="/api/v1/associations/" + State.association_id + "/written/" + decision + "/letters/batch",
        ),
        form(
            date_input("day", t("Posted on"), problems=State.refusal.problems),
            on_submit=State.posted(decision),
            act=t("They were posted"),
        ),
    )
