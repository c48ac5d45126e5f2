"""Keys of apportionment: which lots bear a cost of their own, with which weights, by which clause (art. 3.81, 3.87 §6).

A key is never rewritten, because a result may rest on it: it ends on the day another one begins. One that takes the place
of another, or of the shares, says which vote changed the split (art. 3.88 §1, 2° a): `key_changes.py`. Only a key that
nothing rests on, such as one entered wrongly, ends without another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.charges import ApportionmentKey, ApportionmentWeight
from koprogo.rules.charges.key_lines import read_key_lines
from koprogo.services import audit
from koprogo.services.charges import key_changes
from koprogo.services.charges.key_changes import AS_IN_DEED, Change, Vote
from koprogo.services.charges.refusals import KeyInUse

LANGUAGES = ("fr", "nl", "de", "en")
LONGEST = {"name": 120, "source": 500}
LOCK = "SELECT pg_advisory_xact_lock(66, hashtext(:t))"
LOTS = "SELECT id, number, shares FROM lot WHERE association_id = :t ORDER BY number"
KEYS = """
SELECT k.id, k.name, k.source, k.since, k.until, coalesce(sum(w.weight), 0) AS total, count(w.id) AS lots,
       (SELECT count(*) FROM agenda_item i WHERE i.key_id = k.id AND i.number IS NOT NULL) AS points,
       EXISTS (SELECT 1 FROM agenda_item i WHERE i.key_id = k.id AND i.number IS NOT NULL)
       OR EXISTS (SELECT 1 FROM budget_line b WHERE b.association_id = k.association_id AND b.key_id = k.id
                   AND EXISTS (SELECT 1 FROM budget_event e WHERE e.budget_id = b.budget_id AND e.what <> 'discarded'))
       OR EXISTS (SELECT 1 FROM entry_line l WHERE l.association_id = k.association_id AND l.key_id = k.id) AS in_use
  FROM apportionment_key k LEFT JOIN apportionment_weight w ON w.key_id = k.id
 WHERE k.association_id = :t AND (CAST(:k AS uuid) IS NULL OR k.id = :k)
   AND (CAST(:day AS date) IS NULL OR (k.since <= CAST(:day AS date)
       AND (k.until IS NULL OR k.until > CAST(:day AS date))))
 GROUP BY k.id ORDER BY k.until IS NOT NULL, k.since DESC, k.id
"""
WEIGHTS = """
SELECT l.number, w.weight FROM apportionment_weight w JOIN lot l ON l.id = w.lot_id
 WHERE w.key_id = :k AND w.association_id = :t ORDER BY l.number
"""


@dataclass(frozen=True)
class Key:
    """A key in a list: `total` of its weights over so many `lots`; `points` of agendas that use it.

    `in_use`: a point, a budget that was proposed or an entry of the books rests on it, so that it ends by another only.

    `changed_by`: the vote that put it in the place of another; None for a key as the deed has it.
    """

    id: UUID
    name: Mapping[str, str]
    source: str
    since: date
    until: date | None
    total: int
    lots: int
    points: int
    in_use: bool
    changed_by: Vote | None


@dataclass(frozen=True)
class Weight:
    """What one lot bears of a key."""

    lot_number: str
    weight: int


async def keys(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date | None = None) -> list[Key]:
    """Return the keys of an association, those that ended last; with a `day` only those in force on it."""
    require(actor, "lots.read", association_id)
    rows = await session.execute(text(KEYS), {"t": association_id, "day": day, "k": None})
    votes = await key_changes.votes(session, association_id)
    return [
        Key(**row | {"total": int(row["total"])}, changed_by=votes.get(row["id"])) for row in map(dict, rows.mappings())
    ]


async def weights_of(session: AsyncSession, actor: Actor, association_id: UUID, key_id: UUID) -> list[Weight]:
    """Return the lots of a key with their weights, by number; NotFound for a key of others."""
    require(actor, "lots.read", association_id)
    rows = (await session.execute(text(WEIGHTS), {"t": association_id, "k": key_id})).all()
    if not rows:
        raise NotFound
    return [Weight(row.number, row.weight) for row in rows]


async def lots_to_pick(session: AsyncSession, actor: Actor, association_id: UUID) -> list[Weight]:
    """Return every lot with its shares as the weight it would have by value."""
    require(actor, "lots.read", association_id)
    rows = await session.execute(text(LOTS), {"t": association_id})
    return [Weight(row.number, row.shares) for row in rows]


async def enter_key(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    name: Mapping[str, str],
    source: str,
    since: date,
    lines: str,
    change: Change = AS_IN_DEED,
) -> UUID:
    """Enter a key of the by-laws and return its id; `lines` holds a lot and its weight each.

    One that changes another takes its place on its own first day, on which the other one ends.

    Raises:
        BadInput: all that is wrong with the name, the source, the lines or the words of the vote.
        NotFound: the key that it changes is not here.
        KeyChangeNotVoted, ItemChangesNoKey: nothing shows that four fifths changed the split.
    """
    require(actor, "association.change", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    words = {language: name[language].strip() for language in LANGUAGES if name.get(language, "").strip()}
    lots = {row.number: row for row in await session.execute(text(LOTS), {"t": association_id})}
    read = read_key_lines(lines, {number: row.shares for number, row in lots.items()})
    old = await key_changes.changed_key(session, association_id, change)
    wrong = await key_changes.problems(session, association_id, change, old, name=words, since=since)
    if problems := [*_problems(words, source), *read.problems, *wrong]:
        raise BadInput(*problems)
    await key_changes.require_vote(session, association_id, change)
    key = ApportionmentKey(id=uuid4(), association_id=association_id, name=words, source=source.strip(), since=since)
    session.add(key)
    await session.flush()
    session.add_all(
        ApportionmentWeight(association_id=association_id, key_id=key.id, lot_id=lots[number].id, weight=weight)
        for number, weight in read.weights.items()
    )
    await session.flush()
    await key_changes.write(session, association_id, key.id, change)
    await audit.record(
        session, actor, association_id, "key.entered", key.id, lots=len(read.weights),
        replaces=_id(change.replaces_id), point=_id(change.item_id), act=change.act.strip() or None,
    )  # fmt: skip
    if old is not None and old.until is None:
        await _end(session, actor, old, since)
    return key.id


async def end_key(session: AsyncSession, actor: Actor, association_id: UUID, key_id: UUID, *, until: date) -> None:
    """End a key nothing rests on, on a day, which is the first it is no longer in force; ended again it stays as it was.

    Raises:
        NotFound: no such key.
        BadInput: the day lies before the key's first one.
        KeyInUse: costs went by it, so four fifths put another in its place.
    """
    require(actor, "association.change", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    key = await session.get(ApportionmentKey, key_id)
    if key is None or key.association_id != association_id:
        raise NotFound
    if key.until is not None:
        return
    if until < key.since:
        raise BadInput(Problem("until", "Choose a day on or after the key’s first day."))
    [row] = (await session.execute(text(KEYS), {"t": association_id, "day": None, "k": key_id})).all()
    if row.in_use:
        raise KeyInUse
    await _end(session, actor, key, until)


async def _end(session: AsyncSession, actor: Actor, key: ApportionmentKey, until: date) -> None:
    key.until = until
    await audit.record(session, actor, key.association_id, "key.ended", key.id, until=until.isoformat())


def _id(found: UUID | None) -> str | None:
    return None if found is None else str(found)


def _problems(name: Mapping[str, str], source: str) -> list[Problem]:
    found = []
    if not name:
        found.append(Problem("name", "Write the name of the key in at least one language, such as Lift of block B."))
    if not source.strip():
        found.append(Problem("source", "Write which clause of the by-laws puts this cost on these lots only."))
    for field, each in (*(("name", word) for word in name.values()), ("source", source)):
        if len(each) > LONGEST[field]:
            found.append(Problem(field, "Shorten this to {most} characters.", {"most": LONGEST[field]}))
    return found
