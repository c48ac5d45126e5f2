"""The drafts of a season before their convocations leave: the guard's answer, the safe day, and what would refuse them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import KoproError
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.assemblies.item_guard import Severity
from koprogo.rules.assemblies.notice import Notice, notice
from koprogo.services.assemblies.agenda import guard
from koprogo.services.assemblies.agenda.refusals import NoticeTooShort
from koprogo.services.assemblies.convening import convocation
from koprogo.services.assemblies.convening.addressees import EMAIL

SOME_REASON = "?"
"""Stands for a reason that is still to be written; it is kept nowhere."""
MOST = 200
"""Drafts on one page, and in one press."""
DRAFTS = """
SELECT a.id, a.association_id, s.name AS association_name, a.kind, a.day, a.starts_at, a.place,
       (SELECT count(*) FROM agenda_item i WHERE i.assembly_id = a.id AND i.number IS NOT NULL) AS points,
       EXISTS (SELECT 1 FROM season_step q WHERE q.assembly_id = a.id AND q.what = 'asked'
                  AND NOT EXISTS (SELECT 1 FROM season_step o WHERE o.run_id = q.run_id AND o.assembly_id = a.id
                                     AND o.what <> 'asked')) AS waits
  FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id JOIN association s ON s.id = a.association_id
 WHERE a.association_id = ANY (:mine) AND st.what = 'drafted' AND a.day >= :day
 ORDER BY a.starts_at, a.id LIMIT :most
"""


@dataclass(frozen=True)
class Candidate:
    """A draft of the season, and what its convocation would meet today.

    Attributes:
        given: the notice that is left, with its last, safe and posting day.
        errors, warnings: what the guard found.
        letters: how many would be written, `by_email` of them without the post; `nowhere` names those without an address.
        no: what would refuse it today; None when it is ready.
        takes_reason: only the notice is too short: with a reason of urgency it leaves (art. 3.87 §3).
        waits: it was pressed and the worker has not come to it.
    """

    assembly_id: UUID
    association_id: UUID
    association_name: str
    kind: str
    starts_at: datetime
    place: str
    points: int
    given: Notice
    errors: int
    warnings: int
    letters: int
    by_email: int
    nowhere: tuple[str, ...]
    no: KoproError | None
    waits: bool
    takes_reason: bool = False

    @property
    def unreachable(self) -> int:
        """How many letters have nowhere to go."""
        return len(self.nowhere)

    @property
    def is_ready(self) -> bool:
        """Whether a press sends it today."""
        return self.no is None and not self.waits


async def candidates(session: AsyncSession, actor: Actor, *, at: datetime) -> list[Candidate]:
    """Return the drafts of the associations the actor plans, the nearest day first, at most two hundred."""
    facts = {"mine": planned_by(actor), "day": legal_day(at), "most": MOST}
    return [await _candidate(session, actor, row, at) for row in (await session.execute(text(DRAFTS), facts)).all()]


async def _candidate(session: AsyncSession, actor: Actor, row: Any, at: datetime) -> Candidate:
    here = (session, actor, row.association_id, row.id)
    found = await guard.findings(*here)
    people = await convocation.recipients(session, row.association_id, row.id, at=at)
    no = await _refusal(here, at)
    takes_reason = isinstance(no, NoticeTooShort) and await _refusal(here, at, urgent_reason=SOME_REASON) is None
    errors = sum(each.severity is Severity.ERROR for each in found)
    return Candidate(
        assembly_id=row.id,
        association_id=row.association_id,
        association_name=row.association_name,
        kind=row.kind,
        starts_at=row.starts_at,
        place=row.place,
        points=row.points,
        given=notice(row.day, legal_day(at)),
        errors=errors,
        warnings=len(found) - errors,
        letters=len(people),
        by_email=sum(each.channel == EMAIL for each in people),
        nowhere=tuple(each.name for each in people if not each.is_reachable),
        no=no,
        waits=row.waits,
        takes_reason=takes_reason,
    )


async def _refusal(
    here: tuple[AsyncSession, Actor, UUID, UUID], at: datetime, urgent_reason: str = ""
) -> KoproError | None:
    """Return what would refuse a draft today; None when nothing does."""
    try:
        await convocation.require_ready(*here, at=at, urgent_reason=urgent_reason)
    except KoproError as refusal:
        return refusal
    return None


def planned_by(actor: Actor) -> list[UUID]:
    """Return the associations whose assemblies the actor plans as their syndic."""
    return [each for each, roles in actor.reach.items() if roles & PERMISSIONS["assembly.plan"]]
