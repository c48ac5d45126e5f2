"""Beside the point in the room: secrecy is answered, the elected bureau is named, a demolition has its judge."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import notice
from koprogo.components.layout import more
from koprogo.components.navigation import quiet_button
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tlist
from koprogo.pages.assemblies.attendance.bureau import bureau_panel
from koprogo.pages.assemblies.room.shown import OUTCOME, SHOWN, SHOWN_LABEL, Room, stands
from koprogo.pages.assemblies.voting.opinion_poll import poll_in_room
from koprogo.state.assemblies.voting.opinion_polls import OpinionPollState as Poll


def secrecy(*, offer: bool = False) -> rx.Component:
    """Answer who asks for a secret vote; `offer`, before the vote, a poll in secret that decides nothing."""
    said = rx.el.p(
        t(
            "The minutes name those who voted against or abstained, so the vote that decides is by name. Opinions may be"
            " asked in secret before it, without legal effect; then the point is voted by name."
        ),
        " ",
        article("3.87 §10"),
    )
    ask = quiet_button(t("Ask for opinions in secret first"), on_click=Poll.offer(SHOWN.id), data_testid="offer-poll")
    return more(t("Somebody asks for a secret vote"), said, rx.el.div(ask) if offer else rx.fragment())


def secret_poll(can: Any) -> rx.Component:
    """Before the vote: answer who asks for secrecy, and offer a poll that decides nothing."""
    may = can & (SHOWN.majority != "none")
    return rx.fragment(
        rx.cond(may, secrecy(offer=True)),
        rx.cond(SHOWN.majority != "none", poll_in_room(SHOWN.id, may & (Poll.offered == SHOWN.id))),
    )


def takes_no_part() -> rx.Component:
    """Name who does not vote on the point that is shown, because it is about her own mission."""
    names = Room.excluded[SHOWN.id]
    return rx.cond(
        names, rx.el.p(t("Takes no part: {names}.", names=tlist(names)), " ", article("3.87 §9"), class_name="small")
    )


def observed() -> rx.Component:
    """Show what occupants without a vote wrote about the point that is shown."""

    def one(each: Any) -> rx.Component:
        said = rx.el.li(
            rx.el.p(each.words, class_name="proposal"),
            rx.el.span(each.name, ", ", each.place, class_name="small quiet"),
            class_name="stack close",
        )
        return rx.cond(each.item == SHOWN_LABEL, said)

    return rx.cond(
        Room.observed.contains(SHOWN_LABEL),
        more(
            t("Observations of occupants"),
            rx.el.ul(rx.foreach(Room.observations, one), class_name="plain stack tight"),
            rx.el.p(article("3.89 §5, 6°")),
        ),
    )


def elected() -> rx.Component:
    """Under the confirmed election of the bureau, name who was elected at once."""
    chosen = SHOWN.kind.contains("elect_bureau") & stands("carried", "confirmed")
    return rx.cond(chosen, bureau_panel())


def before_the_judge() -> rx.Component:
    """Say by when a demolition that not all approved goes to the justice of the peace."""
    return rx.cond(
        OUTCOME & (OUTCOME.judge_by != ""),
        notice(
            rx.el.p(
                t(
                    "Not all co-owners approved. The association brings it before the justice of the peace by {day};"
                    " until the judge has answered, the works wait.",
                    day=tdate(OUTCOME.judge_by, "long"),
                )
            ),
            article("3.88 §1, 2° h)"),
            title=t("Before the justice of the peace"),
            status=False,
        ),
    )
