"""Reading the bank: statements with the gaps between them, lines with what they were matched with and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.accounting.match_messages import reason_named
from koprogo.services.accounting.bank.open_items import STANDING

MOST_MISSING = 20
STATEMENTS = f"""
SELECT s.id, b.iban, b.purpose, s.bank_account_id, s.year, s.sequence, s.old_day, s.new_day, s.old_balance AS old,
       s.new_balance AS new, f.at,
       count(l.id) AS lines, count(l.id) FILTER (WHERE m.id IS NULL) AS unbooked,
       count(l.id) FILTER (WHERE m.target = 'suspense' AND NOT EXISTS (
           SELECT 1 FROM repayment r WHERE r.association_id = l.association_id AND r.bank_line_id = l.id
              AND (SELECT v.what FROM repayment_event v WHERE v.association_id = r.association_id AND v.repayment_id = r.id
                    ORDER BY v.seq DESC LIMIT 1) NOT IN ('withdrawn', 'refused'))) AS waiting,
       lag(s.sequence) OVER (PARTITION BY s.bank_account_id, s.year ORDER BY s.sequence) AS before
  FROM bank_statement s
  JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
  JOIN bank_file f ON f.association_id = s.association_id AND f.id = s.file_id
  LEFT JOIN bank_line l ON l.association_id = s.association_id AND l.statement_id = s.id
  LEFT JOIN match m ON m.association_id = l.association_id AND m.line_id = l.id AND {STANDING}
 WHERE s.association_id = :t
 GROUP BY s.id, b.id, f.id ORDER BY s.new_day DESC, s.year DESC, s.sequence DESC, b.iban
"""
LINES = f"""
SELECT l.id, l.statement_id, b.iban AS ours, b.purpose, s.year, s.sequence, l.number, l.detail, l.day, l.amount, l.iban,
       l.name, l.words, m.id AS match_id, coalesce(m.target, '') AS target, coalesce(m.reason, '') AS reason,
       coalesce(m.facts, '{{}}') AS facts, coalesce(m.by_person, false) AS by_person, m.debtor_id,
       coalesce(array_to_string(ARRAY(SELECT p.name FROM debtor_person d JOIN person p ON p.id = d.person_id
                  WHERE d.association_id = m.association_id AND d.debtor_id = m.debtor_id ORDER BY p.name), ', '), '')
         AS debtor,
       coalesce(a.code, '') AS account, h.key_name, coalesce(h.lot, '') AS lot,
       coalesce(r.name, '') AS rule, e.journal, e.year AS book_year,
       e.number AS book_number,
       ARRAY(SELECT coalesce(c.reference, n.reference, nullif(w.number, ''), w.communication) FROM match_part p
               LEFT JOIN call c ON c.association_id = p.association_id AND c.id = p.call_id
               LEFT JOIN entry n ON n.association_id = p.association_id AND n.id = p.entry_id
               LEFT JOIN old_call w ON w.association_id = p.association_id AND w.id = p.old_call_id
              WHERE p.association_id = m.association_id AND p.match_id = m.id AND num_nonnulls(c.id, n.id, w.id) = 1
              ORDER BY coalesce(c.due_on, n.day, w.due_on), 1) AS settles,
       coalesce((SELECT sum(p.other + p.reserve) FROM match_part p WHERE p.association_id = m.association_id
                    AND p.match_id = m.id AND num_nonnulls(p.call_id, p.entry_id, p.old_call_id) = 0), 0) AS credit,
       ARRAY(SELECT i.number FROM match_invoice x
               JOIN invoice i ON i.association_id = x.association_id AND i.id = x.invoice_id
              WHERE x.association_id = m.association_id AND x.match_id = m.id ORDER BY i.number) AS invoices,
       (SELECT o.number FROM payment_line q JOIN payment_order o ON o.id = q.order_id
         WHERE q.association_id = m.association_id AND q.id = m.payment_id) AS order_number,
       g.id AS repayment_id
  FROM bank_line l
  JOIN bank_statement s ON s.association_id = l.association_id AND s.id = l.statement_id
  JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
  LEFT JOIN match m ON m.association_id = l.association_id AND m.line_id = l.id AND {STANDING}
  LEFT JOIN ledger_account a ON a.association_id = m.association_id AND a.id = m.account_id
  LEFT JOIN bank_rule r ON r.association_id = m.association_id AND r.id = m.rule_id
  LEFT JOIN LATERAL (
       SELECT k.name AS key_name, o.number AS lot FROM entry_line x
         LEFT JOIN apportionment_key k ON k.association_id = x.association_id AND k.id = x.key_id
         LEFT JOIN lot o ON o.association_id = x.association_id AND o.id = x.lot_id
        WHERE m.target IN ('rule', 'account') AND x.association_id = m.association_id AND x.entry_id = m.entry_id
          AND x.account_id = m.account_id ORDER BY x.line LIMIT 1) h ON true
  LEFT JOIN entry e ON e.association_id = m.association_id AND e.id = m.entry_id
  LEFT JOIN LATERAL (
       SELECT r.id FROM repayment r WHERE r.association_id = l.association_id AND r.bank_line_id = l.id
          AND (SELECT v.what FROM repayment_event v WHERE v.association_id = r.association_id AND v.repayment_id = r.id
                ORDER BY v.seq DESC LIMIT 1) NOT IN ('withdrawn', 'refused') LIMIT 1) g ON true
 WHERE l.association_id = :t
   AND (CAST(:statement AS uuid) IS NULL OR l.statement_id = CAST(:statement AS uuid))
   AND (CAST(:line AS uuid) IS NULL OR l.id = CAST(:line AS uuid))
   AND (NOT :waiting OR m.id IS NULL OR (m.target = 'suspense' AND g.id IS NULL))
 ORDER BY """
PAID_BACK = f"""
SELECT q.repayment_id FROM payment_line q JOIN match m ON m.association_id = q.association_id AND m.payment_id = q.id
 WHERE q.association_id = :t AND q.repayment_id IS NOT NULL AND {STANDING}
"""
NEWEST_FIRST = "s.new_day DESC, s.year DESC, s.sequence DESC, b.iban, l.number, l.detail LIMIT :most"
OLDEST_FIRST = "l.day, s.year, s.sequence, l.number, l.detail LIMIT :most"
MOST_LINES = 2000


@dataclass(frozen=True)
class StatementRow:
    """A statement; balances in cents. `missing`: numbers between the one before it and it. `waiting`: lines to decide."""

    id: UUID
    iban: str
    purpose: str
    bank_account_id: UUID
    year: int
    sequence: int
    old_day: date
    new_day: date
    old: int
    new: int
    lines: int
    waiting: int
    unbooked: int
    missing: tuple[int, ...]


@dataclass(frozen=True)
class LineRow:
    """A bank line with the match that stands on it; `target` is empty while the books have not taken it.

    Attributes:
        reason, facts: the sentence that says why (`match_messages.py`), and what fills it.
        settles: references of the calls and entries it settles; `credit`: cents that stay to the owner's credit.
        invoices: our numbers of the invoices it pays; `order_number`: the payment order it belongs to.
        key_names: of the key that shares what stands on `account`, per language; `lot`: who alone bears it. By the shares
            where both are empty.
        repayment_id: the repayment by which it goes back, or went.
        voucher: place of its entry in the books, as `bank 2026/12`; empty while unbooked.
        age: days since the bank booked it.
    """

    id: UUID
    statement_id: UUID
    ours: str
    purpose: str
    year: int
    sequence: int
    number: int
    detail: int
    day: date
    amount: int
    iban: str
    name: str
    words: str
    match_id: UUID | None
    target: str
    reason: str
    facts: Mapping[str, Any]
    by_person: bool
    debtor_id: UUID | None
    debtor: str
    account: str
    key_names: Mapping[str, str]
    lot: str
    rule: str
    voucher: str
    settles: tuple[str, ...]
    credit: int
    invoices: tuple[int, ...]
    order_number: int | None
    repayment_id: UUID | None
    age: int


async def statements(session: AsyncSession, actor: Actor, association_id: UUID) -> list[StatementRow]:
    """Return the statements taken, the newest first, each with the numbers that are missing before it."""
    require(actor, "books.read", association_id)
    rows = await session.execute(text(STATEMENTS), {"t": association_id})
    return [_statement(row) for row in rows]


async def lines(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    today: date,
    statement_id: UUID | None = None,
    line_id: UUID | None = None,
) -> list[LineRow]:
    """Return lines, the newest statement first; those of one statement, or one line, where it is named."""
    require(actor, "books.read", association_id)
    facts = {"t": association_id, "statement": statement_id, "line": line_id, "waiting": False, "most": MOST_LINES}
    return [_line(row, today) for row in await session.execute(text(LINES + NEWEST_FIRST), facts)]


async def waiting_lines(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> list[LineRow]:
    """Return the lines that a person has to decide about, and those the books do not take, the oldest first."""
    require(actor, "books.read", association_id)
    facts = {"t": association_id, "statement": None, "line": None, "waiting": True, "most": MOST_LINES}
    return [_line(row, today) for row in await session.execute(text(LINES + OLDEST_FIRST), facts)]


async def suspense_lines(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> list[LineRow]:
    """Return the lines that stand on account 499 now, the oldest first: those to decide, and those whose money goes back."""
    rows = [row for row in await lines(session, actor, association_id, today=today) if row.target == "suspense"]
    paid = set((await session.execute(text(PAID_BACK), {"t": association_id})).scalars())
    held = (row for row in rows if row.repayment_id is None or row.repayment_id not in paid)
    return sorted(held, key=lambda row: (row.day, row.year, row.sequence, row.number, row.detail))


def missing_between(before: int | None, sequence: int) -> tuple[int, ...]:
    """Return the numbers between two statements of a year, at most twenty; before the first known one none is missing."""
    return tuple(range(before + 1, sequence))[:MOST_MISSING] if before is not None else ()


def _statement(row: Any) -> StatementRow:
    return StatementRow(
        row.id, row.iban, row.purpose, row.bank_account_id, row.year, row.sequence, row.old_day, row.new_day, row.old,
        row.new, row.lines, row.waiting, row.unbooked, missing_between(row.before, row.sequence),
    )  # fmt: skip


def _line(row: Any, today: date) -> LineRow:
    voucher = f"{row.journal} {row.book_year}/{row.book_number}" if row.journal else ""
    return LineRow(
        row.id, row.statement_id, row.ours, row.purpose, row.year, row.sequence, row.number, row.detail, row.day,
        row.amount, row.iban, row.name, row.words, row.match_id, row.target, reason_named(row.reason),
        dict(row.facts), row.by_person, row.debtor_id, row.debtor, row.account, row.key_name or {},
        row.lot, row.rule, voucher,
        tuple(row.settles), int(row.credit), tuple(row.invoices), row.order_number, row.repayment_id,
        max((today - row.day).days, 0),
    )  # fmt: skip


def waits(row: LineRow) -> bool:
    """Say whether a person has to decide about a line, or the books do not take it yet."""
    return not row.target or (row.target == "suspense" and row.repayment_id is None)


def sums(rows: Sequence[LineRow]) -> tuple[int, int]:
    """Return how many lines wait for a person, and the age of the oldest of them in days."""
    waiting = [row.age for row in rows if waits(row)]
    return len(waiting), max(waiting, default=0)
