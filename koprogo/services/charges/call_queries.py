"""Reading calls: the list of an association, one with what each debtor is asked, and a debtor's own calls.

Who keeps the books, the council and the auditor read every line (art. 3.90, 3.91); a co-owner reads what is asked of her.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.services.charges.call_plan import PlannedCall, SharedLine
from koprogo.services.charges.calls import debtors_of_call
from koprogo.services.charges.references import Numbers, numbers_of

STATE = """
CASE WHEN 'reversed' = ANY(e.told) THEN 'reversed' WHEN 'sent' = ANY(e.told) THEN 'sent'
     WHEN 'posted' = ANY(e.told) THEN 'posted' ELSE 'frozen' END
"""
CALLS = f"""
SELECT c.id, c.association_id, c.reference, c.kind, c.starts, c.number, c.instalments, c.called_on, c.due_on,
       c.covers_from, c.covers_until, c.total, c.words, c.iban, c.budget_id, c.item_id, i.title AS item_title,
       b.starts AS budget_starts, c.loan_id, coalesce(n.words, '') AS loan_words, {STATE} AS state
  FROM "call" c LEFT JOIN LATERAL (SELECT coalesce(array_agg(what), '{{}}') AS told FROM call_event
        WHERE association_id = c.association_id AND call_id = c.id) e ON true
  LEFT JOIN agenda_item i ON i.id = c.item_id LEFT JOIN budget b ON b.id = c.budget_id
  LEFT JOIN loan n ON n.association_id = c.association_id AND n.id = c.loan_id
 WHERE c.association_id = :t
"""
LIST = CALLS + " ORDER BY c.called_on DESC, c.at DESC LIMIT 500"
ONE = CALLS + " AND c.id = :c"
LINES = """
SELECT l.id, l.debtor_id, l.number, t.number AS lot, l.part, l.caught_up, l.key_id, k.name AS key_name, l.weight,
       l.of_weight, l.base, l.before, l.amount
  FROM call_line l JOIN lot t ON t.association_id = l.association_id AND t.id = l.lot_id
  LEFT JOIN apportionment_key k ON k.association_id = l.association_id AND k.id = l.key_id
 WHERE l.association_id = :t AND l.call_id = :c AND (CAST(:debtors AS uuid[]) IS NULL OR l.debtor_id = ANY(:debtors))
 ORDER BY t.number, l.number
"""
NAMES = """
SELECT d.debtor_id, array_agg(p.name ORDER BY p.name) AS names, array_agg(p.id ORDER BY p.name) AS people
  FROM debtor_person d JOIN person p ON p.id = d.person_id
 WHERE d.association_id = :t AND d.debtor_id = ANY(:debtors) GROUP BY d.debtor_id
"""
MINE = "SELECT debtor_id FROM debtor_person WHERE association_id = :t AND person_id = :me"
MY_CALLS = f"""
SELECT x.* FROM ({CALLS}) x WHERE x.state IN ('posted', 'sent')
   AND EXISTS (SELECT 1 FROM call_line l WHERE l.association_id = :t AND l.call_id = x.id AND l.debtor_id = ANY(:debtors))
 ORDER BY x.called_on DESC LIMIT 200
"""


HOLDERS = """
SELECT l.number, array_agg(p.name ORDER BY p.name) AS names FROM lot l
  JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id AND h.since <= :day
   AND (h.until IS NULL OR h.until > :day) JOIN person p ON p.id = h.person_id
 WHERE l.association_id = :t GROUP BY l.number
"""


@dataclass(frozen=True)
class CallRow:
    """A call of the list; `state`: frozen, posted, sent or reversed. `budget_starts`: the year its budget was voted for.

    `loan_words`: what the loan of `loan_id` is for.
    """

    id: UUID
    association_id: UUID
    reference: str
    kind: str
    starts: date
    number: int
    instalments: int
    called_on: date
    due_on: date
    covers_from: date
    covers_until: date
    total: Money
    words: Mapping[str, str]
    iban: str
    budget_id: UUID | None
    item_id: UUID | None
    item_title: Mapping[str, str]
    budget_starts: date | None
    loan_id: UUID | None
    loan_words: str
    state: str

    @property
    def is_last_years(self) -> bool:
        """Whether the budget of an earlier year was called, because none was voted yet."""
        return self.budget_starts is not None and self.budget_starts != self.starts


@dataclass(frozen=True)
class LineOfCall(SharedLine):
    """One line of a call that was made."""

    id: UUID


@dataclass(frozen=True)
class AskedOf:
    """What one debtor is asked by a call: who she is or they are, the lines, and the numbers to pay with."""

    debtor_id: UUID
    names: tuple[str, ...]
    people: tuple[UUID, ...]
    lines: tuple[LineOfCall, ...]
    numbers: Numbers

    @property
    def total(self) -> Money:
        return Money(sum(line.amount for line in self.lines))

    @property
    def reserve(self) -> Money:
        return Money(sum(line.amount for line in self.lines if line.part == "reserve"))


@dataclass(frozen=True)
class CallSheet:
    """A call with everybody it asks, by name."""

    row: CallRow
    asked: tuple[AskedOf, ...]


async def calls(session: AsyncSession, actor: Actor, association_id: UUID) -> list[CallRow]:
    """Return the calls of an association, the latest first (books.read)."""
    require(actor, "books.read", association_id)
    rows = await session.execute(text(LIST), {"t": association_id})
    return [_row(row) for row in rows.mappings()]


async def call(session: AsyncSession, actor: Actor, association_id: UUID, call_id: UUID) -> CallSheet:
    """Return a call with everybody it asks; NotFound for one of others (books.read)."""
    require(actor, "books.read", association_id)
    return await sheet(session, association_id, call_id)


async def my_calls(session: AsyncSession, actor: Actor, association_id: UUID) -> list[CallSheet]:
    """Return the calls that ask something of the actor, alone or together with others, each with her lines only."""
    require(actor, "figures.read", association_id)
    facts: dict[str, Any] = {"t": association_id, "me": actor.person_id}
    debtors = list((await session.execute(text(MINE), facts)).scalars())
    rows = (await session.execute(text(MY_CALLS), {**facts, "debtors": debtors})).mappings()
    return [await _with_lines(session, association_id, _row(row), debtors) for row in list(rows)]


async def holders_on(session: AsyncSession, actor: Actor, association_id: UUID, day: date) -> dict[str, list[str]]:
    """Return by lot the names of who holds it on a day, and so owes what is due then (syndic, accountant)."""
    require(actor, "books.write", association_id)
    rows = await session.execute(text(HOLDERS), {"t": association_id, "day": day})
    return {row.number: list(row.names) for row in rows}


async def people_asked(
    session: AsyncSession, actor: Actor, association_id: UUID, planned: PlannedCall
) -> dict[str, list[str]]:
    """Return by lot the names of who would owe a planned call (syndic, accountant); raises as `debtors_of_call`."""
    require(actor, "books.write", association_id)
    debtors = await debtors_of_call(session, association_id, planned)
    facts = {"t": association_id, "debtors": list(debtors.values())}
    names = {row.debtor_id: list(row.names) for row in await session.execute(text(NAMES), facts)}
    return {line.lot: names[debtors[line.lot_id]] for line in planned.lines}


async def my_call(session: AsyncSession, actor: Actor, association_id: UUID, call_id: UUID) -> CallSheet:
    """Return a posted call with what it asks of the actor, alone or with others; NotFound when it asks her nothing."""
    found = next((each for each in await my_calls(session, actor, association_id) if each.row.id == call_id), None)
    if found is None:
        raise NotFound
    return found


async def sheet(
    session: AsyncSession, association_id: UUID, call_id: UUID, debtors: Iterable[UUID] | None = None
) -> CallSheet:
    """Return a call with the debtors named, or all of them, for a service that decided who may."""
    row = (await session.execute(text(ONE), {"t": association_id, "c": call_id})).mappings().first()
    if row is None:
        raise NotFound
    return await _with_lines(session, association_id, _row(row), None if debtors is None else list(debtors))


async def _with_lines(
    session: AsyncSession, association_id: UUID, row: CallRow, debtors: list[UUID] | None
) -> CallSheet:
    facts = {"t": association_id, "c": row.id, "debtors": debtors}
    found: dict[UUID, list[LineOfCall]] = {}
    for line in (await session.execute(text(LINES), facts)).mappings():
        found.setdefault(line["debtor_id"], []).append(_line(line))
    people = {
        each.debtor_id: each
        for each in await session.execute(text(NAMES), {"t": association_id, "debtors": list(found)})
    }
    numbers = await numbers_of(session, association_id, found, row.id)
    asked = [
        AskedOf(
            debtor, tuple(people[debtor].names), tuple(people[debtor].people), tuple(lines),
            numbers.get(debtor, Numbers("", "")),
        )
        for debtor, lines in found.items()
    ]  # fmt: skip
    return CallSheet(row, tuple(sorted(asked, key=lambda each: (each.names, each.debtor_id.hex))))


def _row(row: RowMapping) -> CallRow:
    return CallRow(**{**row, "total": Money(row["total"]), "item_title": row["item_title"] or {}})


def _line(row: RowMapping) -> LineOfCall:
    kept = {name: row[name] for name in row if name not in ("debtor_id", "number")}
    return LineOfCall(**{**kept, "key_name": row["key_name"] or {}})
