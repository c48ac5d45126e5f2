"""What a report of the council rests on: decisions, questions, missions, visits and reminders of a period, as they stand.

Gathered when the council looks at its draft, and again when it issues the report; what was issued keeps its own copy.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.clock import legal_day
from koprogo.rules.assemblies.follow_up import CANCELLED, DONE, FINAL, NOTED
from koprogo.rules.governance.council import mission_until
from koprogo.rules.governance.following import Delay, expected_by
from koprogo.services.assemblies.after.follow_up_queries import Followed, Task, all_followed
from koprogo.services.governance.following import kinds_of, usual_days
from koprogo.services.governance.notes import all_notes
from koprogo.services.governance.queries import MISSIONS
from koprogo.services.governance.questions import all_questions

Facts = dict[str, Any]

SEATS = """
SELECT p.office, q.name, p.since, p.until, p.position FROM appointment p JOIN person q ON q.id = p.person_id
 WHERE p.association_id = :t AND p.end_reason <> 'revote' AND p.since < :until AND (p.until IS NULL OR p.until > :since)
 ORDER BY CASE p.position WHEN 'chair' THEN 0 WHEN 'secretary' THEN 1 ELSE 2 END, q.name, p.since
"""
REMINDERS = """
SELECT what, count(*) AS n FROM follow_up_reminder
 WHERE association_id = :t AND (at AT TIME ZONE 'Europe/Brussels')::date >= :since
   AND (at AT TIME ZONE 'Europe/Brussels')::date < :until GROUP BY what
"""


async def gather(session: AsyncSession, association_id: UUID, *, since: date, until: date, today: date) -> Facts:
    """Return the facts of the days from `since` to the day before `until`, as plain JSON."""
    days, kinds = await usual_days(session, association_id), await kinds_of(session, association_id)
    decisions = [
        found
        for each in await all_followed(session, association_id, today=today)
        if (found := _decision(each, kinds.get(each.entry_id) or "", days, since=since, until=until, today=today))
    ]
    facts = {"t": association_id, "since": since, "until": until}
    seats = (await session.execute(text(SEATS), facts)).all()
    counts: dict[str, int] = dict((await session.execute(text(REMINDERS), facts)).tuples().all())
    missions = (await session.execute(text(MISSIONS), {"t": association_id})).all()
    return {
        "members": [_seat(row) for row in seats if row.office == "council"],
        "auditors": [_seat(row) for row in seats if row.office == "auditor"],
        "decisions": decisions,
        "questions": await _questions(session, association_id, since=since, until=until, today=today),
        "missions": [
            {"number": row.number, "title": row.title, "day": row.day.isoformat(), "until": last.isoformat()}
            for row in missions
            if row.day < until and (last := mission_until(row.day)) >= since
        ],
        "notes": [
            {
                "what": each.what, "day": each.day.isoformat(), "words": each.words, "by": each.by,
                "number": each.number, "files": len(each.files),
            }
            for each in reversed(await all_notes(session, association_id))
            if each.in_report and since <= each.day < until
        ],
        "reminders": {"syndic": counts.get("in_14", 0) + counts.get("in_7", 0), "late": counts.get("late", 0)},
    }  # fmt: skip


def sums(facts: Facts) -> Mapping[str, int]:
    """Count what the summary says: decisions by what became of them, questions and their answers, visits.

    `age` is the mean age of answers in days, rounded down; 0 without an answer.
    """
    stands = [each["stand"] for each in facts["decisions"]]
    ages = [each["age"] for each in facts["questions"] if each["answered"]]
    return {
        "decisions": len(stands),
        "done": stands.count("done"),
        "late": stands.count("late"),
        "open": stands.count("open"),
        "cancelled": stands.count("cancelled"),
        "questions": len(facts["questions"]),
        "answered": len(ages),
        "age": sum(ages) // len(ages) if ages else 0,
        "visits": sum(each["what"] == "visit" for each in facts["notes"]),
    }


def _decision(
    each: Followed, kind: str, days: Mapping[Delay, int], *, since: date, until: date, today: date
) -> Facts | None:
    """Return a decision that asked for something in the period; None for any other.

    What was over before the period began belongs to the report before.
    """
    if each.day >= until or (each.by_itself and not each.tasks):
        return None
    over = _over(each.tasks)
    if each.tasks and over is not None and over < since:
        return None
    dues = [task.due for task in each.tasks if task.due and task.state not in FINAL]
    planned = [task.due for task in each.tasks if task.due]
    due = min(dues, default=None) or max(planned, default=None) or expected_by(kind, each.day, days)
    if each.tasks and over is not None:
        stand = "done" if each.done else "cancelled"
    else:
        stand = "late" if due is not None and due < min(today, until) else "open"
    return {
        "number": each.number,
        "title": dict(each.title),
        "day": each.day.isoformat(),
        "stand": stand,
        "due": due.isoformat() if due else "",
        "over": over.isoformat() if over else "",
        "days": (min(today, until) - due).days if stand == "late" and due else 0,
        "tasks": [task.what for task in each.tasks],
        "said": _last_words(each.tasks),
    }


def _over(tasks: Iterable[Task]) -> date | None:
    """Return the day on which the last task ended; None while one goes on, or without any."""
    found = list(tasks)
    if not found or any(task.state not in FINAL for task in found):
        return None
    ends = [step.at for task in found for step in task.steps if step.what in (DONE, CANCELLED)]
    return legal_day(max(ends))


def _last_words(tasks: Iterable[Task]) -> str:
    said: list[tuple[datetime, str]] = [
        (step.at, step.words) for task in tasks for step in task.steps if step.what in (NOTED, CANCELLED) and step.words
    ]
    return max(said)[1] if said else ""


async def _questions(
    session: AsyncSession, association_id: UUID, *, since: date, until: date, today: date
) -> list[Facts]:
    """Return the questions asked in the period, and those from before that were still open when it began."""
    found = []
    for row in await all_questions(session, association_id, today=today):
        asked = legal_day(row.at)
        answered = legal_day(row.answers[0].at) if row.answers else None
        if asked >= until or (asked < since and answered is not None and answered < since):
            continue
        found.append(
            {
                "words": row.words, "by": row.by, "day": asked.isoformat(), "number": row.number, "age": row.age,
                "answered": answered.isoformat() if answered else "",
                "answer": row.answers[0].words if row.answers else "",
            }
        )  # fmt: skip
    return sorted(found, key=lambda each: (each["day"], each["words"]))


def _seat(row: Any) -> Facts:
    until = row.until - timedelta(days=1) if row.until else None
    return {
        "name": row.name, "since": row.since.isoformat(), "until": until.isoformat() if until else "",
        "position": row.position,
    }  # fmt: skip
