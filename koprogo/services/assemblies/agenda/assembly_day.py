"""The day of an assembly: changing a draft, and the second session after one without quorum (art. 3.87 §5)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import Assembly
from koprogo.rules.assemblies.sessions import second_session
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.agenda.copying import follow_proposals
from koprogo.services.assemblies.agenda.plan_checks import assembly_problems
from koprogo.services.assemblies.agenda.refusals import SecondSessionTooSoon

ITEMS = """
INSERT INTO agenda_item (id, association_id, assembly_id, number, title, kind, main_kind, majority, majority_from,
                         clause, key_id, key_reason, part, part_of_decision, options, hidden_tally, minutes_planned)
SELECT gen_random_uuid(), association_id, :new, number, title, kind, main_kind, majority, majority_from, clause, key_id,
       key_reason, part, part_of_decision, options, hidden_tally, minutes_planned
  FROM agenda_item o WHERE assembly_id = :old AND number IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM agenda_item n WHERE n.assembly_id = :new AND n.number = o.number AND n.part = o.part)
"""
PARENTS = """
UPDATE agenda_item n SET parent_id = first.id FROM agenda_item first
 WHERE n.assembly_id = :new AND first.assembly_id = :new AND first.number = n.number AND first.part = 'a'
   AND n.part > 'a'
"""
TEXTS = """
INSERT INTO item_text (id, association_id, item_id, version, text, by_id, at)
SELECT gen_random_uuid(), n.association_id, n.id, 1, t.text, :by, :at
  FROM agenda_item n JOIN agenda_item o ON o.assembly_id = :old AND o.number = n.number AND o.part = n.part
  JOIN standing_text t ON t.item_id = o.id
 WHERE n.assembly_id = :new AND NOT EXISTS (SELECT 1 FROM item_text h WHERE h.item_id = n.id)
"""
PREPARED = """
SELECT a.id FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.first_session_id = :f AND a.session = 'second' AND st.what = 'drafted'
"""
EXCLUSIONS = """
INSERT INTO item_exclusion (id, association_id, item_id, person_id, reason, note)
SELECT gen_random_uuid(), n.association_id, n.id, x.person_id, x.reason, x.note
  FROM agenda_item n JOIN agenda_item o ON o.assembly_id = :old AND o.number = n.number AND o.part = n.part
  JOIN standing_exclusion x ON x.item_id = o.id
 WHERE n.assembly_id = :new AND NOT EXISTS (SELECT 1 FROM item_exclusion h WHERE h.item_id = n.id)
"""


async def change_assembly(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    kind: str,
    starts_at: datetime,
    place: str,
    remote_allowed: bool,
    at: datetime,
    authentic_language: str = "",
) -> None:
    """Change the day, the place, the kind of a draft, and which language is authentic (empty: as it was).

    Raises:
        BadInput: the day is past, the kind unknown, the place too long, or the language none of the building's.
        AgendaFrozen: the convocation has gone out.
        SecondSessionTooSoon: a second session stays fifteen days after the first.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.DRAFTED)
    problems = assembly_problems(kind, starts_at, place, at)
    languages = await session.scalar(text("SELECT languages FROM association WHERE id = :t"), {"t": association_id})
    if authentic_language and authentic_language not in (languages or ()):
        problems.append(Problem("authentic_language", "Choose one of the languages of the building."))
    if problems:
        raise BadInput(*problems)
    assembly = await session.get_one(Assembly, assembly_id)
    assembly.authentic_language = authentic_language or assembly.authentic_language
    if assembly.session == "second" and assembly.first_session_id is not None:
        await _not_too_soon(session, assembly.first_session_id, legal_day(starts_at))
    assembly.kind, assembly.place, assembly.remote_allowed = kind, place.strip(), remote_allowed
    assembly.starts_at, assembly.day = starts_at, legal_day(starts_at)
    await audit.record(session, actor, association_id, "assembly.changed", assembly_id)


async def plan_second_session(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    first_id: UUID,
    *,
    starts_at: datetime,
    place: str,
    at: datetime,
) -> UUID:
    """Draft the second session of an assembly, with the same agenda, and return its id.

    It may be prepared once the first is convened; it is convened itself only after the first has ended without its quorum
    (`freeze.convene`). Safe to repeat: the one that was drafted is returned, with the points that the first got since.

    Raises:
        WrongState: the first session is not convened yet, or it met.
        SecondSessionTooSoon: fewer than fifteen days after it.
        BadInput: the day is past or the place too long.
    """
    require(actor, "assembly.plan", association_id)
    await events.lock_assembly(session, first_id)
    state = await events.require_state(session, association_id, first_id, events.CONVENED, events.WITHOUT_QUORUM)
    await _not_too_soon(session, first_id, legal_day(starts_at))
    if earlier := await session.scalar(
        text("SELECT id FROM assembly WHERE first_session_id = :f AND session = 'second'"), {"f": first_id}
    ):
        await _same_agenda(session, actor, association_id, first_id, UUID(str(earlier)), state.what, at)
        return UUID(str(earlier))
    first = await session.get_one(Assembly, first_id)
    second = await plan.create_assembly(
        session, actor, association_id, kind=first.kind, starts_at=starts_at, place=place, at=at,
        remote_allowed=first.remote_allowed, first_session_id=first_id,
    )  # fmt: skip
    await _same_agenda(session, actor, association_id, first_id, second, state.what, at)
    await audit.record(session, actor, association_id, "assembly.second_planned", first_id, second=str(second))
    return second


async def follow_first(
    session: AsyncSession, actor: Actor, association_id: UUID, first_id: UUID, *, at: datetime
) -> None:
    """Give a second session that was prepared before the first one failed what it lacks; called with that event."""
    found = await session.scalar(text(PREPARED), {"f": first_id})
    if found is not None:
        await _same_agenda(session, actor, association_id, first_id, UUID(str(found)), events.WITHOUT_QUORUM, at)


async def _same_agenda(
    session: AsyncSession, actor: Actor, association_id: UUID, first_id: UUID, second: UUID, what: str, at: datetime
) -> None:
    """Bring over the points that are missing; once the first has failed its proposals are answered by the second."""
    for statement in (ITEMS, PARENTS, TEXTS, EXCLUSIONS):
        await session.execute(text(statement), {"old": first_id, "new": second, "by": actor.person_id, "at": at})
    if what == events.WITHOUT_QUORUM:
        await follow_proposals(session, actor, association_id, old=first_id, new=second, at=at)


async def _not_too_soon(session: AsyncSession, first_id: UUID, day: date) -> None:
    first = await session.scalar(text("SELECT day FROM assembly WHERE id = :f"), {"f": first_id})
    if first is not None and not (again := second_session(first, day)).allowed:
        raise SecondSessionTooSoon(earliest_day=again.earliest_day.isoformat())
