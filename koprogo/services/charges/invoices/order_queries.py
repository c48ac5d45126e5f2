"""Payment orders as they were made: what each payment pays, and whether the bank has made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.rules.charges.funding import Fund

MADE = """
EXISTS (SELECT 1 FROM match m WHERE m.association_id = l.association_id AND m.payment_id = l.id
    AND NOT EXISTS (SELECT 1 FROM match_event u WHERE u.association_id = m.association_id AND u.match_id = m.id))
"""
REFUSED = f"""
(l.kind = 'invoice' AND NOT {MADE} AND EXISTS (
    SELECT 1 FROM payment_invoice x JOIN invoice i ON i.id = x.invoice_id
      JOIN payment_order o ON o.id = l.order_id
      JOIN iban_event r ON r.association_id = l.association_id AND r.supplier_id = i.supplier_id AND r.iban = l.iban
     WHERE x.payment_id = l.id AND r.what = 'refused' AND r.at >= o.at
       AND NOT EXISTS (SELECT 1 FROM iban_event c WHERE c.association_id = r.association_id
           AND c.supplier_id = r.supplier_id AND c.iban = r.iban AND c.what = 'confirmed' AND c.seq > r.seq))
 OR l.kind = 'transfer' AND NOT {MADE} AND EXISTS (
    SELECT 1 FROM bank_account_step r JOIN payment_order o ON o.id = l.order_id
     WHERE r.association_id = l.association_id AND r.bank_account_id = l.to_account_id AND r.what = 'refused'
       AND r.at >= o.at AND NOT EXISTS (SELECT 1 FROM bank_account_step c WHERE c.association_id = r.association_id
           AND c.bank_account_id = r.bank_account_id AND c.what = 'confirmed' AND c.seq > r.seq)))
"""
"""Of a payment `l`: a second person refused its account number after the order was made, and none confirmed it since."""
ORDERS = f"""
SELECT o.id, o.number, o.fund, o.iban, o.day, o.message_id, o.total, o.sha256, o.size, o.at, p.name AS by,
       (SELECT count(*) FROM payment_line l WHERE l.order_id = o.id) AS payments,
       (SELECT count(*) FROM payment_line l WHERE l.order_id = o.id AND {MADE}) AS paid,
       (SELECT count(*) FROM payment_order_event e WHERE e.order_id = o.id AND e.what = 'fetched') AS fetched,
       coalesce((SELECT e.words FROM payment_order_event e WHERE e.order_id = o.id AND e.what = 'cancelled'), '')
       AS cancelled
  FROM payment_order o JOIN person p ON p.id = o.by_id
 WHERE o.association_id = :t AND (CAST(:o AS uuid) IS NULL OR o.id = :o) ORDER BY o.number DESC
"""
LINES = f"""
SELECT l.id, l.order_id, l.kind, l.amount, l.iban, l.communication, l.end_to_end_id, {MADE} AS paid, {REFUSED} AS refused,
       coalesce(nullif(l.name, ''), (SELECT max(s.name) FROM payment_invoice x JOIN invoice i ON i.id = x.invoice_id
           JOIN supplier s ON s.id = i.supplier_id WHERE x.payment_id = l.id), '') AS name,
       coalesce((SELECT json_agg(json_build_object('id', i.id, 'number', i.number, 'supplier_number', i.supplier_number,
                                                   'kind', i.kind, 'amount', x.amount) ORDER BY x.amount DESC, i.number)
                   FROM payment_invoice x JOIN invoice i ON i.id = x.invoice_id WHERE x.payment_id = l.id), '[]') AS pays
  FROM payment_line l
 WHERE l.association_id = :t AND (CAST(:o AS uuid) IS NULL OR l.order_id = :o) ORDER BY l.end_to_end_id
"""


@dataclass(frozen=True)
class OrderRow:
    """An order; `fetched` so often for the bank, `paid` of its payments made, `cancelled` with these words (else empty)."""

    id: UUID
    number: int
    fund: Fund
    iban: str
    day: date
    message_id: str
    total: Money
    sha256: str
    size: int
    at: datetime
    by: str
    payments: int
    paid: int
    fetched: int
    cancelled: str


@dataclass(frozen=True)
class PaidPart:
    """An invoice that a payment pays, or a credit note that lowers it (below nought)."""

    id: UUID
    number: int
    supplier_number: str
    kind: str
    amount: Money


@dataclass(frozen=True)
class OrderLine:
    """One payment of an order: to whom, and what it pays. `kind`: invoice, repayment or transfer; `paid`: the bank did.

    `refused`: a second person refused its account number since the order was made.
    """

    id: UUID
    order_id: UUID
    kind: str
    name: str
    amount: Money
    iban: str
    communication: str
    end_to_end_id: str
    paid: bool
    refused: bool
    pays: tuple[PaidPart, ...]


async def orders(session: AsyncSession, actor: Actor, association_id: UUID) -> Sequence[OrderRow]:
    """Return the payment orders, the newest first (syndic, accountant, council, auditor)."""
    require(actor, "invoice.read", association_id)
    return await _orders(session, association_id, None)


async def order(
    session: AsyncSession, actor: Actor, association_id: UUID, order_id: UUID
) -> tuple[OrderRow, Sequence[OrderLine]]:
    """Return one order with its payments; NotFound for one of others."""
    require(actor, "invoice.read", association_id)
    found = await _orders(session, association_id, order_id)
    if not found:
        raise NotFound
    return found[0], await order_lines(session, association_id, order_id)


async def order_lines(session: AsyncSession, association_id: UUID, order_id: UUID | None = None) -> list[OrderLine]:
    """Return the payments of one order, or of all, each with what it pays. Asks for no permission."""
    rows = (await session.execute(text(LINES), {"t": association_id, "o": order_id})).mappings()
    return [OrderLine(**{**row, "amount": Money(row["amount"]), "pays": _parts(row["pays"])}) for row in rows]


def _parts(rows: Any) -> tuple[PaidPart, ...]:
    return tuple(PaidPart(**{**row, "id": UUID(row["id"]), "amount": Money(row["amount"])}) for row in rows)


async def _orders(session: AsyncSession, association_id: UUID, order_id: UUID | None) -> list[OrderRow]:
    rows = (await session.execute(text(ORDERS), {"t": association_id, "o": order_id})).mappings()
    return [OrderRow(**{**row, "fund": Fund(row["fund"]), "total": Money(row["total"])}) for row in rows]
