"""The books recomputed, for `koprogo check`: a restore, or somebody with the administrator's password, passes every trigger.

M1: every entry and every year balances, and each entry is what its hash says. M2: all of it comes out at nil. M4: closed
years are as they were closed, no line lies outside its year, numbers have no gaps. M6: what acts told an owner is what
stands on her account. Funds and transfers are in `verify_funds.py`, the bank (M5) in `bank/checks.py`, splits (M3) in
`services/charges/verify.py`.
"""

from collections import defaultdict
from itertools import pairwise
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.accounting.closing import ORDER, Step, may_follow
from koprogo.services.accounting.content_hash import stored_hash
from koprogo.services.accounting.periods import YearRow, year_hash, years_of

UNBALANCED = """
SELECT e.reference, coalesce(sum(l.amount), 0)::bigint AS cents, count(l.amount) AS lines
  FROM entry e LEFT JOIN entry_line l ON l.association_id = e.association_id AND l.entry_id = e.id
 WHERE e.association_id = :t GROUP BY e.id HAVING coalesce(sum(l.amount), 0) <> 0 OR count(l.amount) < 2
"""
LOST = """
SELECT count(*) FROM entry_line l LEFT JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
 WHERE l.association_id = :t AND (e.id IS NULL OR e.day <> l.day)
"""
BY_YEAR = """
SELECT p.starts, sum(l.amount)::bigint AS cents FROM entry e
  JOIN entry_line l ON l.association_id = e.association_id AND l.entry_id = e.id
  JOIN period p ON p.association_id = e.association_id AND p.id = e.period_id
 WHERE e.association_id = :t GROUP BY p.id HAVING sum(l.amount) <> 0
"""
ITEMS_LOST = """
SELECT i.part, i.amount, d.number FROM owner_item i
  LEFT JOIN entry e ON e.association_id = i.association_id AND e.id = i.entry_id AND e.day = i.day
  LEFT JOIN debtor d ON d.association_id = i.association_id AND d.id = i.debtor_id
 WHERE i.association_id = :t AND e.id IS NULL
"""
WHOLE = "SELECT coalesce(sum(amount), 0)::bigint FROM entry_line WHERE association_id = :t"
PERIODS = """
SELECT e.reference FROM entry e LEFT JOIN period p ON p.association_id = e.association_id AND p.id = e.period_id
 WHERE e.association_id = :t AND (p.id IS NULL OR e.day < p.starts OR e.day >= p.next_starts)
"""
GAPS = """
SELECT c.journal, c.year, c.last, count(e.id) AS entries, coalesce(max(e.number), 0) AS highest
  FROM journal_counter c
  LEFT JOIN entry e ON e.association_id = c.association_id AND e.journal = c.journal AND e.year = c.year
 WHERE c.association_id = :t GROUP BY c.journal, c.year, c.last
HAVING count(e.id) <> c.last OR coalesce(max(e.number), 0) <> c.last
UNION ALL
SELECT e.journal, e.year, 0, count(*), max(e.number) FROM entry e
 WHERE e.association_id = :t AND NOT EXISTS (SELECT 1 FROM journal_counter c
       WHERE c.association_id = e.association_id AND c.journal = e.journal AND c.year = e.year) GROUP BY e.journal, e.year
"""
OWNERS = """
SELECT a.code, coalesce(l.cents, 0) AS lines, coalesce(i.cents, 0) AS items
  FROM ledger_account a
  LEFT JOIN (SELECT account_id, sum(amount)::bigint AS cents FROM entry_line WHERE association_id = :t GROUP BY account_id) l
         ON l.account_id = a.id
  LEFT JOIN (SELECT debtor_id, part, sum(amount)::bigint AS cents FROM owner_item WHERE association_id = :t
              GROUP BY debtor_id, part) i ON i.debtor_id = a.debtor_id AND i.part = a.part
 WHERE a.association_id = :t AND a.debtor_id IS NOT NULL AND coalesce(l.cents, 0) <> coalesce(i.cents, 0)
"""
CONTROL = """
SELECT (SELECT coalesce(sum(l.amount), 0) FROM entry_line l JOIN ledger_account a
          ON a.association_id = l.association_id AND a.id = l.account_id
         WHERE l.association_id = :t AND a.code LIKE '410%')::bigint AS control,
       (SELECT coalesce(sum(amount), 0) FROM owner_item WHERE association_id = :t)::bigint AS owners
"""
OLD_CALLS = """
SELECT coalesce(nullif(c.number, ''), c.communication) AS name, c.other + c.reserve AS asked,
       coalesce(sum(i.amount), 0)::bigint AS told
  FROM old_call c LEFT JOIN owner_item i ON i.association_id = c.association_id AND i.entry_id = c.entry_id
   AND i.debtor_id = c.debtor_id AND i.source_kind = 'old_call' AND i.source_id = c.id
 WHERE c.association_id = :t GROUP BY c.id HAVING c.other + c.reserve <> coalesce(sum(i.amount), 0)
"""
STEPS = "SELECT period_id, what, seq FROM period_event WHERE association_id = :t ORDER BY period_id, seq"
FROZEN = """
WITH sums AS MATERIALIZED (
    SELECT account_id, sum(amount)::bigint AS cents FROM entry_line WHERE association_id = :t AND day < :until
     GROUP BY account_id),
frozen AS (SELECT account_id, amount FROM period_balance WHERE association_id = :t AND period_id = :p)
SELECT a.code, coalesce(f.amount, 0) AS frozen, coalesce(s.cents, 0) AS now
  FROM sums s FULL JOIN frozen f USING (account_id) JOIN ledger_account a ON a.id = account_id
 WHERE f.amount IS DISTINCT FROM s.cents
"""
ENTRIES = """
SELECT id, journal, day, reference, kind, text, document_id, reverses, content_hash FROM entry
 WHERE association_id = :t AND period_id = :p
"""
LINES = """
SELECT l.*, a.code FROM entry_line l JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t AND e.period_id = :p ORDER BY l.entry_id, l.line
"""
ITEMS = """
SELECT i.* FROM owner_item i JOIN entry e ON e.association_id = i.association_id AND e.id = i.entry_id
 WHERE i.association_id = :t AND e.period_id = :p ORDER BY i.entry_id, i.item
"""


async def verify_books(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per gap in the books of one association, naming it; empty is good."""
    faults = [
        *await _entries(session, association_id),
        *await _numbers(session, association_id),
        *await _owners(session, association_id),
        *await _steps(session, association_id),
    ]
    for year in await years_of(session, association_id):
        faults += await _contents(session, association_id, year)
        if year.stands is Step.FINAL:
            faults += await _closed(session, association_id, year)
    return [f"books of {association_id}: {fault}" for fault in faults]


async def _entries(session: AsyncSession, association_id: UUID) -> list[str]:
    facts = {"t": association_id}
    faults = [
        f"entry {row.reference} has {row.lines} lines, which add up to {row.cents} cents"
        for row in await session.execute(text(UNBALANCED), facts)
    ]
    if lost := await session.scalar(text(LOST), facts):
        faults.append(f"{lost} lines belong to no entry of their day")
    for row in await session.execute(text(ITEMS_LOST), facts):
        faults.append(
            f"owner {row.number} was told {row.amount} cents ({row.part}), and no entry of that day stands behind it"
        )
    for row in await session.execute(text(BY_YEAR), facts):
        faults.append(f"the year from {row.starts} adds up to {row.cents} cents")
    if whole := await session.scalar(text(WHOLE), facts):
        faults.append(f"all lines together add up to {whole} cents")
    outside = (await session.execute(text(PERIODS), facts)).scalars()
    return [*faults, *(f"entry {reference} lies outside its fiscal year" for reference in outside)]


async def _numbers(session: AsyncSession, association_id: UUID) -> list[str]:
    return [
        f"journal {row.journal} {row.year}: {row.entries} entries up to number {row.highest}, its counter says {row.last}"
        for row in await session.execute(text(GAPS), {"t": association_id})
    ]


async def _owners(session: AsyncSession, association_id: UUID) -> list[str]:
    facts = {"t": association_id}
    faults = [
        f"account {row.code} stands at {row.lines} cents, and its owner was told {row.items}"
        for row in await session.execute(text(OWNERS), facts)
    ]
    sums = (await session.execute(text(CONTROL), facts)).one()
    if sums.control != sums.owners:
        faults.append(f"account 410 stands at {sums.control} cents, and all owners together were told {sums.owners}")
    return faults + [
        f"old call {row.name} asks {row.asked} cents, and the opening told its owner {row.told}"
        for row in await session.execute(text(OLD_CALLS), facts)
    ]


async def _steps(session: AsyncSession, association_id: UUID) -> list[str]:
    taken: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in await session.execute(text(STEPS), {"t": association_id}):
        taken[row.period_id].append(row)
    faults = []
    for period_id, rows in taken.items():
        steps = [Step(row.what) for row in rows]
        forwards = all(may_follow(before, after) for before, after in pairwise(steps))
        if steps[0] is not ORDER[0] or not forwards or [row.seq for row in rows] != list(range(1, len(rows) + 1)):
            faults.append(f"fiscal year {period_id} went {', '.join(steps)}")
    return faults


async def _contents(session: AsyncSession, association_id: UUID, year: YearRow) -> list[str]:
    """Compute the hash of every voucher of a year anew, from its rows."""
    facts = {"t": association_id, "p": year.id}
    lines: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in await session.execute(text(LINES), facts):
        lines[row.entry_id].append(row)
    items: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in await session.execute(text(ITEMS), facts):
        items[row.entry_id].append(row)
    return [
        f"entry {row.reference} is not what was written: its hash differs"
        for row in await session.execute(text(ENTRIES), facts)
        if stored_hash(row, lines[row.id], items[row.id]) != bytes(row.content_hash)
    ]


async def _closed(session: AsyncSession, association_id: UUID, year: YearRow) -> list[str]:
    facts = {"t": association_id, "p": year.id, "until": year.next_starts}
    faults = [
        f"account {row.code} was closed at {row.frozen} cents on {year.next_starts}, and stands at {row.now}"
        for row in await session.execute(text(FROZEN), facts)
    ]
    if (await year_hash(session, association_id, year)).hex() != year.hash:
        faults.append(f"the year closed before {year.next_starts} is not what was closed: its hash differs")
    return faults
