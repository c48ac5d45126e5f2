"""What waits in the books for who keeps or watches them, over all her associations at once: for the home page.

One statement counts everything but the arrears, another one those (`services/accounting/past_due.py`); neither grows by the
number of associations. What stands here is computed from what is recorded, so nothing has to be ticked off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.permissions import allows
from koprogo.services.accounting.bank.open_items import STANDING
from koprogo.services.accounting.past_due import arrears
from koprogo.services.charges.invoices.paid import PAID_OF, WAITS_FOR_BANK


class Work(StrEnum):
    """What somebody has to do, in the order of a working day."""

    BANK = "bank"
    """Lines of the bank that nothing explains."""
    DRAFT = "draft"
    """Invoices that came and are not submitted."""
    APPROVE = "approve"
    ORDER = "order"
    """Booked invoices, and receipts that go back, which no payment order holds."""
    HELD = "held"
    """The same, but their account number is missing or not confirmed."""
    SEND = "send"
    """Calls for funds that nobody was written to about."""
    ARREARS = "arrears"
    SETTLE = "settle"
    """Years that ended without a settlement to their last day."""
    CLOSE = "close"
    """Years that ended, are settled, and not closed."""
    CONFIRM = "confirm"
    """Account numbers of suppliers that a second person looks at; then those of the association itself, and repayments."""
    OWN_NUMBER = "own_number"
    REPAY = "repay"


ASKS: Mapping[Work, str] = MappingProxyType({
    Work.BANK: "books.write",
    Work.DRAFT: "invoice.enter",
    Work.APPROVE: "invoice.approve",
    Work.ORDER: "payment.order",
    Work.HELD: "payment.order",
    Work.SEND: "books.write",
    Work.ARREARS: "books.write",
    Work.SETTLE: "books.write",
    Work.CLOSE: "books.write",
    Work.CONFIRM: "iban.confirm",
    Work.OWN_NUMBER: "iban.confirm",
    Work.REPAY: "iban.confirm",
})  # fmt: skip
"""Who is told: who may do it, or prepares it."""
REMEMBERED_DAYS = 120
"""A call due longer ago than that, without a letter of ours, was sent in another way."""
USABLE = "(e.what = 'confirmed' OR (e.what = 'told' AND e.waits_until <= :now))"
OPEN_STEPS = "ARRAY['entered', 'returned', 'submitted', 'approved', 'unpaid']"
"""Steps after which an invoice waits for somebody. The last step of each is found in one pass, without sorting its history:
the highest of `seq * 8 + place in this list` carries both; after any other step the place is nought, and nothing waits."""
COUNTED = f"""
WITH last AS MATERIALIZED (
    SELECT association_id, invoice_id, max(at) AS at,
           ({OPEN_STEPS})[max(seq * 8 + coalesce(array_position({OPEN_STEPS}, what), 0)) % 8] AS what
      FROM invoice_event WHERE association_id = ANY (:mine) GROUP BY association_id, invoice_id),
bill AS MATERIALIZED (
    SELECT i.association_id, e.what, (e.at AT TIME ZONE 'Europe/Brussels')::date AS day, i.due_on, i.gross,
           CASE WHEN e.what IN ('approved', 'unpaid') THEN i.gross - {PAID_OF} END AS open,
           e.what IN ('approved', 'unpaid') AND i.kind = 'invoice' AND NOT {WAITS_FOR_BANK}
           AND NOT EXISTS (SELECT 1 FROM invoice_event a JOIN entry b ON b.association_id = a.association_id
                              AND b.reverses = a.entry_id WHERE a.invoice_id = i.id AND a.what = 'approved') AS to_pay,
           EXISTS (SELECT 1 FROM iban_event e WHERE e.supplier_id = i.supplier_id AND i.iban IN ('', e.iban) AND {USABLE}
                      AND NOT EXISTS (SELECT 1 FROM iban_event n WHERE n.supplier_id = e.supplier_id AND n.iban = e.iban
                                         AND n.seq > e.seq)) AS usable
      FROM last e JOIN invoice i ON i.association_id = e.association_id AND i.id = e.invoice_id
     WHERE i.association_id = ANY (:mine) AND e.what IS NOT NULL),
back AS (
    SELECT r.association_id, r.amount, e.what, e.at, {USABLE} AS usable FROM repayment_event e
      JOIN repayment r ON r.association_id = e.association_id AND r.id = e.repayment_id
     WHERE e.association_id = ANY (:mine) AND e.what IN ('entered', 'told', 'confirmed')
       AND NOT EXISTS (SELECT 1 FROM repayment_event n WHERE n.repayment_id = e.repayment_id AND n.seq > e.seq)
       AND NOT EXISTS (SELECT 1 FROM payment_line l WHERE l.association_id = r.association_id AND l.repayment_id = r.id
              AND NOT EXISTS (SELECT 1 FROM payment_order_event c WHERE c.order_id = l.order_id AND c.what = 'cancelled'))),
line AS (
    SELECT l.association_id, l.amount, l.day FROM bank_line l WHERE l.association_id = ANY (:mine)
       AND NOT EXISTS (SELECT 1 FROM match m WHERE m.association_id = l.association_id AND m.line_id = l.id
              AND m.target <> 'suspense' AND {STANDING})
       AND NOT EXISTS (SELECT 1 FROM repayment r WHERE r.association_id = l.association_id AND r.bank_line_id = l.id
              AND (SELECT v.what FROM repayment_event v WHERE v.association_id = r.association_id AND v.repayment_id = r.id
                    ORDER BY v.seq DESC LIMIT 1) NOT IN ('withdrawn', 'refused'))),
unsent AS (
    SELECT c.association_id, c.id, c.total, c.due_on FROM "call" c
     WHERE c.association_id = ANY (:mine) AND c.due_on > :day - {REMEMBERED_DAYS}
       AND NOT EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
                          AND e.what IN ('sent', 'reversed'))),
ended AS (
    SELECT p.association_id, p.next_starts - 1 AS day,
           EXISTS (SELECT 1 FROM settlement s WHERE s.association_id = p.association_id AND s.period_id = p.id
                      AND s.covers_until = p.next_starts) AS settled
      FROM period p WHERE p.association_id = ANY (:mine) AND p.next_starts <= :day
       AND NOT EXISTS (SELECT 1 FROM period_event e WHERE e.association_id = p.association_id AND e.period_id = p.id
                          AND e.what = 'final')),
asked AS (
    SELECT e.association_id, 'confirm' AS work, 0 AS amount, e.at FROM iban_event e
     WHERE e.association_id = ANY (:mine) AND e.what = 'entered' AND NOT EXISTS (SELECT 1 FROM iban_event n
           WHERE n.supplier_id = e.supplier_id AND n.iban = e.iban AND n.seq > e.seq)
    UNION ALL
    SELECT e.association_id, 'own_number', 0, e.at FROM bank_account_step e
     WHERE e.association_id = ANY (:mine) AND e.what = 'entered' AND NOT EXISTS (SELECT 1 FROM bank_account_step n
           WHERE n.association_id = e.association_id AND n.bank_account_id = e.bank_account_id AND n.seq > e.seq)
    UNION ALL
    SELECT association_id, 'repay', amount, at FROM back WHERE what = 'entered'),
pay AS (
    SELECT association_id, usable, open AS amount, due_on FROM bill WHERE to_pay AND open > 0
    UNION ALL SELECT association_id, usable, amount, NULL FROM back),
found AS (
    SELECT association_id, 'bank' AS work, count(*) AS n, sum(abs(amount)) AS cents, min(day) AS day, NULL::uuid AS thing
      FROM line GROUP BY association_id
    UNION ALL
    SELECT association_id, CASE what WHEN 'submitted' THEN 'approve' ELSE 'draft' END, count(*), sum(gross), min(day), NULL
      FROM bill WHERE what IN ('entered', 'returned', 'submitted') GROUP BY 1, 2
    UNION ALL
    SELECT association_id, CASE WHEN usable THEN 'order' ELSE 'held' END, count(*), sum(amount), min(due_on), NULL
      FROM pay GROUP BY 1, 2
    UNION ALL
    SELECT association_id, 'send', count(*), sum(total), min(due_on), (array_agg(id ORDER BY due_on, id))[1]
      FROM unsent GROUP BY association_id
    UNION ALL
    SELECT association_id, CASE WHEN settled THEN 'close' ELSE 'settle' END, count(*), 0, min(day), NULL
      FROM ended GROUP BY 1, 2
    UNION ALL
    SELECT association_id, work, count(*), sum(amount), min((at AT TIME ZONE 'Europe/Brussels')::date), NULL
      FROM asked GROUP BY 1, 2)
SELECT f.association_id, s.name, f.work, f.n, f.cents::bigint AS cents, f.day, f.thing
  FROM found f JOIN association s ON s.id = f.association_id
"""
NAMES = "SELECT id, name FROM association WHERE id = ANY (:mine)"


@dataclass(frozen=True)
class Waiting:
    """One kind of work in one association: `n` things (for arrears: owners), `amount` of them together.

    Attributes:
        day: the oldest line or paper, the first due day, or the last day of the first year; None where none is known.
        thing_id: the call to send, when there is only one kind of page to open; the first by its due day.
    """

    association_id: UUID
    association_name: str
    work: Work
    n: int
    amount: Money
    day: date | None
    thing_id: UUID | None = None


async def waiting(session: AsyncSession, actor: Actor, *, day: date, at: datetime) -> list[Waiting]:
    """Return what waits for the actor in the associations whose books she keeps or watches, by their names.

    Nothing for anybody else. `session` spans her reach; at the instant `at` an account number may be paid, or not yet.
    """
    mine = [each for each in actor.reach if any(allows(actor, asked, each) for asked in ASKS.values())]
    if not mine:
        return []
    rows = (await session.execute(text(COUNTED), {"mine": mine, "day": day, "now": at})).all()
    found = [
        Waiting(row.association_id, row.name, Work(row.work), row.n, Money(row.cents), row.day, row.thing)
        for row in rows
    ]
    late = await arrears(session, mine, day=day)
    if late:
        names: dict[UUID, str] = dict((await session.execute(text(NAMES), {"mine": mine})).tuples().all())
        found += [
            Waiting(each.association_id, names[each.association_id], Work.ARREARS, each.owners, each.amount, None)
            for each in late
        ]
    order = list(Work)
    found.sort(key=lambda each: (each.association_name, each.association_id.hex, order.index(each.work)))
    return [each for each in found if allows(actor, ASKS[each.work], each.association_id)]
