"""Reminders of what the council follows: to the syndic fourteen and seven days before, to the council once it is late.

One letter per person and day, with all lines in it. What was reminded of is kept, so that nobody hears it twice: a line is
said again only when its day changes.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.core.clock import legal_day
from koprogo.i18n.messages import message
from koprogo.models.governance import FollowUpReminder
from koprogo.rules.governance.following import Notice, notice_of
from koprogo.services.governance.following import Item, follow
from koprogo.services.messages import outbox
from koprogo.settings import settings

WITH_DECISIONS = "SELECT DISTINCT association_id FROM register_entry WHERE outcome = 'carried' ORDER BY association_id"
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
LOCK = "SELECT pg_advisory_xact_lock(10, hashtext(:t))"


async def remind_all(*, at: datetime) -> int:
    """Send the reminders of all associations that are due; the worker's daily work. Return how many letters."""
    async with db.platform_session(None, "worker: remind of decisions") as session:
        waiting = (await session.execute(text(WITH_DECISIONS))).scalars().all()
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
    found = [(item, notice_of(item.due, today)) for item in (await follow(session, association_id, today=today)).items]
    new = [(item, what) for item, what in found if what and (item.subject_id, item.due, what.value) not in said]
    soon = [item for item, what in new if what is not Notice.LATE]
    late = [item for item, what in new if what is Notice.LATE]
    syndic = await _people(session, SYNDIC, association_id, today) if soon else []
    council = await _people(session, COUNCIL, association_id, today) if late else []
    for person in syndic:
        await _post(session, association_id, person, soon, is_late=False, at=at)
    for person in council:
        await _post(session, association_id, person, late, is_late=True, at=at)
    for item, what in new:
        heard = len(council if what is Notice.LATE else syndic)
        if heard:  # nobody to tell yet: the next member of the council still hears of it
            session.add(_kept(association_id, item, what, heard, at))
    await session.flush()
    return len(syndic) + len(council)


async def _people(session: AsyncSession, who: str, association_id: UUID, day: date) -> Sequence[Any]:
    return (await session.execute(text(who), {"t": association_id, "day": day})).all()


async def _post(
    session: AsyncSession, association_id: UUID, person: Any, items: Sequence[Item], *, is_late: bool, at: datetime
) -> None:
    name = await session.scalar(text("SELECT name FROM association WHERE id = :t"), {"t": association_id})
    language = person.language
    lines = [message("{what}, until {day}", language, what=_what(item, language), day=item.due) for item in items]
    facts = {
        "name": person.name,
        "association": name,
        "lines": "\n".join(f"- {line}" for line in lines),
        "link": f"{settings().base_url}{urls.association(association_id, 'council')}",
    }
    if is_late:
        subject = message("Late decisions of {association}", language, **facts)
        body = message(
            "Hello {name},\n\nThese decisions of {association} are past their day:\n\n{lines}\n\nAsk the syndic about them"
            " here:\n\n{link}",
            language, **facts,
        )  # fmt: skip
    else:
        subject = message("Decisions of {association} that are due soon", language, **facts)
        body = message(
            "Hello {name},\n\nThese decisions of {association} are due within two weeks:\n\n{lines}\n\nSay how far they"
            " are here:\n\n{link}",
            language, **facts,
        )  # fmt: skip
    await outbox.post(session, association_id, to=person.email, subject=subject, body=body, at=at)


def _what(item: Item, language: str) -> str:
    return item.what or item.title.get(language) or next(iter(item.title.values()), "")


def _kept(association_id: UUID, item: Item, what: Notice, recipients: int, at: datetime) -> FollowUpReminder:
    return FollowUpReminder(
        association_id=association_id, subject_id=item.subject_id, due=item.due, what=what, recipients=recipients, at=at
    )
