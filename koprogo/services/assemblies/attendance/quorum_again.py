"""The quorum of the opening, judged again after a correction of the attendance: kept, said, and nothing undone."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.models.assemblies import PresenceEvent
from koprogo.models.in_assemblies import QuorumReview
from koprogo.rules.assemblies.quorum import Attendance
from koprogo.rules.assemblies.quorum_again import QuorumAgain, quorum_again
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.attendance.history import History
from koprogo.services.assemblies.roll import Room

JUDGED = """
SELECT e.facts, a.day,
       (SELECT v.facts -> 'after' FROM quorum_review v WHERE v.assembly_id = a.id
         ORDER BY v.presence_event_id DESC LIMIT 1) AS last
  FROM assembly_event e JOIN assembly a ON a.id = e.assembly_id
 WHERE a.id = :a AND a.association_id = :t AND e.what IN ('opened', 'without_quorum') ORDER BY e.seq LIMIT 1
"""
REVIEWS = """
SELECT v.meaning, v.facts, v.at, e.reason, p.name FROM quorum_review v
  JOIN presence_event e ON e.id = v.presence_event_id AND e.association_id = v.association_id
  JOIN person p ON p.id = e.person_id
 WHERE v.assembly_id = :a AND v.association_id = :t ORDER BY v.presence_event_id
"""
SUMS = ("owners", "owners_present", "shares", "shares_present")


@dataclass(frozen=True)
class OpeningReview:
    """The opening judged again: `meaning` still_reached, still_missing, not_reached or was_reached.

    `facts` holds `before` and `after`, each with its sums and `reached`, and `contest_by`, an ISO day or nothing.
    """

    meaning: str
    facts: dict[str, Any]
    at: datetime
    reason: str
    name: str


async def judge_again(
    session: AsyncSession, actor: Actor, made: PresenceEvent, now: Room, before: History, after: History, at: datetime
) -> QuorumAgain | None:
    """Judge the opening with the corrected attendance and keep it; None when its sums stay what they were.

    `before` and `after` are the evening without and with the correction `made`.
    """
    ids = {"a": made.assembly_id, "t": made.association_id}
    judged = (await session.execute(text(JUDGED), ids)).first()
    if judged is None:
        return None
    opened_at = datetime.fromisoformat(judged.facts["checked_at"])
    told, known = (replace(now, carried_at_close=each.carriers_at(opened_at)).attendance() for each in (before, after))
    if told == known:
        return None
    was = _was(judged, told)
    corrected = replace(
        was,
        owners_present=_within(was.owners_present + known.owners_present - told.owners_present, was.owners),
        shares_present=_within(was.shares_present + known.shares_present - told.shares_present, was.shares),
    )
    found = quorum_again(was, corrected, now.session, judged.day)
    session.add(
        QuorumReview(
            id=uuid4(), association_id=made.association_id, assembly_id=made.assembly_id,
            presence_event_id=int(made.id or 0), meaning=str(found.meaning), at=at, by_id=actor.person_id,
            facts={
                "before": _sums(was, found.before.reached),
                "after": _sums(corrected, found.after.reached),
                "contest_by": found.contest_by.isoformat() if found.contest_by else None,
            },
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(
        session, actor, made.association_id, "quorum.reviewed", made.assembly_id, meaning=str(found.meaning)
    )
    return found


async def opening_reviews(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> list[OpeningReview]:
    """Return what corrections made of the opening, in order; the last one is what is known now."""
    require(actor, "assembly.read", association_id)
    await events.state_of(session, association_id, assembly_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    rows = await session.execute(text(REVIEWS), {"a": assembly_id, "t": association_id})
    return [OpeningReview(**row) for row in rows.mappings()]


def _was(judged: Any, told: Attendance) -> Attendance:
    """Return what the opening was last judged on: an earlier correction, else its own sums."""
    facts = judged.last or judged.facts
    return Attendance(
        owners=told.owners,
        owners_present=facts["owners_present"],
        shares=told.shares,
        shares_present=facts["shares_present"],
    )


def _within(number: int, most: int) -> int:
    return max(0, min(number, most))


def _sums(there: Attendance, reached: bool) -> dict[str, Any]:
    return {name: getattr(there, name) for name in SUMS} | {"reached": reached}
