"""Being there: one press to check in, who votes for me by proxy, which of my lots do not vote and why."""

from typing import Any

import reflex as rx

from koprogo.components.layout import panel
from koprogo.components.navigation import button
from koprogo.components.text import t
from koprogo.components.voting import suspended_lot
from koprogo.pages.assemblies.voting.phone import MINE
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.voting.ballot import BallotState


def check_in_panel() -> rx.Component:
    """Offer to check in, from the room or, where the convocation allows it, from elsewhere."""
    return panel(
        rx.cond(MINE.represented_by != "", _represented(), rx.el.p(t("Only those present or represented vote."))),
        rx.el.div(
            button(
                t("I am in the room"),
                big=True,
                wide=True,
                on_click=BallotState.check_in("room"),
                data_testid="check-in-room",
            ),
            rx.cond(
                LiveState.assembly.remote_allowed,
                button(
                    t("I take part from elsewhere"),
                    big=True,
                    wide=True,
                    on_click=BallotState.check_in("remote"),
                    data_testid="check-in-remote",
                ),
            ),
            class_name="stack tight",
        ),
        title=t("You are not checked in yet"),
    )


def suspended_lots() -> rx.Component:
    """Say in a sentence, with its article, which of the reader's lots do not vote yet."""
    return rx.foreach(
        MINE.suspended,
        lambda each: suspended_lot(
            each.lot,
            why=t("Its holders have not yet designated one representative in writing. Tell the desk whom you choose."),
            law="3.87 §1",
        ),
    )


def no_vote() -> rx.Component:
    """Say that the reader only watches."""
    watches = panel(
        rx.el.p(t("You follow the assembly here; none of its votes is yours to cast.")),
        title=t("You have no vote here"),
    )
    return rx.cond(MINE.loaded & (MINE.votes.length() == 0) & (MINE.suspended.length() == 0), watches)


def _represented() -> Any:
    return rx.el.p(
        t(
            "{name} votes for you by proxy. If you check in, you vote yourself and the proxy ends.",
            name=MINE.represented_by,
        )
    )
