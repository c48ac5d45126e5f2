"""An owner stands for election with one press, at the point that elects: on her agenda and on her phone in the room."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers
from koprogo.components.layout import row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import tag
from koprogo.components.text import t, tlist
from koprogo.pages.assemblies.elections.election import WORDS, is_election
from koprogo.state.assemblies.elections.standing import StandingState as Standing


def stand_here(item_id: Any, kind: Any, can: Any) -> rx.Component:
    """Offer the posts of a point that elects, while its vote is to come (`can`); nothing at any other."""
    is_open = Standing.item_id == item_id
    opener = button(
        rx.cond(is_open, t("Less"), t("Stand for election")),
        on_click=Standing.open(item_id),
        aria_expanded=rx.cond(is_open, "true", "false"),
        data_testid="stand-open",
    )
    return rx.cond(
        is_election(kind) & can, stack(row(opener), rx.cond(is_open, _open()), gap="tight", class_name="standing")
    )


def _open() -> rx.Component:
    none = rx.el.p(t("There is no post here that you may stand for now."), class_name="quiet", role="status")
    return rx.fragment(
        answers(Standing.refusal),
        rx.cond(
            Standing.offers.length() > 0,
            rx.el.ul(rx.foreach(Standing.offers, _offer), class_name="plain stack tight"),
            none,
        ),
        rx.el.p(
            t("Your name stands on the ballot until you stand down. Everybody in the assembly sees who stands."),
            class_name="small quiet",
        ),
    )


def _offer(each: Any) -> rx.Component:
    word = pick(each.post, WORDS)
    stand = button(
        t("I stand"),
        on_click=Standing.stand(each.post),
        aria_label=t("I stand as {post}", post=word),
        data_testid="stand",
    )
    agree = row(
        tag(t("You were proposed"), "soon"),
        button(t("I agree"), on_click=Standing.agree(each.candidacy), data_testid="stand-agree"),
        _down(each, t("I decline")),
        wrap=True,
    )
    stands = row(tag(t("You stand"), "good"), _down(each, t("I stand down")), wrap=True)
    mine = rx.cond(each.candidacy == "", stand, rx.cond(each.agreed, stands, agree))
    return rx.el.li(
        row(rx.el.strong(word), mine, between=True, wrap=True),
        rx.cond(
            each.others.length() > 0,
            rx.el.p(t("Also stands: {names}", names=tlist(each.others)), class_name="small quiet"),
        ),
        key=each.post,
    )


def _down(each: Any, word: Any) -> rx.Component:
    return quiet_button(word, on_click=Standing.stand_down(each.candidacy), data_testid="own-stand-down")
