"""Asking for a second person before money leaves to an account number that nobody here has confirmed.

The auditor and the council are written to; where nobody with a sign-in holds an office, all owners are told, and 48 hours
begin. House practice: `rules/charges/supplier_account.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.messages import outbox

OFFICES = """
SELECT DISTINCT p.id, p.name, p.language, a.email FROM appointment s
  JOIN person p ON p.id = s.person_id JOIN account a ON a.person_id = p.id
 WHERE s.association_id = :t AND s.since <= :day AND (s.until IS NULL OR s.until > :day) ORDER BY a.email
"""
OWNERS = """
SELECT DISTINCT p.id, p.name, p.language, coalesce(a.email, nullif(c.email, '')) AS email
  FROM holding h JOIN person p ON p.id = h.person_id LEFT JOIN account a ON a.person_id = p.id
  LEFT JOIN contact c ON c.person_id = p.id AND c.association_id = h.association_id
 WHERE h.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day) ORDER BY p.name, p.id
"""
NAME = "SELECT name FROM association WHERE id = :t"
Letter = Callable[[str, Mapping[str, Any]], tuple[str, str]]
"""From a language and the facts to a subject and a body."""


async def ask_second_person(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    to_confirm: Letter,
    told: Letter,
    said: Mapping[str, Any],
    at: datetime,
) -> int | None:
    """Write to who may confirm and return None; else tell all owners and return to how many, for the 48 hours to begin.

    `said` fills the letters; `association` and, for owners, `by` (who entered it) are added.
    """
    facts = {"t": association_id, "day": legal_day(at)}
    known = {**said, "association": await session.scalar(text(NAME), facts)}
    offices = (await session.execute(text(OFFICES), facts)).all()
    if seconds := [person for person in offices if person.id != actor.person_id]:
        await _write(session, association_id, seconds, to_confirm, known, at)
        return None
    owners = (await session.execute(text(OWNERS), facts)).all()
    return await _write(session, association_id, owners, told, {**known, "by": actor.name}, at)


async def _write(
    session: AsyncSession,
    association_id: UUID,
    people: Sequence[Any],
    letter: Letter,
    said: Mapping[str, Any],
    at: datetime,
) -> int:
    reached = [person for person in people if person.email]
    for person in reached:
        subject, body = letter(person.language, {**said, "name": person.name})
        await outbox.post(session, association_id, to=person.email, subject=subject, body=body, at=at)
    return len(reached)
