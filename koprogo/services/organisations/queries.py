"""The whole installation in figures and its letters, for who runs it. The session is the platform's: each look is logged."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.services.organisations.manage import require_operator

FIGURES = """
SELECT (SELECT count(*) FROM association) AS associations, (SELECT count(*) FROM lot) AS lots,
       (SELECT count(*) FROM organisation) AS organisations, (SELECT count(*) FROM account) AS accounts,
       (SELECT count(*) FROM sign_in_session WHERE revoked_at IS NULL AND expires_at > :at AND last_seen_at > :recent)
           AS sign_ins,
       (SELECT count(*) FROM assembly_state WHERE what IN ('opened', 'resumed', 'suspended')) AS assemblies_on,
       (SELECT count(*) FROM outbox_mail WHERE sent_at IS NULL) AS letters_waiting,
       (SELECT count(*) FROM outbox_mail WHERE sent_at IS NULL AND failures > 0) AS letters_failing
"""
LETTERS = """
SELECT m.id, a.name AS association_name, m.to_email, m.subject, m.body, m.created_at, m.sent_at, m.failures, m.last_error
  FROM outbox_mail m JOIN association a ON a.id = m.association_id ORDER BY m.created_at DESC, m.id LIMIT :most
"""


@dataclass(frozen=True)
class Figures:
    """How many there are of what; `sign_ins` are those seen in the last hour."""

    associations: int
    lots: int
    organisations: int
    accounts: int
    sign_ins: int
    assemblies_on: int
    letters_waiting: int
    letters_failing: int


@dataclass(frozen=True)
class Letter:
    """A letter of the outbox; `sent_at` is None while it waits, `last_error` says why a try failed."""

    id: UUID
    association_name: str
    to_email: str
    subject: str
    body: str
    created_at: datetime
    sent_at: datetime | None
    failures: int
    last_error: str


async def figures(session: AsyncSession, actor: Actor, *, at: datetime, recent: datetime) -> Figures:
    """Count the installation (operator); `recent` is since when a sign-in counts as alive."""
    require_operator(actor)
    row = (await session.execute(text(FIGURES), {"at": at, "recent": recent})).mappings().one()
    return Figures(**row)


async def letters(session: AsyncSession, actor: Actor, *, most: int = 50) -> list[Letter]:
    """Return the newest letters (operator): without a mail server this is where they are read."""
    require_operator(actor)
    rows = await session.execute(text(LETTERS), {"most": most})
    return [Letter(**row) for row in rows.mappings()]
