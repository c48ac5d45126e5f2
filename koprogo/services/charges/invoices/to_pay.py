"""What waits for a payment: booked invoices with what is open of them, credit notes to set off, receipts that go back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.rules.charges.funding import Fund, Funding, pays_from
from koprogo.rules.charges.invoice_steps import OWED, STANDING, Step
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.services.accounting.bank.credits import uncovered
from koprogo.services.accounting.bank.repayments import repayments_open
from koprogo.services.charges.invoices.ibans import Account, account_for, accounts
from koprogo.services.charges.invoices.paid import PAID_OF, WAITS_FOR_BANK

INVOICE, CREDIT_NOTE, REPAYMENT = "invoice", "credit_note", "repayment"
OPEN_INVOICES = f"""
SELECT i.id, i.number, i.kind, i.supplier_id, i.gross, i.iban, i.communication, i.supplier_number, i.funding, i.due_on,
       coalesce(s.name, '') AS name, {PAID_OF} AS paid, {WAITS_FOR_BANK} AS in_order,
       (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1) AS what
  FROM invoice i LEFT JOIN supplier s ON s.association_id = i.association_id AND s.id = i.supplier_id
 WHERE i.association_id = :t AND (CAST(:ids AS uuid[]) IS NULL OR i.id = ANY (:ids))
   AND NOT EXISTS (SELECT 1 FROM invoice_event a JOIN entry b ON b.association_id = a.association_id
                     AND b.reverses = a.entry_id WHERE a.invoice_id = i.id AND a.what = 'approved')
 ORDER BY i.due_on NULLS FIRST, i.number
"""


@dataclass(frozen=True)
class ToPay:
    """Something that waits for its payment: an invoice, a credit note (below nought), a receipt or a credit that goes back.

    Attributes:
        number: ours, of an invoice; 0 of a repayment.
        amount: what is open of it; `communication` is what the payment says.
        iban: what its paper names, else (`on_paper` false) the supplier's that was given last; empty where none is known.
        in_order: an order waits for the bank already.
        standing: whether its account number may be paid; None where none was entered.
    """

    kind: str
    id: UUID
    number: int
    supplier_id: UUID | None
    name: str
    supplier_number: str
    amount: Money
    due_on: date | None
    iban: str
    communication: str
    fund: Fund
    standing: IbanStanding | None
    in_order: bool
    owed: bool
    on_paper: bool = True

    @property
    def ready(self) -> bool:
        """Whether it may stand in an order now; a credit note needs no account number."""
        return self.kind == CREDIT_NOTE or self.standing is IbanStanding.USABLE


async def to_pay(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime) -> Sequence[ToPay]:
    """Return what waits and stands in no order, what is due first (syndic, accountant, council, auditor)."""
    require(actor, "invoice.read", association_id)
    invoices = await open_invoices(session, association_id, at=at)
    back = await repayments_to_pay(session, association_id, at=at)
    return [row for row in (*invoices, *back) if row.owed and not row.in_order]


async def open_invoices(
    session: AsyncSession, association_id: UUID, *, at: datetime, ids: Sequence[UUID] | None = None
) -> list[ToPay]:
    """Return invoices and credit notes with what is open of each, whatever they stand at; of these ids, or all."""
    known = await accounts(session, association_id, now=at)
    wanted = {"t": association_id, "ids": list(ids) if ids is not None else None}
    rows = (await session.execute(text(OPEN_INVOICES), wanted)).all()
    return [_invoice(row, account_for(row.iban, known.get(row.supplier_id, ()))) for row in rows]


async def repayments_to_pay(session: AsyncSession, association_id: UUID, *, at: datetime) -> list[ToPay]:
    """Return the receipts and credits that are to go back, with whether a second person agreed to the account."""
    rows = await repayments_open(session, association_id, now=at)
    beyond = await uncovered(session, association_id, rows)
    return [
        ToPay(
            kind=REPAYMENT, id=row.id, number=0, supplier_id=None, name=row.name, supplier_number=row.words,
            amount=Money(row.amount), due_on=None, iban=row.iban, communication=row.words,
            fund=Fund.RESERVE if row.purpose == "reserve" else Fund.WORKING, standing=row.standing,
            in_order=row.order_number is not None, owed=not row.paid and row.id not in beyond,
        )
        for row in rows
    ]  # fmt: skip


def _invoice(row: Any, account: Account | None) -> ToPay:
    return ToPay(
        kind=row.kind, id=row.id, number=row.number, supplier_id=row.supplier_id, name=row.name,
        supplier_number=row.supplier_number, iban=row.iban or (account.iban if account else ""),
        communication=row.communication, due_on=row.due_on,
        amount=Money((-row.gross if row.kind == CREDIT_NOTE else row.gross) - int(row.paid)),
        fund=pays_from(Funding(row.funding)), standing=account.standing if account else None, in_order=row.in_order,
        owed=STANDING[Step(row.what)] in OWED, on_paper=bool(row.iban),
    )  # fmt: skip
