"""Who carried which lot at any instant of the evening, from movements and proxies as they are recorded now.

A correction is judged by asking twice: with the rows that counted before it, and with those that count after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.services.assemblies.roll import RollRow

MOVEMENTS = """
SELECT id, person_id, what = 'arrived' AS arrived, at, corrects_id FROM presence_event
 WHERE assembly_id = :a ORDER BY at, id
"""
PROXIES = """
SELECT p.giver_id, p.holder_id, p.substitute_id, p.at AS given_at,
       (SELECT min(e.at) FROM proxy_event e WHERE e.proxy_id = p.id AND e.what = 'revoked') AS revoked_at
  FROM proxy p
 WHERE p.assembly_id = :a
    OR (p.assembly_id = (SELECT a.first_session_id FROM assembly a WHERE a.id = :a AND a.session = 'second')
        AND NOT EXISTS (SELECT 1 FROM proxy n WHERE n.assembly_id = :a AND n.giver_id = p.giver_id))
"""


@dataclass(frozen=True)
class Movement:
    """A person came or went; the order is by instant, then as entered."""

    id: int
    person_id: UUID
    arrived: bool
    at: datetime


@dataclass(frozen=True)
class Power:
    """A proxy and the time it may stand: from `given_at` until revoked; the giver's arrival ends it before."""

    giver_id: UUID
    holder_id: UUID
    substitute_id: UUID | None
    given_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class History:
    """The evening so far: `movements` in order."""

    roll: Sequence[RollRow]
    movements: Sequence[Movement]
    powers: Sequence[Power]

    def present_at(self, at: datetime) -> frozenset[UUID]:
        """Return who was there at an instant."""
        last: dict[UUID, bool] = {}
        for move in self.movements:
            if move.at <= at:
                last[move.person_id] = move.arrived
        return frozenset(person for person, there in last.items() if there)

    def carriers_at(self, at: datetime) -> dict[UUID, UUID]:
        """Return who carried each lot at an instant; a lot that is missing was neither present nor represented."""
        present = self.present_at(at)
        holders = self._holders_at(at, present)
        carried: dict[UUID, UUID] = {}
        for row in self.roll:
            if row.suspended or row.voter_id is None:
                continue
            holder = holders.get(row.voter_id)
            if row.agent_id is not None and row.agent_id in present:
                carried[row.lot_id] = row.agent_id
            elif holder is not None:
                carried[row.lot_id] = holder
        return carried

    def carried_between(self, start: datetime, end: datetime) -> dict[UUID, set[UUID]]:
        """Return who carried each lot at any moment from `start` to `end`, both included; nobody: it is missing."""
        instants = {start, end, *(move.at for move in self.movements if start <= move.at <= end)}
        carried: dict[UUID, set[UUID]] = {}
        for at in instants:
            for lot, person in self.carriers_at(at).items():
                carried.setdefault(lot, set()).add(person)
        return carried

    def came_after_giving(self, giver_id: UUID) -> bool:
        """Say whether a giver checked in after she gave her last proxy; False for who gave none."""
        given = [power.given_at for power in self.powers if power.giver_id == giver_id]
        return bool(given) and self._came(giver_id, max(given), datetime.max.replace(tzinfo=UTC))

    def _holders_at(self, at: datetime, present: frozenset[UUID]) -> dict[UUID, UUID]:
        found: dict[UUID, UUID] = {}
        for power in self.powers:
            if power.given_at > at or (power.revoked_at is not None and power.revoked_at <= at):
                continue
            if self._came(power.giver_id, power.given_at, at):
                continue  # a proxy ends when its giver checks in
            for holder in (power.holder_id, power.substitute_id):
                if holder in present:
                    found[power.giver_id] = holder  # type: ignore[assignment]
                    break
        return found

    def _came(self, giver_id: UUID, since: datetime, until: datetime) -> bool:
        people = {giver_id, *(row.agent_id for row in self.roll if row.voter_id == giver_id and row.agent_id)}
        return any(move.arrived and move.person_id in people and since <= move.at <= until for move in self.movements)


async def before_and_after(
    session: AsyncSession, assembly_id: UUID, roll: Sequence[RollRow], event_id: int
) -> tuple[History, History]:
    """Return the evening without one row of the attendance, which restores the row it corrects, and with it."""
    rows = (await session.execute(text(MOVEMENTS), {"a": assembly_id})).all()
    powers = [Power(*row) for row in await session.execute(text(PROXIES), {"a": assembly_id})]
    without = [row for row in rows if row.id != event_id]
    return History(roll, _counting(without), powers), History(roll, _counting(rows), powers)


def _counting(rows: Iterable) -> list[Movement]:
    rows = list(rows)
    corrected = {row.corrects_id for row in rows}
    return [Movement(row.id, row.person_id, row.arrived, row.at) for row in rows if row.id not in corrected]


def moved(before: Mapping[UUID, UUID], after: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """Return the lots that two moments or tellings carry differently."""
    return frozenset(lot for lot in before.keys() | after.keys() if before.get(lot) != after.get(lot))
