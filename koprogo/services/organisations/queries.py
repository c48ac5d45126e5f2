"""The installation in figures, for who runs it: what belongs to no association. Nothing here looks into one (ADR 0006)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.kept_mail import KeptLetter, kept_letters
from koprogo.core.actor import Actor
from koprogo.services.identity import platform_log
from koprogo.services.organisations.manage import require_operator
from koprogo.settings import settings

FIGURES = """
SELECT (SELECT count(*) FROM organisation) AS organisations, (SELECT count(*) FROM account) AS accounts,
       (SELECT count(*) FROM sign_in_session WHERE revoked_at IS NULL AND expires_at > :at AND last_seen_at > :recent)
           AS sign_ins,
       (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')) AS jobs_waiting,
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed') AS jobs_failed
"""


@dataclass(frozen=True)
class Figures:
    """How many there are of what; `sign_ins` are those seen since a moment, `jobs` the worker's."""

    organisations: int
    accounts: int
    sign_ins: int
    jobs_waiting: int
    jobs_failed: int


async def figures(session: AsyncSession, actor: Actor, *, at: datetime, recent: datetime) -> Figures:
    """Count the installation (operator); `recent` is since when a sign-in counts as alive."""
    require_operator(actor)
    row = (await session.execute(text(FIGURES), {"at": at, "recent": recent})).mappings().one()
    return Figures(**row)


async def letters(session: AsyncSession, actor: Actor, *, at: datetime, most: int = 50) -> list[KeptLetter]:
    """Return the newest letters kept because no mail server is named (operator); the look is logged.

    They hold names and links that open accounts: who reads the machine's disk reads them too, so this shows no more.
    """
    require_operator(actor)
    found = await asyncio.to_thread(kept_letters, settings(), most=most)
    await platform_log.record(session, actor.person_id, "platform.letters_looked", at=at, letters=len(found))
    return found
