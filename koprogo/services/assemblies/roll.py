"""Who votes for which lot, and who is there: the roll, presence and proxies read together.

Before the opening the roll is computed from holdings and designations on the day of the assembly; at the opening it is
frozen, row by row. A head of the quorum is a sole owner with all her lots, or the same joint holders with theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.proxies import still_accepted
from koprogo.rules.assemblies.quorum import Attendance, QuorumAnswer, Session, quorum
from koprogo.rules.ownership.joint import needs_representative
from koprogo.rules.ownership.rights import Right

UNREPRESENTED = "unrepresented"


@dataclass(frozen=True)
class RollRow:
    """One lot of the roll: `voter_id` stands for it, `agent_id` votes in fact, `shares` of the base deed."""

    lot_id: UUID
    lot_number: str
    owner_key: str
    owner_name: str
    voter_id: UUID | None
    agent_id: UUID | None
    shares: int
    weights: Mapping[str, int] = field(default_factory=dict)
    suspended: bool = False
    reason: str = ""

    def votes(self, key_id: UUID | None) -> int:
        """Return the lot's votes: its shares, or its weight in a key; 0 when the key does not concern it."""
        return self.shares if key_id is None else self.weights.get(str(key_id), 0)


@dataclass(frozen=True)
class ProxyRow:
    """A proxy that stands: the giver's lots are carried by the holder."""

    id: UUID
    giver_id: UUID
    holder_id: UUID
    substitute_id: UUID | None = None
    instructions: Mapping[str, Any] = field(default_factory=dict)
    """What the giver decided, by item id: `choice`, and the version of the `text` that she decided it on."""

    def hand(self, present: frozenset[UUID]) -> UUID | None:
        """Return who carries it now: the holder, else the substitute named for when the holder is not there."""
        return next(
            (each for each in (self.holder_id, self.substitute_id) if each is not None and each in present), None
        )

    def is_for(self, person_id: UUID, present: frozenset[UUID]) -> bool:
        """Say whether a person is the one who would vote with it: its holder, or its substitute in her absence."""
        return person_id == self.holder_id or (person_id == self.substitute_id and self.holder_id not in present)


@dataclass(frozen=True)
class Room:
    """The assembly at an instant: roll, who is present, which proxies stand.

    `proxies` are those that stand, in the order in which they were given; `holders` those of them that somebody present
    may carry, judged again now. `carriers` says who carries each lot (agent present, else that holder); a lot missing from
    it is neither present nor represented. After a closing they are those of that moment (`carried_at_close`).
    """

    assembly_id: UUID
    association_id: UUID
    session: Session
    shares_total: int
    roll: tuple[RollRow, ...]
    present: frozenset[UUID]
    proxies: tuple[ProxyRow, ...]
    frozen: bool
    carried_at_close: Mapping[UUID, UUID] | None = None
    syndics: frozenset[UUID] = frozenset()
    """Who works for the syndic on the day: never holds a proxy."""

    @cached_property
    def holders(self) -> Mapping[UUID, UUID]:
        """Return giver -> who carries her votes, within the limits of art. 3.87 §7 as they are now."""
        hands: dict[UUID, list[ProxyRow]] = defaultdict(list)
        for proxy in self.proxies:
            if (hand := proxy.hand(self.present)) is not None and self.votes_of(proxy.giver_id):
                hands[hand].append(proxy)
        found: dict[UUID, UUID] = {}
        for person, given in hands.items():
            answers = still_accepted(
                building_shares=self.shares_total,
                holder_own=sum(row.shares for row in lots_of(self.roll, person)),
                given=[self.votes_of(proxy.giver_id) for proxy in given],
                holder_is_syndic=person in self.syndics,
            )
            found |= {proxy.giver_id: person for proxy, answer in zip(given, answers, strict=True) if answer.accepted}
        return found

    def votes_of(self, voter_id: UUID) -> int:
        """Return the shares of all lots that somebody stands for, without those suspended."""
        return sum(row.shares for row in self.roll if row.voter_id == voter_id and not row.suspended)

    @cached_property
    def carriers(self) -> Mapping[UUID, UUID]:
        if self.carried_at_close is not None:
            return self.carried_at_close
        holders = self.holders
        carried: dict[UUID, UUID] = {}
        for row in self.roll:
            if row.suspended or row.voter_id is None:
                continue
            holder = holders.get(row.voter_id)
            if row.agent_id is not None and row.agent_id in self.present:
                carried[row.lot_id] = row.agent_id
            elif holder is not None:
                carried[row.lot_id] = holder
        return carried

    def quorum(self) -> QuorumAnswer:
        """Ask the rule with the sums of this instant."""
        return quorum(self.attendance(), self.session)

    def attendance(self) -> Attendance:
        """Count heads and shares, present or represented, each head once."""
        carried = self.carriers
        there = [row for row in self.roll if row.lot_id in carried]
        return Attendance(
            owners=len({row.owner_key for row in self.roll}),
            owners_present=len({row.owner_key for row in there}),
            shares=self.shares_total,
            shares_present=sum(row.shares for row in there),
        )


ASSEMBLY = """
SELECT a.id, a.association_id, a.day, a.session, s.shares_total,
       EXISTS (SELECT 1 FROM roll r WHERE r.assembly_id = a.id) AS frozen,
       ARRAY (SELECT om.person_id FROM mandate m JOIN organisation_member om USING (organisation_id)
               WHERE m.association_id = a.association_id AND om.role = 'syndic'
                 AND m.since <= a.day AND (m.until IS NULL OR m.until > a.day)
                 AND om.since <= a.day AND (om.until IS NULL OR om.until > a.day)) AS syndics
  FROM assembly a JOIN association s ON s.id = a.association_id
 WHERE a.id = :assembly AND a.association_id = :association
"""
FROZEN = """
SELECT lot_id, lot_number, owner_key, owner_name, voter_id, agent_id, shares, weights, suspended, reason
  FROM roll WHERE assembly_id = :assembly
"""
HOLDERS = """
SELECT l.id AS lot_id, l.number, l.shares, h.person_id, h."right", p.name, p.kind,
       (SELECT a.person_id FROM acting_for a
         WHERE a.association_id = l.association_id AND a.holder_id = h.person_id
           AND a.since <= :day AND (a.until IS NULL OR a.until > :day) ORDER BY a.since DESC, a.id LIMIT 1) AS agent_id
  FROM lot l
  JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id
   AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
  JOIN person p ON p.id = h.person_id
 WHERE l.association_id = :association AND (CAST(:lots AS uuid[]) IS NULL OR l.id = ANY (CAST(:lots AS uuid[])))
 ORDER BY l.number, p.name, p.id
"""
REPRESENTATIVES = """
SELECT DISTINCT ON (lot_id) lot_id, person_id FROM representative
 WHERE association_id = :association AND since <= :day AND (until IS NULL OR until > :day)
 ORDER BY lot_id, since DESC, id
"""
WEIGHTS = """
SELECT lot_id, key_id, weight FROM apportionment_weight
 WHERE association_id = :association AND (CAST(:lots AS uuid[]) IS NULL OR lot_id = ANY (CAST(:lots AS uuid[])))
"""


async def room(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> Room:
    """Load the assembly as it is now.

    Raises:
        NotFound: no such assembly in this association, or out of reach.
    """
    ids = {"association": association_id, "assembly": assembly_id}
    found = (await session.execute(text(ASSEMBLY), ids)).first()
    if found is None:
        raise NotFound
    if found.frozen:
        roll = tuple(RollRow(**row) for row in (await session.execute(text(FROZEN), ids)).mappings())
    else:
        roll = await draft_roll(session, association_id, found.day)
    present = (
        await session.execute(text("SELECT person_id FROM presence_now WHERE assembly_id = :assembly AND present"), ids)
    ).scalars()
    proxies = await session.execute(
        text(
            "SELECT id, giver_id, holder_id, substitute_id, instructions FROM standing_proxy"
            " WHERE assembly_id = :assembly ORDER BY given_at, id"
        ),
        ids,
    )
    return Room(
        assembly_id=assembly_id,
        association_id=association_id,
        session=Session(found.session),
        shares_total=found.shares_total,
        roll=roll,
        present=frozenset(present),
        proxies=tuple(ProxyRow(**row) for row in proxies.mappings()),
        frozen=found.frozen,
        syndics=frozenset(found.syndics),
    )


async def room_at_close(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, item_id: UUID, round_: int
) -> Room:
    """Load the assembly as it stood when a round was closed: who left since still counts (art. 3.87 §8)."""
    now = await room(session, association_id, assembly_id)
    facts = await session.scalar(
        text(
            "SELECT facts FROM item_event WHERE item_id = :i AND round = :r AND what = 'closed' ORDER BY seq DESC LIMIT 1"
        ),
        {"i": item_id, "r": round_},
    )
    if facts is None:
        return now
    return replace(now, carried_at_close={UUID(lot): UUID(person) for lot, person in facts["carriers"].items()})


async def draft_roll(
    session: AsyncSession, association_id: UUID, day: object, *, lots: Sequence[UUID] | None = None
) -> tuple[RollRow, ...]:
    """Compute the roll of a day from holdings, designations and those who act for organisations (art. 3.87 §1).

    `lots` narrows it to some lots; None is the whole roll.
    """
    facts = {"association": association_id, "day": day, "lots": None if lots is None else list(lots)}
    holders: dict[UUID, list] = defaultdict(list)
    for row in await session.execute(text(HOLDERS), facts):
        holders[row.lot_id].append(row)
    named = {row.lot_id: row.person_id for row in await session.execute(text(REPRESENTATIVES), facts)}
    weights: dict[UUID, dict[str, int]] = defaultdict(dict)
    for row in await session.execute(text(WEIGHTS), facts):
        weights[row.lot_id][str(row.key_id)] = row.weight
    return tuple(_row(rows, named.get(lot_id), weights[lot_id]) for lot_id, rows in holders.items())


def _row(rows: Sequence, representative: UUID | None, weights: Mapping[str, int]) -> RollRow:
    first = rows[0]
    if needs_representative([Right(row.right) for row in rows]):
        voter, agent = representative, representative
    else:
        voter = first.person_id
        agent = first.agent_id or (first.person_id if first.kind == "natural" else None)
    return RollRow(
        lot_id=first.lot_id,
        lot_number=first.number,
        owner_key="+".join(sorted(str(row.person_id) for row in rows)),
        owner_name=" / ".join(row.name for row in rows),
        voter_id=voter,
        agent_id=agent,
        shares=first.shares,
        weights=weights,
        suspended=voter is None,
        reason=UNREPRESENTED if voter is None else "",
    )


def lots_of(rows: Iterable[RollRow], person_id: UUID) -> list[RollRow]:
    """Return the lots a person votes for without a proxy, as agent or as the voter herself."""
    return [row for row in rows if not row.suspended and person_id in (row.agent_id, row.voter_id)]
