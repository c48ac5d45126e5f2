"""Who takes no part in a vote because it is about her own mission (art. 3.87 §9): chosen by the syndic, or proposed.

An exclusion holds for the person's own lots and for every proxy she carries. It is no part of the frozen agenda: a
conflict that shows up later is recorded until the vote opens. Lifting one adds a row; nothing is taken away.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import ExclusionEnd, ItemExclusion
from koprogo.rules.assemblies.exclusions import Mission, mission_of
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events
from koprogo.services.assemblies.known import KNOWN, MOST, KnownPerson
from koprogo.services.assemblies.refusals import WrongState

NOTE_LONGEST = 300
BEFORE_THE_VOTE = ("planned", "reopened", "postponed", "withdrawn", "noted", "not_reached")
ITEM = (
    "SELECT assembly_id, kind, majority FROM agenda_item WHERE id = :i AND association_id = :t AND number IS NOT NULL"
)
IS_KNOWN = f"SELECT p.name FROM person p WHERE p.id = :p AND p.id IN ({KNOWN})"
STANDING = """
SELECT x.id, x.item_id, x.person_id, p.name, x.reason, x.note
  FROM standing_exclusion x JOIN agenda_item i ON i.id = x.item_id JOIN person p ON p.id = x.person_id
 WHERE i.assembly_id = :a AND i.number IS NOT NULL ORDER BY p.name, p.id
"""
HOLDS_THE_OFFICE = """
SELECT o.person_id, 'syndic' AS mission FROM organisation_member o JOIN mandate m USING (organisation_id)
 WHERE m.association_id = :t AND o.role = 'syndic' AND m.since <= :day AND (m.until IS NULL OR m.until > :day)
   AND o.since <= :day AND (o.until IS NULL OR o.until > :day)
   AND EXISTS (SELECT 1 FROM holding h WHERE h.association_id = :t AND h.person_id = o.person_id
                  AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
        UNION ALL SELECT 1 FROM representative r WHERE r.association_id = :t AND r.person_id = o.person_id
                  AND r.since <= :day AND (r.until IS NULL OR r.until > :day)
        UNION ALL SELECT 1 FROM acting_for f WHERE f.association_id = :t AND f.person_id = o.person_id
                  AND f.since <= :day AND (f.until IS NULL OR f.until > :day))
UNION
SELECT a.person_id, a.office FROM appointment a
 WHERE a.association_id = :t AND a.since <= :day AND (a.until IS NULL OR a.until > :day)
"""
SEARCH = f"""
SELECT p.id, p.name,
       (SELECT array_agg(l.number ORDER BY l.number) FROM holding h JOIN lot l ON l.id = h.lot_id
         WHERE h.association_id = :t AND h.person_id = p.id AND (h.until IS NULL OR h.until > :day)) AS lots
  FROM person p WHERE p.id IN ({KNOWN})
   AND (p.name ILIKE :like OR EXISTS (SELECT 1 FROM holding h JOIN lot l ON l.id = h.lot_id
         WHERE h.association_id = :t AND h.person_id = p.id AND l.number ILIKE :like))
 ORDER BY p.name, p.id LIMIT :most
"""


@dataclass(frozen=True)
class Exclusion:
    """Somebody who takes no part in the vote on a point; `reason` is a code, `note` the syndic's words."""

    id: UUID
    item_id: UUID
    person_id: UUID
    name: str
    reason: str
    note: str


@dataclass(frozen=True)
class Proposal:
    """Somebody whom the kind of decision concerns and who is not excluded yet."""

    item_id: UUID
    person_id: UUID
    name: str
    reason: str


async def exclude(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    person_id: UUID,
    reason: str,
    note: str = "",
) -> UUID:
    """Keep a person out of the vote on a point and return the exclusion's id; one that stands already is the same.

    Raises:
        BadInput: no such reason, no words where the reason is another one, or words too long.
        NotFound: no such point, or nobody the association knows.
        WrongState: the vote on the point has begun.
    """
    await require_planner(session, actor, association_id, item_id=item_id)
    if problems := _problems(reason, note):
        raise BadInput(*problems)
    assembly_id = await _before_the_vote(session, association_id, item_id)
    if earlier := await session.scalar(
        text("SELECT id FROM standing_exclusion WHERE item_id = :i AND person_id = :p"),
        {"i": item_id, "p": person_id},
    ):
        return UUID(str(earlier))
    day = await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), {"a": assembly_id})
    if await session.scalar(text(IS_KNOWN), {"t": association_id, "p": person_id, "day": day}) is None:
        raise NotFound
    added = ItemExclusion(
        id=uuid4(),
        association_id=association_id,
        item_id=item_id,
        person_id=person_id,
        reason=reason,
        note=note.strip(),
    )
    session.add(added)
    await session.flush()
    await audit.record(session, actor, association_id, "item.excluded", item_id, person=str(person_id), reason=reason)
    db.touch(session, "assembly", assembly_id)
    return added.id


async def lift(session: AsyncSession, actor: Actor, association_id: UUID, exclusion_id: UUID, *, at: datetime) -> None:
    """Let a person vote again; one that was lifted already stays so.

    Raises:
        NotFound: no such exclusion.
        WrongState: the vote on the point has begun.
    """
    found = await session.get(ItemExclusion, exclusion_id)
    await require_planner(session, actor, association_id, item_id=found.item_id if found else None)
    if found is None or found.association_id != association_id:
        raise NotFound
    assembly_id = await _before_the_vote(session, association_id, found.item_id)
    stands = await session.scalar(text("SELECT 1 FROM standing_exclusion WHERE id = :x"), {"x": exclusion_id})
    if stands is None:
        return
    session.add(ExclusionEnd(association_id=association_id, exclusion_id=exclusion_id, at=at, by_id=actor.person_id))
    await session.flush()
    await audit.record(
        session, actor, association_id, "item.exclusion_lifted", found.item_id, person=str(found.person_id)
    )
    db.touch(session, "assembly", assembly_id)


async def exclusions_of(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> Mapping[UUID, tuple[Exclusion, ...]]:
    """Return who takes no part in which point of an assembly, by name."""
    require(actor, "assembly.read", association_id)
    found: dict[UUID, list[Exclusion]] = defaultdict(list)
    for row in (await session.execute(text(STANDING), {"a": assembly_id})).mappings():
        found[row["item_id"]].append(Exclusion(**row))
    return {item: tuple(rows) for item, rows in found.items()}


async def proposals(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> Mapping[UUID, tuple[Proposal, ...]]:
    """Return whom the kinds of the points concern on the day and who still votes on them: to be excluded, or not.

    The syndic's own people are proposed where they vote for a lot; they never hold a proxy (art. 3.87 §7).
    """
    await require_planner(session, actor, association_id, assembly_id)
    day = await session.scalar(
        text("SELECT day FROM assembly WHERE id = :a AND association_id = :t"),
        {"a": assembly_id, "t": association_id},
    )
    if day is None:
        raise NotFound
    offices = (await session.execute(text(HOLDS_THE_OFFICE), {"t": association_id, "day": day})).all()
    people = await session.execute(
        text("SELECT id, name FROM person WHERE id = ANY (:p)"), {"p": [row.person_id for row in offices]}
    )
    names = {row.id: row.name for row in people}
    items = await session.execute(
        text("SELECT id, kind FROM agenda_item WHERE assembly_id = :a AND number IS NOT NULL"), {"a": assembly_id}
    )
    out = await exclusions_of(session, actor, association_id, assembly_id)
    found: dict[UUID, tuple[Proposal, ...]] = {}
    for item in items:
        mission = mission_of(item.kind)
        already = {each.person_id for each in out.get(item.id, ())}
        concerned = {row.person_id for row in offices if row.mission == mission} - already
        if concerned:
            rows = sorted(concerned, key=lambda person: (names[person], str(person)))
            found[item.id] = tuple(Proposal(item.id, person, names[person], str(mission)) for person in rows)
    return found


async def search_people(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, words: str, *, day: object
) -> list[KnownPerson]:
    """Return at most eight people or firms the association knows whose name or lot contains the words (who plans it)."""
    await require_planner(session, actor, association_id, assembly_id)
    words = words.strip()[:60]
    if len(words) < 2:
        return []
    like = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = await session.execute(text(SEARCH), {"t": association_id, "like": like, "day": day, "most": MOST})
    return [KnownPerson(row.id, row.name, tuple(row.lots or ())) for row in rows]


async def _before_the_vote(session: AsyncSession, association_id: UUID, item_id: UUID) -> UUID:
    """Lock the assembly of a point and return it, as long as no vote on the point has begun or ended."""
    item = (await session.execute(text(ITEM), {"i": item_id, "t": association_id})).first()
    if item is None or item.majority == "none":
        raise NotFound
    await events.lock_assembly(session, item.assembly_id)
    await events.require_state(
        session, association_id, item.assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    state = await events.item_state(session, association_id, item_id)
    if state.what not in BEFORE_THE_VOTE:
        raise WrongState(state.what)
    return UUID(str(item.assembly_id))


def _problems(reason: str, note: str) -> list[Problem]:
    found = []
    if reason not in set(Mission):
        found.append(Problem("reason", "Choose what ties this person to the association."))
    if reason == Mission.OTHER and not note.strip():
        found.append(Problem("note", "Write which mission was entrusted to this person; it goes into the minutes."))
    if len(note) > NOTE_LONGEST:
        found.append(Problem("note", "Shorten this to {most} characters.", {"most": NOTE_LONGEST}))
    return found
