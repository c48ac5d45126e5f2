"""What the phone's screens share: the point that is on, the ballot cards, what is stored for each."""

from typing import Any

import reflex as rx

from koprogo.components.agenda import next_row, row_of
from koprogo.components.ballot_box import ballot_box, held_at, held_choice, late_call
from koprogo.components.feedback import notice
from koprogo.components.icons import icon
from koprogo.components.layout import more
from koprogo.components.options import said_choice
from koprogo.components.text import language_of, t, t_own, tlist, ttime
from koprogo.components.voting import receipt, waiting_ballot
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.voting.ballot import BallotState
from koprogo.state.identity.session import SessionState

ROOM = LiveState.room
MINE = BallotState.mine
ITEM = row_of(LiveState.agenda, ROOM.item_id)
NEXT = next_row(LiveState.agenda, ROOM.agenda)

IS_CHOICE = ROOM.left.length() > 0
"""The vote that is on is between options."""
POINT = ROOM.item_number.to_string() + ROOM.item_part
"""The number of the point that is on, as people say it: 7, or 7b."""

PATIENCE = 12
"""Seconds of silence after which the page says that it does not hear the room: two slow ticks and a little."""


def amended_note() -> rx.Component:
    """Say what came of the amendment, until the text of the point is voted."""
    facts = {"in_favour": ROOM.in_favour, "against": ROOM.against, "abstained": ROOM.abstained}
    said = rx.cond(
        ROOM.amended == "carried",
        t("{in_favour} for, {against} against, {abstained} abstained. The text as amended is voted next.", **facts),
        t("{in_favour} for, {against} against, {abstained} abstained. The text as it stood is voted next.", **facts),
    )
    title = rx.cond(ROOM.amended == "carried", t("Amendment carried"), t("Amendment rejected"))
    return rx.cond(
        ROOM.amended,
        rx.el.div(notice(rx.el.p(said), title=title, shape="info"), data_testid="amended"),
    )


def amendment_words() -> rx.Component:
    """On a vote about an amendment, say so and show both texts: as amended, and as it stands."""
    return rx.el.div(
        rx.el.p(rx.el.strong(t("This vote is about an amendment. The text itself is voted after it.")), role="status"),
        rx.el.p(t("If it is carried, the text reads:"), class_name="quiet"),
        rx.el.p(t_own(ITEM.amendment), lang=language_of(ITEM.amendment), class_name="lead"),
        more(
            t("The text as it stands"),
            rx.el.p(t_own(ITEM.proposal), lang=language_of(ITEM.proposal), class_name="proposal"),
        ),
        class_name="stack tight",
        data_testid="amendment",
    )


def amended_call() -> rx.Component:
    """Read the agenda again a moment after a text was amended: each screen of the assembly at its own moment."""
    return late_call(
        ready=LiveState.assembly.id != "", when=ROOM.texts.to_string(), on_time=LiveState.read_again, seconds=2
    )


def item_title(row: Any, **props: Any) -> rx.Component:
    """Write a point's title in the reader's language, marked with the language it is in."""
    return rx.el.span(t_own(row.title), lang=language_of(row.title), **props)


def slot_of(vote: Any) -> Any:
    """Return the key of what is stored for a card in this round: the state keeps receipts under the same one."""
    return ROOM.item_id + "/" + ROOM.item_round.to_string() + "/" + vote.key


def stored(vote: Any) -> Any:
    """Return the newest ballot of a card in this round, or nothing."""
    return BallotState.receipts[slot_of(vote)]


def weight(vote: Any) -> Any:
    """Return the votes of a card on the point that is on."""
    return vote.weights[ROOM.item_id]


def counted(vote: Any) -> Any:
    """Return the choice that counts, or an empty text: a ballot by hand counts once a second person confirmed it."""
    return rx.cond(stored(vote), rx.cond(stored(vote).pending, "", stored(vote).choice), "")


def waits(vote: Any) -> Any:
    """Return the choice that waits, on this phone or for a second person, or an empty text."""
    here = held_choice(slot_of(vote))
    by_hand = rx.cond(stored(vote), rx.cond(stored(vote).pending, stored(vote).choice, ""), "")
    return rx.cond(here != "", here, by_hand)


def box(vote: Any, *children: Any, **props: Any) -> rx.Component:
    """Wrap what belongs to one card: its presses are heard, kept and sent here."""
    return ballot_box(
        *children,
        slot=slot_of(vote),
        card=vote.key,
        item=ROOM.item_id,
        revision=rx.cond(stored(vote), stored(vote).revision, 0),
        answered=BallotState.answered,
        beat=ROOM.at,
        patience=PATIENCE,
        person=SessionState.person_id,
        question={
            "assembly": LiveState.assembly.id,
            "round": ROOM.item_round,
            "text_version": ROOM.text_version,
            "lots": vote.lot_ids,
        },
        says={
            "point": POINT,
            "title": ITEM.title,
            "options": ITEM.options,
            "shares": weight(vote),
            "of": ROOM.key_total,
            "lots": vote.lots,
        },
        on_send=lambda item, choice, nonce, based_on: BallotState.choose(item, vote.key, choice, nonce, based_on),
        **props,
    )


def waiting_note(vote: Any) -> rx.Component:
    """Say that a press waits on this phone; nothing when none does."""
    choice = held_choice(slot_of(vote))
    return rx.cond(
        choice != "",
        waiting_ballot(
            choice=choice,
            word=said_choice(choice, ITEM.options),
            shares=weight(vote),
            of=ROOM.key_total,
            at=held_at(slot_of(vote)),
        ),
    )


def receipt_of(vote: Any) -> rx.Component:
    """Draw the receipt of a card's counted ballot; nothing when there is none, or a newer press waits."""
    found = stored(vote)
    drawn = receipt(
        number=found.number,
        choice=found.choice,
        word=said_choice(found.choice, ITEM.options),
        shares=found.weight,
        of=ROOM.key_total,
        lot=tlist(found.lots),
        at=found.at,
        href=receipt_href(found),
    )
    return rx.cond((counted(vote) != "") & (held_choice(slot_of(vote)) == ""), drawn)


def said_in_a_line(vote: Any) -> rx.Component:
    """Say in one line under the buttons what became of a press, so that no card below is moved by it."""
    found = stored(vote)
    waits_here = rx.fragment(
        rx.el.span(
            icon("clock"), " ", t("Your vote waits on this phone"), ". ", t("Not counted yet."), class_name="soon"
        ),
        rx.el.button(t("Try again"), type="button", class_name="button", data_act="retry"),
        rx.el.button(t("Withdraw"), type="button", class_name="button plain", data_act="withdraw"),
    )
    recorded = rx.fragment(
        rx.el.span(icon("check"), " ", t("Recorded at {time}", time=ttime(found.at, seconds=True)), class_name="done"),
        rx.el.a(t("Receipt {number}", number=found.number), href=receipt_href(found), class_name="link"),
    )
    said = rx.cond(counted(vote) != "", recorded)
    return rx.el.div(
        rx.cond(held_choice(slot_of(vote)) != "", waits_here, said),
        class_name="row wrap between said-line",
        role="status",
    )


def receipt_href(found: Any) -> Any:
    """Return the address of a receipt to keep."""
    return "/assemblies/" + LiveState.assembly.id + "/receipt/" + found.leaf
