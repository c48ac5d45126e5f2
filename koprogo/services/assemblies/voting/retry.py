"""Unanimity tried again: absence alone defeated it, so a new assembly thirty days later decides by all who are there.

The new assembly is a draft of its own, with its own notice, and only those points (art. 3.88 §4). `item_rule` counts them
by those present or represented, as long as kind and title stay what they were.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput
from koprogo.core.permissions import require
from koprogo.models.assemblies import Assembly
from koprogo.rules.assemblies.sessions import unanimity_retry
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda import assembly_day, plan
from koprogo.services.assemblies.voting.refusals import NothingToRetry, RetryTooSoon

FAILED = """
SELECT i.id, i.number, i.title, r.against, r.abstained, r.no_ballot, (r.facts ->> 'blank')::int AS blank, a.day
  FROM result r JOIN agenda_item i ON i.id = r.item_id JOIN item_state s ON s.item_id = i.id
  JOIN assembly a ON a.id = i.assembly_id
 WHERE i.assembly_id = :a AND i.association_id = :t AND r.round = s.round AND s.what = 'confirmed'
   AND r.majority = 'unanimity' AND NOT r.carried AND NOT coalesce((r.facts ->> 'second_meeting')::boolean, false)
   AND r.in_favour > 0 ORDER BY i.number
"""
RETRY = "SELECT id FROM assembly WHERE first_session_id = :f AND session = 'first'"


@dataclass(frozen=True)
class Retry:
    """What may be tried again: the points, the first lawful day, and the draft when there is one already."""

    items: tuple[UUID, ...]
    numbers: tuple[int, ...]
    earliest_day: date
    assembly_id: UUID | None


async def retry_of(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Retry | None:
    """Return the points that absence alone defeated; None when there are none."""
    require(actor, "assembly.read", association_id)
    await events.state_of(session, association_id, assembly_id)
    rows = (await session.execute(text(FAILED), {"a": assembly_id, "t": association_id})).all()
    found = []
    for row in rows:
        silent = row.abstained + (row.blank or 0) + row.no_ballot
        if unanimity_retry(row.day, date.max, against=row.against, abstained=silent).allowed:
            found.append(row)
    if not found:
        return None
    earliest = unanimity_retry(found[0].day, found[0].day).earliest_day
    drafted = await session.scalar(text(RETRY), {"f": assembly_id})
    return Retry(
        tuple(row.id for row in found),
        tuple(row.number for row in found),
        earliest,
        UUID(str(drafted)) if drafted else None,
    )


async def plan_retry(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    first_id: UUID,
    *,
    starts_at: datetime,
    place: str,
    at: datetime,
) -> UUID:
    """Draft the new assembly with the points that absence alone defeated, and return its id.

    Safe to repeat: one that was drafted already is the one returned.

    Raises:
        WrongState: the first assembly is not over.
        NothingToRetry: somebody present did not say yes.
        RetryTooSoon: fewer than thirty days after it.
        BadInput: the day is past or the place too long.
    """
    require(actor, "assembly.plan", association_id)
    await events.lock_assembly(session, first_id)
    await events.require_state(session, association_id, first_id, events.CLOSED, events.MINUTED)
    found = await retry_of(session, actor, association_id, first_id)
    if found is None:
        raise NothingToRetry
    if legal_day(starts_at) < found.earliest_day:
        raise RetryTooSoon(earliest_day=found.earliest_day.isoformat())
    if found.assembly_id is not None:
        return found.assembly_id
    if problems := plan.assembly_problems("extraordinary", starts_at, place, at):
        raise BadInput(*problems)
    first = await session.get_one(Assembly, first_id)
    made = await plan.write_draft(
        session, actor, association_id, kind="extraordinary", starts_at=starts_at, place=place, at=at,
        remote_allowed=first.remote_allowed, first_session_id=first_id,
    )  # fmt: skip
    for statement in (assembly_day.ITEMS, assembly_day.TEXTS, assembly_day.EXCLUSIONS):
        await session.execute(text(statement), {"old": first_id, "new": made, "by": actor.person_id, "at": at})
    await session.execute(
        text("UPDATE agenda_item SET number = NULL WHERE assembly_id = :new AND number <> ALL (:kept)"),
        {"new": made, "kept": list(found.numbers)},
    )
    await session.execute(
        text(
            "UPDATE agenda_item i SET number = n.place FROM (SELECT id, row_number() OVER (ORDER BY number) AS place"
            " FROM agenda_item WHERE assembly_id = :new AND number IS NOT NULL) n WHERE i.id = n.id"
        ),
        {"new": made},
    )
    await audit.record(session, actor, association_id, "assembly.retry_planned", first_id, retry=str(made))
    return made
