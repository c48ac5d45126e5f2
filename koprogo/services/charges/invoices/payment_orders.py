"""Payment orders for the bank: made once from booked invoices, under an id of their own, with the bytes kept.

Fetching an order again gives the same bytes, and the bank refuses an id it has seen: so nothing is paid twice. A wrong order
is cancelled before it goes to the bank, and another one made.
"""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.pain001 import Order, Transfer, pain001
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.money import Money, total
from koprogo.core.numbers import iban, structured_communication
from koprogo.core.permissions import require
from koprogo.models.invoices import PaymentLine, PaymentOrder, PaymentOrderEvent
from koprogo.rules.charges.funding import Fund, Funding, pays_from
from koprogo.rules.charges.invoice_steps import OWED, STANDING, Standing, Step
from koprogo.rules.charges.payment_order import (
    LONGEST_NAME,
    LONGEST_WORDS,
    day_problem,
    line_problem,
    sepa_text,
)
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.services import audit
from koprogo.services.charges.invoices.ibans import accounts
from koprogo.services.charges.invoices.refusals import AccountNotConfirmed, NotToBePaid, OrderCancelled, OtherFund
from koprogo.settings import settings

MOST = 200
LONGEST = 300
LOCK = "SELECT pg_advisory_xact_lock(40, hashtext(:t))"
NEXT = "SELECT coalesce(max(number), 0) + 1 FROM payment_order WHERE association_id = :t"
NAME = "SELECT name FROM association WHERE id = :t"
TO_PAY = """
SELECT i.id, i.number, i.kind, i.supplier_id, i.gross, i.iban, i.communication, i.supplier_number, i.funding, i.due_on,
       coalesce(s.name, '') AS name,
       (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1) AS what,
       EXISTS (SELECT 1 FROM payment_line l WHERE l.invoice_id = i.id AND NOT EXISTS (SELECT 1 FROM payment_order_event e
                WHERE e.order_id = l.order_id AND e.what = 'cancelled')) AS in_order
  FROM invoice i LEFT JOIN supplier s ON s.association_id = i.association_id AND s.id = i.supplier_id
 WHERE i.association_id = :t AND i.kind = 'invoice' AND NOT EXISTS (SELECT 1 FROM invoice_event a JOIN entry b
        ON b.association_id = a.association_id AND b.reverses = a.entry_id WHERE a.invoice_id = i.id AND a.what = 'approved')
   AND (CAST(:ids AS uuid[]) IS NULL OR i.id = ANY (:ids))
 ORDER BY i.due_on NULLS FIRST, i.number
"""
ORDERS = """
SELECT o.id, o.number, o.fund, o.iban, o.day, o.message_id, o.total, o.sha256, o.size, o.at, p.name AS by,
       (SELECT count(*) FROM payment_line l WHERE l.order_id = o.id) AS payments,
       (SELECT count(*) FROM payment_order_event e WHERE e.order_id = o.id AND e.what = 'fetched') AS fetched,
       coalesce((SELECT e.words FROM payment_order_event e WHERE e.order_id = o.id AND e.what = 'cancelled'), '')
       AS cancelled
  FROM payment_order o JOIN person p ON p.id = o.by_id
 WHERE o.association_id = :t AND (CAST(:o AS uuid) IS NULL OR o.id = :o) ORDER BY o.number DESC
"""
LINES = """
SELECT l.invoice_id, i.number, s.name, l.amount, l.iban, l.communication, l.end_to_end_id
  FROM payment_line l JOIN invoice i ON i.id = l.invoice_id JOIN supplier s ON s.id = i.supplier_id
 WHERE l.association_id = :t AND l.order_id = :o ORDER BY i.number
"""


@dataclass(frozen=True)
class ToPay:
    """A booked invoice that waits for its payment; `ready` when its account number may be paid."""

    id: UUID
    number: int
    name: str
    supplier_number: str
    gross: Money
    due_on: date | None
    iban: str
    fund: Fund
    standing: IbanStanding | None

    @property
    def ready(self) -> bool:
        return self.standing is IbanStanding.USABLE


@dataclass(frozen=True)
class OrderRow:
    """An order; `fetched` times for the bank, `cancelled` with these words (empty: it stands)."""

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
    fetched: int
    cancelled: str


@dataclass(frozen=True)
class OrderLine:
    """One payment of an order."""

    invoice_id: UUID
    number: int
    name: str
    amount: Money
    iban: str
    communication: str
    end_to_end_id: str


async def to_pay(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime) -> Sequence[ToPay]:
    """Return the booked invoices in no order yet, what is due first (syndic, accountant, council, auditor)."""
    require(actor, "invoice.read", association_id)
    found = await accounts(session, association_id, now=at)
    standing = {(each.supplier_id, each.iban): each.standing for rows in found.values() for each in rows}
    rows = await session.execute(text(TO_PAY), {"t": association_id, "ids": None})
    return [
        ToPay(
            row.id, row.number, row.name, row.supplier_number, Money(row.gross), row.due_on, row.iban,
            pays_from(Funding(row.funding)), standing.get((row.supplier_id, row.iban)),
        )
        for row in rows
        if STANDING[Step(row.what)] in OWED and not row.in_order
    ]  # fmt: skip


async def make_order(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    invoices: Sequence[UUID],
    fund: str,
    number: str,
    day: date,
    at: datetime,
) -> UUID:
    """Make a payment order of booked invoices and return its id (syndic, accountant).

    Args:
        fund: from which of the two accounts, `working` or `reserve`; `number` is that account's own (IBAN).
        day: when the bank should pay.

    Raises:
        BadInput: the day, the own account number, no invoice, or what a bank would refuse of a line.
        NotFound: an invoice of others.
        NotToBePaid, OtherFund, AccountNotConfirmed: one of them cannot be in this order.
    """
    require(actor, "payment.order", association_id)
    own, wanted = _checked(invoices, fund, number, day, legal_day(at))
    await session.execute(text(LOCK), {"t": str(association_id)})
    rows = (await session.execute(text(TO_PAY), {"t": association_id, "ids": list(wanted)})).all()
    if {row.id for row in rows} != wanted:
        raise NotFound
    await _all_payable(session, association_id, rows, Fund(fund), at)
    place = int(await session.scalar(text(NEXT), {"t": association_id}) or 1)
    message_id = f"KG{str(association_id)[:8].upper()}-{place:06d}"
    transfers = [_transfer(row, f"{message_id}-{turn:03d}") for turn, row in enumerate(rows, start=1)]
    name = sepa_text(str(await session.scalar(text(NAME), {"t": association_id})), LONGEST_NAME)
    content = await asyncio.to_thread(pain001, Order(message_id, at, name, own, day, transfers))
    order = PaymentOrder(
        id=uuid4(), association_id=association_id, number=place, fund=fund, iban=own, day=day, message_id=message_id,
        total=total(each.amount for each in transfers).cents, size=len(content),
        sha256=await asyncio.to_thread(storage(settings()).put, io.BytesIO(content)), at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(order)
    await session.flush()
    session.add_all(
        PaymentLine(
            association_id=association_id, order_id=order.id, invoice_id=row.id, amount=each.amount.cents,
            iban=each.iban, communication=each.structured or each.words, end_to_end_id=each.end_to_end_id,
        )
        for row, each in zip(rows, transfers, strict=True)
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, "payment.ordered", order.id, number=place, payments=len(rows))
    return order.id


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
    rows = (await session.execute(text(LINES), {"t": association_id, "o": order_id})).mappings()
    return found[0], [OrderLine(**{**row, "amount": Money(row["amount"])}) for row in rows]


async def fetch(
    session: AsyncSession, actor: Actor, association_id: UUID, order_id: UUID, *, at: datetime
) -> tuple[OrderRow, BinaryIO]:
    """Open an order's file for the bank: always the same bytes; each time is noted. The caller closes it.

    Raises:
        NotFound: no such order here.
        OrderCancelled: it was cancelled.
    """
    require(actor, "payment.order", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    row, _ = await order(session, actor, association_id, order_id)
    if row.cancelled:
        raise OrderCancelled
    await _note(session, actor, association_id, order_id, "fetched", "", at)
    await audit.record(session, actor, association_id, "payment.fetched", order_id, number=row.number)
    return row, storage(settings()).open(row.sha256)


async def cancel(
    session: AsyncSession, actor: Actor, association_id: UUID, order_id: UUID, *, words: str, at: datetime
) -> None:
    """Cancel an order that did not go to the bank, with the reason; its invoices are to be paid again.

    Raises:
        NotFound: no such order here.
        BadInput: no reason, or one too long.
        OrderCancelled: it was cancelled before.
    """
    require(actor, "payment.order", association_id)
    reason = words.strip()
    if not 0 < len(reason) <= LONGEST:
        raise BadInput(Problem("words", "Write why, in at most {most} characters.", {"most": LONGEST}))
    await session.execute(text(LOCK), {"t": str(association_id)})
    row, lines = await order(session, actor, association_id, order_id)
    if row.cancelled:
        raise OrderCancelled
    for line in lines:
        if await _is_paid(session, association_id, line.invoice_id):
            raise NotToBePaid(line.number)
    await _note(session, actor, association_id, order_id, "cancelled", reason, at)
    await audit.record(session, actor, association_id, "payment.cancelled", order_id, number=row.number)


def _checked(invoices: Sequence[UUID], fund: str, number: str, day: date, today: date) -> tuple[str, frozenset[UUID]]:
    problems = [each for each in (day_problem(day, today),) if each]
    own = ""
    try:
        own = iban(number)
    except ValueError:
        problems.append(Problem("number", "Enter the association’s own account number (IBAN)."))
    if fund not in [each.value for each in Fund]:
        problems.append(Problem("fund", "Choose the account it is paid from."))
    if not 0 < len(set(invoices)) <= MOST:
        problems.append(Problem("payments", "Choose at least one invoice, and at most {most}.", {"most": MOST}))
    if problems:
        raise BadInput(*problems)
    return own, frozenset(invoices)


async def _all_payable(
    session: AsyncSession, association_id: UUID, rows: Sequence[Any], fund: Fund, at: datetime
) -> None:
    found = await accounts(session, association_id, now=at)
    for row in rows:
        if STANDING[Step(row.what)] not in OWED or row.in_order:
            raise NotToBePaid(row.number)
        if pays_from(Funding(row.funding)) is not fund:
            raise OtherFund(row.number)
        if problem := line_problem(row.name, row.iban, Money(row.gross)):
            raise BadInput(problem)
        usable = {each.iban for each in found.get(row.supplier_id, ()) if each.standing is IbanStanding.USABLE}
        if row.iban not in usable:
            raise AccountNotConfirmed(row.name, row.iban)


def _transfer(row: Any, end_to_end_id: str) -> Transfer:
    name, amount = sepa_text(row.name, LONGEST_NAME), Money(row.gross)
    try:
        return Transfer(end_to_end_id, name, row.iban, amount, "", structured_communication(row.communication))
    except ValueError:
        words = sepa_text(row.communication or row.supplier_number, LONGEST_WORDS)
        return Transfer(end_to_end_id, name, row.iban, amount, words or end_to_end_id)


async def _is_paid(session: AsyncSession, association_id: UUID, invoice_id: UUID) -> bool:
    found = (await session.execute(text(TO_PAY), {"t": association_id, "ids": [invoice_id]})).one()
    return STANDING[Step(found.what)] is Standing.PAID


async def _orders(session: AsyncSession, association_id: UUID, order_id: UUID | None) -> list[OrderRow]:
    rows = (await session.execute(text(ORDERS), {"t": association_id, "o": order_id})).mappings()
    return [OrderRow(**{**row, "fund": Fund(row["fund"]), "total": Money(row["total"])}) for row in rows]


async def _note(
    session: AsyncSession, actor: Actor, association_id: UUID, order_id: UUID, what: str, words: str, at: datetime
) -> None:
    last = "SELECT coalesce(max(seq), 0) FROM payment_order_event WHERE order_id = :o AND association_id = :t"
    seq = int(await session.scalar(text(last), {"o": order_id, "t": association_id}) or 0) + 1
    session.add(
        PaymentOrderEvent(
            association_id=association_id, order_id=order_id, seq=seq, what=what, words=words, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
