"""The questions of a law case about days: notice, assistants, sessions, proposals, requests, minutes, annulment.

An answer about days gives the days with it, so that a case can name either.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from koprogo.rules.assemblies import assistants, deadlines, notice, proposals, requests, sessions
from koprogo.rules.cases import Fact, Question, day, list_of, whole, yes_no

Answer = Mapping[str, object]


def given_notice(meeting_day: date, sent_day: date, urgent: bool) -> Answer:
    """Did the convocation leave in time?"""
    found = notice.notice(meeting_day, sent_day, urgent=urgent)
    return {
        "in_time": found.in_time,
        "latest_day": found.latest_day,
        "safe_day": found.safe_day,
        "posting_day": found.posting_day,
    }


def assistant_notice(meeting_day: date, notified_day: date | None) -> Answer:
    """Was the assistant announced in time?"""
    found = assistants.assistant_notice(meeting_day, notified_day)
    return {"in_time": found.in_time, "last_day": found.last_day}


def second_session(first_day: date, proposed_day: date) -> Answer:
    """May the second session meet that day?"""
    again = sessions.second_session(first_day, proposed_day)
    return {"allowed": again.allowed, "earliest_day": again.earliest_day}


def unanimity_retry(first_day: date, proposed_day: date, against: int, abstained: int) -> Answer:
    """May a new meeting decide by the unanimity of those present?"""
    again = sessions.unanimity_retry(first_day, proposed_day, against=against, abstained=abstained)
    return {"allowed": again.allowed, "earliest_day": again.earliest_day}


def agenda_proposal(window_first_day: date, received_day: date) -> Answer:
    """Is the proposal on the agenda by right?"""
    return {
        "must_be_added": proposals.must_be_added(window_first_day, received_day),
        "last_day": proposals.last_day_by_right(window_first_day),
    }


def assembly_request(total_shares: int, signed_shares: list[int], received_day: date) -> Answer:
    """Must the syndic convene, and by when?"""
    found = requests.assembly_request(total_shares, signed_shares, received_day)
    return {
        "threshold_reached": found.threshold_reached,
        "convene_by": found.convene_by,
        "threshold": found.threshold,
        "missing": found.missing,
    }


def minutes_deadline(meeting_day: date, today: date | None, sent_day: date | None) -> Answer:
    """By when are the minutes sent, and were they? `overdue` is answered only when `today` is given."""
    found = deadlines.minutes_deadline(meeting_day, today=today, sent_day=sent_day)
    answer: dict[str, object] = {"send_by": found.send_by, "late": found.late}
    return answer if found.overdue is None else {**answer, "overdue": found.overdue}


def contest_deadline(meeting_day: date) -> Answer:
    """Until when can a decision be contested?"""
    return {"last_day": deadlines.contest_deadline(meeting_day)}


# fmt: off
DAY_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "notice": Question((
        Fact("meeting_day", day), Fact("sent_day", day), Fact("urgent", yes_no, False),
    ), given_notice),
    "assistant_notice": Question((
        Fact("meeting_day", day), Fact("notified_day", day, None),
    ), assistant_notice),
    "second_session": Question((
        Fact("first_day", day), Fact("proposed_day", day),
    ), second_session),
    "unanimity_retry": Question((
        Fact("first_day", day), Fact("proposed_day", day), Fact("against", whole, 0), Fact("abstained", whole, 0),
    ), unanimity_retry),
    "agenda_proposal": Question((
        Fact("window_first_day", day), Fact("received_day", day),
    ), agenda_proposal),
    "assembly_request": Question((
        Fact("total_shares", whole), Fact("signed_shares", list_of(whole)), Fact("received_day", day),
    ), assembly_request),
    "minutes_deadline": Question((
        Fact("meeting_day", day), Fact("today", day, None), Fact("sent_day", day, None),
    ), minutes_deadline),
    "contest_deadline": Question((
        Fact("meeting_day", day),
    ), contest_deadline),
})
# fmt: on
