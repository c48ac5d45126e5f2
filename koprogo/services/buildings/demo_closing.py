"""How the demo's last year ended: what was not billed yet, the settlement, the auditor, the vote, the closing.

The vote is a point of the assembly of 133 days ago (`demo_council.py`); the settlement went out before it, subject to
approval.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.services.accounting import periods
from koprogo.services.accounting.periods import Step
from koprogo.services.buildings.demo_days import Days, morning
from koprogo.services.charges.settlements import issue_settlement
from koprogo.services.charges.year_end import accrue

WATER = 139_920
"""Water of the last quarter, billed in the new year: what `demo_invoices.BILLS` says of it."""
ISSUED_DAYS_AGO = 150
VOTED = """
SELECT i.id FROM agenda_item i JOIN assembly a ON a.id = i.assembly_id
 WHERE i.association_id = :t AND i.kind = 'approve_annual_accounts' AND i.number IS NOT NULL AND a.day >= :since
   AND a.day < :today ORDER BY a.day DESC LIMIT 1
"""
OWED = "SELECT debtor_id, to_pay FROM settlement_owner WHERE association_id = :t AND settlement_id = :s"


async def close(syndic: Actor, association_id: UUID, days: Days) -> Mapping[UUID, int]:
    """Take last year from its provisional accounts to its end; return what the settlement asks of each debtor, in cents."""
    year = Period(days.last_year, days.this_year)
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        period = next(row.id for row in await periods.years(*here) if row.starts == year.start)
        await periods.advance(*here, period, step=Step.PROVISIONAL)
        await accrue(
            *here, period, kind="not_invoiced", code="61200", amount=Money(WATER),
            words="Eau du dernier trimestre, facture à recevoir / Water, te ontvangen factuur",
        )  # fmt: skip
        made = await issue_settlement(*here, covers=year, version=1, at=morning(days.ago(ISSUED_DAYS_AGO)))
        facts = {"t": association_id, "s": made, "since": year.end, "today": days.today}
        owed = {row.debtor_id: row.to_pay for row in await session.execute(text(OWED), facts)}
        item = await session.scalar(text(VOTED), facts)
        await periods.advance(*here, period, step=Step.AUDITED)
        await periods.advance(*here, period, step=Step.VOTED, item_id=item)
        await periods.close_year(*here, period)
    return owed
