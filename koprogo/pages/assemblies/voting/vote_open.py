"""The phone while a vote is open: the point, its majority, the time left, three buttons, the receipt."""

from typing import Any

import reflex as rx

from koprogo.components.ballot_box import held_choice, while_heard
from koprogo.components.feedback import notice
from koprogo.components.layout import more, panel, row
from koprogo.components.live import as_of, countdown, politely
from koprogo.components.majority import majority_line, participation, tally_bar, tally_sides
from koprogo.components.options import option_ballot, option_bars, said_choice
from koprogo.components.outcome import ceiling_note
from koprogo.components.status import article, plate, tag
from koprogo.components.text import language_of, t, t_own, tlist
from koprogo.components.voting import ballot
from koprogo.pages.assemblies.attendance.check_in import check_in_panel, no_vote, suspended_lots
from koprogo.pages.assemblies.voting.phone import (
    IS_CHOICE,
    ITEM,
    MINE,
    PATIENCE,
    ROOM,
    amendment_words,
    box,
    counted,
    receipt_of,
    said_in_a_line,
    slot_of,
    stored,
    waiting_note,
    waits,
    weight,
)

LONG_TEXT = 240


def vote_open() -> rx.Component:
    """Draw the ballot: one card in the order of the drawings, or the point first and then a card per owner."""
    return rx.fragment(
        rx.cond(MINE.votes.length() == 1, rx.foreach(MINE.votes, _only_card), _point_and_cards()),
        suspended_lots(),
    )


def tally_strip() -> rx.Component:
    """Show the votes so far, or as they were when the connection was lost; a sentence for ears every five seconds."""
    figures = {"in_favour": ROOM.in_favour, "against": ROOM.against}
    of = rx.cond(ROOM.majority == "unanimity", ROOM.key_total, ROOM.votes_cast)
    there = {"voted": ROOM.voted, "present": ROOM.present}
    said = rx.cond(
        ROOM.hidden | IS_CHOICE,
        t("{voted} of the {present} shares present have voted", **there),
        t(
            "{in_favour} for, {against} against. {voted} of the {present} shares present have voted.",
            **figures,
            **there,
        ),
    )
    return rx.fragment(
        as_of(beat=ROOM.at, at=ROOM.at, patience=PATIENCE),
        rx.cond(
            ROOM.hidden,
            rx.el.p(t("The sums are shown when the vote closes."), class_name="quiet"),
            rx.cond(
                IS_CHOICE,
                option_bars(
                    labels=ITEM.options, left=ROOM.left, votes=ROOM.options, cast=ROOM.votes_cast, needed=ROOM.needed
                ),
                rx.fragment(
                    tally_sides(**figures), tally_bar(**figures, majority=ROOM.majority, needed=ROOM.needed, of=of)
                ),
            ),
        ),
        participation(voted=ROOM.voted, present=ROOM.present),
        ceiling_note(held=ROOM.held, counts_for=ROOM.counts_for, class_name="small"),
        politely(said),
    )


def _only_card(vote: Any) -> rx.Component:
    held = held_choice(slot_of(vote)) != ""
    done = (counted(vote) != "") | held
    return box(
        vote,
        waiting_note(vote),
        receipt_of(vote),
        _title(class_name=rx.cond(done, "figure mid", "")),
        rx.cond(
            held, _while_it_waits(vote), rx.cond(done, _majority(short=True), rx.fragment(_proposal(), _majority()))
        ),
        rx.el.div(rx.cond(held, rx.fragment(), _time_left()), _hint(vote), class_name="spread stack tight"),
        _choices(vote),
        key=vote.key,
    )


def _point_and_cards() -> rx.Component:
    return rx.fragment(
        _title(),
        _proposal(),
        _majority(),
        _time_left(),
        rx.cond(MINE.votes.length() > 0, rx.cond(MINE.present, rx.fragment(), check_in_panel()), no_vote()),
        rx.cond(MINE.present, rx.foreach(MINE.votes, _card)),
    )


def _card(vote: Any) -> rx.Component:
    whose = rx.cond(vote.by_proxy, t("For {name}", name=vote.owner_name), t("For yourself"))
    return rx.el.section(
        row(
            rx.el.h2(whose),
            rx.cond(vote.by_proxy, tag(t("By proxy"), "outline")),
            plate(tlist(vote.lots), small=True),
            wrap=True,
        ),
        box(vote, rx.cond(stored(vote), _unusual(vote, rx.fragment())), _choices(vote), said_in_a_line(vote)),
        class_name="stack rule-above one-of-several",
        key=vote.key,
        aria_label=whose,
    )


def _choices(vote: Any) -> Any:
    barred = notice(
        rx.el.p(
            t("This point is about the mission entrusted to you: you vote neither for yourself nor for others."),
            " ",
            article("3.87 §9"),
        ),
        title=t("You do not vote on this point"),
        shape="lock",
    )
    elsewhere = panel(rx.el.p(t("It concerns other lots only.")), title=t("You do not vote on this point"))
    bound = vote.bound[ROOM.item_id]
    decided = rx.el.p(
        t("{name} decided herself:", name=vote.owner_name),
        " ",
        rx.el.strong(said_choice(bound.to(str), ITEM.options)),
        ". ",
        t("The proxy binds you on this text."),
        " ",
        article("3.87 §7"),
        class_name="quiet",
    )
    figures = {"shares": weight(vote), "of": ROOM.key_total, "chosen": counted(vote), "waiting": waits(vote)}
    buttons = rx.cond(
        IS_CHOICE,
        rx.el.div(
            rx.cond(bound, decided),
            option_ballot(labels=ITEM.options, left=ROOM.left, **figures),
            class_name="stack tight",
        ),
        rx.cond(
            bound,
            rx.el.div(decided, ballot(**figures, only=bound.to(str)), class_name="stack tight"),
            ballot(**figures),
        ),
    )
    may = rx.cond(vote.barred.contains(ROOM.item_id), barred, rx.cond(weight(vote) == 0, elsewhere, buttons))
    return rx.cond(MINE.present, may, check_in_panel())


def _hint(vote: Any) -> Any:
    """Say what the ballot that is there means, or, without a network, what a press now would mean."""
    change = rx.el.p(t("You can change your mind until the vote closes."), class_name="quiet")
    cut = rx.el.p(t("No network: what you press waits here."), class_name="soon")
    said = while_heard(rx.cond(stored(vote), _unusual(vote, change)), cut, beat=ROOM.at, patience=PATIENCE)
    return rx.cond(held_choice(slot_of(vote)) != "", rx.fragment(), said)


def _unusual(vote: Any, usual: rx.Component) -> rx.Component:
    """Explain a ballot by hand that waits, or lots with different choices; else show the usual."""
    found = stored(vote)
    by_hand = rx.el.p(
        t("The bureau noted your vote by hand:"),
        " ",
        rx.el.strong(said_choice(found.choice, ITEM.options)),
        ". ",
        t("It counts once a second person has confirmed it."),
        class_name="soon",
    )
    mixed = rx.el.p(t("Your lots have different choices. A button sets the same for all of them."), class_name="quiet")
    return rx.cond(found.pending, by_hand, rx.cond(found.choice == "", mixed, usual))


def _title(**props: Any) -> rx.Component:
    return rx.el.h1(t_own(ITEM.title), lang=language_of(ITEM.title), **props)


def _proposal() -> rx.Component:
    text, lang = t_own(ITEM.proposal), language_of(ITEM.proposal)
    whole = rx.el.p(text, class_name="lead", lang=lang)
    folded = more(t("The whole text"), rx.el.p(text, lang=lang, class_name="proposal"))
    usual = rx.cond(text == "", rx.fragment(), rx.cond(text.to(str).length() > LONG_TEXT, folded, whole))
    return rx.cond(ROOM.amendment, amendment_words(), usual)


def _majority(*, short: bool = False) -> rx.Component:
    return majority_line(ROOM.majority, law=ROOM.article, short=short)


def _time_left() -> Any:
    left = countdown(ROOM.closes_at, seconds=ROOM.seconds, now=ROOM.at)
    return rx.cond(ROOM.closes_at != "", left, rx.el.p(t("Open until the chair closes the vote."), class_name="quiet"))


def _while_it_waits(vote: Any) -> rx.Component:
    sentence = rx.el.p(
        t(
            "If the vote closes before, it will be refused and you will see it here. You can also raise your hand: the"
            " desk notes your vote."
        ),
        " ",
        t("You may close this page: your vote stays on this phone and leaves when the network is back."),
        class_name="quiet",
    )
    before = rx.el.p(
        t("Until then your earlier vote counts:"),
        " ",
        rx.el.strong(said_choice(counted(vote), ITEM.options)),
        class_name="quiet",
    )
    return rx.fragment(sentence, rx.cond(counted(vote) != "", before))
