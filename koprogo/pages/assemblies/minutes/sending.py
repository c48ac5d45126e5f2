"""The part of the minutes page that sends them: one press, then who got them and when."""

from typing import Any

import reflex as rx

from koprogo.components.documents import download
from koprogo.components.feedback import answers, notice
from koprogo.components.forms import form
from koprogo.components.inputs import date_input
from koprogo.components.layout import panel, row, stack
from koprogo.components.navigation import button
from koprogo.components.status import article, tag
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tn
from koprogo.pages.assemblies.convening.sent_letters import letters_table
from koprogo.state.assemblies.minutes.sending import MinutesSendingState as State


def sending() -> rx.Component:
    """Draw the panel; only the syndic sees it."""
    return rx.cond(
        State.may_send,
        panel(
            answers(State.refusal),
            row(
                rx.el.p(
                    t(
                        "To everybody with a right on a lot, until {day}: by e-mail who accepted it in writing, the others"
                        " by post.",
                        day=tdate(State.due),
                    )
                ),
                article("3.87 §12"),
                wrap=True,
            ),
            rx.cond(
                State.sent_now >= 0,
                notice(
                    rx.el.p(tn("{n} letter was written.", "{n} letters were written.", State.sent_now)),
                    tone="good", shape="check",
                ),
            ),
            rx.cond(State.count > 0, _list()),
            row(
                button(
                    rx.cond(State.count > 0, t("Send to who has not got them"), t("Send the minutes")),
                    main=True, shape="mail", on_click=State.send, data_testid="send-minutes",
                ),
                wrap=True,
            ),
            title=t("Sending"),
            aside=rx.cond(
                State.count > 0,
                rx.el.span(t("{n} of {total} have them", n=State.reached, total=State.count), class_name="quiet"),
                _left(),
            ),
        ),
    )  # fmt: skip


def _left() -> Any:
    return rx.cond(
        State.left < 0,
        tag(tn("{n} day late", "{n} days late", -State.left), "bad"),
        tag(tn("{n} day left", "{n} days left", State.left), "soon"),
    )


def _list() -> rx.Component:
    return stack(
        letters_table(State.rows),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
        rx.cond(
            State.to_post > 0,
            stack(
                download(
                    tn(
                        "{n} letter to post, with the minutes (ZIP)", "{n} letters to post, with the minutes (ZIP)",
                        State.to_post,
                    ),
                    href="/api/v1/assemblies/" + State.assembly_id + "/minutes/letters/batch",
                ),
                form(
                    date_input("day", t("Posted on"), problems=State.refusal.problems),
                    on_submit=State.posted,
                    act=t("They were posted"),
                ),
            ),
        ),
    )  # fmt: skip
