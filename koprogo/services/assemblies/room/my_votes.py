"""My votes: for whom I vote in an assembly, with the newest ballot of each lot on the point that is on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.proof.receipts import receipt_number
from koprogo.services.assemblies.proxies.powers import binding
from koprogo.services.assemblies.roll import ProxyRow, RollRow, Room, lots_of
from koprogo.services.assemblies.room.own_place import own_place

MINE = """
SELECT DISTINCT ON (b.lot_id) b.lot_id, b.choice, b.revision, b.channel, b.received_at, b.shares, b.leaf, b.salt,
       b.cast_by_id, b.needs_confirmation
       AND NOT EXISTS (SELECT 1 FROM ballot_confirmation c WHERE c.ballot_id = b.id) AS pending
  FROM ballot b WHERE b.item_id = :i AND b.round = :r AND b.lot_id = ANY (:lots)
 ORDER BY b.lot_id, b.revision DESC
"""
CURRENT = """
SELECT s.item_id, s.round, i.number, i.part, i.key_id FROM item_state s JOIN agenda_item i ON i.id = s.item_id
 WHERE s.assembly_id = :a AND s.what IN ('opened', 'extended', 'closed', 'confirmed')
 ORDER BY s.what IN ('opened', 'extended') DESC, s.at DESC LIMIT 1
"""
VOTED = """
SELECT i.id, i.key_id, (SELECT x.version FROM text_on_vote x WHERE x.item_id = i.id) AS text_version,
       coalesce((SELECT array_agg(x.person_id) FROM standing_exclusion x WHERE x.item_id = i.id), '{}') AS excluded
  FROM agenda_item i WHERE i.assembly_id = :a AND i.number IS NOT NULL AND i.majority <> 'none'
"""


@dataclass(frozen=True)
class MyBallot:
    """The newest ballot of one of my lots in a round; `number` and `leaf` (hex) are those of its receipt."""

    lot_id: UUID
    lot_number: str
    choice: str
    revision: int
    channel: str
    received_at: datetime
    shares: int
    pending: bool
    by_me: bool
    number: str
    leaf: str


@dataclass(frozen=True)
class MyVote:
    """One owner for whom I vote: myself, a joint ownership that designated me, or a giver of a proxy.

    `shares` are the votes on the current item, `weights` those on each voted item; `barred` are the items on which a
    conflict of interest forbids the vote (art. 3.87 §9).
    """

    owner_key: str
    owner_name: str
    lots: tuple[RollRow, ...]
    shares: int
    by_proxy: bool
    ballots: tuple[MyBallot, ...] = ()
    weights: Mapping[UUID, int] = field(default_factory=dict)
    barred: frozenset[UUID] = frozenset()
    bound: Mapping[UUID, str] = field(default_factory=dict)
    """What the giver of the proxy decided herself, by item; released where the text was amended since."""


@dataclass(frozen=True)
class Mine:
    """My place in the room: whether I am checked in, for whom I vote, which of my lots are suspended.

    The ballots are those of `item_id` in `round`, the item that is on; `represented_by` names who holds my own proxy.
    """

    present: bool
    shares_total: int
    votes: tuple[MyVote, ...]
    suspended: tuple[RollRow, ...]
    item_id: UUID | None = None
    round: int = 0
    represented_by: str = ""


async def mine(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Mine:
    """Return for whom the actor votes in this assembly, with the newest ballot of each lot in the current round."""
    require(actor, "assembly.read", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    now = await own_place(session, association_id, assembly_id, actor.person_id)
    current = (await session.execute(text(CURRENT), {"a": assembly_id})).first()
    voted = (await session.execute(text(VOTED), {"a": assembly_id})).all()
    givers = {proxy.giver_id for proxy in now.proxies if proxy.is_for(actor.person_id, now.present)}
    own = lots_of(now.roll, actor.person_id)
    others = [row for row in now.roll if row.voter_id in givers and not row.suspended]
    ballots = await _my_ballots(session, actor, current, [*own, *others]) if current else {}
    votes = [
        _my_vote(actor, lots, ballots, current.key_id if current else None, voted, now.proxies if by_proxy else ())
        for rows, by_proxy in ((own, False), (others, True))
        for lots in _by_owner(rows)
    ]
    return Mine(
        present=actor.person_id in now.present,
        shares_total=now.shares_total,
        votes=tuple(votes),
        suspended=tuple(row for row in now.roll if row.suspended and str(actor.person_id) in row.owner_key.split("+")),
        item_id=current.item_id if current else None,
        round=current.round if current else 0,
        represented_by=await _my_holder(session, actor, now),
    )


async def _my_holder(session: AsyncSession, actor: Actor, now: Room) -> str:
    holder = next((proxy.holder_id for proxy in now.proxies if proxy.giver_id == actor.person_id), None)
    if holder is None:
        return ""
    return str(await session.scalar(text("SELECT name FROM person WHERE id = :p"), {"p": holder}))


async def _my_ballots(session: AsyncSession, actor: Actor, current: Any, rows: list[RollRow]) -> dict[UUID, MyBallot]:
    numbers = {row.lot_id: row.lot_number for row in rows}
    found = await session.execute(text(MINE), {"i": current.item_id, "r": current.round, "lots": list(numbers)})
    return {
        row.lot_id: MyBallot(
            lot_id=row.lot_id,
            lot_number=numbers[row.lot_id],
            choice=row.choice,
            revision=row.revision,
            channel=row.channel,
            received_at=row.received_at,
            shares=row.shares,
            pending=row.pending,
            by_me=row.cast_by_id == actor.person_id,
            number=receipt_number(label(current.number, current.part), numbers[row.lot_id], row.revision),
            leaf=bytes(row.leaf).hex(),
        )
        for row in found
    }


def _by_owner(rows: list[RollRow]) -> list[list[RollRow]]:
    groups: dict[str, list[RollRow]] = {}
    for row in sorted(rows, key=lambda row: row.lot_number):
        groups.setdefault(row.owner_key, []).append(row)
    return list(groups.values())


def _my_vote(
    actor: Actor,
    lots: list[RollRow],
    ballots: Mapping[UUID, MyBallot],
    key_id: UUID | None,
    voted: Iterable[Any],
    proxies: Sequence[ProxyRow],
) -> MyVote:
    said = next((proxy.instructions for proxy in proxies if proxy.giver_id == lots[0].voter_id), {})
    bound = {item.id: binding(said.get(str(item.id)), item.text_version) for item in voted}
    people = {actor.person_id, *(lot.voter_id for lot in lots)}
    return MyVote(
        owner_key=lots[0].owner_key,
        owner_name=lots[0].owner_name,
        lots=tuple(lots),
        shares=sum(lot.votes(key_id) for lot in lots),
        by_proxy=bool(proxies),
        ballots=tuple(ballots[lot.lot_id] for lot in lots if lot.lot_id in ballots),
        weights={item.id: sum(lot.votes(item.key_id) for lot in lots) for item in voted},
        barred=frozenset(item.id for item in voted if people & set(item.excluded)),
        bound={item: str(choice) for item, choice in bound.items() if choice is not None},
    )
