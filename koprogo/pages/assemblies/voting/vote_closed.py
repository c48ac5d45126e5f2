"""The phone after a closing: the result in a sentence, the bar, the figures, one's own receipt, what comes next."""

from typing import Any

import reflex as rx

from koprogo.components.layout import row
from koprogo.components.majority import tally_bar
from koprogo.components.options import choice_sentence, choice_title, option_bars, said_choice
from koprogo.components.outcome import outcome_notes, outcome_sentence, outcome_table, outcome_title
from koprogo.components.status import article, outcome_tag, tag
from koprogo.components.text import t, tnum
from koprogo.pages.assemblies.voting.phone import (
    IS_CHOICE,
    ITEM,
    MINE,
    NEXT,
    ROOM,
    box,
    item_title,
    receipt_href,
    stored,
    waiting_note,
)


def vote_closed() -> rx.Component:
    """Draw the result of the last vote, provisional until it is confirmed."""
    of = rx.cond(ROOM.majority == "unanimity", ROOM.key_total, ROOM.votes_cast)
    figures = {"in_favour": ROOM.in_favour, "against": ROOM.against}
    sentence = outcome_sentence(
        majority=ROOM.majority,
        in_favour=ROOM.in_favour,
        cast=ROOM.votes_cast,
        needed=ROOM.needed,
        total=ROOM.key_total,
    )
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                item_title(ITEM, class_name="quiet"),
                rx.cond(ROOM.amendment, rx.el.p(rx.el.strong(t("Amendment")))),
                rx.cond(IS_CHOICE, rx.el.h1(_chosen(), class_name="figure row"), outcome_title(ROOM.carried)),
                class_name="stack close",
            ),
            rx.el.p(rx.cond(IS_CHOICE, of_choice(), sentence), " ", article(ROOM.article), class_name="lead"),
            role="status",
            class_name="stack",
            data_testid="result",
        ),
        rx.el.div(
            rx.cond(
                IS_CHOICE,
                _bars(),
                tally_bar(**figures, majority=ROOM.majority, needed=ROOM.needed, of=of, size="result"),
            ),
            class_name="on-ground",
        ),
        rx.cond(
            IS_CHOICE,
            rx.el.p(t("Abstention: {n}. Without ballot: {silent}.", n=ROOM.abstained, silent=ROOM.no_ballot)),
            outcome_table(**figures, abstained=ROOM.abstained, blank=ROOM.blank, no_ballot=ROOM.no_ballot),
        ),
        outcome_notes(held=ROOM.held, counts_for=ROOM.counts_for, pending=ROOM.pending),
        rx.foreach(MINE.votes, _own),
        _standing(),
    )


def _chosen() -> Any:
    return choice_title(labels=ITEM.options, chosen=ROOM.chosen, outcome=ROOM.outcome)


def of_choice() -> Any:
    """Say what came of the choice that is on, in a sentence."""
    return choice_sentence(
        labels=ITEM.options,
        left=ROOM.left,
        votes=ROOM.options,
        outcome=ROOM.outcome,
        in_favour=ROOM.in_favour,
        cast=ROOM.votes_cast,
        needed=ROOM.needed,
    )


def _bars() -> rx.Component:
    return option_bars(
        labels=ITEM.options,
        left=ROOM.left,
        votes=ROOM.options,
        cast=ROOM.votes_cast,
        needed=ROOM.needed,
        chosen=ROOM.chosen,
    )


def next_strip() -> rx.Component:
    """Announce the next point, or the end of the agenda."""
    coming = rx.fragment(
        rx.el.strong(t("Next: point {number}", number=NEXT.number.to_string() + NEXT.part), " · ", item_title(NEXT)),
        rx.el.p(t("It opens here as soon as the syndic starts it."), class_name="quiet"),
    )
    over = rx.el.strong(t("Every point of the agenda has been dealt with."))
    return rx.fragment(
        rx.cond(NEXT.id, coming, over),
    )


def _own(vote: Any) -> rx.Component:
    """Repeat one's own ballot with its receipt; inside its box, for a press that still waits for an answer."""
    found = stored(vote)
    whose = rx.cond(vote.by_proxy, t("For {name}:", name=vote.owner_name), t("You voted"))
    said = row(
        rx.el.span(whose, " ", rx.el.strong(_choice(found)), ", ", tnum(found.weight)),
        rx.el.a(t("Receipt {number}", number=found.number), href=receipt_href(found), class_name="link"),
        between=True,
        wrap=True,
        class_name="ruled",
    )
    silent = rx.el.p(rx.cond(vote.by_proxy, t("No ballot for {name}.", name=vote.owner_name), t("You have no ballot.")))
    return box(vote, waiting_note(vote), rx.cond(found, said, silent), key=vote.key)


def _choice(found: Any) -> Any:
    return rx.cond(found.choice == "", t("different per lot"), said_choice(found.choice, ITEM.options))


def _standing() -> rx.Component:
    provisional = row(
        outcome_tag("provisional"),
        rx.el.span(t("The chair confirms it in a moment."), class_name="small quiet"),
        wrap=True,
    )
    return rx.cond(ROOM.item_state == "confirmed", row(tag(t("Confirmed"), "good")), provisional)
