"""What an association knows when its bank lines are matched: open items, numbers, payers, rules; read, never judged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.accounting.bank_facts import BankLine, BookingRule, Debtor, Issued, Item, Known
from koprogo.rules.accounting.numbers_in_text import shapes_in, slips_of

# A match counts while no event has undone it.
STANDING = "NOT EXISTS (SELECT 1 FROM match_event u WHERE u.association_id = m.association_id AND u.match_id = m.id)"
ITEMS = """
SELECT l.call_id, l.debtor_id, c.due_on, c.reference,
       sum(l.amount) FILTER (WHERE l.part <> 'reserve') AS other, sum(l.amount) FILTER (WHERE l.part = 'reserve') AS reserve,
       bool_or(EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
                          AND e.what = 'reversed')) AS reversed
  FROM call_line l JOIN call c ON c.association_id = l.association_id AND c.id = l.call_id
 WHERE l.association_id = :t AND EXISTS (SELECT 1 FROM call_event e
        WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'posted')
 GROUP BY l.call_id, l.debtor_id, c.due_on, c.reference
"""
PAID = f"""
SELECT p.call_id, m.debtor_id, sum(p.other) AS other, sum(p.reserve) AS reserve
  FROM match_part p JOIN match m ON m.association_id = p.association_id AND m.id = p.match_id
 WHERE p.association_id = :t AND p.call_id IS NOT NULL AND {STANDING} GROUP BY p.call_id, m.debtor_id
"""
NUMBERS = "SELECT number, debtor_id, call_id FROM payment_reference WHERE association_id = :t"
NAMES = """
SELECT d.debtor_id, array_agg(p.name ORDER BY p.name) AS names FROM debtor_person d JOIN person p ON p.id = d.person_id
 WHERE d.association_id = :t GROUP BY d.debtor_id
"""
PAYERS = f"""
SELECT DISTINCT l.iban, m.debtor_id FROM match m JOIN bank_line l ON l.association_id = m.association_id AND l.id = m.line_id
 WHERE m.association_id = :t AND m.confirms AND l.iban <> '' AND {STANDING}
"""
OWN = "SELECT iban, id FROM bank_account WHERE association_id = :t"
RULES = """
SELECT r.id, r.name, a.code, r.incoming, r.iban, r.words
  FROM bank_rule r JOIN ledger_account a ON a.association_id = r.association_id AND a.id = r.account_id
 WHERE r.association_id = :t AND r.ends_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM bank_rule e WHERE e.association_id = r.association_id AND e.ends_id = r.id)
 ORDER BY r.at, r.id
"""
ELSEWHERE_NUMBERS = "SELECT number FROM payment_reference WHERE association_id <> :t AND number = ANY(:numbers)"
ELSEWHERE_PAYERS = f"""
SELECT DISTINCT l.iban FROM match m JOIN bank_line l ON l.association_id = m.association_id AND l.id = m.line_id
 WHERE m.association_id <> :t AND m.confirms AND l.iban = ANY(:ibans) AND {STANDING}
"""


@dataclass(frozen=True)
class OpenCall:
    """A call as one debtor owes it; `item` is how the matching calls it."""

    item: Item
    call_id: UUID
    reference: str


def item_id(call_id: UUID, debtor_id: UUID) -> UUID:
    """Return the id under which the matching knows what a debtor owes of a call."""
    return uuid5(call_id, str(debtor_id))


async def open_calls(session: AsyncSession, association_id: UUID) -> list[OpenCall]:
    """Return every posted call per debtor, paid and reversed ones too: their numbers are still written on payments."""
    facts = {"t": association_id}
    paid = {(row.call_id, row.debtor_id): row for row in await session.execute(text(PAID), facts)}
    return [
        OpenCall(_item(row, paid.get((row.call_id, row.debtor_id))), row.call_id, row.reference)
        for row in await session.execute(text(ITEMS), facts)
    ]


async def known_to(session: AsyncSession, association_id: UUID, lines: Sequence[BankLine]) -> Known:
    """Return the facts these lines are matched against; other associations are asked in the reach of the session alone."""
    facts = {"t": association_id}
    items = tuple(each.item for each in await open_calls(session, association_id))
    there = {item.id for item in items}
    numbers = {}
    for row in await session.execute(text(NUMBERS), facts):
        item = item_id(row.call_id, row.debtor_id) if row.call_id else None
        if item is None or item in there:
            numbers[row.number] = Issued(row.debtor_id, item)
    payers: dict[str, set[UUID]] = defaultdict(set)
    for row in await session.execute(text(PAYERS), facts):
        payers[row.iban].add(row.debtor_id)
    return Known(
        items=items,
        numbers=numbers,
        debtors=tuple(Debtor(row.debtor_id, tuple(row.names)) for row in await session.execute(text(NAMES), facts)),
        payers={iban: frozenset(each) for iban, each in payers.items()},
        own_accounts={row.iban: row.id for row in await session.execute(text(OWN), facts)},
        elsewhere_numbers=await _elsewhere_numbers(session, association_id, lines, numbers),
        elsewhere_payers=await _elsewhere_payers(session, association_id, lines),
        rules=tuple(
            BookingRule(row.id, row.code, row.incoming, row.iban, tuple(row.words))
            for row in await session.execute(text(RULES), facts)
        ),
    )


def _item(row: Any, paid: Any) -> Item:
    """Return an item with what is still open of its parts; what a part has too much lowers the other."""
    called = int((row.other or 0) + (row.reserve or 0))
    other = int((row.other or 0) - (paid.other if paid else 0))
    reserve = int((row.reserve or 0) - (paid.reserve if paid else 0))
    left = 0 if row.reversed else max(other + reserve, 0)
    other = max(min(other, left), 0)
    return Item(item_id(row.call_id, row.debtor_id), row.debtor_id, row.due_on, called, other, left - other)


async def _elsewhere_numbers(
    session: AsyncSession, association_id: UUID, lines: Sequence[BankLine], numbers: Iterable[str]
) -> frozenset[str]:
    """Return the numbers of other associations that these lines name, or miss by one slip."""
    here = set(numbers)
    named = {shape for line in lines if line.amount > 0 for shape in shapes_in(line.words)} - here
    asked = named | {each for shape in named for each in slips_of(shape)}
    if not asked:
        return frozenset()
    facts = {"t": association_id, "numbers": sorted(asked - here)}
    return frozenset((await session.execute(text(ELSEWHERE_NUMBERS), facts)).scalars())


async def _elsewhere_payers(session: AsyncSession, association_id: UUID, lines: Sequence[BankLine]) -> frozenset[str]:
    asked = sorted({line.iban for line in lines if line.iban})
    facts = {"t": association_id, "ibans": asked}
    return frozenset((await session.execute(text(ELSEWHERE_PAYERS), facts)).scalars()) if asked else frozenset()
