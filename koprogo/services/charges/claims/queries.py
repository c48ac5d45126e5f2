"""Reading claims: what is expected, invoiced, received and not covered, what is still open and for how long.

Who keeps or watches the books reads all of them; an owner those that touched a lot she holds now, or held on the day of the
damage, and of those only the sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import Money
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.rules.charges.claims import ClaimAccount
from koprogo.rules.charges.invoice_steps import STANDING, Standing, Step

WAITING = "4996"
"""Claims in progress (tier C of the chart): what was invoiced and the insurer has not paid yet."""
LOCK = "SELECT pg_advisory_xact_lock(64, hashtext(:t))"
SUMS = """
WITH of_claim AS (
    SELECT l.amount, CASE l.source_kind WHEN 'invoice_line' THEN i.claim_id WHEN 'claim' THEN l.source_id
           WHEN 'bank_line' THEN (SELECT r.claim_id FROM claim_receipt r WHERE r.association_id = l.association_id
               AND r.line_id = l.source_id ORDER BY r.seq DESC LIMIT 1) END AS claim_id, l.source_kind
      FROM entry_line l JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
      LEFT JOIN invoice_line v ON l.source_kind = 'invoice_line' AND v.association_id = l.association_id
           AND v.id = l.source_id
      LEFT JOIN invoice i ON i.association_id = v.association_id AND i.id = v.invoice_id
     WHERE l.association_id = :t AND a.code = :code
)
SELECT claim_id, coalesce(sum(amount) FILTER (WHERE source_kind = 'invoice_line'), 0)::bigint AS invoiced,
       coalesce(-sum(amount) FILTER (WHERE source_kind = 'bank_line'), 0)::bigint AS received,
       coalesce(-sum(amount) FILTER (WHERE source_kind = 'claim'), 0)::bigint AS borne, sum(amount)::bigint AS stands
  FROM of_claim GROUP BY claim_id
"""
LIST = """
SELECT c.id, c.number, c.happened_on, c.words, v.insurer, v.policy, v.reference, v.expected, v.deductible, v.lot_id,
       v.source, e.day AS ended_on, e.entry_id,
       ARRAY(SELECT t.number FROM claim_lot l JOIN lot t ON t.association_id = l.association_id AND t.id = l.lot_id
              WHERE l.association_id = c.association_id AND l.claim_id = c.id ORDER BY t.number) AS lots,
       coalesce(b.number, '') AS bearer
  FROM claim c
  JOIN LATERAL (SELECT * FROM claim_version v WHERE v.association_id = c.association_id AND v.claim_id = c.id
                 ORDER BY v.version DESC LIMIT 1) v ON true
  LEFT JOIN claim_end e ON e.association_id = c.association_id AND e.claim_id = c.id
  LEFT JOIN lot b ON b.association_id = c.association_id AND b.id = v.lot_id
 WHERE c.association_id = :t AND (CAST(:c AS uuid) IS NULL OR c.id = :c)
   AND (:all OR EXISTS (SELECT 1 FROM claim_lot l
         JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.lot_id
        WHERE l.association_id = c.association_id AND l.claim_id = c.id AND h.person_id = :p
           AND ((h.since <= :day AND (h.until IS NULL OR h.until > :day))
                OR (h.since <= c.happened_on AND (h.until IS NULL OR h.until > c.happened_on)))))
 ORDER BY e.day IS NOT NULL, c.happened_on DESC, c.number DESC
"""
ALL = "SELECT count(*) FROM claim WHERE association_id = :t"
INVOICES = """
SELECT i.id, i.number, coalesce(s.name, '') AS supplier, i.supplier_number, i.day, e.what,
       CASE i.kind WHEN 'credit_note' THEN -i.gross ELSE i.gross END AS gross
  FROM invoice i LEFT JOIN supplier s ON s.association_id = i.association_id AND s.id = i.supplier_id
  JOIN LATERAL (SELECT x.what FROM invoice_event x WHERE x.invoice_id = i.id ORDER BY x.seq DESC LIMIT 1) e ON true
 WHERE i.association_id = :t AND i.claim_id = :c ORDER BY i.day NULLS LAST, i.number
"""
RECEIPTS = """
SELECT b.id, b.statement_id, b.day, b.amount, b.name, b.words FROM bank_line b
 WHERE b.association_id = :t AND :c = (SELECT r.claim_id FROM claim_receipt r WHERE r.association_id = b.association_id
       AND r.line_id = b.id ORDER BY r.seq DESC LIMIT 1)
   AND 0 <> (SELECT coalesce(sum(l.amount), 0) FROM entry_line l JOIN ledger_account a
                 ON a.association_id = l.association_id AND a.id = l.account_id AND a.code = :code
              WHERE l.association_id = b.association_id AND l.source_kind = 'bank_line' AND l.source_id = b.id)
 ORDER BY b.day, b.id
"""
OPEN_DRAFTS = """
SELECT 1 FROM invoice i WHERE i.association_id = :t AND i.claim_id = :c
   AND (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1)
       IN ('entered', 'submitted', 'returned') LIMIT 1
"""


@dataclass(frozen=True)
class ClaimRow:
    """A claim with its sums; `age`: days since the damage while it is open; `bearer`: the lot that bears the deductible."""

    id: UUID
    number: int
    happened_on: date
    words: str
    insurer: str
    policy: str
    reference: str
    lots: tuple[str, ...]
    deductible: Money
    lot_id: UUID | None
    bearer: str
    source: str
    account: ClaimAccount
    ended_on: date | None
    age: int


@dataclass(frozen=True)
class ClaimInvoice:
    """An invoice that the insurer pays; a credit note is below nought."""

    id: UUID
    number: int
    supplier: str
    supplier_number: str
    day: date | None
    amount: Money
    standing: Standing


@dataclass(frozen=True)
class Indemnity:
    """A bank line that was named as its indemnity."""

    id: UUID
    statement_id: UUID
    day: date
    amount: Money
    name: str
    words: str


@dataclass(frozen=True)
class ClaimSheet:
    """A claim whole; its papers are for who keeps or watches the books. `entry_id`: what its end booked."""

    row: ClaimRow
    invoices: tuple[ClaimInvoice, ...]
    indemnities: tuple[Indemnity, ...]
    entry_id: UUID | None


@dataclass(frozen=True)
class ClaimSums:
    """What stands on 4996 for a claim, in what brought it there."""

    invoiced: Money
    received: Money
    borne: Money


async def claims(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> Sequence[ClaimRow]:
    """Return the claims its reader may see, what is open first, the newest damage first."""
    require(actor, "figures.read", association_id)
    return [row for row, _ in await _rows(session, actor, association_id, None, today)]


async def not_seen(session: AsyncSession, actor: Actor, association_id: UUID, seen: int) -> int:
    """Return how many claims there are besides the `seen` ones its reader may see: none for who reads all of them.

    That there are claims is in the common figures; which lots they touched is not.
    """
    require(actor, "figures.read", association_id)
    return int(await session.scalar(text(ALL), {"t": association_id}) or 0) - seen


async def claim(
    session: AsyncSession, actor: Actor, association_id: UUID, claim_id: UUID, *, today: date
) -> ClaimSheet:
    """Return one claim; NotFound for one that is not hers to see."""
    require(actor, "figures.read", association_id)
    found = await _rows(session, actor, association_id, claim_id, today)
    if not found:
        raise NotFound
    row, entry = found[0]
    if not _reads_all(actor, association_id):
        return ClaimSheet(row, (), (), None)
    scope = {"t": association_id, "c": claim_id, "code": WAITING}
    invoices = [
        ClaimInvoice(
            each.id, each.number, each.supplier, each.supplier_number, each.day, Money(each.gross),
            STANDING[Step(each.what)],
        )
        for each in await session.execute(text(INVOICES), scope)
    ]  # fmt: skip
    indemnities = [
        Indemnity(each.id, each.statement_id, each.day, Money(each.amount), each.name, each.words)
        for each in await session.execute(text(RECEIPTS), scope)
    ]
    return ClaimSheet(row, tuple(invoices), tuple(indemnities), entry)


async def lock_claims(session: AsyncSession, association_id: UUID) -> None:
    """Let one at a time change the claims of an association, or what they were settled with."""
    await session.execute(text(LOCK), {"t": str(association_id)})


async def sums_of(session: AsyncSession, association_id: UUID, claim_id: UUID) -> ClaimSums:
    """Return what was booked for a claim, nothing before anything was."""
    found = await _sums(session, association_id)
    return found.get(claim_id, ClaimSums(Money(0), Money(0), Money(0)))


async def _sums(session: AsyncSession, association_id: UUID) -> dict[UUID | None, ClaimSums]:
    rows = await session.execute(text(SUMS), {"t": association_id, "code": WAITING})
    return {row.claim_id: ClaimSums(Money(row.invoiced), Money(row.received), Money(row.borne)) for row in rows}


async def _rows(
    session: AsyncSession, actor: Actor, association_id: UUID, claim_id: UUID | None, today: date
) -> list[tuple[ClaimRow, UUID | None]]:
    everything = _reads_all(actor, association_id)
    scope = {"t": association_id, "c": claim_id, "p": actor.person_id, "day": today, "all": everything}
    sums = await _sums(session, association_id)
    return [(_row(row, sums, today), row.entry_id) for row in await session.execute(text(LIST), scope)]


def _row(row: Any, sums: dict[UUID | None, ClaimSums], today: date) -> ClaimRow:
    booked = sums.get(row.id, ClaimSums(Money(0), Money(0), Money(0)))
    account = ClaimAccount(Money(row.expected), booked.invoiced, booked.received, row.ended_on is not None)
    return ClaimRow(
        id=row.id, number=row.number, happened_on=row.happened_on, words=row.words, insurer=row.insurer,
        policy=row.policy, reference=row.reference, lots=tuple(row.lots), deductible=Money(row.deductible),
        lot_id=row.lot_id, bearer=row.bearer, source=row.source, account=account, ended_on=row.ended_on,
        age=(today - row.happened_on).days if row.ended_on is None else 0,
    )  # fmt: skip


def _reads_all(actor: Actor, association_id: UUID) -> bool:
    return bool(actor.roles_in(association_id) & PERMISSIONS["invoice.read"])
