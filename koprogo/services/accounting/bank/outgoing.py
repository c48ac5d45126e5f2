"""What we ordered the bank to pay, as the matching knows it, and what booking one of these payments means."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Fact, NotFound, Problem
from koprogo.rules.accounting.bank_facts import Order, Ordered, Target
from koprogo.rules.accounting.match_messages import MatchMessage
from koprogo.rules.accounting.paid_invoices import Owed, pay
from koprogo.services.accounting.accounts import account_by_code, debtor_account
from koprogo.services.accounting.bank.booking import SUPPLIERS, SUSPENSE, TRANSFERS, Decision
from koprogo.services.accounting.bank.open_items import STANDING
from koprogo.services.accounting.same_debtors import same_debtors
from koprogo.services.charges.invoices.paid import PAID_OF

ACCOUNT_OF = {"invoice": SUPPLIERS, "repayment": SUSPENSE, "transfer": TRANSFERS}
PAYMENTS = f"""
SELECT l.id, l.end_to_end_id, l.iban, l.amount, l.communication, o.iban AS own, o.at,
       EXISTS (SELECT 1 FROM payment_order_event e WHERE e.order_id = o.id AND e.what = 'cancelled') AS cancelled,
       EXISTS (SELECT 1 FROM match m
                WHERE m.association_id = l.association_id AND m.payment_id = l.id AND {STANDING}) AS paid
  FROM payment_line l JOIN payment_order o ON o.association_id = l.association_id AND o.id = l.order_id
 WHERE l.association_id = :t
"""
PAYS = """
SELECT l.kind, y.invoice_id, y.amount, r.debtor_id FROM payment_line l
  LEFT JOIN repayment r ON r.association_id = l.association_id AND r.id = l.repayment_id
  LEFT JOIN payment_invoice y ON y.association_id = l.association_id AND y.payment_id = l.id
 WHERE l.association_id = :t AND l.id = :p ORDER BY y.amount DESC
"""
OPEN = f"""
SELECT i.id, i.number, CASE i.kind WHEN 'credit_note' THEN -i.gross ELSE i.gross END AS whole,
       {PAID_OF} AS paid
  FROM invoice i WHERE i.association_id = :t AND i.id = ANY (:ids)
"""


async def orders_known(session: AsyncSession, association_id: UUID) -> tuple[Order, ...]:
    """Return every payment that was ordered, with what became of it."""
    return tuple(
        Order(
            row.id, row.end_to_end_id, row.iban, row.amount, row.own, legal_day(row.at), row.communication,
            Ordered.PAID if row.paid else Ordered.CANCELLED if row.cancelled else Ordered.OPEN,
        )
        for row in await session.execute(text(PAYMENTS), {"t": association_id})
    )  # fmt: skip


async def decision_to_close(
    session: AsyncSession,
    association_id: UUID,
    payment_id: UUID,
    reason: MatchMessage,
    facts: Mapping[str, Fact],
    *,
    by_person: bool = False,
) -> Decision:
    """Return what booking a payment of ours means: its account, and the invoices and credit notes it pays.

    A credit that goes back is debited on the account of its owner.

    Raises:
        NotFound: no such payment here.
    """
    here = {"t": association_id, "p": payment_id}
    rows = (await session.execute(text(PAYS), here)).all()
    if not rows:
        raise NotFound
    if rows[0].debtor_id is not None:
        hers = (await same_debtors(session, association_id)).head(rows[0].debtor_id)
        return Decision(
            target=Target.ORDER.value, reason=reason, facts=facts, kind="refund", payment_id=payment_id, refunds_id=hers,
            account_id=await debtor_account(session, association_id, hers, "other"), by_person=by_person,
        )  # fmt: skip
    kind = str(rows[0].kind)
    pays = tuple((row.invoice_id, row.amount) for row in rows if row.invoice_id is not None)
    return Decision(
        target=Target.ORDER.value, reason=reason, facts=facts, kind="transfer" if kind == "transfer" else "payment",
        payment_id=payment_id, account_id=await account_by_code(session, association_id, ACCOUNT_OF[kind]),
        invoices=pays, by_person=by_person,
    )  # fmt: skip


async def decision_to_pay(
    session: AsyncSession, association_id: UUID, amount: int, invoices: Sequence[UUID]
) -> Decision:
    """Return what it means that a line pays these invoices, in this order: all of it is needed for them, or part of one.

    A receipt takes payments back: what a supplier or the bank returns makes its invoices open again.

    Raises:
        NotFound: an invoice of others.
        BadInput: the line is more than these invoices.
    """
    rows = await session.execute(text(OPEN), {"t": association_id, "ids": list(invoices)})
    found = {row.id: Owed(row.id, row.whole, int(row.paid)) for row in rows}
    if set(found) != set(invoices):
        raise NotFound
    parts, left = pay(-amount, [found[each] for each in dict.fromkeys(invoices)])
    if left:
        said: dict[str, Fact] = {"line_cents": abs(amount), "left_cents": abs(left)}
        raise BadInput(
            Problem("invoices", "This line is {line_cents}, and {left_cents} of it fit none of these invoices.", said)
        )
    return Decision(
        target="invoice", reason=MatchMessage.BY_PERSON, facts={}, kind="payment", by_person=True,
        account_id=await account_by_code(session, association_id, SUPPLIERS), invoices=tuple(parts),
    )  # fmt: skip
