"""What owners were asked for, one item per call or entry, and what of it is open: what a payment can settle.

Not calls alone: calls of an old program that came one by one, settlements and statements of actual costs, private costs, a
buyer's part of the working fund, corrections and what the opening voucher took over are items too, by the entry that put
them on her account. What such an entry gave her is credit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.accounting.bank_facts import Item, Part
from koprogo.services.accounting.same_debtors import same_debtors

STANDING = "NOT EXISTS (SELECT 1 FROM match_event u WHERE u.association_id = m.association_id AND u.match_id = m.id)"
"""A match counts while no event has undone it."""
CALL, OLD_CALL = "call", "old_call"
CALLS = """
SELECT l.call_id AS source, l.debtor_id, c.due_on AS day, c.reference, 'call' AS kind,
       sum(l.amount) FILTER (WHERE l.part <> 'reserve') AS other, sum(l.amount) FILTER (WHERE l.part = 'reserve') AS reserve,
       bool_or(EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
                          AND e.what = 'reversed')) AS reversed
  FROM call_line l JOIN call c ON c.association_id = l.association_id AND c.id = l.call_id
 WHERE l.association_id = :t AND EXISTS (SELECT 1 FROM call_event e
        WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'posted')
 GROUP BY l.call_id, l.debtor_id, c.due_on, c.reference
"""
ENTRIES = """
SELECT i.entry_id AS source, i.debtor_id, e.day, e.reference,
       CASE WHEN e.kind = 'settlement' AND e.reference LIKE 'STATEMENT-%' THEN 'statement'
            WHEN bool_or(i.source_kind = 'lot_transfer') THEN 'sale' ELSE min(i.kind) END AS kind,
       sum(i.amount) FILTER (WHERE i.part = 'other') AS other, sum(i.amount) FILTER (WHERE i.part = 'reserve') AS reserve,
       bool_or(EXISTS (SELECT 1 FROM entry r WHERE r.association_id = e.association_id AND r.reverses = e.id)) AS reversed
  FROM owner_item i JOIN entry e ON e.association_id = i.association_id AND e.id = i.entry_id
 WHERE i.association_id = :t AND e.reverses IS NULL AND i.source_kind NOT IN ('call', 'bank_line', 'old_call')
 GROUP BY i.entry_id, i.debtor_id, e.id HAVING sum(i.amount) > 0
"""
OLD_CALLS = """
SELECT c.id AS source, c.debtor_id, c.due_on AS day, coalesce(nullif(c.number, ''), c.communication) AS reference,
       'old_call' AS kind, c.other, c.reserve,
       EXISTS (SELECT 1 FROM entry r WHERE r.association_id = c.association_id AND r.reverses = c.entry_id) AS reversed
  FROM old_call c WHERE c.association_id = :t
"""
PAID = f"""
SELECT coalesce(p.call_id, p.entry_id, p.old_call_id) AS source, m.debtor_id, sum(p.other) AS other,
       sum(p.reserve) AS reserve
  FROM match_part p JOIN match m ON m.association_id = p.association_id AND m.id = p.match_id
 WHERE p.association_id = :t AND num_nonnulls(p.call_id, p.entry_id, p.old_call_id) = 1 AND {STANDING}
 GROUP BY coalesce(p.call_id, p.entry_id, p.old_call_id), m.debtor_id
"""
BALANCES = """
SELECT a.debtor_id, sum(l.amount)::bigint AS balance FROM ledger_account a
  JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
 WHERE a.association_id = :t AND a.debtor_id IS NOT NULL GROUP BY a.debtor_id
"""


@dataclass(frozen=True)
class OpenItem:
    """An item as one debtor owes it; `item` is how the matching calls it, `source` the call or the entry it comes from.

    `kind`: call, old_call (of an old program), settlement, statement, private, sale, correction or opening.
    """

    item: Item
    source: UUID
    kind: str
    reference: str

    @property
    def call_id(self) -> UUID | None:
        """The call, if it is one."""
        return self.source if self.kind == CALL else None

    @property
    def old_call_id(self) -> UUID | None:
        """The call of an old program, if it is one."""
        return self.source if self.kind == OLD_CALL else None


@dataclass(frozen=True)
class Settled:
    """What a payment settles of a call, old or ours, or of an entry; of none, it is the debtor's credit."""

    part: Part
    call_id: UUID | None = None
    entry_id: UUID | None = None
    old_call_id: UUID | None = None


def item_id(source: UUID, debtor_id: UUID) -> UUID:
    """Return the id under which the matching knows what a debtor owes of a call or of an entry."""
    return uuid5(source, str(debtor_id))


async def open_items(session: AsyncSession, association_id: UUID) -> list[OpenItem]:
    """Return every item per debtor, paid and reversed ones too: numbers of paid calls are still written on payments.

    Of debtors whose persons were merged they are those of the one that stands for both.
    """
    facts = {"t": association_id}
    same = await same_debtors(session, association_id)
    paid: dict[tuple[UUID, UUID], tuple[int, int]] = {}
    for row in await session.execute(text(PAID), facts):
        where = (row.source, same.head(row.debtor_id))
        other, reserve = paid.get(where, (0, 0))
        paid[where] = (other + int(row.other or 0), reserve + int(row.reserve or 0))
    rows = [row for query in (CALLS, OLD_CALLS, ENTRIES) for row in await session.execute(text(query), facts)]
    asked: dict[tuple[UUID, UUID], _Asked] = {}
    for row in rows:
        where = (row.source, same.head(row.debtor_id))
        before = asked.get(where)
        sums = (
            int(row.other or 0) + (before.other if before else 0),
            int(row.reserve or 0) + (before.reserve if before else 0),
        )
        asked[where] = _Asked(row, *sums)
    return [
        OpenItem(_item(each, debtor, paid.get((source, debtor), (0, 0))), source, each.row.kind, each.row.reference)
        for (source, debtor), each in asked.items()
    ]


async def balances(session: AsyncSession, association_id: UUID) -> Mapping[UUID, int]:
    """Return what each debtor owes by the books, in signed cents."""
    same = await same_debtors(session, association_id)
    found: dict[UUID, int] = {}
    for row in await session.execute(text(BALANCES), {"t": association_id}):
        head = same.head(row.debtor_id)
        found[head] = found.get(head, 0) + row.balance
    return found


def settled(parts: Iterable[Part], items: Mapping[UUID, OpenItem]) -> tuple[Settled, ...]:
    """Return parts of an answer as they are written, each with its call or entry."""
    found = []
    for part in parts:
        item = items[part.item] if part.item else None
        named = {f"{item.kind if item.kind in (CALL, OLD_CALL) else 'entry'}_id": item.source} if item else {}
        found.append(Settled(part, **named))
    return tuple(found)


@dataclass(frozen=True)
class _Asked:
    """What one call or entry asks of a debtor, of all that she is."""

    row: Any
    other: int
    reserve: int


def _item(asked: _Asked, debtor_id: UUID, paid: tuple[int, int]) -> Item:
    """Return an item with what is still open of its parts; what a part has too much lowers the other."""
    row, called = asked.row, asked.other + asked.reserve
    other, reserve = asked.other - paid[0], asked.reserve - paid[1]
    left = 0 if row.reversed else max(other + reserve, 0)
    other = max(min(other, left), 0)
    day: date = row.day
    return Item(item_id(row.source, debtor_id), debtor_id, day, called, other, left - other)
