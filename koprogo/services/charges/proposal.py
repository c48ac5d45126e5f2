"""A budget to begin with: last year's actual costs raised by an index, and what the reserve fund is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period, add_months
from koprogo.core.permissions import require
from koprogo.models.charges import Acceptance
from koprogo.rules.charges.budget_proposal import LARGEST_INDEX, propose
from koprogo.rules.charges.cost_lines import ByKey, CostLine
from koprogo.rules.charges.reserve_fund import Contribution, is_waived, reserve_fund
from koprogo.rules.charges.who_bears import Budgeted, Place, ordinary_charges
from koprogo.services import audit
from koprogo.services.charges import reserve_waivers
from koprogo.services.charges.budget_queries import BudgetLineRow, BudgetSheet, called_budget, sheet
from koprogo.services.charges.budgets import RESERVE, BudgetDraft, LineDraft
from koprogo.services.charges.reserve_waivers import Waiver
from koprogo.services.charges.spent import COSTS, spent_before

NEWEST = "SELECT day, act FROM acceptance WHERE association_id = :t ORDER BY at DESC, id LIMIT 1"
LONGEST_ACT = 200
RHYTHM = 4


@dataclass(frozen=True)
class ReserveDuty:
    """What the law asks for the reserve fund of a year, and what a budget gives it.

    `charges`: last year's ordinary charges; `waived`: the assembly carried a waiver that counts for this year; `elsewhere`:
    the waivers recorded by their minutes, of any year.
    """

    contribution: Contribution
    charges: Money
    given: Money
    waived: bool
    acceptance: date | None
    act: str
    elsewhere: tuple[Waiver, ...] = ()

    @property
    def missing(self) -> Money:
        """Return what a budget gives less than the law asks; 0 when it is enough or nothing is due."""
        return max(self.contribution.minimum - self.given, ZERO)


async def propose_budget(
    session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, index_hundredths: int
) -> BudgetDraft:
    """Return a budget for the twelve months from a day: last year's costs, raised, and the least for the reserve fund.

    Its lines keep the parts, keys and names of the budget before; nothing is written (syndic, accountant).

    Raises:
        BadInput: the index is beyond a hundred per cent, or last year has no costs to begin with.
    """
    require(actor, "books.write", association_id)
    if abs(index_hundredths) > LARGEST_INDEX:
        raise BadInput(Problem("index", "Write an index between -100 and 100 per cent, such as 2.50."))
    before = await called_budget(session, association_id, starts)
    actuals = await _actuals(session, association_id, starts)
    raised = propose(actuals, index_hundredths)
    if not raised:
        raise BadInput(
            Problem(
                "starts", "The twelve months before have no costs in the books to begin with. Write the lines yourself."
            )
        )
    known = {(line.code, line.key_id): line for line in before.lines} if before else {}
    lines = []
    for (code, key_id), amount in raised.items():
        line = known.get((code, key_id)) or known.get((code, None))
        words = dict(line.words) if line else {}
        part = line.part if line and line.part in COSTS else COSTS[0]
        lines.append(LineDraft(part, code, amount, key_id, bool(line and line.once), words))
    duty = await reserve_duty(session, actor, association_id, starts=starts, given=ZERO)
    least = max(duty.contribution.minimum, _reserve_before(before))
    if least:
        lines.append(LineDraft(RESERVE, "160", least))
    rhythm = before.row.instalments if before else RHYTHM
    return BudgetDraft(starts, add_months(starts, 12), rhythm, tuple(lines), index_hundredths)


async def reserve_duty(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    starts: date,
    given: Money,
    next_starts: date | None = None,
    voted: date | None = None,
) -> ReserveDuty:
    """Return what the reserve fund is due in the year that starts on a day, against what is given to it.

    `next_starts`: the day after the year, twelve months later if it is not given; what is due on the last day of it is due
    (docs/law/readings/reserve-first-year.md). `voted`: the day of the assembly that votes the year's budget, which may
    waive it on the same evening.
    """
    require(actor, "figures.read", association_id)
    newest = (await session.execute(text(NEWEST), {"t": association_id})).first()
    acceptance, act = (newest.day, newest.act) if newest else (None, "")
    recorded = await reserve_waivers.elsewhere(session, association_id)
    waived = is_waived(await reserve_waivers.days(session, association_id, recorded), starts, voted=voted)
    charges = max(await _ordinary_charges(session, association_id, starts), ZERO)
    last_day = (next_starts or add_months(starts, 12)) - timedelta(days=1)
    contribution = reserve_fund(charges, acceptance, last_day, waived=waived)
    return ReserveDuty(contribution, charges, given, waived, acceptance, act, recorded)


async def reserve_duty_of(session: AsyncSession, actor: Actor, association_id: UUID, budget_id: UUID) -> ReserveDuty:
    """Return what the law asks against what one budget gives; NotFound for one of others."""
    require(actor, "figures.read", association_id)
    found = await sheet(session, association_id, budget_id)
    given, row = found.sums.get(RESERVE, ZERO), found.row
    return await reserve_duty(
        session, actor, association_id, starts=row.starts, given=given, next_starts=row.next_starts,
        voted=row.assembly_day,
    )  # fmt: skip


async def record_acceptance(
    session: AsyncSession, actor: Actor, association_id: UUID, *, day: date | None, act: str, at: datetime
) -> None:
    """Record the day of the provisional acceptance of the common parts and what proves it; without a day it is unknown.

    Raises:
        BadInput: a day to come, or a day without what proves it.
    """
    require(actor, "association.change", association_id)
    problems = []
    if day is not None and day > legal_day(at):
        problems.append(Problem("day", "Choose today or a day before."))
    if day is not None and not act.strip():
        problems.append(Problem("act", "Write what proves this day: the minutes of the acceptance and their date."))
    if len(act.strip()) > LONGEST_ACT:
        problems.append(Problem("act", "Shorten this to {most} characters.", {"most": LONGEST_ACT}))
    if problems:
        raise BadInput(*problems)
    session.add(Acceptance(association_id=association_id, day=day, act=act.strip(), at=at, by_id=actor.person_id))
    await session.flush()
    await audit.record(session, actor, association_id, "acceptance.recorded", None, known=day is not None)


async def _ordinary_charges(session: AsyncSession, association_id: UUID, starts: date) -> Money:
    """Return the ordinary charges of the twelve months before a day; who bore them does not matter here."""
    year = Period(add_months(starts, -12), starts)
    actuals = await _actuals(session, association_id, starts)
    lines = [
        CostLine(f"{code} {key_id or ''}", code, amount, ByKey(str(key_id or ""), {}), year)
        for (code, key_id), amount in actuals.items()
    ]
    before = await called_budget(session, association_id, year.last_day)
    # One that only went on being called because no other was voted says nothing of that year.
    own = before.lines if before and before.row.next_starts > year.last_day else ()
    return ordinary_charges(lines, budgeted=_budgeted(own))


def _budgeted(lines: Sequence[BudgetLineRow]) -> dict[Place, Budgeted]:
    """Return what a budget had where it has an extraordinary line, by account and key."""
    parts: dict[Place, dict[str, Money]] = {}
    for line in lines:
        found = parts.setdefault((line.code, str(line.key_id or "")), {})
        found[line.part] = found.get(line.part, ZERO) + line.amount
    ordinary, extraordinary = COSTS
    return {
        place: Budgeted(found[extraordinary], found.get(ordinary))
        for place, found in parts.items()
        if extraordinary in found
    }


async def _actuals(session: AsyncSession, association_id: UUID, starts: date) -> dict[tuple[str, UUID | None], Money]:
    """Return what each account cost or brought in in the twelve months before a day, by key, in the order of codes."""
    found: dict[tuple[str, UUID | None], Money] = {}
    rows = (await spent_before(session, association_id, starts)).rows
    for row in sorted(rows, key=lambda row: (row.code, str(row.key_id or ""))):
        place = (row.code, row.key_id)
        found[place] = found.get(place, ZERO) + Money(row.cents)
    return found


def _reserve_before(before: BudgetSheet | None) -> Money:
    return before.sums.get(RESERVE, ZERO) if before else ZERO
