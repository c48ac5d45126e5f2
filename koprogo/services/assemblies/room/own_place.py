"""One person's part of the room: her lots, those of her givers, her presence and proxies, and nothing of the others.

After each closing every phone asks for its own; with the whole roll that would be a thousand times a thousand rows.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.quorum import Session
from koprogo.services.assemblies.roll import ASSEMBLY, ProxyRow, RollRow, Room, draft_roll

FROZEN = """
SELECT lot_id, lot_number, owner_key, owner_name, voter_id, agent_id, shares, weights, suspended, reason FROM roll
 WHERE assembly_id = :assembly AND (agent_id = :me OR voter_id = ANY (:people)
    OR (suspended AND CAST(:me AS text) = ANY (string_to_array(owner_key, '+'))))
"""
CONCERNED = """
SELECT h.lot_id FROM holding h
 WHERE h.association_id = :association AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
   AND (h.person_id = ANY (:people) OR h.person_id IN (
        SELECT a.holder_id FROM acting_for a WHERE a.association_id = :association AND a.person_id = :me
           AND a.since <= :day AND (a.until IS NULL OR a.until > :day)))
UNION
SELECT r.lot_id FROM representative r
 WHERE r.association_id = :association AND r.person_id = ANY (:people)
   AND r.since <= :day AND (r.until IS NULL OR r.until > :day)
"""
PROXIES = """
SELECT id, giver_id, holder_id, substitute_id, instructions FROM standing_proxy
 WHERE assembly_id = :assembly AND (giver_id = :me OR holder_id = :me OR substitute_id = :me)
 ORDER BY given_at, id
"""
PRESENT = "SELECT person_id FROM presence_now WHERE assembly_id = :assembly AND present AND person_id = ANY (:people)"


async def own_place(session: AsyncSession, association_id: UUID, assembly_id: UUID, person_id: UUID) -> Room:
    """Return the room with one person's rows only; its sums mean nothing, the rows are those of `roll.room`.

    Raises:
        NotFound: no such assembly in this association, or out of reach.
    """
    facts: dict[str, object] = {"association": association_id, "assembly": assembly_id, "me": person_id}
    found = (await session.execute(text(ASSEMBLY), facts)).first()
    if found is None:
        raise NotFound
    proxies = tuple(ProxyRow(**row) for row in (await session.execute(text(PROXIES), facts)).mappings())
    facts["people"] = [person_id, *(proxy.giver_id for proxy in proxies)]
    if found.frozen:
        roll = tuple(RollRow(**row) for row in (await session.execute(text(FROZEN), facts)).mappings())
    else:
        lots = (await session.execute(text(CONCERNED), {**facts, "day": found.day})).scalars().all()
        roll = await draft_roll(session, association_id, found.day, lots=lots)
    facts["people"] = [person_id, *(proxy.holder_id for proxy in proxies)]
    return Room(
        assembly_id=assembly_id,
        association_id=association_id,
        session=Session(found.session),
        shares_total=found.shares_total,
        roll=roll,
        present=frozenset((await session.execute(text(PRESENT), facts)).scalars()),
        proxies=proxies,
        frozen=found.frozen,
        syndics=frozenset(found.syndics),
    )
