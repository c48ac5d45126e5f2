"""The file of works: what the assembly allowed, what was called, invoiced and paid for it, and what is not covered."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import Money, total
from koprogo.core.permissions import require
from koprogo.rules.charges.funding import FinalAccount
from koprogo.rules.charges.invoice_steps import STANDING, Standing, Step
from koprogo.services.charges.invoices.funding import Decision, decisions

ENTRY = """
SELECT id FROM register_entry WHERE association_id = :t AND item_id = :i ORDER BY round DESC LIMIT 1
"""
CALLS = """
SELECT c.id, c.reference, c.due_on, c.total FROM "call" c
 WHERE c.association_id = :t AND c.item_id = :i
   AND NOT EXISTS (SELECT 1 FROM call_event e
        WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'reversed')
   AND EXISTS (SELECT 1 FROM call_event e
        WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'posted')
 ORDER BY c.due_on, c.number
"""
INVOICES = """
SELECT i.id, i.number, coalesce(s.name, '') AS supplier, i.supplier_number, i.day, e.what,
       CASE i.kind WHEN 'credit_note' THEN -i.gross ELSE i.gross END AS gross
  FROM invoice i LEFT JOIN supplier s ON s.association_id = i.association_id AND s.id = i.supplier_id
  JOIN LATERAL (SELECT x.what FROM invoice_event x WHERE x.invoice_id = i.id ORDER BY x.seq DESC LIMIT 1) e ON true
 WHERE i.association_id = :t AND i.decision_id = ANY (:ids) ORDER BY i.day NULLS LAST, i.number
"""


@dataclass(frozen=True)
class CalledFor:
    """A call that carries the decision out."""

    id: UUID
    reference: str
    due_on: date
    amount: Money


@dataclass(frozen=True)
class InvoicedFor:
    """An invoice that the decision pays; a credit note is below nought."""

    id: UUID
    number: int
    supplier: str
    supplier_number: str
    day: date | None
    amount: Money
    standing: Standing


@dataclass(frozen=True)
class WorksFile:
    """Everything about one decision on works; `entry_id` is its page in the register, where the agenda was kept here."""

    words: str
    decided_on: date
    entry_id: UUID | None
    allowances: tuple[Decision, ...]
    calls: tuple[CalledFor, ...]
    invoices: tuple[InvoicedFor, ...]

    @property
    def account(self) -> FinalAccount:
        """What was allowed, booked, and is still to be approved."""
        booked = [each.amount for each in self.invoices if each.standing in (Standing.BOOKED, Standing.PAID)]
        coming = [each.amount for each in self.invoices if each.standing in (Standing.DRAFT, Standing.SUBMITTED)]
        return FinalAccount(total(each.ceiling for each in self.allowances), total(booked), total(coming))

    @property
    def called(self) -> Money:
        """What owners were asked for it."""
        return total(each.amount for each in self.calls)

    @property
    def paid(self) -> Money:
        """What the bank has paid of it."""
        return total(each.amount for each in self.invoices if each.standing is Standing.PAID)


async def works_file(session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID) -> WorksFile:
    """Return the file of a decision, with what the same point of the agenda allowed from elsewhere.

    Read by syndic, accountant, council and auditor.

    Raises:
        NotFound: no such decision here.
    """
    require(actor, "invoice.read", association_id)
    everything = await decisions(session, actor, association_id)
    asked = next((each for each in everything if each.id == decision_id), None)
    if asked is None:
        raise NotFound
    together = [each for each in everything if each.id == asked.id or (asked.item_id and each.item_id == asked.item_id)]
    scope: dict[str, Any] = {"t": association_id, "i": asked.item_id, "ids": [each.id for each in together]}
    entry = await session.scalar(text(ENTRY), scope)
    calls = await session.execute(text(CALLS), scope)
    invoices = await session.execute(text(INVOICES), scope)
    return WorksFile(
        words=asked.words,
        decided_on=asked.decided_on,
        entry_id=entry,
        allowances=tuple(together),
        calls=tuple(CalledFor(row.id, row.reference, row.due_on, Money(row.total)) for row in calls),
        invoices=tuple(
            InvoicedFor(
                row.id, row.number, row.supplier, row.supplier_number, row.day, Money(row.gross), STANDING[Step(row.what)]
            )
            for row in invoices
        ),
    )  # fmt: skip
