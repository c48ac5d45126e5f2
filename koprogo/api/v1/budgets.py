"""Budgets as JSON: proposed from the books, saved as versions, voted, held against what was spent.

Amounts are text with two decimals and a point (`"54450.00"`), an index is hundredths of a per cent (250 is 2.50 %).
"""

from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day, Year
from koprogo.api.v1.bodies import Made, Typed
from koprogo.api.v1.money import amount_of, plain
from koprogo.core.clock import now, today
from koprogo.services.charges import budget_queries, budgets, proposal, reserve_waivers, to_agenda
from koprogo.services.charges import variance as variances

router = APIRouter(prefix="/api/v1/buildings/{association_id}", tags=["budgets"])
B = "/budgets/{budget_id}"


class BudgetLineIn(Typed):
    """A line: `account` is a code of costs or income; for a fund it is left empty. Without a key it goes by the shares."""

    part: Literal["ordinary", "extraordinary", "reserve", "working"] = "ordinary"
    account: str = ""
    amount: str
    key_id: UUID | None = None
    once: bool = False
    words: dict[str, str] = Field(default_factory=dict)


class BudgetIn(Typed):
    """A budget of a year, `next_starts` exclusive, called in 1, 2, 4 or 12 instalments."""

    starts: Day
    next_starts: Day
    instalments: int = 4
    lines: list[BudgetLineIn]
    index_hundredths: int | None = None

    def draft(self) -> budgets.BudgetDraft:
        """Return it as the service takes it; BadInput names the line whose amount cannot be read."""
        lines = tuple(
            budgets.LineDraft(
                line.part, line.account, amount_of(line.amount, f"line_{number}"), line.key_id, line.once, line.words
            )
            for number, line in enumerate(self.lines, start=1)
        )
        return budgets.BudgetDraft(self.starts, self.next_starts, self.instalments, lines, self.index_hundredths)


class ProposalIn(Typed):
    """The first day of the year, and the index."""

    starts: Day
    index_hundredths: int = 0


class AssemblyIn(Typed):
    """The assembly with a draft agenda."""

    assembly_id: UUID


class ActIn(Typed):
    """The minutes that voted it, for a budget voted before the association came here; else empty."""

    act: str = ""


class AcceptanceIn(Typed):
    """The day of the provisional acceptance of the common parts and what proves it; no day: nobody knows it."""

    day: Day | None = None
    act: str = ""


class WaiverIn(Typed):
    """A waiver of the reserve fund that an assembly not held here voted: its day, and which minutes say so."""

    day: Day
    act: str


@router.post("/budget", summary="Save a budget", status_code=201)
async def save(caller: Caller, association_id: UUID, budget: BudgetIn) -> Made:
    """Save the next version of the budget of a year (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        draft = budget.draft()
        return Made(id=await budgets.save_budget(session, caller, association_id, draft=draft, at=now()))


@router.get("/budgets", summary="Budgets")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the versions, the latest year first; drafts only to who writes them."""
    async with db.tenant_session(caller, association_id) as session:
        return [plain(asdict(row)) for row in await budget_queries.budgets(session, caller, association_id)]


@router.get(B, summary="A budget")
async def one(caller: Caller, association_id: UUID, budget_id: UUID) -> dict[str, Any]:
    """Return one version with its lines, its sums by part, and what the law asks for the reserve fund."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await budget_queries.budget(session, caller, association_id, budget_id)
        duty = await proposal.reserve_duty_of(session, caller, association_id, budget_id)
    return plain(asdict(sheet) | {"sums": sheet.sums, "reserve": asdict(duty) | {"missing": duty.missing}})


@router.post("/budgets/proposal", summary="Propose a budget")
async def propose(caller: Caller, association_id: UUID, wish: ProposalIn) -> dict[str, Any]:
    """Return a budget made from last year's costs and an index; nothing is written (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        draft = await proposal.propose_budget(session, caller, association_id, **wish.model_dump())
    return plain(asdict(draft))


@router.post(B + "/agenda", summary="Put a budget on an agenda", status_code=201)
async def to_vote(caller: Caller, association_id: UUID, budget_id: UUID, wish: AssemblyIn) -> Made:
    """Put it on the draft agenda of an assembly; it is printed for the convocation (syndic)."""
    here = (caller, association_id, budget_id)
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await to_agenda.propose(session, *here, assembly_id=wish.assembly_id, at=now()))


@router.post(B + "/force", summary="Let a budget come into force", status_code=204)
async def force(caller: Caller, association_id: UUID, budget_id: UUID, wish: ActIn) -> None:
    """Let a budget be called that the assembly carried (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await budgets.take_into_force(session, caller, association_id, budget_id, act=wish.act, at=now())


@router.delete(B, summary="Throw a budget away", status_code=204)
async def discard(caller: Caller, association_id: UUID, budget_id: UUID) -> None:
    """Throw away a version that is not in force (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await budgets.discard_budget(session, caller, association_id, budget_id, at=now())


@router.get("/budget/{year}/variance", summary="Budget and actual costs")
async def variance(
    caller: Caller,
    association_id: UUID,
    year: Year,
    by: Literal["month", "quarter"] = "month",
    on: Day | None = None,
    starts: Day | None = None,
) -> dict[str, Any]:
    """Return the budget in force of a year against the books, up to each period that ended, with where the year ends.

    `starts` names its first day, where two short years begin in the same one.
    """
    async with db.tenant_session(caller, association_id) as session:
        found = await variances.variance(session, caller, association_id, year, on=on or today(), by=by, starts=starts)
    return plain(asdict(found) | {"lines": [_line(line) for line in found.lines], "sum": _line(found.sum)})


@router.get("/reserve-fund", summary="What the reserve fund is due")
async def reserve(caller: Caller, association_id: UUID, starts: Day) -> dict[str, Any]:
    """Return the least contribution of the year that starts on a day (art. 3.86 §3)."""
    async with db.tenant_session(caller, association_id) as session:
        duty = await proposal.reserve_duty(
            session, caller, association_id, starts=starts, given=amount_of("0", "given")
        )
    return plain(asdict(duty))


@router.post("/acceptance", summary="Record the provisional acceptance", status_code=204)
async def acceptance(caller: Caller, association_id: UUID, wish: AcceptanceIn) -> None:
    """Record the day from which the five years of the reserve fund run (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await proposal.record_acceptance(session, caller, association_id, **wish.model_dump(), at=now())


@router.post("/reserve-fund/waivers", summary="Record a waiver voted elsewhere", status_code=204)
async def waive(caller: Caller, association_id: UUID, wish: WaiverIn) -> None:
    """Record that an assembly not held here waived the contribution by four fifths (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await reserve_waivers.record_waiver(session, caller, association_id, **wish.model_dump(), at=now())


@router.delete("/reserve-fund/waivers/{day}", summary="Take back a waiver recorded by mistake", status_code=204)
async def take_waiver_back(caller: Caller, association_id: UUID, day: Day) -> None:
    """Take back what was recorded of the assembly of a day (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await reserve_waivers.take_waiver_back(session, caller, association_id, day=day, at=now())


def _line(line: variances.LineVariance) -> dict[str, Any]:
    """Return a line with the percentages a reader wants beside the figures."""
    year = asdict(line.year) | {"percent": line.year.percent}
    so_far = [asdict(each) | {"percent": each.percent} for each in line.so_far]
    return asdict(line) | {"year": year, "so_far": so_far, "alert": line.alert}
