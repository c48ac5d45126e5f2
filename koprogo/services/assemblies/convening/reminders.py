"""A reminder for those who have not opened their convocation: a letter of its own, with a link of its own.

Three days before the assembly, by e-mail, once. Who was convened by registered post is not reminded: the post delivered it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.i18n.messages import message
from koprogo.models.messages import Letter
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events
from koprogo.services.messages import letters, outbox
from koprogo.settings import settings

KIND = "reminder"
DAYS_BEFORE = 3
DUE = """
SELECT DISTINCT a.association_id, a.id FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE st.what = 'convened' AND a.day BETWEEN :today AND :until
   AND EXISTS (SELECT 1 FROM letter l WHERE l.association_id = a.association_id AND l.subject_id = a.id
                  AND l.kind = 'convocation' AND l.channel = 'email')
"""
UNOPENED = """
SELECT l.id, l.person_id, l.language, l.address, l.by_id, a.starts_at, s.name AS association_name
  FROM letter l JOIN assembly a ON a.association_id = l.association_id AND a.id = l.subject_id
  JOIN association s ON s.id = l.association_id
 WHERE l.association_id = :t AND l.subject_id = :a AND l.kind = 'convocation' AND l.channel = 'email'
   AND NOT EXISTS (SELECT 1 FROM letter_event e WHERE e.letter_id = l.id AND e.what = ANY (:done))
 ORDER BY l.id
"""
DONE = (letters.OPENED, letters.REMINDED, letters.DELIVERED)


async def remind(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime) -> int:
    """Remind now everybody who has not opened her convocation; return how many (who plans the assembly).

    Raises:
        WrongState: it is not to come any more.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.CONVENED)
    reminded = await remind_unopened(session, association_id, assembly_id, at=at)
    await audit.record(session, actor, association_id, "convocation.reminded", assembly_id, letters=reminded)
    return reminded


async def due(session: AsyncSession, *, today: date) -> Sequence[tuple[UUID, UUID]]:
    """Return association and assembly of what is to be reminded of; asked across associations, by the worker."""
    rows = await session.execute(text(DUE), {"today": today, "until": today + timedelta(days=DAYS_BEFORE)})
    return [(row.association_id, row.id) for row in rows]


async def remind_unopened(session: AsyncSession, association_id: UUID, assembly_id: UUID, *, at: datetime) -> int:
    """Write one reminder to each who has not opened hers and was not reminded; safe to repeat."""
    await session.execute(text("SELECT pg_advisory_xact_lock(7, hashtext(:a))"), {"a": str(assembly_id)})
    rows = (await session.execute(text(UNOPENED), {"t": association_id, "a": assembly_id, "done": list(DONE)})).all()
    for row in rows:
        await _remind(session, association_id, assembly_id, row, at)
    return len(rows)


async def remind_all_due(*, at: datetime) -> int:
    """Send the reminders of all associations that are due today; the worker's hourly work."""
    async with db.platform_session(None, "worker: remind of convocations") as session:
        waiting = await due(session, today=legal_day(at))
    reminded = 0
    for association_id, assembly_id in waiting:
        async with db.association_session(association_id) as session:
            reminded += await remind_unopened(session, association_id, assembly_id, at=at)
    return reminded


async def _remind(session: AsyncSession, association_id: UUID, assembly_id: UUID, row: Any, at: datetime) -> None:
    secret = letters.new_secret(association_id)
    letter_id = uuid4()
    session.add(
        Letter(
            id=letter_id,
            association_id=association_id,
            kind=KIND,
            subject_id=assembly_id,
            person_id=row.person_id,
            language=row.language,
            channel="email",
            address={"of": str(row.id), "email": row.address["email"], "name": row.address["name"]},
            lots=[],
            token_hash=secret.hash,
            at=at,
            by_id=row.by_id,
        )
    )
    await session.flush()
    facts = {
        "name": row.address["attention"] or row.address["name"],
        "association": row.association_name,
        "starts_at": row.starts_at.isoformat(),
        "link": f"{settings().base_url}{urls.letter(secret.code)}",
    }
    mail_id = await outbox.post(
        session,
        association_id,
        to=row.address["email"],
        subject=message("Reminder: general assembly of {association}, {starts_at}", row.language, **facts),
        body=message(
            "Hello {name},\n\nYou have not opened your convocation yet. The general assembly of {association} meets on"
            " {starts_at}. The agenda, the documents, and how to give a proxy are here:\n\n{link}",
            row.language,
            **facts,
        ),
        at=at,
    )
    await letters.add_event(session, association_id, letter_id, letters.PREPARED, at=at, mail=str(mail_id))
    await letters.add_event(session, association_id, row.id, letters.REMINDED, at=at)
