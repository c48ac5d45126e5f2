"""A lot changed by hand: its number, kind and floor as they are; shares only with the act that changes the base deed.

Each change leaves a row with what stood before. The shares of all lots stay the base deed's denominator, whatever changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.buildings import Association, Lot, LotChange
from koprogo.rules.ownership.kinds import Kind
from koprogo.services import audit
from koprogo.services.ownership.deed_undo import require_not_frozen

LONGEST = {"number": 30, "floor": 60, "act": 300}
LARGEST_SHARES = 1_000_000_000
LOCK = "SELECT pg_advisory_xact_lock(10, hashtext(:t))"
CHANGES = """
SELECT c.id, c.before, c.after, c.act, c.day, p.name AS by, c.at FROM lot_change c JOIN person p ON p.id = c.by_id
 WHERE c.association_id = :t AND c.lot_id = :lot ORDER BY c.at DESC, c.id
"""


@dataclass(frozen=True)
class LotChangeRow:
    """One change: the fields that changed, before and after; `act` is the deed, for shares only."""

    id: UUID
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    act: str
    day: date
    by: str
    at: datetime


async def change_lot(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    lot_id: UUID,
    *,
    number: str,
    kind: str,
    floor: str,
    at: datetime,
) -> None:
    """Put number, kind and floor of a lot right (syndic). What is frozen keeps the number it was frozen with.

    Raises:
        BadInput: no number, one that another lot has, an unknown kind, or words too long.
        NotFound: no such lot here.
    """
    require(actor, "lots.import", association_id)
    lot = await _lot(session, association_id, lot_id)
    after = {"number": " ".join(number.split()), "kind": kind, "floor": " ".join(floor.split())}
    taken = "SELECT 1 FROM lot WHERE association_id = :t AND number = :n AND id <> :lot"
    facts = {"t": association_id, "n": after["number"], "lot": lot_id}
    problems = _problems(after)
    if await session.scalar(text(taken), facts):
        problems.append(Problem("number", "Another lot has this number already."))
    if problems:
        raise BadInput(*problems)
    before = {"number": lot.number, "kind": lot.kind, "floor": lot.floor}
    if before == after:
        return
    lot.number, lot.kind, lot.floor = after["number"], after["kind"], after["floor"]
    _add(session, actor, association_id, lot_id, before, after, act="", day=legal_day(at), at=at)
    await session.flush()
    await audit.record(session, actor, association_id, "lot.changed", lot_id, **after)


async def change_shares(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    shares: Mapping[UUID, int],
    shares_total: int,
    act: str,
    day: date,
    at: datetime,
) -> None:
    """Change the shares of lots as a deed changes the base deed, from its day on (syndic).

    `shares` are whole numbers by lot, for those that change; with the others they make `shares_total`, the denominator.

    Raises:
        BadInput: no act, a day to come, no change, or a sum that is not the denominator.
        ResultsRestOnIt: an assembly of that day or later froze its attendance with these lots.
        NotFound: one of the lots is not here.
    """
    require(actor, "lots.import", association_id)
    act = act.strip()
    if problems := _share_problems(shares, shares_total, act, day, at):
        raise BadInput(*problems)
    await session.execute(text(LOCK), {"t": str(association_id)})
    lots = [await _lot(session, association_id, each) for each in sorted(shares)]
    others = await session.scalar(
        text("SELECT coalesce(sum(shares), 0) FROM lot WHERE association_id = :t AND NOT (id = ANY (:ids))"),
        {"t": association_id, "ids": list(shares)},
    )
    if (total := int(others or 0) + sum(shares.values())) != shares_total:
        found = {"sum": total, "total": shares_total}
        raise BadInput(
            Problem("shares", "The lots add up to {sum}, the deed says {total}. Enter all that change.", found)
        )
    await require_not_frozen(session, association_id, list(shares), since=day)
    (await session.get_one(Association, association_id)).shares_total = shares_total
    for lot in lots:
        before, lot.shares = lot.shares, shares[lot.id]
        _add(
            session, actor, association_id, lot.id, {"shares": before}, {"shares": lot.shares}, act=act, day=day, at=at
        )
    await session.flush()
    await audit.record(session, actor, association_id, "lots.shares_changed", association_id, lots=len(lots), act=act)


async def lot_changes(
    session: AsyncSession, actor: Actor, association_id: UUID, lot_id: UUID
) -> Sequence[LotChangeRow]:
    """Return what was changed by hand, the latest first (syndic, accountant)."""
    require(actor, "people.read", association_id)
    rows = (await session.execute(text(CHANGES), {"t": association_id, "lot": lot_id})).mappings()
    return [LotChangeRow(**row) for row in rows]


async def _lot(session: AsyncSession, association_id: UUID, lot_id: UUID) -> Lot:
    lot = await session.get(Lot, lot_id, with_for_update=True)
    if lot is None or lot.association_id != association_id:
        raise NotFound
    return lot


def _add(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    lot_id: UUID,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    act: str,
    day: date,
    at: datetime,
) -> None:
    session.add(
        LotChange(
            association_id=association_id, lot_id=lot_id, before=dict(before), after=dict(after), act=act, day=day, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip


def _problems(said: Mapping[str, str]) -> list[Problem]:
    found = [] if said["number"] else [Problem("number", "Write the number of the lot, as the base deed has it.")]
    if said["kind"] not in set(Kind):
        found.append(Problem("kind", "Choose the kind of lot."))
    for name in ("number", "floor"):
        if len(said[name]) > LONGEST[name]:
            found.append(Problem(name, "Shorten this to {most} characters.", {"most": LONGEST[name]}))
    return found


def _share_problems(shares: Mapping[UUID, int], shares_total: int, act: str, day: date, at: datetime) -> list[Problem]:
    found = []
    if not act or len(act) > LONGEST["act"]:
        found.append(Problem("act", "Write which act changes the base deed: notary, day, number."))
    if day > legal_day(at):
        found.append(Problem("day", "Write a day that is not in the future."))
    if not shares or not all(0 <= each <= LARGEST_SHARES for each in (*shares.values(), shares_total)):
        found.append(Problem("shares", "Enter whole shares for each lot that changes."))
    return found
