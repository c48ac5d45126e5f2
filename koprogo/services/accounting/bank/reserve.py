"""The reserve fund's money: what owners paid for it and where it is, and what is still to go to its own account.

A payment comes in on the current account with the part of the reserve in it. It is swept to the reserve's account by a
transfer of our own, both sides of which meet on 58. What was received and not yet swept is shown as such (art. 3.86 §3).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.services.accounting.bank.accounts import CURRENT, RESERVE, bank_accounts
from koprogo.services.accounting.bank.open_items import STANDING

RECEIVED = f"""
SELECT coalesce(sum(sign(l.amount) * CASE WHEN b.purpose = 'reserve' THEN -p.other ELSE p.reserve END), 0)::bigint
  FROM match_part p JOIN match m ON m.association_id = p.association_id AND m.id = p.match_id
  JOIN bank_line l ON l.association_id = m.association_id AND l.id = m.line_id
  JOIN bank_statement s ON s.association_id = l.association_id AND s.id = l.statement_id
  JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
 WHERE p.association_id = :t AND {STANDING}
"""
MOVED = f"""
SELECT coalesce(sum(l.amount) FILTER (WHERE b.purpose = 'reserve'), 0)::bigint AS arrived,
       coalesce(sum(-l.amount) FILTER (WHERE b.purpose <> 'reserve' AND o.purpose = 'reserve'), 0)::bigint AS sent
  FROM match m JOIN ledger_account a ON a.association_id = m.association_id AND a.id = m.account_id AND a.code = '58'
  JOIN bank_line l ON l.association_id = m.association_id AND l.id = m.line_id
  JOIN bank_statement s ON s.association_id = l.association_id AND s.id = l.statement_id
  JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
  LEFT JOIN bank_account o ON o.association_id = l.association_id AND o.iban = l.iban
 WHERE m.association_id = :t AND {STANDING}
"""
ORDERED = f"""
SELECT coalesce(sum(CASE b.purpose WHEN 'reserve' THEN l.amount ELSE -l.amount END), 0)::bigint
  FROM payment_line l JOIN payment_order o ON o.association_id = l.association_id AND o.id = l.order_id
  JOIN bank_account b ON b.association_id = l.association_id AND b.id = l.to_account_id
  JOIN bank_account f ON f.association_id = o.association_id AND f.iban = o.iban
 WHERE l.association_id = :t AND (b.purpose = 'reserve') <> (f.purpose = 'reserve')
   AND NOT EXISTS (SELECT 1 FROM payment_order_event c WHERE c.order_id = o.id AND c.what = 'cancelled')
   AND NOT EXISTS (SELECT 1 FROM match m WHERE m.association_id = l.association_id AND m.payment_id = l.id AND {STANDING})
"""
BALANCES = """
SELECT coalesce(-sum(l.amount) FILTER (WHERE a.code LIKE '160%'), 0)::bigint AS fund,
       coalesce(sum(l.amount) FILTER (WHERE a.debtor_id IS NOT NULL AND a.part = 'reserve'), 0)::bigint AS uncollected,
       coalesce(sum(l.amount) FILTER (WHERE a.code LIKE '58%'), 0)::bigint AS between
  FROM entry_line l JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t
"""


@dataclass(frozen=True)
class ReserveMoney:
    """Where the reserve fund's money is, in cents.

    Attributes:
        fund: what the reserve fund amounts to by the books (160).
        on_account: what stands on its own account; `uncollected`: what owners still owe of it (4100).
        received: paid by owners for it and not yet on its way; `ordered`: of that, in an order the bank has not carried out.
        between: on its way between two of our accounts (58); nil when both sides are in.
        from_id, to_id: the accounts of a transfer; None where there is no such account that money may be led to.
    """

    fund: int
    on_account: int
    uncollected: int
    received: int
    ordered: int
    between: int
    from_id: UUID | None
    to_id: UUID | None

    @property
    def to_sweep(self) -> int:
        """What is proposed as a transfer; nought when an order waits for it, or there is no account for it."""
        return max(self.received - max(self.ordered, 0), 0) if self.from_id and self.to_id else 0

    @property
    def apart(self) -> int:
        """What the four do not explain of the fund: interest and fees of its account, invoices not paid yet, old books."""
        return self.fund - self.on_account - self.uncollected - self.received


async def reserve_money(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime) -> ReserveMoney:
    """Return where the reserve fund's money is (whoever reads the books).

    At the instant `at` an account entered beside another may wait for its second person: no transfer goes there.
    """
    require(actor, "books.read", association_id)
    facts = {"t": association_id}
    rows = [row for row in await bank_accounts(session, actor, association_id) if row.ended_on is None]
    ids = {row.purpose: row.id for row in reversed(rows) if row.is_ours(at)}
    moved = (await session.execute(text(MOVED), facts)).one()
    books = (await session.execute(text(BALANCES), facts)).one()
    received = int(await session.scalar(text(RECEIVED), facts) or 0) - max(moved.arrived, moved.sent)
    return ReserveMoney(
        fund=books.fund,
        on_account=sum(row.booked for row in rows if row.purpose == RESERVE),
        uncollected=books.uncollected,
        received=received,
        ordered=int(await session.scalar(text(ORDERED), facts) or 0),
        between=books.between,
        from_id=ids.get(CURRENT),
        to_id=ids.get(RESERVE),
    )
