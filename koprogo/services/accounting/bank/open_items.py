"""What owners were asked for, one item per call or entry, and what of it is open: what a payment can settle.

Not calls alone: settlements and statements of actual costs, private costs, a buyer's part of the working fund, corrections
and what the opening voucher took over are items too, by the entry that put them on her account. What such an entry gave
her is credit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.accounting.bank_facts import Item, Part

STANDING = "NOT EXISTS (SELECT 1 FROM match_event u WHERE u.association_id = m.association_id AND u.match_id = m.id)"
"""A match counts while no event has undone it."""
CALL = "call"
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
 WHERE i.association_id = :t AND e.reverses IS NULL AND i.source_kind NOT IN ('call', 'bank_line')
 GROUP BY i.entry_id, i.debtor_id, e.id HAVING sum(i.amount) > 0
"""
PAID = f"""
SELECT coalesce(p.call_id, p.entry_id) AS source, m.debtor_id, sum(p.other) AS other, sum(p.reserve) AS reserve
  FROM match_part p JOIN match m ON m.association_id = p.association_id AND m.id = p.match_id
 WHERE p.association_id = :t AND num_nonnulls(p.call_id, p.entry_id) = 1 AND {STANDING}
 GROUP BY coalesce(p.call_id, p.entry_id), m.debtor_id
"""
BALANCES = """
SELECT a.debtor_id, sum(l.amount)::bigint AS balance FROM ledger_account a
  JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
 WHERE a.association_id = :t AND a.debtor_id IS NOT NULL GROUP BY a.debtor_id
"""


@dataclass(frozen=True)
class OpenItem:
    """An item as one debtor owes it; `item` is how the matching calls it, `source` the call or the entry it comes from.

    `kind`: call, settlement, statement, private, sale, correction or opening.
    """

    item: Item
    source: UUID
    kind: str
    reference: str

    @property
    def call_id(self) -> UUID | None:
        """The call, if it is one."""
        return self.source if self.kind == CALL else None


@dataclass(frozen=True)
class Settled:
    """What a payment settles of a call or of an entry; of neither, it is the debtor's credit."""

    part: Part
    call_id: UUID | None = None
    entry_id: UUID | None = None


def item_id(source: UUID, debtor_id: UUID) -> UUID:
    """Return the id under which the matching knows what a debtor owes of a call or of an entry."""
    return uuid5(source, str(debtor_id))


async def open_items(session: AsyncSession, association_id: UUID) -> list[OpenItem]:
    """Return every item per debtor, paid and reversed ones too: numbers of paid calls are still written on payments."""
    facts = {"t": association_id}
    paid = {(row.source, row.debtor_id): row for row in await session.execute(text(PAID), facts)}
    rows = [*await session.execute(text(CALLS), facts), *await session.execute(text(ENTRIES), facts)]
    return [
        OpenItem(_item(row, paid.get((row.source, row.debtor_id))), row.source, row.kind, row.reference) for row in rows
    ]


async def balances(session: AsyncSession, association_id: UUID) -> Mapping[UUID, int]:
    """Return what each debtor owes by the books, in signed cents."""
    rows = await session.execute(text(BALANCES), {"t": association_id})
    return {row.debtor_id: row.balance for row in rows}


def settled(parts: Iterable[Part], items: Mapping[UUID, OpenItem]) -> tuple[Settled, ...]:
    """Return parts of an answer as they are written, each with its call or entry."""
    found = []
    for part in parts:
        item = items[part.item] if part.item else None
        is_entry = item is not None and item.call_id is None
        found.append(Settled(part, item.call_id if item else None, item.source if item and is_entry else None))
    return tuple(found)


def _item(row: Any, paid: Any) -> Item:
    """Return an item with what is still open of its parts; what a part has too much lowers the other."""
    called = int((row.other or 0) + (row.reserve or 0))
    other = int((row.other or 0) - (paid.other if paid else 0))
    reserve = int((row.reserve or 0) - (paid.reserve if paid else 0))
    left = 0 if row.reversed else max(other + reserve, 0)
    other = max(min(other, left), 0)
    day: date = row.day
    return Item(item_id(row.source, row.debtor_id), row.debtor_id, day, called, other, left - other)
