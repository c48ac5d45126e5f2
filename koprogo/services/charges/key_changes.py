"""Which vote changed who bears which costs: four fifths, because it changes the by-laws (art. 3.88 §1, 2° a).

A key as the deed has it, or as it was taken over, needs none. One that takes the place of another names the point that the
assembly carried; where that assembly was not held here, the act that proves it, with its day: minutes, or a judgment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound, Problem
from koprogo.core.permissions import require
from koprogo.core.plain_text import plain
from koprogo.models.charges import ApportionmentKey, KeyChange
from koprogo.rules.assemblies.decision_kinds import CHANGE_OF_CHARGES
from koprogo.services.charges.refusals import ItemChangesNoKey, KeyChangeNotVoted

LONGEST_ACT = 500
MOST = 100
CARRIED = """
SELECT i.id, i.title, i.number, a.day
  FROM agenda_item i JOIN assembly a ON a.association_id = i.association_id AND a.id = i.assembly_id
  JOIN LATERAL (SELECT r.carried FROM result r WHERE r.association_id = i.association_id AND r.item_id = i.id
        AND r.about = 'text' ORDER BY r.round DESC LIMIT 1) r ON r.carried
 WHERE i.association_id = :t AND i.kind = :kind AND (CAST(:item AS uuid) IS NULL OR i.id = :item)
 ORDER BY a.day DESC, i.number LIMIT :most
"""
NAMES = """
SELECT name FROM apportionment_key WHERE association_id = :t AND (until IS NULL OR until > since)
"""
VOTES = """
SELECT c.key_id, c.replaces_id, o.name AS replaced, c.item_id, i.title, i.number, coalesce(a.day, c.act_on) AS day,
       i.assembly_id, c.act,
       (SELECT e.id FROM register_entry e WHERE e.association_id = c.association_id AND e.item_id = c.item_id
         ORDER BY e.round DESC LIMIT 1) AS entry_id
  FROM key_change c
  LEFT JOIN apportionment_key o ON o.association_id = c.association_id AND o.id = c.replaces_id
  LEFT JOIN agenda_item i ON i.association_id = c.association_id AND i.id = c.item_id
  LEFT JOIN assembly a ON a.association_id = i.association_id AND a.id = i.assembly_id
 WHERE c.association_id = :t
"""


@dataclass(frozen=True)
class Change:
    """What a new key changes, and what decided it: a carried point, or else the `act` that voted it on `act_on`."""

    replaces_id: UUID | None = None
    item_id: UUID | None = None
    act: str = ""
    act_on: date | None = None


AS_IN_DEED = Change()
"""A key that changes nothing: the deed, or another program's books, had it before."""


@dataclass(frozen=True)
class CarriedChange:
    """A carried point that may change a key: its words per language, its number, the day of its assembly."""

    id: UUID
    title: Mapping[str, str]
    number: int | None
    day: date


@dataclass(frozen=True)
class Vote:
    """What decided a key, on `day`: a point with the assembly and the decision of the register, or the words of an `act`.

    `replaced`: the name of the key whose place it took; empty where the shares counted until then.
    """

    replaces_id: UUID | None
    replaced: Mapping[str, str]
    item_id: UUID | None
    title: Mapping[str, str]
    number: int | None
    day: date
    assembly_id: UUID | None
    entry_id: UUID | None
    act: str


async def carried_changes(session: AsyncSession, actor: Actor, association_id: UUID) -> list[CarriedChange]:
    """Return the points carried here that may change a key, the newest first (syndic)."""
    require(actor, "association.change", association_id)
    return await _carried(session, association_id, None)


async def votes(session: AsyncSession, association_id: UUID) -> dict[UUID, Vote]:
    """Return what decided each key that is not the deed's, for a service that decided who may."""
    rows = (await session.execute(text(VOTES), {"t": association_id})).mappings()
    return {
        row["key_id"]: Vote(**{name: row[name] for name in row if name != "key_id"} | {
            "replaced": row["replaced"] or {}, "title": row["title"] or {},
        })
        for row in rows
    }  # fmt: skip


async def changed_key(session: AsyncSession, association_id: UUID, change: Change) -> ApportionmentKey | None:
    """Return the key that is changed, None for none; NotFound for one of others."""
    if change.replaces_id is None:
        return None
    found = await session.get(ApportionmentKey, change.replaces_id)
    if found is None or found.association_id != association_id:
        raise NotFound
    return found


async def problems(
    session: AsyncSession,
    association_id: UUID,
    change: Change,
    old: ApportionmentKey | None,
    *,
    name: Mapping[str, str],
    since: date,
) -> list[Problem]:
    """Return what is wrong with the words of a change, and with a key that changes another without saying so."""
    found = []
    act = change.act.strip()
    if len(act) > LONGEST_ACT:
        found.append(Problem("act", "Shorten this to {most} characters.", {"most": LONGEST_ACT}))
    if act and change.item_id is not None:
        found.append(Problem("act", "Choose the point, or write which minutes voted it: not both."))
    elif act and change.act_on is None:
        found.append(Problem("act_on", "Enter the day of the vote."))
    elif change.act_on is not None and not act:
        found.append(Problem("act", "Write which minutes voted it, with the point."))
    if old is not None:
        earliest = old.until or old.since
        if since < earliest:
            day = {"day": earliest.isoformat()}
            found.append(Problem("since", "Choose {day} or a later day, so that one key follows the other.", day))
    elif await _is_known(session, association_id, name):
        found.append(
            Problem(
                "name", "A key of this name is here, or was. Choose it as the one that this changes, or another name."
            )
        )
    return found


async def require_vote(session: AsyncSession, association_id: UUID, change: Change) -> None:
    """Refuse a change that four fifths did not vote, as far as what is written here shows it."""
    if change.item_id is not None and not await _carried(session, association_id, change.item_id):
        raise ItemChangesNoKey
    if change.replaces_id is not None and change.item_id is None and not change.act.strip():
        raise KeyChangeNotVoted


async def write(session: AsyncSession, association_id: UUID, key_id: UUID, change: Change) -> None:
    """Write what decided a new key; nothing for one of the deed."""
    said = replace(change, act=change.act.strip())
    if said == AS_IN_DEED:
        return
    session.add(
        KeyChange(
            association_id=association_id, key_id=key_id, replaces_id=said.replaces_id, item_id=said.item_id,
            act=said.act, act_on=said.act_on if said.act else None,
        )
    )  # fmt: skip
    await session.flush()


async def _carried(session: AsyncSession, association_id: UUID, item_id: UUID | None) -> list[CarriedChange]:
    facts = {"t": association_id, "kind": CHANGE_OF_CHARGES, "item": item_id, "most": MOST}
    return [CarriedChange(**row) for row in (await session.execute(text(CARRIED), facts)).mappings()]


async def _is_known(session: AsyncSession, association_id: UUID, name: Mapping[str, str]) -> bool:
    """Say whether a key in force, now or once, has one of these names: the same key again is a change of it."""
    rows = (await session.execute(text(NAMES), {"t": association_id})).scalars()
    known = {plain(each) for row in rows for each in row.values()}
    return any(plain(each) in known for each in name.values())
