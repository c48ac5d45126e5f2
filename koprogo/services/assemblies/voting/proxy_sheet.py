"""The proxy sheet of a holder: every principal in one grid, for the point whose vote is open.

What is entered here goes through `hand_entry.enter_ballots` on the channel `proxy_sheet` and waits for a second person.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.services.assemblies import events
from koprogo.services.assemblies.labels import folded
from koprogo.services.assemblies.roll import RollRow, room
from koprogo.services.assemblies.voting.counting import PENDING, population, round_on
from koprogo.services.assemblies.voting.hand_entry import bound_lots
from koprogo.services.assemblies.voting.item_rule import rule_of

COUNTING = "SELECT lot_id, choice FROM counting_ballot WHERE item_id = :i AND round = :r"
VERSION = "SELECT version FROM text_on_vote WHERE item_id = :i"


@dataclass(frozen=True)
class Principal:
    """One giver on the sheet: lots that vote on the point; `bound` is her instruction; `choice` counts, `pending` waits."""

    key: str
    owner_name: str
    lots: tuple[str, ...]
    lot_ids: tuple[UUID, ...]
    votes: int
    bound: str
    choice: str
    pending: str


@dataclass(frozen=True)
class ProxySheet:
    """The sheet of one holder who is there."""

    holder_id: UUID
    holder_name: str
    principals: tuple[Principal, ...]


async def proxy_sheets(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> list[ProxySheet]:
    """Return the sheet of each holder who carries votes for others now, by name; without a vote, none."""
    require(actor, "ballot.enter", association_id)
    await events.state_of(session, association_id, assembly_id)
    current = await round_on(session, assembly_id)
    if current is None:
        return []
    now = await room(session, association_id, assembly_id)
    rule = await rule_of(session, association_id, current.item_id)
    of_round = {"i": current.item_id, "r": current.round}
    counting = {row.lot_id: row.choice for row in await session.execute(text(COUNTING), of_round)}
    pending = {row.lot_id: row.choice for row in await session.execute(text(PENDING), of_round)}
    bound = bound_lots(now, current.item_id, await session.scalar(text(VERSION), of_round) or 1)
    carried: dict[UUID, dict[str, list[RollRow]]] = defaultdict(lambda: defaultdict(list))
    for row in population(now.roll, rule):
        carrier = now.carriers.get(row.lot_id)
        if carrier is not None and carrier not in (row.voter_id, row.agent_id) and carrier not in rule.excluded:
            carried[carrier][row.owner_key].append(row)
    people = await session.execute(text("SELECT id, name FROM person WHERE id = ANY (:p)"), {"p": list(carried)})
    sheets = [
        ProxySheet(
            row.id,
            row.name,
            tuple(_principal(lots, rule.key_id, bound, counting, pending) for lots in carried[row.id].values()),
        )
        for row in people
    ]
    return sorted(sheets, key=lambda sheet: sheet.holder_name)


def find_sheets(sheets: Sequence[ProxySheet], words: str) -> list[ProxySheet]:
    """Return the sheets whose holder, or one of whose principals by name or lot, contains every word."""
    wanted = [folded(word) for word in words.split()]
    return [sheet for sheet in sheets if all(word in _searchable(sheet) for word in wanted)]


def _searchable(sheet: ProxySheet) -> str:
    givers = (" ".join((each.owner_name, *each.lots)) for each in sheet.principals)
    return folded(" ".join((sheet.holder_name, *givers)))


def _principal(lots: list[RollRow], key_id: UUID | None, bound: Any, counting: Any, pending: Any) -> Principal:
    def one(said: Any) -> str:
        found = {str(said[row.lot_id]) for row in lots if row.lot_id in said}
        return found.pop() if len(found) == 1 else ""

    return Principal(
        key=lots[0].owner_key,
        owner_name=lots[0].owner_name,
        lots=tuple(sorted(row.lot_number for row in lots)),
        lot_ids=tuple(row.lot_id for row in lots),
        votes=sum(row.votes(key_id) for row in lots),
        bound=one(bound),
        choice=one(counting),
        pending=one(pending),
    )
