"""The wall: quorum before the opening, the vote, its result, what comes next. No buttons, no names.

It speaks the association's first language whatever the browser's, with the second one under it, lighter.
"""

from typing import Any

import reflex as rx

from koprogo.components.agenda import hall_language
from koprogo.components.feedback import refusal_panel
from koprogo.components.hall import (
    hall_foot,
    hall_outcome,
    hall_participation,
    hall_provisional,
    hall_quorum_kept,
    hall_quorum_test,
    hall_tally,
    hall_title,
    hall_top,
    qr,
)
from koprogo.components.live import clock, countdown
from koprogo.components.majority import majority_name
from koprogo.components.options import choice_title, option_bars
from koprogo.components.outcome import ceiling_note, outcome_line
from koprogo.components.text import t, t_in, t_own, tmoment, tnum, ttime
from koprogo.pages.assemblies.room.reading import follow_reading, reading_wall
from koprogo.pages.assemblies.voting.between_votes import kind_word
from koprogo.pages.assemblies.voting.opinion_poll import poll_counts
from koprogo.pages.assemblies.voting.phone import IS_CHOICE, ITEM, NEXT, POINT, ROOM, amended_call
from koprogo.pages.assemblies.voting.vote_closed import of_choice as _of_choice
from koprogo.pages.shell import hall_page
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.room.projector import ProjectorState
from koprogo.state.assemblies.room.reading import ReadingState as Reading

ASSEMBLY = LiveState.assembly
FIRST = ASSEMBLY.languages[0]
SECOND = rx.cond(ASSEMBLY.languages.length() > 1, ASSEMBLY.languages[1], "")
OF = rx.cond(ROOM.majority == "unanimity", ROOM.key_total, ROOM.votes_cast)


def screen() -> rx.Component:
    """Show the room what it needs at this moment."""
    item = rx.match(ROOM.item_state, ("open", _vote()), ("closed", "confirmed", _result()), _between())
    moment = rx.match(
        ROOM.state,
        ("drafted", "convened", _quorum()),
        ("suspended", _pause(t("The session is interrupted"), "The session is interrupted")),
        ("opened", "resumed", item),
        _pause(t("The assembly is closed"), "The assembly is closed"),
    )
    read = rx.cond((ROOM.reading > 0) & (Reading.shown.page > 0), reading_wall(), moment)
    return _wall(rx.fragment(follow_reading(), read))


def entrance() -> rx.Component:
    """Show the code as large as the wall allows: before the opening, for the back rows and the door."""
    return _wall(
        rx.el.div(
            rx.el.div(
                rx.el.p(rx.el.strong(ASSEMBLY.association_name), class_name="t44"),
                hall_title(t("Check in and vote"), second=_second("Check in and vote"), second_language=SECOND),
                rx.el.p(t("Scan this code with your phone, or sign in at this address:"), class_name="t44 hall-part"),
                rx.el.p(_second("Scan this code with your phone, or sign in at this address:"),
                        class_name="second t44", lang=SECOND),
                rx.el.p(ProjectorState.code.home, class_name="t64 hall-part address"),
                rx.el.p(clock(now=ROOM.at, class_name="t64"), class_name="bottom"),
                class_name="hall-side",
            ),
            _code(),
            class_name="hall-entrance",
        )
    )  # fmt: skip


def _wall(moment: Any) -> rx.Component:
    refused = refusal_panel(LiveState.refusal, kept=False)
    return hall_page(
        hall_language(rx.cond(ASSEMBLY.id != "", FIRST, "")),
        rx.cond(ASSEMBLY.id != "", rx.fragment(_speaker(), moment), refused),
        amended_call(),
        rx.el.span(on_unmount=LiveState.leave),
    )


def _speaker() -> rx.Component:
    """Say who has the floor; nothing when nobody has."""
    speaks = t("{name} has the floor", name=ROOM.speaker)
    return rx.cond(ROOM.speaker, rx.el.p(rx.el.strong(speaks), class_name="t44", role="status"))


def _vote() -> rx.Component:
    left = countdown(ROOM.closes_at, seconds=ROOM.seconds, now=ROOM.at, size="hall", bar=False)
    return rx.fragment(
        hall_top(ASSEMBLY.association_name, under=_vote_on(), right=rx.cond(ROOM.closes_at != "", left, _time())),
        hall_title(
            t_own(ITEM.title), second=_second_title(ITEM), second_language=SECOND,
            under=rx.fragment(
                majority_name(ROOM.majority), " ", rx.el.span(t("art. {law}", law=ROOM.article), class_name="second")
            ),
        ),
        _tally(),
        hall_foot(
            hall_participation(voted=ROOM.voted, present=ROOM.present),
            hall_quorum_kept(heads=ROOM.heads, owners=ROOM.heads_total, needed=ROOM.heads_needed, at=ROOM.opened_at),
            _code_with_word(),
        ),
    )  # fmt: skip


def _result() -> rx.Component:
    sentence = rx.fragment(
        rx.el.strong(t("{in_favour} votes for out of {cast} cast.", in_favour=ROOM.in_favour, cast=ROOM.votes_cast)),
        " ",
        outcome_line(majority=ROOM.majority, needed=ROOM.needed, total=ROOM.key_total),
        " ",
        rx.el.span(t("art. {law}", law=ROOM.article), class_name="second whole"),
    )
    closed = rx.el.span(t("Closed at {time}", time=ttime(ROOM.closed_at)), class_name="second")
    return rx.fragment(
        hall_top(ASSEMBLY.association_name, under=_vote_on(), right=closed),
        rx.cond(
            IS_CHOICE,
            rx.el.div(
                rx.el.p(t_own(ITEM.title), class_name="second t44"),
                rx.el.h1(
                    choice_title(labels=ITEM.options, chosen=ROOM.chosen, outcome=ROOM.outcome, big=False),
                    class_name="outcome",
                ),
                rx.el.p(
                    _of_choice(),
                    " ",
                    rx.el.span(t("art. {law}", law=ROOM.article), class_name="second whole"),
                    class_name="t44",
                ),
                class_name="hall-part",
            ),
            hall_outcome(ROOM.carried, item=t_own(ITEM.title), sentence=sentence, second=SECOND),
        ),
        _tally(),
        hall_foot(
            rx.el.p(rx.el.strong(tnum(ROOM.abstained)), " ", t("abstentions")),
            rx.el.p(rx.el.strong(tnum(ROOM.no_ballot)), " ", t("without ballot")),
            rx.cond(ROOM.item_state == "closed", hall_provisional(t("the chair confirms")), rx.el.span()),
        ),
    )


def _quorum() -> rx.Component:
    heads = t("{heads} of {owners} co-owners", heads=ROOM.heads, owners=ROOM.heads_total)
    shares = t("{shares} of {total} shares", shares=ROOM.shares, total=ROOM.shares_total)
    kind = {"have": ROOM.shares, "of": ROOM.shares_total}
    missing, reached = "The quorum is not reached yet", "The quorum is reached"
    return rx.fragment(
        hall_top(ASSEMBLY.association_name, under=kind_word(), right=clock(now=ROOM.at, class_name="t64")),
        hall_title(
            rx.cond(ROOM.quorum, t("The quorum is reached"), t("The quorum is not reached yet")),
            second=rx.cond(ROOM.quorum, _second(reached), _second(missing)), second_language=SECOND,
            under=rx.fragment(
                t("The first two lines together, or the third alone"), " ",
                rx.el.span(t("art. {law}", law="3.87 §5"), class_name="second"),
            ),
        ),
        rx.el.div(
            hall_quorum_test(heads, line=t("more than half: {needed}", needed=ROOM.heads_needed), have=ROOM.heads,
                             of=ROOM.heads_total, needed=ROOM.heads_needed),
            hall_quorum_test(shares, line=t("at least half: {needed}", needed=ROOM.half_needed), **kind,
                             needed=ROOM.half_needed),
            hall_quorum_test(shares, line=t("more than three quarters: {needed}", needed=ROOM.three_quarters_needed),
                             **kind, needed=ROOM.three_quarters_needed),
            class_name="hall-part",
        ),
        hall_foot(
            rx.el.div(
                rx.el.p(t("Sign at the entrance, or scan this code with your convocation.")),
                rx.el.p(_second("Sign at the entrance, or scan this code with your convocation."), class_name="second",
                        lang=SECOND),
            ),
            _code(),
        ),
    )  # fmt: skip


def _between() -> rx.Component:
    coming = hall_title(
        t_own(NEXT.title), second=_second_title(NEXT), second_language=SECOND,
        under=t("It opens here as soon as the syndic starts it."),
    )  # fmt: skip
    amended = hall_title(
        rx.cond(ROOM.amended == "carried", t("Amendment carried"), t("Amendment rejected")),
        second=rx.cond(ROOM.amended == "carried", _second("Amendment carried"), _second("Amendment rejected")),
        second_language=SECOND,
        under=rx.fragment(
            t("{in_favour} for, {against} against", in_favour=ROOM.in_favour, against=ROOM.against), ". ",
            t("Next: the text of point {number}", number=POINT), " · ", t_own(ITEM.title),
        ),
    )  # fmt: skip
    over = hall_title(
        t("Every point of the agenda has been dealt with."),
        second=_second("Every point of the agenda has been dealt with."), second_language=SECOND,
    )  # fmt: skip
    return rx.fragment(
        hall_top(
            ASSEMBLY.association_name,
            under=rx.cond(NEXT.id, t("Next: point {number}", number=NEXT.number.to_string() + NEXT.part), kind_word()),
            right=clock(now=ROOM.at, class_name="t64"),
        ),
        rx.cond(ROOM.poll != "", _poll(), rx.cond(ROOM.amended, amended, rx.cond(NEXT.id, coming, over))),
        hall_foot(
            hall_quorum_kept(heads=ROOM.heads, owners=ROOM.heads_total, needed=ROOM.heads_needed, at=ROOM.opened_at),
            _code_with_word(),
        ),
    )


_EFFECT = t("An opinion, counted by heads, without legal effect. The vote that decides follows, by name.")


def _poll() -> rx.Component:
    """Show a secret poll: how many answered, and once it is closed the counts by heads. It decides nothing."""
    running = t(
        "{answered} of {heads} co-owners present have answered.", answered=ROOM.poll_answered, heads=ROOM.poll_heads
    )
    return hall_title(
        t("Secret poll, an opinion only"),
        second=_second("Secret poll, an opinion only"),
        second_language=SECOND,
        under=rx.fragment(
            t("About point {number}", number=ROOM.poll_about), ". ", _EFFECT,
            " ",
            rx.cond(ROOM.poll == "open", running, poll_counts()),
        ),
    )  # fmt: skip


def _pause(title: Any, message_id: str) -> rx.Component:
    return rx.fragment(
        hall_top(ASSEMBLY.association_name, under=kind_word(), right=clock(now=ROOM.at, class_name="t64")),
        hall_title(
            title, second=_second(message_id), second_language=SECOND, under=tmoment(ASSEMBLY.starts_at, "long")
        ),
    )


def _tally() -> rx.Component:
    bars = rx.el.div(
        option_bars(
            labels=ITEM.options, left=ROOM.left, votes=ROOM.options, cast=ROOM.votes_cast, needed=ROOM.needed,
            chosen=ROOM.chosen, hall=True,
        ),
        class_name="hall-part t44",
    )  # fmt: skip
    sides = hall_tally(
        in_favour=ROOM.in_favour, against=ROOM.against, majority=ROOM.majority, needed=ROOM.needed, of=OF, second=SECOND
    )
    withheld = rx.el.p(t("The sums are shown when the vote closes."), class_name="hall-part t44 second")
    return rx.fragment(
        rx.cond(ROOM.hidden, withheld, rx.cond(IS_CHOICE, bars, sides)),
        ceiling_note(held=ROOM.held, counts_for=ROOM.counts_for, class_name="hall-part t44"),
    )


def _point() -> Any:
    return t("Point {number} of {total}", number=POINT, total=ROOM.agenda.length())


def _vote_on() -> Any:
    """Say what this vote is about: the point, or an amendment to it."""
    return rx.cond(ROOM.amendment, t("Amendment to point {number}", number=POINT), _point())


def _time() -> rx.Component:
    return clock(now=ROOM.at, class_name="t64")


def _second(message_id: str) -> Any:
    """Say a message in the second language; empty when the association has one language."""
    return rx.cond(SECOND != "", t_in(SECOND, message_id), "")


def _second_title(row: Any) -> Any:
    titles = row.title.to(dict[str, str])
    return rx.cond(SECOND != "", rx.cond(titles[SECOND], titles[SECOND], ""), "")


def _code() -> rx.Component:
    found = ProjectorState.code
    return rx.cond(
        found.path != "", qr(found.path, modules=found.modules, says=t("QR code: join the assembly")), rx.el.span()
    )


def _code_with_word() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(t("Vote")), " ", rx.el.span(_second("Vote"), class_name="second", lang=SECOND)),
        _code(),
        class_name="hall-code",
    )
