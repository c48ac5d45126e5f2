"""The point in the middle of the syndic's room: before its vote, while it is open, when it is closed, afterwards."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.desk_box import entry, entry_slot
from koprogo.components.documents import document_link
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.layout import list_panel, panel, row, stack
from koprogo.components.live import countdown
from koprogo.components.majority import majority_line, majority_name, participation, tally_bar, tally_sides
from koprogo.components.navigation import button, quiet_button
from koprogo.components.outcome import ceiling_note, outcome_notes, outcome_sentence
from koprogo.components.status import article, outcome_tag, plate, tag
from koprogo.components.tables import pager
from koprogo.components.text import language_of, t, t_own, tn, tnum, ttime
from koprogo.i18n.languages import NAMES
from koprogo.pages.assemblies.agenda.plan_point import excluded_here
from koprogo.pages.assemblies.attendance.bureau import confirm_entries
from koprogo.pages.assemblies.attendance.photos import photo_of
from koprogo.pages.assemblies.elections.election import election_panel, is_election
from koprogo.pages.assemblies.room.beside import (
    before_the_judge,
    elected,
    observed,
    secrecy,
    secret_poll,
    takes_no_part,
)
from koprogo.pages.assemblies.room.floor import speaking_fold
from koprogo.pages.assemblies.room.list import noted_here
from koprogo.pages.assemblies.room.minutes_so_far import minutes_so_far
from koprogo.pages.assemblies.room.notes import room_notes
from koprogo.pages.assemblies.room.shown import (
    ENDED,
    HERE,
    IN_SESSION,
    IS_ON,
    OUTCOME,
    ROOM,
    SETTLED_WORDS,
    SHOWN,
    SHOWN_LABEL,
    Room,
    reason_form,
    stands,
)
from koprogo.pages.assemblies.voting.amendments import amend_form, amend_opener, amendment_panel
from koprogo.pages.assemblies.voting.choosing import choice_buttons, choice_word_here, frozen_choice, option_votes
from koprogo.pages.assemblies.voting.phone import IS_CHOICE, amended_note
from koprogo.pages.assemblies.voting.retry import retry_panel
from koprogo.pages.assemblies.voting.vote_closed import of_choice
from koprogo.state.assemblies.agenda.point import PointState as Point
from koprogo.state.assemblies.attendance.bureau import BureauState
from koprogo.state.assemblies.voting.hand_entry import HandEntryState as Hands

SETTLED = {
    "postponed": (t("Postpone"), t("Postpone point {number}", number=SHOWN_LABEL)),
    "withdrawn": (t("Withdraw"), t("Withdraw point {number}", number=SHOWN_LABEL)),
    "noted": (t("Only note it"), t("Note point {number} without a vote", number=SHOWN_LABEL)),
    "not_reached": (t("Not reached"), t("Say that point {number} was not reached", number=SHOWN_LABEL)),
}


def item_pane() -> rx.Component:
    """Draw the point that is shown, and under it the evening so far."""
    return rx.fragment(
        rx.cond(ENDED, rx.fragment(_papers(), retry_panel())),
        rx.cond(SHOWN.id, rx.fragment(_head(), takes_no_part(), observed(), _asked(), _body())),
        rx.cond(IN_SESSION, speaking_fold()),
        minutes_so_far(),
        room_notes(),
    )


def _head() -> rx.Component:
    text = rx.cond(IS_ON, ROOM.text_version, rx.cond(OUTCOME, OUTCOME.text_version, 1))
    round_ = rx.cond(IS_ON, ROOM.item_round, rx.cond(OUTCOME, OUTCOME.round, 1))
    facts = {"number": SHOWN_LABEL, "round": _at_least_one(round_), "text": text}
    left = rx.el.div(
        rx.el.p(
            rx.cond(
                IS_ON & ROOM.amendment,
                t("Amendment to point {number}, round {round}, text {text}", **facts),
                t("Point {number}, round {round}, text {text}", **facts),
            ),
            class_name="quiet",
        ),
        rx.el.h1(t_own(SHOWN.title), lang=language_of(SHOWN.title)),
        rx.cond(
            stands("open", "closed"),
            row(
                majority_name(SHOWN.majority),
                article(SHOWN.article),
                rx.cond(
                    SHOWN.majority_from == "clause", tag(t("By the by-laws, not the law"), "soon", shape="triangle")
                ),
                wrap=True,
            ),
        ),
    )
    timer = rx.el.div(
        countdown(ROOM.closes_at, seconds=180, now=ROOM.at, size="room", bar=False),
        rx.el.button(
            t("Add a minute"),
            type="button",
            class_name="button plain small",
            on_click=Room.add_minute(SHOWN.id),
            data_testid="add-minute",
        ),
        class_name="timer",
    )
    return rx.el.div(
        left, rx.cond(stands("open") & (ROOM.closes_at != ""), timer), class_name="row wrap between start point-head"
    )


def _at_least_one(round_: Any) -> Any:
    return rx.cond(round_.to(int) > 0, round_, 1)


def _asked() -> rx.Component:
    settle = Room.settle(SHOWN.id)
    forms = {
        what: reason_form(title, settle, word, hint=t("It goes into the minutes. It may stay empty."))
        for what, (word, title) in SETTLED.items()
    }
    forms["reopened"] = reason_form(
        t("Vote on point {number} again", number=SHOWN_LABEL),
        Room.reopen(SHOWN.id),
        t("Begin a second round"),
        hint=t("The first round stays in the minutes, with this reason."),
    )
    forms["suspended"] = reason_form(
        t("Interrupt the session"), Room.suspend, t("Suspend the session"),
    )  # fmt: skip
    return pick(Room.asking, forms, rx.fragment())


def _body() -> rx.Component:
    return rx.cond(
        stands("open"),
        rx.fragment(amendment_panel(), _tally(), _hands(), secrecy()),
        rx.cond(
            stands("closed"),
            rx.fragment(amendment_panel(), _provisional(), _read_out()),
            rx.cond(
                stands("confirmed", "carried", "rejected"),
                rx.fragment(_result(), before_the_judge(), elected()),
                _before(),
            ),
        ),
    )


def _sums() -> rx.Component:
    """Draw the votes so far: for and against, or each option; nothing while they are withheld."""
    of = rx.cond(ROOM.majority == "unanimity", ROOM.key_total, ROOM.votes_cast)
    figures = {"in_favour": ROOM.in_favour, "against": ROOM.against}
    sides = rx.fragment(
        tally_sides(**figures, abstained=ROOM.abstained, big=True),
        tally_bar(**figures, majority=ROOM.majority, needed=ROOM.needed, of=of, size="room"),
    )
    withheld = rx.el.p(t("The sums are shown when the vote closes."), class_name="quiet")
    return rx.cond(ROOM.hidden, withheld, rx.cond(IS_CHOICE, option_votes(), sides))


def _tally() -> rx.Component:
    channels = rx.el.span(
        rx.foreach(
            [("phone", t("Phone")), ("hand", t("Hands")), ("paper", t("Paper")), ("proxy", t("Proxies"))],
            lambda each: rx.cond(
                Room.by_channel[each[0]], rx.el.span(each[1], " ", tnum(Room.by_channel[each[0]]), class_name="channel")
            ),
        )
    )
    return panel(
        _sums(),
        participation(voted=ROOM.voted, present=ROOM.present, by_channel=channels),
        ceiling_note(held=ROOM.held, counts_for=ROOM.counts_for, class_name="small"),
    )


def _hands() -> rx.Component:
    waiting_tag = tag(
        tn("{n} ballot to confirm, not counted", "{n} ballots to confirm, not counted", ROOM.pending), "soon"
    )
    others = row(
        rx.el.span(tn("The {n} other:", "All {n} others:", Room.counts.silent_lots)),
        choice_buttons(lambda choice: Hands.enter_hands(SHOWN.id, choice), testid="hands"),
        rx.el.input(
            id="exceptions",
            name="exceptions",
            type="text",
            auto_complete="off",
            placeholder=t("except lots…"),
            aria_label=t("Except these lots: they stay without a ballot"),
            on_blur=Hands.leave_out,
            key=Hands.presses,
            class_name="input except",
        ),
        wrap=True,
        custom_attrs=entry("hands", end="hands"),
    )
    return panel(
        rx.el.p(
            t(
                "After the chair's question: one press for all those present without a ballot, then the exceptions by"
                " name. Nobody is counted by default."
            ),
            class_name="quiet",
        ),
        rx.cond(Room.counts.silent_lots > 0, others, rx.el.p(t("Nobody present is without a ballot."))),
        noted_here(entry_slot(SHOWN.id, ROOM.item_round, "hands")),
        rx.cond(ROOM.pending > 0, _second_person()),
        photo_of("hands", SHOWN.id),
        title=t("Raised hands and paper"),
        aside=rx.cond(ROOM.pending > 0, waiting_tag),
    )


def _second_person() -> rx.Component:
    """Offer the press to who may confirm; to who entered them, say who can."""
    mine = rx.el.p(
        t("A second person of the bureau or of your office confirms them, on her own phone or here when she signs in."),
        class_name="small quiet",
    )
    alone = button(
        t("Nobody else can confirm them: count them, and say so in the minutes"),
        on_click=Hands.count_alone(SHOWN.id),
        data_testid="count-alone",
    )
    return rx.cond(BureauState.waiting_for_me > 0, confirm_entries(), stack(mine, alone, gap="tight"))


def _provisional() -> rx.Component:
    return panel(
        row(
            rx.cond(
                IS_CHOICE, choice_word_here(), rx.cond(ROOM.carried, outcome_tag("carried"), outcome_tag("rejected"))
            ),
            tag(t("Provisional"), "soon"),
        ),
        rx.el.p(rx.cond(IS_CHOICE, of_choice(), _sentence()), class_name="lead"),
        _sums(),
        outcome_notes(held=ROOM.held, counts_for=ROOM.counts_for, pending=ROOM.pending),
        rx.cond(ROOM.pending > 0, _second_person()),
        title=t("Provisional result"),
        aside=rx.el.span(t("Closed at {time}", time=ttime(ROOM.closed_at)), class_name="small quiet"),
    )


def _sentence() -> Any:
    return outcome_sentence(
        majority=ROOM.majority,
        in_favour=ROOM.in_favour,
        cast=ROOM.votes_cast,
        needed=ROOM.needed,
        total=ROOM.key_total,
    )


def _read_out() -> rx.Component:
    def names(title: Any, rows: rx.Var, none: Any) -> rx.Component:
        return rx.el.div(
            rx.el.h3(title),
            rx.cond(
                rows.length() > 0,
                rx.el.ul(rx.foreach(rows, _spoken), class_name="plain spoken"),
                rx.el.p(none, class_name="quiet"),
            ),
            class_name="stack close",
        )

    def option(each: Any) -> rx.Component:
        label = rx.el.span(t_own(each.label), lang=language_of(each.label))
        return names(rx.fragment(label, ": ", tnum(each.votes)), each.voters, t("Nobody."))

    loaded = rx.el.div(
        rx.cond(
            Room.read.options.length() > 0,
            rx.foreach(Room.read.options, option),
            names(t("Against"), Room.read.against, t("Nobody.")),
        ),
        names(t("Abstaining"), Room.read.abstained, t("Nobody.")),
        class_name="pair",
    )
    return panel(
        rx.el.p(
            t("The minutes name them. Who was misunderstood says so now: correct it in the list of those present."),
            class_name="quiet",
        ),
        rx.cond(Room.read.item_id == SHOWN.id, loaded, waiting(t("The names follow."))),
        rx.cond(Room.read_pages > 1, pager(page=Room.read_page, pages=Room.read_pages, on_page=Room.read_on)),
        title=t("Read out"),
        aside=article("3.87 §10"),
    )


def _spoken(each: Any) -> rx.Component:
    through = rx.cond(each.through != "", rx.el.span(t("by {name}", name=each.through), class_name="small quiet"))
    return rx.el.li(
        rx.el.span(rx.foreach(each.lots, lambda lot: plate(lot, small=True)), class_name="row"),
        rx.el.span(each.name, " ", through, class_name="grow"),
        rx.el.strong(tnum(each.votes)),
        class_name="row",
        key=each.name,
    )


def _result() -> rx.Component:
    figures = {"in_favour": OUTCOME.in_favour, "against": OUTCOME.against}
    cast = OUTCOME.in_favour + OUTCOME.against
    of = rx.cond(OUTCOME.majority == "unanimity", HERE.shares_total, cast)
    sentence = outcome_sentence(
        majority=OUTCOME.majority,
        in_favour=OUTCOME.in_favour,
        cast=cast,
        needed=OUTCOME.needed,
        total=HERE.shares_total,
    )
    shown = panel(
        row(rx.cond(OUTCOME.state == "carried", outcome_tag("carried"), outcome_tag("rejected"))),
        rx.el.p(sentence, " ", article(SHOWN.article), class_name="lead"),
        tally_sides(**figures, abstained=OUTCOME.abstained, big=True),
        tally_bar(**figures, majority=OUTCOME.majority, needed=OUTCOME.needed, of=of, size="room"),
        title=t("Result"),
    )
    decided = OUTCOME & ((OUTCOME.state == "carried") | (OUTCOME.state == "rejected"))
    return rx.cond(decided, rx.cond(OUTCOME.choice.outcome != "", frozen_choice(), shown))


def _before() -> rx.Component:
    settled = rx.cond(
        OUTCOME & (OUTCOME.state != "planned"),
        notice(rx.el.p(OUTCOME.reason), title=pick(OUTCOME.state, SETTLED_WORDS, ""), shape="info", status=False),
    )
    acts = row(
        *(
            quiet_button(word, on_click=Room.ask(what), data_testid=f"ask-{what}")
            for what, (word, _) in SETTLED.items()
        ),
        wrap=True,
    )
    can = ((ROOM.state == "opened") | (ROOM.state == "resumed")) & (Room.asking == "")
    return stack(
        settled,
        rx.cond(SHOWN.id == ROOM.item_id, amended_note()),
        amendment_panel(),
        panel(
            rx.el.p(t_own(SHOWN.proposal), lang=language_of(SHOWN.proposal), class_name="proposal"),
            rx.cond(SHOWN.majority != "none", majority_line(SHOWN.majority, law=SHOWN.article)),
            rx.cond(can, row(acts, rx.cond(SHOWN.majority != "none", amend_opener()), wrap=True)),
            title=t("Proposed decision"),
        ),
        rx.cond(can, amend_form()),
        rx.cond(ENDED, rx.fragment(), election_panel(SHOWN.id, is_election(SHOWN.kind))),
        answers(Point.refusal),
        excluded_here(SHOWN.id, can & (SHOWN.majority != "none")),
        rx.cond(IN_SESSION, secret_poll(can)),
    )


def _papers() -> rx.Component:
    found = list_panel(
        rx.foreach(
            Room.papers,
            lambda paper: document_link(
                t("Minutes, {language}", language=pick(paper.language, NAMES)),
                href=paper.href,
                day=HERE.day,
                size=paper.size,
            ),
        )
    )
    not_yet = rx.fragment(
        rx.el.p(t("The minutes are being printed in four languages. They appear here."), role="status"),
        row(button(t("Look again"), on_click=Room.look_for_papers)),
    )
    left_open = ROOM.agenda.contains("postponed") | ROOM.agenda.contains("not_reached")
    another_day = rx.el.a(
        t("Continue on another day"),
        href=urls.assembly(HERE.id, "changes"),
        class_name="link",
        data_testid="another-day",
    )
    return panel(
        rx.cond(Room.papers.length() > 0, found, not_yet),
        rx.cond(left_open, rx.el.p(another_day)),
        title=t("The assembly is closed"),
        aside=article("3.87 §10"),
    )
