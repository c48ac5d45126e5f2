"""What an association knows when its bank lines are matched: open items, numbers, payers, rules; read, never judged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.accounting.bank_facts import BankLine, BookingRule, Debtor, Issued, Known
from koprogo.rules.accounting.numbers_in_text import shapes_in, slips_of
from koprogo.services.accounting.bank.open_items import STANDING, balances, item_id, open_items
from koprogo.services.accounting.bank.outgoing import orders_known
from koprogo.services.accounting.same_debtors import same_debtors

NUMBERS = "SELECT number, debtor_id, call_id FROM payment_reference WHERE association_id = :t"
OLD_NUMBERS = """
SELECT c.communication AS number, array_agg(c.debtor_id) AS debtors, array_agg(c.id) AS calls FROM old_call c
 WHERE c.association_id = :t AND c.communication ~ '^[0-9]{12}$'
   AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.association_id = c.association_id AND r.reverses = c.entry_id)
 GROUP BY c.communication
"""
"""What the papers of an old program told owners to write. One that several of her calls carry is hers, and names none."""
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
SELECT r.id, r.name, a.code, r.incoming, r.iban, r.words, r.key_id, k.name AS key_name, k.since, k.until
  FROM bank_rule r JOIN ledger_account a ON a.association_id = r.association_id AND a.id = r.account_id
  LEFT JOIN apportionment_key k ON k.association_id = r.association_id AND k.id = r.key_id
 WHERE r.association_id = :t AND r.ends_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM bank_rule e WHERE e.association_id = r.association_id AND e.ends_id = r.id)
 ORDER BY r.at, r.id
"""
ELSEWHERE_NUMBERS = """
SELECT number FROM payment_reference WHERE association_id <> :t AND number = ANY(:numbers)
 UNION SELECT c.communication FROM old_call c WHERE c.association_id <> :t AND c.communication = ANY(:numbers)
   AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.association_id = c.association_id AND r.reverses = c.entry_id)
"""
ELSEWHERE_PAYERS = f"""
SELECT DISTINCT l.iban FROM match m JOIN bank_line l ON l.association_id = m.association_id AND l.id = m.line_id
 WHERE m.association_id <> :t AND m.confirms AND l.iban = ANY(:ibans) AND {STANDING}
"""


async def known_to(session: AsyncSession, association_id: UUID, lines: Sequence[BankLine]) -> Known:
    """Return the facts these lines are matched against; other associations are asked in the reach of the session alone."""
    facts = {"t": association_id}
    items = tuple(each.item for each in await open_items(session, association_id))
    there = {item.id for item in items}
    same = await same_debtors(session, association_id)
    numbers = {}
    for row in await session.execute(text(OLD_NUMBERS), facts):
        whose = {same.head(each) for each in row.debtors}
        if len(whose) == 1:
            [debtor] = whose
            numbers[row.number] = Issued(debtor, item_id(row.calls[0], debtor) if len(row.calls) == 1 else None)
    for row in await session.execute(text(NUMBERS), facts):
        item = item_id(row.call_id, same.head(row.debtor_id)) if row.call_id else None
        if item is None or item in there:
            numbers[row.number] = Issued(same.head(row.debtor_id), item)
    payers: dict[str, set[UUID]] = defaultdict(set)
    for row in await session.execute(text(PAYERS), facts):
        payers[row.iban].add(same.head(row.debtor_id))
    names: dict[UUID, list[str]] = defaultdict(list)
    for row in await session.execute(text(NAMES), facts):
        names[same.head(row.debtor_id)] += [name for name in row.names if name not in names[same.head(row.debtor_id)]]
    return Known(
        items=items,
        numbers=numbers,
        debtors=tuple(Debtor(each, tuple(found)) for each, found in names.items()),
        payers={iban: frozenset(each) for iban, each in payers.items()},
        balances=await balances(session, association_id),
        orders=await orders_known(session, association_id),
        own_accounts={row.iban: row.id for row in await session.execute(text(OWN), facts)},
        elsewhere_numbers=await _elsewhere_numbers(session, association_id, lines, numbers),
        elsewhere_payers=await _elsewhere_payers(session, association_id, lines),
        rules=tuple(
            BookingRule(row.id, row.code, row.incoming, row.iban, tuple(row.words), row.key_id, row.since, row.until)
            for row in await session.execute(text(RULES), facts)
        ),
    )


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
