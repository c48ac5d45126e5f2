"""What happened beside the votes, for the minutes: protests, visitors, the attendance put right and what it touched."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.i18n import format as formats
from koprogo.i18n.messages import message
from koprogo.papers.minutes import facts as paper
from koprogo.papers.minutes import terms
from koprogo.rules.assemblies.opinion_poll import may_be_shown
from koprogo.services.assemblies.labels import label, said_in

CORRECTIONS = """
SELECT e.recorded_at AS at, e.reason, p.name FROM presence_event e JOIN person p ON p.id = e.person_id
 WHERE e.assembly_id = :a AND (e.corrects_id IS NOT NULL OR (e.reason <> '' AND e.at <> e.recorded_at))
 ORDER BY e.recorded_at
"""
REVIEWS = """
SELECT v.at, v.would_change, v.facts, v.round, i.number, i.part FROM result_review v JOIN agenda_item i ON i.id = v.item_id
 WHERE v.assembly_id = :a ORDER BY v.at, i.number, i.part
"""
OPENING = """
SELECT v.at, v.meaning, v.facts FROM quorum_review v WHERE v.assembly_id = :a ORDER BY v.presence_event_id
"""
PROTESTS = """
SELECT t.at, t.words, p.name, i.number, i.part FROM protest t JOIN person p ON p.id = t.person_id
  LEFT JOIN agenda_item i ON i.id = t.item_id WHERE t.assembly_id = :a
"""
VISITORS = """
SELECT v.at, v.what, v.name, v.capacity, v.reason, v.notified_on, b.name AS admitted_by, a.name AS assists
  FROM visitor_event v JOIN person b ON b.id = v.by_id LEFT JOIN person a ON a.id = v.assists_id
 WHERE v.assembly_id = :a
"""
ALONE = """
SELECT max(c.at) AS at, i.number, i.part, p.name, count(*) AS ballots FROM ballot_confirmation c
  JOIN ballot b ON b.id = c.ballot_id JOIN agenda_item i ON i.id = b.item_id JOIN person p ON p.id = c.by_id
 WHERE c.assembly_id = :a AND c.by_id = b.cast_by_id GROUP BY i.number, i.part, p.name
"""
DESK = """
SELECT max(d.at) AS at, min(d.noted_at) AS noted_at, sum(d.ballots)::int AS ballots, i.number, i.part FROM desk_entry d
  JOIN agenda_item i ON i.id = d.item_id WHERE d.assembly_id = :a AND d.ballots > 0 GROUP BY i.number, i.part
"""
JUDGE = """
SELECT r.at, i.number, i.part, r.facts ->> 'judge_by' AS day FROM result r JOIN agenda_item i ON i.id = r.item_id
 WHERE r.assembly_id = :a AND r.facts ->> 'judge_by' IS NOT NULL
"""
POLLS = """
SELECT e.at, i.number || i.part AS about, c.in_favour, c.against, c.undecided,
       (SELECT count(*) FROM opinion_marker m WHERE m.poll_id = p.id) AS answered
  FROM opinion_poll p JOIN opinion_poll_event e ON e.poll_id = p.id AND e.what = 'told'
  JOIN agenda_item i ON i.id = p.item_id JOIN opinion_count c ON c.poll_id = p.id
 WHERE p.assembly_id = :a
"""
WORDS = {
    "poll": (
        "At the chair's word: before the vote an indicative secret poll was held, without legal effect. {answered}"
        " co-owners answered, by heads: {in_favour} for, {against} against, {undecided} undecided."
    ),
    "poll_small": (
        "At the chair's word: before the vote an indicative secret poll was held, without legal effect. {answered}"
        " co-owners answered: too few to state the answers and keep them secret."
    ),
    "judge": "Not all co-owners approved: the association brings it before the justice of the peace by {day}.",
    "desk": (
        "{ballots} ballots were noted by hand from {noted} on at the desk, which had no network, and entered by {entered},"
        " when it came back."
    ),
    "alone": "{ballots} ballots entered by hand by {name} were confirmed by nobody else: nobody in the room could.",
    "assistant_arrived": "{name}, who assists {assists}, is let in by {by}.",
    "announced_arrived": "{name}, who assists {assists} and was announced on {day}, is let in by {by}.",
    "expert_arrived": "{name}, expert, is let in by {by}.",
    "bailiff_arrived": "{name}, bailiff, is let in by {by}.",
    "interpreter_arrived": "{name}, interpreter, is let in by {by}.",
    "employee_arrived": "{name}, of the syndic's staff, is let in by {by}.",
    "other_arrived": "{name} is let in by {by}.",
    "left": "{name} leaves.",
    "options_same": "Round {round}, counted again with the corrected attendance: the result stays; {votes}.",
    "options_changed": "Round {round}, counted again with the corrected attendance: another result; {votes}.",
    "still_reached": (
        "The quorum of the opening, judged again with the corrected attendance ({owners_present} co-owners,"
        " {shares_present} shares): it was reached."
    ),
    "still_missing": (
        "The quorum of the opening, judged again with the corrected attendance ({owners_present} co-owners,"
        " {shares_present} shares): it was not reached, as noted."
    ),
    "not_reached": (
        "The quorum of the opening, judged again with the corrected attendance ({owners_present} co-owners,"
        " {shares_present} shares): it was not reached. Nothing is undone by this; a co-owner may ask the judge to annul"
        " until {day} (art. 3.87 §5, 3.92 §3)."
    ),
    "was_reached": (
        "The quorum of the opening, judged again with the corrected attendance ({owners_present} co-owners,"
        " {shares_present} shares): it was reached. The session had ended without it and stays ended."
    ),
    "same": (
        "Round {round}, counted again with the corrected attendance: the result stays; {in_favour} for, {against}"
        " against."
    ),
    "carried": (
        "Round {round}, counted again with the corrected attendance: carried; {in_favour} for, {against} against."
    ),
    "rejected": (
        "Round {round}, counted again with the corrected attendance: rejected; {in_favour} for, {against} against."
    ),
}


async def told_events(session: AsyncSession, assembly_id: UUID, language: str) -> list[paper.EventFacts]:
    """Return what is told between the points, in the language of one paper, in order of time."""
    ids = {"a": assembly_id}
    found = [
        paper.EventFacts(row.at, terms.EventKind.REMARK, f"{row.name}: {row.reason}")
        for row in await session.execute(text(CORRECTIONS), ids)
    ]
    for row in await session.execute(text(REVIEWS), ids):
        after = row.facts["after"]
        told = _review(row, after, language)
        found.append(paper.EventFacts(row.at, terms.EventKind.REMARK, told, item=_point(row)))
    for row in await session.execute(text(OPENING), ids):
        after, day = row.facts["after"], row.facts["contest_by"] or ""
        sums = {"owners_present": after["owners_present"], "shares_present": after["shares_present"]}
        told = message(WORDS[row.meaning], language, **sums, day=day)
        found.append(paper.EventFacts(row.at, terms.EventKind.REMARK, told))
    for row in await session.execute(text(PROTESTS), ids):
        said = f"{row.name}: « {row.words} »"
        found.append(paper.EventFacts(row.at, terms.EventKind.PROTEST, said, item=_point(row)))
    for row in await session.execute(text(VISITORS), ids):
        told = message(_visit(row), language, name=row.name, assists=row.assists or "", by=row.admitted_by,
                       day=row.notified_on.isoformat() if row.notified_on else "")  # fmt: skip
        found.append(paper.EventFacts(row.at, terms.EventKind.REMARK, f"{told} {row.reason}".strip()))
    for row in await session.execute(text(ALONE), ids):
        told = message(WORDS["alone"], language, ballots=row.ballots, name=row.name)
        found.append(paper.EventFacts(row.at, terms.EventKind.REMARK, told, item=_point(row)))
    found += [_desk(row, language) for row in await session.execute(text(DESK), ids)]
    for row in await session.execute(text(POLLS), ids):
        counts = {"in_favour": row.in_favour, "against": row.against, "undecided": row.undecided}
        told = message(WORDS["poll" if may_be_shown(row.answered) else "poll_small"], language, answered=row.answered,
                       **(counts if may_be_shown(row.answered) else {}))  # fmt: skip
        found.append(paper.EventFacts(row.at, terms.EventKind.REMARK, told, item=row.about))
    for row in await session.execute(text(JUDGE), ids):
        told = message(WORDS["judge"], language, day=row.day)
        found.append(paper.EventFacts(row.at, terms.EventKind.REMARK, told, item=_point(row)))
    return sorted(found, key=lambda event: event.at)


def _visit(row: Any) -> str:
    """Return the message that tells of a visitor: gone, an assistant who was announced, or by her capacity."""
    if row.what == "left":
        return WORDS["left"]
    return WORDS["announced_arrived" if row.notified_on else f"{row.capacity}_arrived"]


def _desk(row: Any, language: str) -> paper.EventFacts:
    when = {"noted": formats.time(row.noted_at, language), "entered": formats.time(row.at, language)}
    told = message(WORDS["desk"], language, ballots=row.ballots, **when)
    return paper.EventFacts(row.at, terms.EventKind.REMARK, told, item=_point(row))


def _review(row: Any, after: Mapping[str, Any], language: str) -> str:
    """Say what a result counted again came to; of a choice, the votes of each option by its name."""
    if options := after.get("options"):
        votes = ", ".join(f"{said_in(each['label'], language)} {each['votes']}" for each in options)
        said = "options_changed" if row.would_change else "options_same"
        return message(WORDS[said], language, round=row.round, votes=votes)
    said = "same" if not row.would_change else "carried" if after["carried"] else "rejected"
    sums = {"round": row.round, "in_favour": after["in_favour"], "against": after["against"]}
    return message(WORDS[said], language, **sums)


def _point(row: Any) -> str:
    return str(label(row.number, row.part)) if row.number else ""
