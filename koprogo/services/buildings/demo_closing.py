"""How the demo's closed years ended: what was not billed yet, the settlement, the auditor, the vote, the closing.

The first year's accounts were approved by the assembly of a year ago. The second year's were rejected by the assembly of 133
days ago for one invoice: it was taken back, the settlement made again in full, and approved without it (`demo_council.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.services.accounting import general_entry, periods
from koprogo.services.accounting.periods import Step
from koprogo.services.buildings.demo_bills import BILLS
from koprogo.services.buildings.demo_days import Days, morning
from koprogo.services.charges import spreading
from koprogo.services.charges.settlement_letters import send_settlement
from koprogo.services.charges.settlements import issue_settlement
from koprogo.services.charges.year_end import accrue

FUEL = (352_000, 371_500)
"""What was left in the tank on the last day of each closed year."""
ISSUED_DAYS_AGO, AGAIN_DAYS_AGO = (384, 150), 127
AUDITED_DAYS_AGO = (375, 141)
REPORT = "Rapport de Greet Dubois"
WHY = "Les prestations hors contrat du syndic (375,10 €) sont retirées, comme l’assemblée l’a décidé."
VOTED = """
SELECT i.id, r.carried FROM agenda_item i JOIN assembly a ON a.id = i.assembly_id
  JOIN result r ON r.item_id = i.id AND r.about = 'text'
 WHERE i.association_id = :t AND i.kind = 'approve_annual_accounts' AND a.day >= :since AND a.day < :today
 ORDER BY a.day, i.number
"""
OWED = "SELECT debtor_id, to_pay FROM settlement_owner WHERE association_id = :t AND settlement_id = :s"


@dataclass(frozen=True)
class Vote:
    """What assemblies said of a year's accounts: the point that approved them, and the one before it that did not."""

    approved: UUID
    rejected: UUID | None


async def close(syndic: Actor, association_id: UUID, days: Days, place: int) -> Mapping[UUID, int]:
    """Take a year, counted from 0, from its provisional accounts to its end; return what each debtor pays, in cents.

    The settlement of the last closed year is sent too; earlier ones went out before anybody looks.
    """
    year = Period(days.starts[place], days.starts[place + 1])
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        period = next(row.id for row in await periods.years(*here) if row.starts == year.start)
        await spreading.spread(*here, last_day=year.last_day)
        await periods.advance(*here, period, step=Step.PROVISIONAL)
        await _accruals(*here, period, place)
        made = await issue_settlement(*here, covers=year, version=1, at=morning(days.ago(ISSUED_DAYS_AGO[place])))
        read = days.ago(AUDITED_DAYS_AGO[place])
        await periods.advance(*here, period, step=Step.AUDITED, act=REPORT, day=read)
        vote = await _vote(session, association_id, year, days)
        if vote.rejected is not None:
            await _take_back(*here, year)
            made = await issue_settlement(
                *here, covers=year, version=2, at=morning(days.ago(AGAIN_DAYS_AGO)), why=WHY, item_id=vote.rejected
            )
        if place == len(FUEL) - 1:
            await send_settlement(*here, made, at=morning(days.ago(AGAIN_DAYS_AGO)))
        await periods.advance(*here, period, step=Step.VOTED, item_id=vote.approved)
        await periods.close_year(*here, period)
        rows = await session.execute(text(OWED), {"t": association_id, "s": made})
        return {row.debtor_id: row.to_pay for row in rows}


async def _accruals(session: AsyncSession, syndic: Actor, association_id: UUID, period: UUID, place: int) -> None:
    water = next(bill for bill in BILLS if bill.account == "61200" and bill.months == (0,))
    here = (session, syndic, association_id, period)
    await accrue(
        *here, kind="not_invoiced", code="61200", amount=water.gross(water.net[place + 1]),
        words="Eau du dernier trimestre, facture à recevoir / Water, te ontvangen factuur",
    )  # fmt: skip
    await accrue(
        *here, kind="in_stock", code="61232", amount=Money(FUEL[place]),
        words="Mazout restant en cuve au relevé du dernier jour / Stookolie in de tank op de laatste dag",
    )  # fmt: skip


async def _vote(session: AsyncSession, association_id: UUID, year: Period, days: Days) -> Vote:
    """Return how the first assembly after a year voted its accounts: the point that carried, and the one before it."""
    facts = {"t": association_id, "since": year.end + timedelta(days=1), "today": days.today}
    rows = (await session.execute(text(VOTED), facts)).all()
    place = next(place for place, row in enumerate(rows) if row.carried)
    return Vote(rows[place].id, rows[place - 1].id if place else None)


async def _take_back(session: AsyncSession, syndic: Actor, association_id: UUID, year: Period) -> None:
    """Book the rejected invoice back, against the supplier, who owes it from now on."""
    bill = next(bill for bill in BILLS if bill.account == "61305")
    cents = bill.gross(max(bill.net)).cents
    await general_entry.write_general(
        session, syndic, association_id, day=year.last_day, reference=f"OD-{year.start.year}-CORR",
        words="Prestations hors contrat rejetées par l’assemblée / Verworpen prestaties buiten contract",
        lines=[general_entry.TypedLine("4400", cents), general_entry.TypedLine("61305", -cents)],
    )  # fmt: skip
