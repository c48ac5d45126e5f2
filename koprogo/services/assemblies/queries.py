"""Reading assemblies: lists, the sheet with its agenda, one's own votes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.services.access import planned_by_request
from koprogo.services.assemblies.labels import article_of, label
from koprogo.services.assemblies.proof.receipts import receipt_number
from koprogo.services.assemblies.proxies.powers import binding
from koprogo.services.assemblies.roll import ProxyRow, RollRow, Room, lots_of
from koprogo.services.assemblies.room.own_place import own_place

LIST = """
SELECT a.id, a.association_id, s.name AS association_name, a.kind, a.session, a.day, a.starts_at, a.place,
       st.what AS state, (SELECT count(*) FROM agenda_item i WHERE i.assembly_id = a.id AND i.number IS NOT NULL) AS items
  FROM assembly a JOIN association s ON s.id = a.association_id
  JOIN assembly_state st ON st.assembly_id = a.id
"""
ITEMS = """
SELECT i.id, i.number, i.part, i.part_of_decision, i.options, i.hidden_tally, i.title, i.kind,
       i.majority, i.majority_from, i.clause, i.minutes_planned, i.key_id,
       i.key_reason, coalesce(st.what, 'planned') AS state, coalesce(st.round, 0) AS round, st.reason,
       tx.text AS proposal,
       tx.version AS text_version, am.text AS amendment, am.version AS amendment_version,
       r.carried, r.in_favour, r.against, r.abstained, r.no_ballot, r.needed,
       r.facts ->> 'judge_by' AS judge_by,
       CASE WHEN r.facts ? 'outcome' THEN jsonb_build_object('outcome', r.facts -> 'outcome', 'chosen',
            r.facts -> 'chosen', 'options', r.facts -> 'options') END AS choice
  FROM agenda_item i LEFT JOIN item_state st ON st.item_id = i.id
  LEFT JOIN standing_text tx ON tx.item_id = i.id LEFT JOIN pending_amendment am ON am.item_id = i.id
  LEFT JOIN result r ON r.item_id = i.id AND r.round = st.round
 WHERE i.assembly_id = :a AND i.number IS NOT NULL ORDER BY i.number, i.part
"""
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
class AssemblyRow:
    """One line of a list of assemblies."""

    id: UUID
    association_id: UUID
    association_name: str
    kind: str
    session: str
    day: date
    starts_at: datetime
    place: str
    state: str
    items: int


@dataclass(frozen=True)
class ItemRow:
    """One point of an agenda with its outcome, as far as there is one; `article` sets its majority."""

    id: UUID
    number: int
    part: str
    part_of_decision: str
    options: list[dict[str, str]]
    hidden_tally: bool
    title: Mapping[str, str]
    proposal: Mapping[str, str]
    text_version: int
    kind: str
    majority: str
    majority_from: str
    clause: str
    article: str
    minutes_planned: int
    key_id: UUID | None
    key_reason: str
    state: str
    round: int
    reason: str
    carried: bool | None
    in_favour: int | None
    against: int | None
    abstained: int | None
    no_ballot: int | None
    needed: int | None
    judge_by: str | None = None
    """The ISO day by which a demolition goes to the justice of the peace (art. 3.88 §1, 2° h)."""
    choice: Mapping[str, Any] | None = None
    """Of a vote between options: its outcome, the option chosen, and the votes of each with its label."""
    amendment: Mapping[str, str] | None = None
    """The text of an amendment that is voted before `proposal`, the text that stands; `amendment_version` its number."""
    amendment_version: int | None = None


@dataclass(frozen=True)
class Sheet:
    """An assembly with its agenda."""

    assembly: AssemblyRow
    remote_allowed: bool
    shares_total: int
    languages: tuple[str, ...]
    authentic_language: str
    """Whose text prevails, of the convocation and of the minutes."""
    items: tuple[ItemRow, ...]


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


async def assemblies(session: AsyncSession, actor: Actor, association_id: UUID | None = None) -> list[AssemblyRow]:
    """Return the assemblies in reach, next ones first, then past ones; drafts only to who plans them."""
    condition = " WHERE a.association_id = :t" if association_id else ""
    rows = await session.execute(text(LIST + condition + " ORDER BY a.day DESC, a.id"), {"t": association_id})
    found = [AssemblyRow(**row) for row in rows.mappings()]
    drafts = [row for row in found if row.state == "drafted" and not _plans(actor, row.association_id)]
    hidden = {row.id for row in drafts} - (await planned_by_request(session, actor, actor.reach) if drafts else set())
    return [row for row in found if row.id not in hidden]


async def sheet(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Sheet:
    """Return one assembly with its agenda; a draft is not found by those who do not plan it."""
    require(actor, "assembly.read", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    facts = {"a": assembly_id, "t": association_id}
    row = (await session.execute(text(LIST + " WHERE a.id = :a AND a.association_id = :t"), facts)).mappings().first()
    if row is None:
        raise NotFound
    hidden = row["state"] == "drafted" and not _plans(actor, association_id)
    if hidden and assembly_id not in await planned_by_request(session, actor, [association_id]):
        raise NotFound
    more = (
        await session.execute(
            text(
                "SELECT a.remote_allowed, a.authentic_language, s.shares_total, s.languages FROM assembly a"
                " JOIN association s ON s.id = a.association_id WHERE a.id = :a"
            ),
            facts,
        )
    ).one()
    items = (await session.execute(text(ITEMS), facts)).mappings()
    return Sheet(
        AssemblyRow(**row),
        more.remote_allowed,
        more.shares_total,
        tuple(more.languages),
        more.authentic_language,
        tuple(_item(item) for item in items),
    )


def _item(row: RowMapping) -> ItemRow:
    names = [name for name in ItemRow.__dataclass_fields__ if name != "article"]
    return ItemRow(
        **{name: row[name] for name in names} | {"reason": row["reason"] or ""}, article=article_of(row["kind"])
    )


def _plans(actor: Actor, association_id: UUID) -> bool:
    return "syndic" in actor.roles_in(association_id)


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
