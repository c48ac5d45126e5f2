"""Invoices spread over the days they are for: what is paid in advance waits on 490, and comes to the costs day by day.

Asked for any day: what stands in the costs of each booked invoice is held against the days of its service that are over,
and the difference is booked in one entry. What an earlier entry moved counts, so it is safe to ask again.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.rules.accounting.closing import Journal, takes
from koprogo.rules.charges.accruals import to_move
from koprogo.services.accounting.accounts import account_by_code, year_of
from koprogo.services.accounting.labels import language_of_books
from koprogo.services.accounting.post_entry import NewEntry, NewLine, Posted, post_entry
from koprogo.services.accounting.reserved import SPREAD

KIND, IN_ADVANCE = "spread", "490"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(61, hashtext(:t))"
COSTS = "SELECT id FROM ledger_account WHERE association_id = :t AND code LIKE '6%' AND code NOT LIKE '643%'"
ROWS = """
WITH booked AS MATERIALIZED (
    SELECT l.source_id AS line_id, l.account_id, l.key_id, l.lot_id, sum(l.amount)::bigint AS in_costs,
           coalesce(sum(l.amount) FILTER (WHERE coalesce(r.kind, e.kind) <> 'spread'), 0)::bigint AS amount,
           max(l.day) FILTER (WHERE e.kind = 'spread') AS moved_on
      FROM entry_line l JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
      LEFT JOIN entry r ON r.association_id = e.association_id AND r.id = e.reverses
     WHERE l.association_id = :t AND l.source_kind = 'invoice_line' AND l.account_id = ANY (:costs) AND l.day < :until
     GROUP BY 1, 2, 3, 4)
SELECT b.*, a.code, k.name AS key_name, o.number AS lot_number, i.id AS invoice_id, i.supplier_number,
       s.name AS supplier, v.words, i.service_from, i.service_until
  FROM booked b JOIN ledger_account a ON a.association_id = :t AND a.id = b.account_id
  JOIN invoice_line v ON v.association_id = :t AND v.id = b.line_id
  JOIN invoice i ON i.association_id = :t AND i.id = v.invoice_id
  JOIN supplier s ON s.association_id = :t AND s.id = i.supplier_id
  LEFT JOIN apportionment_key k ON k.id = b.key_id LEFT JOIN lot o ON o.id = b.lot_id
 WHERE i.service_until IS NOT NULL AND i.funding = 'budget'
 ORDER BY i.service_from, s.name, i.number, a.code, o.number NULLS FIRST
"""
BEFORE = "SELECT count(*) FROM entry WHERE association_id = :t AND kind = 'spread' AND day = :day"


@dataclass(frozen=True)
class Spread:
    """A line of an invoice whose costs are not where its days are.

    `move` comes from 490 to the costs, or goes there when below nought; `days`: those of its service that it is for.
    """

    line_id: UUID
    invoice_id: UUID
    supplier: str
    supplier_number: str
    words: str
    account_id: UUID
    code: str
    key_id: UUID | None
    key_name: dict[str, str]
    lot_id: UUID | None
    lot_number: str
    service: Period
    amount: Money
    in_costs: Money
    move: Money
    days: Period

    @property
    def belongs(self) -> Money:
        """What of it belongs in the costs up to the day."""
        return self.in_costs + self.move


async def spreads(session: AsyncSession, actor: Actor, association_id: UUID, *, last_day: date) -> list[Spread]:
    """Return what would be moved for the costs up to and with a day (who reads the books)."""
    require(actor, "books.read", association_id)
    return await _spreads(session, association_id, last_day)


async def spread(session: AsyncSession, actor: Actor, association_id: UUID, *, last_day: date) -> Posted | None:
    """Book it in one entry on that day; None when everything is where it belongs. Safe to repeat.

    In a year whose accounts are drawn up it goes to the closing journal.

    Raises:
        NoYear: no fiscal year has this day.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    await session.execute(text(ONE_AT_A_TIME), {"t": str(association_id)})
    found = await _spreads(session, association_id, last_day)
    if not found:
        return None
    year = await year_of(session, association_id, last_day)
    in_advance = await account_by_code(session, association_id, IN_ADVANCE)
    language = await language_of_books(session, association_id)
    before = await session.scalar(text(BEFORE), {"t": association_id, "day": last_day})
    entry = NewEntry(
        journal=Journal.GENERAL if takes(year.stands, Journal.GENERAL) else Journal.CLOSING,
        day=last_day,
        reference=f"{SPREAD}{last_day.isoformat()}-{int(before or 0) + 1}",
        kind=KIND,
        text=message("Costs in the days they are for, up to {last}", language, last=last_day),
        lines=tuple(line for each in found for line in _lines(each, in_advance)),
    )
    return await post_entry(session, actor, association_id, entry)


async def _spreads(session: AsyncSession, association_id: UUID, last_day: date) -> list[Spread]:
    until = last_day + timedelta(days=1)
    costs = (await session.execute(text(COSTS), {"t": association_id})).scalars().all()
    scope: dict[str, Any] = {"t": association_id, "costs": list(costs), "until": until}
    found = [_spread(row, until) for row in (await session.execute(text(ROWS), scope)).mappings()]
    return [each for each in found if each.move]


def _spread(row: RowMapping, until: date) -> Spread:
    service = Period(row["service_from"], row["service_until"])
    amount, in_costs = Money(row["amount"]), Money(row["in_costs"])
    move = to_move(amount, service, in_costs, until)
    return Spread(
        row["line_id"], row["invoice_id"], row["supplier"], row["supplier_number"], row["words"], row["account_id"],
        row["code"], row["key_id"], row["key_name"] or {}, row["lot_id"], row["lot_number"] or "", service, amount,
        in_costs, move, _days(service, row["moved_on"], until, to_come=(move.cents < 0) == (amount.cents > 0)),
    )  # fmt: skip


def _days(service: Period, moved_on: date | None, until: date, *, to_come: bool) -> Period:
    """Return the days of the service that still come, or those that ended since it was moved last."""
    if to_come:
        return Period(max(service.start, until), service.end) if until < service.end else service
    since = max(service.start, moved_on + timedelta(days=1)) if moved_on else service.start
    end = min(until, service.end)
    return Period(since, end) if since < end else service


def _lines(each: Spread, in_advance: UUID) -> tuple[NewLine, NewLine]:
    """Return both lines; the cost keeps who bears it, and says which of its days were moved."""
    source = ("invoice_line", each.line_id)
    cost = NewLine(
        each.account_id, each.move.cents, lot_id=each.lot_id, key_id=each.key_id, cost_from=each.days.start,
        cost_until=each.days.end, source=source,
    )  # fmt: skip
    return cost, NewLine(in_advance, -each.move.cents, source=source)
