"""A deed by which a lot passes to others: on its day the holdings end, others begin, and the designation falls.

The roll of an assembly that opens later follows by itself; one that is frozen stays as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.ownership import Holding, LotTransfer
from koprogo.rules.ownership.deeds import DeedFault, deed_fault
from koprogo.rules.ownership.rights import Right
from koprogo.services import audit
from koprogo.services.ownership.merges import RowSaid
from koprogo.services.ownership.people import KNOWN_HERE, add_person

LONGEST = {"act": 300, "notary": 200}
MOST_HOLDERS = 20
FULL_IS_ALONE = "One alone holds in full ownership. Choose joint ownership for each of several."
UNDIVIDED_IS_SHARED = "Joint ownership is held by several. Name the others, or choose full ownership."
FAULTS = {
    DeedFault.NOBODY: Problem("holders", "Say who holds the lot from that day on."),
    DeedFault.FULL_IS_ALONE: Problem("holders", FULL_IS_ALONE),
    DeedFault.UNDIVIDED_IS_SHARED: Problem("holders", UNDIVIDED_IS_SHARED),
    DeedFault.SPLIT_HAS_TWO_HALVES: Problem("holders", "Name who has the usufruct and who has the bare ownership."),
    DeedFault.SAY_WHICH: Problem("holders", "Say which of the two: usufruct or bare ownership. The deed does."),
}
HELD = """
SELECT h.id, h.person_id, h."right", h.since FROM holding h
 WHERE h.association_id = :t AND h.lot_id = :lot AND (h.until IS NULL OR h.until > :day) ORDER BY h.id
"""
END = "UPDATE holding SET until = :day WHERE association_id = :t AND id = ANY (:ids)"
FALL = (
    "UPDATE representative SET until = greatest(since, CAST(:day AS date)) WHERE association_id = :t AND lot_id = :lot"
    " AND (until IS NULL OR until > :day) RETURNING id"
)
HISTORY = """
SELECT t.id, t.day, t.act, t.notary, u.at AS undone_at, coalesce(u.reason, '') AS undone_because,
       coalesce(b.name, '') AS undone_by,
       ARRAY(SELECT p.name FROM holding h JOIN person p ON p.id = h.person_id WHERE h.association_id = :t
                AND h.id = ANY (t.ended_holding_ids) ORDER BY p.name) AS passed_from,
       ARRAY(SELECT p.name FROM holding h JOIN person p ON p.id = h.person_id WHERE h.association_id = :t
                AND h.id = ANY (t.begun_holding_ids) ORDER BY p.name) AS passed_to
  FROM lot_transfer t LEFT JOIN lot_transfer_undo u ON u.transfer_id = t.id LEFT JOIN person b ON b.id = u.by_id
 WHERE t.association_id = :t AND t.lot_id = :lot ORDER BY t.day DESC, t.at DESC
"""


@dataclass(frozen=True)
class NewHolder:
    """Who holds a right from the deed on: somebody known here (`person_id`), or a new person with her address."""

    right: str
    person_id: UUID | None = None
    name: str = ""
    is_organisation: bool = False
    said: RowSaid | None = None


@dataclass(frozen=True)
class TransferRow:
    """A deed that was recorded: from whom to whom, by name; `undone_…` when it was entered wrongly."""

    id: UUID
    day: date
    act: str
    notary: str
    passed_from: tuple[str, ...]
    passed_to: tuple[str, ...]
    undone_at: datetime | None
    undone_because: str
    undone_by: str


async def record_transfer(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    lot_id: UUID,
    day: date,
    holders: Sequence[NewHolder],
    act: str,
    at: datetime,
    notary: str = "",
) -> UUID:
    """Record that a lot passed on a day to these holders, all of them (who stays is named again); return the deed's id.

    `act` is the proof: the deed's date and number, or who told of it. Safe to repeat.

    Raises:
        NotAllowed: only who may change people.
        NotFound: the lot, or a person named by id, is not known here.
        BadInput: no proof, a day in the future or before the last change, rights that make no lot.
    """
    require(actor, "people.change", association_id)
    act, notary = act.strip(), notary.strip()
    if problems := [*_words(act, notary), *_day(day, at), *_rights(holders)]:
        raise BadInput(*problems)
    facts: dict[str, Any] = {"t": association_id, "lot": lot_id, "day": day, "act": act}
    await _lock(session, facts)
    same = (
        "SELECT id FROM lot_transfer t WHERE association_id = :t AND lot_id = :lot AND day = :day AND act = :act"
        " AND NOT EXISTS (SELECT 1 FROM lot_transfer_undo u WHERE u.transfer_id = t.id)"
    )
    if earlier := await session.scalar(text(same), facts):
        return UUID(str(earlier))
    ended = await _held(session, facts, day)
    begun = await _begin(session, actor, association_id, lot_id, day, holders, at)
    await session.execute(text(END), facts | {"ids": ended})
    fallen = list((await session.execute(text(FALL), facts)).scalars())
    transfer_id = uuid4()
    session.add(
        LotTransfer(
            id=transfer_id, association_id=association_id, lot_id=lot_id, day=day, act=act, notary=notary,
            ended_holding_ids=ended, begun_holding_ids=begun, at=at, by_id=actor.person_id, fallen_ids=fallen,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(
        session, actor, association_id, "ownership.lot.transferred", lot_id, ended=len(ended), begun=len(begun)
    )
    return transfer_id


async def lot_history(session: AsyncSession, actor: Actor, association_id: UUID, lot_id: UUID) -> list[TransferRow]:
    """Return the deeds of a lot, the latest first (syndic, accountant)."""
    require(actor, "people.read", association_id)
    rows = (await session.execute(text(HISTORY), {"t": association_id, "lot": lot_id})).mappings()
    names = ("passed_from", "passed_to")
    return [TransferRow(**dict(row) | {name: tuple(row[name]) for name in names}) for row in rows]


async def _lock(session: AsyncSession, facts: dict[str, Any]) -> None:
    if not await session.scalar(text("SELECT id FROM lot WHERE association_id = :t AND id = :lot FOR UPDATE"), facts):
        raise NotFound


async def _held(session: AsyncSession, facts: dict[str, Any], day: date) -> list[UUID]:
    """Return the holdings that end; BadInput when one of them began later (a list and a deed may be of one day)."""
    rows = (await session.execute(text(HELD), facts)).all()
    if latest := max((row.since for row in rows if row.since > day), default=None):
        since = {"since": latest.isoformat()}
        raise BadInput(Problem("day", "Its holders are recorded since {since}. Write that day or a later one.", since))
    return [row.id for row in rows]


async def _begin(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    lot_id: UUID,
    day: date,
    holders: Sequence[NewHolder],
    at: datetime,
) -> list[UUID]:
    begun = []
    for holder in holders:
        person_id = holder.person_id
        if person_id is None:
            person_id = await add_person(
                session, actor, association_id, name=holder.name, is_organisation=holder.is_organisation,
                said=holder.said, at=at,
            )  # fmt: skip
        elif not await session.scalar(text(KNOWN_HERE), {"association": association_id, "person": person_id}):
            raise NotFound
        row = Holding(
            id=uuid4(), association_id=association_id, lot_id=lot_id, person_id=person_id, right=holder.right, since=day
        )
        session.add(row)
        begun.append(row.id)
    await session.flush()
    return begun


def _words(act: str, notary: str) -> list[Problem]:
    found = [] if act else [Problem("act", "Say what proves it: the deed with its day, or the notary’s letter.")]
    for name, words in (("act", act), ("notary", notary)):
        if len(words) > LONGEST[name]:
            found.append(Problem(name, "Shorten this to {most} characters.", {"most": LONGEST[name]}))
    return found


def _day(day: date, at: datetime) -> list[Problem]:
    return [] if day <= legal_day(at) else [Problem("day", "Write a day that is not in the future.")]


def _rights(holders: Sequence[NewHolder]) -> list[Problem]:
    if any(holder.right not in set(Right) for holder in holders):
        return [Problem("holders", "Choose the right of each holder.")]
    known = [holder.person_id for holder in holders if holder.person_id]
    twice = len(known) != len(set(known))
    if twice or len(holders) > MOST_HOLDERS:
        return [Problem("holders", "Name each holder once, {most} at most.", {"most": MOST_HOLDERS})]
    fault = deed_fault([Right(holder.right) for holder in holders])
    return [FAULTS[fault]] if fault else []
