"""The file of works: what the assembly allowed, what was called, invoiced and paid for it, and what is not covered.

Every co-owner may look into it: she decided the works and pays them (art. 3.89 §5). What she reads is what is booked; an
invoice that another lot bears alone, and a call that asks nothing of her, count in the sums and lead nowhere. No account
number of a supplier stands in it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import Money, total
from koprogo.core.permissions import allows, require
from koprogo.rules.charges.funding import FinalAccount, Funding
from koprogo.rules.charges.invoice_steps import STANDING, Standing, Step
from koprogo.services.charges.invoices.funding import Decision, decisions
from koprogo.services.charges.invoices.queries import HERS

ENTRY = """
SELECT id FROM register_entry WHERE association_id = :t AND item_id = :i ORDER BY round DESC LIMIT 1
"""
LOANS = """
SELECT n.id, n.words, n.lender, d.amount AS borrowed FROM loan n
  LEFT JOIN loan_drawing d ON d.association_id = n.association_id AND d.loan_id = n.id AND NOT EXISTS (
       SELECT 1 FROM entry b WHERE b.association_id = d.association_id AND b.reverses = d.entry_id)
 WHERE n.association_id = :t AND n.decision_id = ANY (:ids) ORDER BY n.number
"""
CALLS = """
SELECT c.id, c.reference, c.due_on, c.total,
       :all OR EXISTS (SELECT 1 FROM call_line l JOIN debtor_person d ON d.association_id = l.association_id
              AND d.debtor_id = l.debtor_id
            WHERE l.association_id = c.association_id AND l.call_id = c.id AND d.person_id = :me) AS seen
  FROM "call" c
 WHERE c.association_id = :t AND (c.item_id = :i OR c.kind = 'loan_cash' AND c.loan_id IN (
       SELECT n.id FROM loan n WHERE n.association_id = :t AND n.decision_id = ANY (:ids)))
   AND NOT EXISTS (SELECT 1 FROM call_event e
        WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'reversed')
   AND EXISTS (SELECT 1 FROM call_event e
        WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'posted')
 ORDER BY c.due_on, c.number
"""
INVOICES = f"""
SELECT i.id, i.number, coalesce(s.name, '') AS supplier, i.supplier_number, i.day, e.what,
       CASE i.kind WHEN 'credit_note' THEN -i.gross ELSE i.gross END AS gross, :all OR {HERS} AS seen
  FROM invoice i LEFT JOIN supplier s ON s.association_id = i.association_id AND s.id = i.supplier_id
  JOIN LATERAL (SELECT x.what FROM invoice_event x WHERE x.invoice_id = i.id ORDER BY x.seq DESC LIMIT 1) e ON true
 WHERE i.association_id = :t AND i.decision_id = ANY (:ids)
   AND (:all OR e.what IN ('approved', 'paid', 'unpaid', 'reversed')) ORDER BY i.day NULLS LAST, i.number
"""
ENDED = "SELECT min(day) FROM funding_end WHERE association_id = :t AND decision_id = ANY (:ids)"


@dataclass(frozen=True)
class CalledFor:
    """A call that carries the decision out; `seen`: its page is open to the reader."""

    id: UUID
    reference: str
    due_on: date
    amount: Money
    seen: bool = True


@dataclass(frozen=True)
class BorrowedFor:
    """A loan that pays for it: `amount` is what the bank lent, nought until it is drawn."""

    id: UUID
    words: str
    lender: str
    amount: Money


@dataclass(frozen=True)
class InvoicedFor:
    """An invoice that the decision pays; a credit note is below nought.

    `seen`: its page is open to the reader; else another lot bears it alone, and who sent it is not said.
    """

    id: UUID
    number: int
    supplier: str
    supplier_number: str
    day: date | None
    amount: Money
    standing: Standing
    seen: bool = True


@dataclass(frozen=True)
class WorksFile:
    """Everything about one decision on works; `entry_id` is its page in the register, where the agenda was kept here.

    `ended_on`: the day of the final account of what special calls pay; None before. `whole`: drafts are in it too, which
    an owner does not read.
    """

    words: str
    decided_on: date
    entry_id: UUID | None
    allowances: tuple[Decision, ...]
    calls: tuple[CalledFor, ...]
    invoices: tuple[InvoicedFor, ...]
    loans: tuple[BorrowedFor, ...] = ()
    ended_on: date | None = None
    whole: bool = True

    @property
    def by_special_call(self) -> Decision | None:
        """What may be spent of special calls, where the decision names any."""
        return next((each for each in self.allowances if each.funding is Funding.SPECIAL_CALL), None)

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
    def borrowed(self) -> Money:
        """What banks lent for it."""
        return total(each.amount for each in self.loans)

    @property
    def paid(self) -> Money:
        """What the bank has paid of it."""
        return total(each.amount for each in self.invoices if each.standing is Standing.PAID)


async def works_file(session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID) -> WorksFile:
    """Return the file of a decision, with what the same point of the agenda allowed from elsewhere.

    Owners read it without drafts; syndic, accountant, council and auditor read all of it.

    Raises:
        NotFound: no such decision here.
    """
    require(actor, "works.read", association_id)
    everything = await decisions(session, actor, association_id)
    asked = next((each for each in everything if each.id == decision_id), None)
    if asked is None:
        raise NotFound
    together = [each for each in everything if each.id == asked.id or (asked.item_id and each.item_id == asked.item_id)]
    whole = allows(actor, "invoice.read", association_id)
    scope: dict[str, Any] = {
        "t": association_id, "i": asked.item_id, "ids": [each.id for each in together], "all": whole,
        "me": actor.person_id,
    }  # fmt: skip
    entry = await session.scalar(text(ENTRY), scope)
    calls = await session.execute(text(CALLS), scope)
    invoices = await session.execute(text(INVOICES), scope)
    ended = await session.scalar(text(ENDED), scope)
    loans = await session.execute(text(LOANS), scope)
    return WorksFile(
        words=asked.words,
        decided_on=asked.decided_on,
        entry_id=entry,
        allowances=tuple(together),
        calls=tuple(CalledFor(row.id, row.reference, row.due_on, Money(row.total), row.seen) for row in calls),
        invoices=tuple(_invoiced(row) for row in invoices),
        ended_on=ended,
        loans=tuple(BorrowedFor(row.id, row.words, row.lender, Money(row.borrowed or 0)) for row in loans),
        whole=whole,
    )


def _invoiced(row: Any) -> InvoicedFor:
    """Return an invoice as its reader may see it."""
    supplier, number = (row.supplier, row.supplier_number) if row.seen else ("", "")
    return InvoicedFor(
        row.id, row.number, supplier, number, row.day, Money(row.gross), STANDING[Step(row.what)], row.seen
    )  # fmt: skip
