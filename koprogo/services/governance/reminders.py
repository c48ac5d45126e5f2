"""Reminders of what the council follows and of the board's tasks: fourteen and seven days before, and once it is late.

Before its day the syndic hears of what the assembly decided, and whoever a task of the board was given to of that task. Once
it is late the council hears of it too. One letter per person and day, with all lines in it. What was reminded of is kept, so
that nobody hears it twice: a line is said again only when its day changes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.core.clock import legal_day
from koprogo.i18n.messages import message
from koprogo.models.governance import FollowUpReminder
from koprogo.rules.assemblies.follow_up import FINAL
from koprogo.rules.governance.following import Notice, notice_of
from koprogo.services.assemblies.after.follow_up_queries import every_task
from koprogo.services.governance.following import Item, follow
from koprogo.services.messages import outbox
from koprogo.settings import settings

WITH_SOMETHING = """
SELECT association_id FROM register_entry WHERE outcome = 'carried'
 UNION SELECT association_id FROM decision_task UNION SELECT association_id FROM assembly_event WHERE what = 'closed'
 ORDER BY association_id
"""
SAID = "SELECT subject_id, due, what FROM follow_up_reminder WHERE association_id = :t"
SYNDIC = """
SELECT DISTINCT p.name, p.language, a.email FROM mandate m JOIN organisation_member o USING (organisation_id)
  JOIN person p ON p.id = o.person_id JOIN account a ON a.person_id = p.id
 WHERE m.association_id = :t AND o.role = 'syndic' AND m.since <= :day AND (m.until IS NULL OR m.until > :day)
   AND o.since <= :day AND (o.until IS NULL OR o.until > :day) ORDER BY a.email
"""
COUNCIL = """
SELECT DISTINCT p.name, p.language, a.email FROM appointment s
  JOIN person p ON p.id = s.person_id JOIN account a ON a.person_id = p.id
 WHERE s.association_id = :t AND s.office = 'council' AND s.since <= :day AND (s.until IS NULL OR s.until > :day)
 ORDER BY a.email
"""
OWNERS = """
SELECT p.id, p.name, p.language, a.email FROM person p JOIN account a ON a.person_id = p.id WHERE p.id = ANY (:ids)
"""
LOCK = "SELECT pg_advisory_xact_lock(10, hashtext(:t))"


@dataclass(frozen=True)
class Line:
    """Something to be reminded of; `owner_id` whose task of the board it is, None for what the assembly decided."""

    subject_id: UUID
    due: date
    notice: Notice
    what: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    minutes_of: date | None = None
    owner_id: UUID | None = None

    def said(self, language: str) -> str:
        """Return it as a line of a letter."""
        if self.minutes_of is not None:
            what = message("Minutes of the assembly of {day}", language, day=self.minutes_of)
        else:
            what = self.what or self.title.get(language) or next(iter(self.title.values()), "")
        return "- " + message("{what}, until {day}", language, what=what, day=self.due)


async def remind_all(*, at: datetime) -> int:
    """Send the reminders of all associations that are due; the worker's daily work. Return how many letters."""
    async with db.platform_session(None, "worker: remind of decisions") as session:
        waiting = (await session.execute(text(WITH_SOMETHING))).scalars().all()
    sent = 0
    for association_id in waiting:
        async with db.association_session(association_id) as session:
            sent += await remind(session, association_id, at=at)
    return sent


async def remind(session: AsyncSession, association_id: UUID, *, at: datetime) -> int:
    """Write the letters of one association and return how many; safe to repeat."""
    today = legal_day(at)
    await session.execute(text(LOCK), {"t": str(association_id)})
    said = set((await session.execute(text(SAID), {"t": association_id})).tuples().all())
    found = await _lines(session, association_id, today)
    new = [line for line in found if (line.subject_id, line.due, line.notice.value) not in said]
    if not new:
        return 0
    around = await _around(session, association_id, new, today)
    letters: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in new:
        people = _who(line, around)
        for person in people:
            letters[person.email, person.name, person.language].append(line)
        if people:  # nobody to tell yet: the next member of the council still hears of it
            session.add(_kept(association_id, line, len(people), at))
    for (email, name, language), lines in sorted(letters.items()):
        await _post(session, association_id, lines, email=email, name=name, language=language, at=at)
    await session.flush()
    return len(letters)


@dataclass(frozen=True)
class _Around:
    syndic: Sequence[Any]
    council: Sequence[Any]
    owners: Mapping[UUID, Any]


async def _around(session: AsyncSession, association_id: UUID, lines: Sequence[Line], day: date) -> _Around:
    """Return whom these lines may concern and who has an account."""
    here = {"t": association_id, "day": day}
    owners = {line.owner_id for line in lines if line.owner_id}
    rows = await session.execute(text(OWNERS), {"ids": list(owners)})
    return _Around(
        (await session.execute(text(SYNDIC), here)).all(),
        (await session.execute(text(COUNCIL), here)).all(),
        {row.id: row for row in rows},
    )


def _who(line: Line, around: _Around) -> list[Any]:
    """Return who hears of a line: its owner or the syndic, and the council once it is late; each address once."""
    late = line.notice is Notice.LATE
    people = list(around.council) if late else []
    if line.owner_id is not None:
        people += [around.owners[line.owner_id]] if line.owner_id in around.owners else []
    elif not late:
        people += around.syndic
    return list({person.email: person for person in people}.values())


async def _lines(session: AsyncSession, association_id: UUID, today: date) -> list[Line]:
    """Return everything of which something is to be said on this day: the assembly's decisions, then tasks of the board."""
    items = (await follow(session, association_id, today=today)).items
    found = [_of_item(item, notice) for item in items if (notice := notice_of(item.due, today))]
    for entry_id, task in await every_task(session, association_id, today=today):
        if entry_id is not None or task.due is None or task.state in FINAL:
            continue
        if notice := notice_of(task.due, today):
            found.append(Line(task.id, task.due, notice, what=task.what, owner_id=task.owner_id))
    return found


def _of_item(item: Item, notice: Notice) -> Line:
    minutes_of = item.decided if item.entry_id is None else None
    return Line(item.subject_id, item.due, notice, item.what, item.title, minutes_of)


async def _post(
    session: AsyncSession,
    association_id: UUID,
    lines: Sequence[Line],
    *,
    email: str,
    name: str,
    language: str,
    at: datetime,
) -> None:
    late = [line.said(language) for line in lines if line.notice is Notice.LATE]
    soon = [line.said(language) for line in lines if line.notice is not Notice.LATE]
    facts = {
        "name": name,
        "association": await session.scalar(text("SELECT name FROM association WHERE id = :t"), {"t": association_id}),
        "link": f"{settings().base_url}{urls.association(association_id, 'council')}",
    }
    parts = []
    if late:
        parts.append("\n".join([message("Past their day:", language), *late]))
    if soon:
        parts.append("\n".join([message("Due within two weeks:", language), *soon]))
    if late:
        subject = message("Late in {association}", language, **facts)
    else:
        subject = message("Due soon in {association}", language, **facts)
    body = message(
        "Hello {name},\n\nthis is still open in {association}.\n\n{lines}\n\nSay how far it is, or ask, here:\n\n{link}",
        language, lines="\n\n".join(parts), **facts,
    )  # fmt: skip
    await outbox.post(session, association_id, to=email, subject=subject, body=body, at=at)


def _kept(association_id: UUID, line: Line, recipients: int, at: datetime) -> FollowUpReminder:
    return FollowUpReminder(
        association_id=association_id, subject_id=line.subject_id, due=line.due, what=line.notice.value,
        recipients=recipients, at=at,
    )  # fmt: skip
