"""The syndic's list: one line per co-owner of the roll, who comes for her, whether she is there, whether she has voted.

A co-owner (a head of the quorum) is absent, present, or represented by a proxy holder who is there. Who comes for her is
the person to check in: she herself, the one representative of a joint lot, or who acts for an organisation.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.services.access import require_planner
from koprogo.services.assemblies.labels import folded
from koprogo.services.assemblies.roll import ProxyRow, RollRow, Room, room
from koprogo.services.assemblies.voting.counting import PENDING, population, round_on
from koprogo.services.assemblies.voting.item_rule import rule_of

PRESENT, REPRESENTED, ABSENT = "present", "represented", "absent"
CHANNELS = {"phone": "phone", "api": "phone", "hand": "hand"}
"""How a ballot came, in three words: by phone, by hand, and all else on paper."""
NOTARIAL = "SELECT id, document FROM proxy WHERE id = ANY (:ids) AND mandate_id IS NOT NULL"
PEOPLE = """
SELECT p.id, p.name, n.channel, n.present,
       (SELECT d.id FROM desk_slip d WHERE d.assembly_id = :a AND d.person_id = p.id AND d.revoked_at IS NULL
         ORDER BY d.issued_at DESC LIMIT 1) AS slip_id,
       c.password_hash IS NOT NULL AS has_account, coalesce(c.locked_until > clock_timestamp(), false) AS waits
  FROM person p LEFT JOIN presence_now n ON n.assembly_id = :a AND n.person_id = p.id
  LEFT JOIN account c ON c.person_id = p.id
 WHERE p.id = ANY (:people)
"""
REVISIONS = "SELECT lot_id, max(revision) AS last FROM ballot WHERE item_id = :i AND round = :r GROUP BY lot_id"
BETWEEN_LOTS = re.compile(r"[\s,;]+")
COUNTING = "SELECT lot_id, channel, shares FROM counting_ballot WHERE item_id = :i AND round = :r"


@dataclass(frozen=True)
class Attendee:
    """One co-owner.

    `nobody_acts` marks an organisation for which no person is recorded yet. `votes` are those on the open point, of
    `voting_lot_ids`, and all her shares and lots when none is open; `silent_lot_ids` are those without any ballot.
    `ballot` says how the ballots of all these lots came (phone, hand, paper), empty while one has none that counts;
    `pending` is the choice entered for her that waits for a second person; `revisions` the newest ballot of each lot that
    has one. `proxy_deed` is the notarial deed of her proxy,
    empty for a proxy of this assembly alone (art. 3.87 §7).
    """

    owner_key: str
    owner_name: str
    comes_id: UUID
    comes_name: str
    nobody_acts: bool
    lots: tuple[str, ...]
    lot_ids: tuple[UUID, ...]
    voting_lot_ids: tuple[UUID, ...]
    silent_lot_ids: tuple[UUID, ...]
    shares: int
    votes: int
    status: str
    channel: str
    giver_id: UUID | None
    proxy_id: UUID | None
    proxy_deed: str
    holder_name: str
    holder_is_there: bool
    holds: int
    ballot: str
    pending: str
    slip_id: UUID | None
    has_account: bool
    waits: bool
    revisions: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AttendanceList:
    """The list of an assembly now. `votes_by_channel` sums the ballots that count on the open point."""

    rows: tuple[Attendee, ...]
    suspended: tuple[RollRow, ...]
    votes_by_channel: Mapping[str, int] = field(default_factory=dict)
    item_id: UUID | None = None


async def attendance_list(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> AttendanceList:
    """Return every co-owner of the roll, by lot number, and the lots that nobody may vote for yet."""
    await require_planner(session, actor, association_id, assembly_id)
    now = await room(session, association_id, assembly_id)
    current = await round_on(session, assembly_id)
    counting: dict[UUID, Any] = {}
    waiting: dict[UUID, str] = {}
    revisions: dict[UUID, int] = {}
    votes = {row.lot_id: row.shares for row in now.roll}
    if current:
        rule = await rule_of(session, association_id, current.item_id)
        votes = {row.lot_id: row.votes(rule.key_id) for row in population(now.roll, rule)}
        of_round = {"i": current.item_id, "r": current.round}
        counting = {row.lot_id: row for row in await session.execute(text(COUNTING), of_round)}
        waiting = {row.lot_id: row.choice for row in await session.execute(text(PENDING), of_round)}
        revisions = {row.lot_id: row.last for row in await session.execute(text(REVISIONS), of_round)}
    ids = {each for row in now.roll for each in (row.voter_id, row.agent_id) if each}
    ids |= {proxy.hand(now.present) or proxy.holder_id for proxy in now.proxies}
    rows = await session.execute(text(PEOPLE), {"a": assembly_id, "people": list(ids)})
    people: dict[UUID | None, Any] = {row.id: row for row in rows}
    facts = {"ids": [proxy.id for proxy in now.proxies]}
    deeds = {row.id: row.document for row in await session.execute(text(NOTARIAL), facts)}
    heads: dict[str, list[RollRow]] = {}
    for row in sorted(now.roll, key=lambda row: _in_order(row.lot_number)):
        if row.voter_id is not None and not row.suspended:
            heads.setdefault(row.owner_key, []).append(row)
    return AttendanceList(
        rows=tuple(_attendee(now, lots, votes, people, deeds, counting, waiting, revisions) for lots in heads.values()),
        suspended=tuple(row for row in now.roll if row.suspended),
        votes_by_channel=_by_channel(now, counting.values()),
        item_id=current.item_id if current else None,
    )


def find(rows: Iterable[Attendee], words: str) -> list[Attendee]:
    """Return the co-owners whose name, representative, proxy holder or lot contains every word, whatever the accents."""
    wanted = [folded(word) for word in words.split()]
    return [row for row in rows if all(word in _searchable(row) for word in wanted)]


def find_lots(rows: Iterable[RollRow], words: str) -> list[RollRow]:
    """Return the lots whose number or holders contain every word, in the order of their numbers."""
    wanted = [folded(word) for word in words.split()]
    found = [row for row in rows if all(word in folded(f"{row.lot_number} {row.owner_name}") for word in wanted)]
    return sorted(found, key=lambda row: _in_order(row.lot_number))


def lots_named(rows: Iterable[Attendee], words: str) -> list[UUID]:
    """Return the lots whose numbers were typed, in any case, parted by spaces, commas or semicolons.

    Raises:
        BadInput: names the first that is not on the list.
    """
    lots = {number.casefold(): each for row in rows for number, each in zip(row.lots, row.lot_ids, strict=True)}
    named = [number for number in BETWEEN_LOTS.split(words) if number]
    if unknown := [number for number in named if number.casefold() not in lots]:
        wrong = "There is no lot {lot} on the list: write the numbers of lots, such as A1 A2."
        raise BadInput(Problem("exceptions", wrong, {"lot": unknown[0]}))
    return [lots[number.casefold()] for number in named]


def _searchable(row: Attendee) -> str:
    return folded(" ".join((row.owner_name, row.comes_name, row.holder_name, *row.lots)))


def _in_order(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Sort A2 before A10."""
    parts: list[str] = []
    for letter in number:
        if parts and letter.isdigit() == parts[-1][-1].isdigit():
            parts[-1] += letter
        else:
            parts.append(letter)
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)


def _attendee(
    now: Room,
    lots: Sequence[RollRow],
    votes: Mapping[UUID, int],
    people: Mapping[UUID | None, Any],
    deeds: Mapping[UUID, str],
    counting: Mapping[UUID, Any],
    waiting: Mapping[UUID, str],
    revisions: Mapping[UUID, int],
) -> Attendee:
    first = lots[0]
    comes = people[first.agent_id or first.voter_id]
    proxy = next((each for each in now.proxies if each.giver_id == first.voter_id), None)
    is_there = proxy is not None and proxy.giver_id in now.holders
    status = PRESENT if first.agent_id in now.present else REPRESENTED if is_there else ABSENT
    holder_id = (proxy.hand(now.present) or proxy.holder_id) if proxy else None
    carrier = holder_id if holder_id and status == REPRESENTED else comes.id
    concerned = [row.lot_id for row in lots if votes.get(row.lot_id)]
    cast = [counting[lot] for lot in concerned if lot in counting]
    return Attendee(
        owner_key=first.owner_key,
        owner_name=first.owner_name,
        comes_id=comes.id,
        comes_name=comes.name,
        nobody_acts=first.agent_id is None,
        lots=tuple(row.lot_number for row in lots),
        lot_ids=tuple(row.lot_id for row in lots),
        voting_lot_ids=tuple(concerned),
        silent_lot_ids=tuple(lot for lot in concerned if lot not in counting and lot not in waiting),
        shares=sum(row.shares for row in lots),
        votes=sum(votes.get(row.lot_id, 0) for row in lots),
        status=status,
        channel=people[carrier].channel or "" if status != ABSENT else "",
        giver_id=first.voter_id,
        **_proxy_facts(proxy, holder_id, people, is_there),
        proxy_deed=deeds.get(proxy.id, "") if proxy else "",
        holds=sum(each.is_for(comes.id, now.present) for each in now.proxies),
        ballot=CHANNELS.get(cast[0].channel, "paper") if cast and len(cast) == len(concerned) else "",
        pending=next((waiting[lot] for lot in concerned if lot in waiting), ""),
        slip_id=comes.slip_id,
        has_account=comes.has_account or False,
        waits=comes.waits,
        revisions={lot: revisions[lot] for lot in concerned if lot in revisions},
    )


def _proxy_facts(
    proxy: ProxyRow | None, holder_id: UUID | None, people: Mapping[UUID | None, Any], is_there: bool
) -> dict[str, Any]:
    if proxy is None:
        return {"proxy_id": None, "holder_name": "", "holder_is_there": False}
    return {"proxy_id": proxy.id, "holder_name": people[holder_id].name, "holder_is_there": is_there}


def _by_channel(now: Room, ballots: Iterable[Any]) -> dict[str, int]:
    """Sum the votes that count by how they came: phone, hand, paper, or cast by the holder of a proxy."""
    rows = {row.lot_id: row for row in now.roll}
    carriers = now.carriers
    sums: dict[str, int] = {}
    for ballot in ballots:
        row = rows[ballot.lot_id]
        carrier = carriers.get(ballot.lot_id)
        by_proxy = carrier is not None and carrier not in (row.voter_id, row.agent_id)
        channel = "proxy" if by_proxy else CHANNELS.get(ballot.channel, "paper")
        sums[channel] = sums.get(channel, 0) + ballot.shares
    return sums
