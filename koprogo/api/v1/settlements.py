"""Settlements as JSON: the rhythm, what is to be settled, a preview, issued versions, a co-owner's own.

Amounts are text with two decimals and a point; `covers_until` is the first day that is not covered any more.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.files import printed
from koprogo.api.v1.bodies import Language, Made, Typed
from koprogo.api.v1.money import plain
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.period import Period
from koprogo.services.charges import rhythms, settlement_paper, settlement_queries, settlement_sources
from koprogo.services.charges.settlements import issue_settlement

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["settlements"])
S = "/settlements"


class RhythmIn(Typed):
    """provisions or actual_costs; `every` month, quarter or half_year; `days_of` year or service."""

    since: Day
    rhythm: str
    every: str = ""
    days_of: str = "year"
    source: str


class CoversIn(Typed):
    """Days that are settled by themselves."""

    covers_from: Day
    covers_until: Day


class IssueIn(CoversIn):
    """The version that was looked at; a later one says why."""

    version: int
    why: str = ""
    item_id: UUID | None = None


@router.get("/settlement-rhythm", summary="How the association settles")
async def rhythm(caller: Caller, association_id: UUID, day: Day | None = None) -> dict[str, Any]:
    """Return the rhythm in force on a day, today without one; nothing before anybody entered it."""
    async with db.tenant_session(caller, association_id) as session:
        found = await settlement_queries.rhythm(session, caller, association_id, day=day or today())
    return asdict(found) if found else {}


@router.put("/settlement-rhythm", summary="Enter how the association settles", status_code=204)
async def set_rhythm(caller: Caller, association_id: UUID, wish: RhythmIn) -> None:
    """Enter the rhythm from a day on, with the clause or the decision that says so (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await rhythms.set_rhythm(session, caller, association_id, **wish.model_dump(), at=now())


@router.get(S, summary="Settlements")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return every issued version, the newest days first (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        return [plain(asdict(row)) for row in await settlement_queries.settlements(session, caller, association_id)]


@router.get(S + "/to-settle", summary="What is to be settled")
async def to_settle(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the days that are settled by themselves, with the next version of each."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await settlement_queries.to_settle(session, caller, association_id)]


@router.get(S + "/mine", summary="My settlements")
async def mine(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the caller's own settlements, each amount with its fraction."""
    async with db.tenant_session(caller, association_id) as session:
        return [
            plain(asdict(each)) for each in await settlement_queries.my_settlements(session, caller, association_id)
        ]


@router.post(S + "/preview", summary="A settlement before it is issued")
async def preview(caller: Caller, association_id: UUID, covers: CoversIn) -> dict[str, Any]:
    """Return what would be issued now, per owner, beside last year (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        return _sheet(await settlement_queries.preview(*here, covers=_period(covers)))


@router.post(S, summary="Issue a settlement", status_code=201)
async def issue(caller: Caller, association_id: UUID, wish: IssueIn) -> Made:
    """Freeze a version and post the owners' differences; the same version twice is one (syndic)."""
    covers = _period(wish)
    async with db.tenant_session(caller, association_id) as session:
        made = await issue_settlement(
            session, caller, association_id, covers=covers, version=wish.version, why=wish.why, item_id=wish.item_id,
            at=now(),
        )  # fmt: skip
    return Made(id=made)


@router.get(S + "/{settlement_id}", summary="A settlement")
async def one(caller: Caller, association_id: UUID, settlement_id: UUID) -> dict[str, Any]:
    """Return an issued version with every owner and cell (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        return _sheet(await settlement_queries.sheet(session, caller, association_id, settlement_id))


@router.get(S + "/{settlement_id}/owners/{debtor_id}/paper", summary="The paper of an owner's settlement")
async def paper(
    caller: Caller, association_id: UUID, settlement_id: UUID, debtor_id: UUID, language: Language = "fr"
) -> Response:
    """Print an owner's settlement: her own, or anybody's for who keeps or checks the books; kept by nobody on the way."""
    file = await settlement_paper.print_one(caller, association_id, settlement_id, debtor_id, language=language)
    return printed(file.content, file.name.removesuffix(".pdf"))


@router.get(S + "/{settlement_id}/owners/{debtor_id}", summary="An owner's settlement, down to its papers")
async def of_owner(caller: Caller, association_id: UUID, settlement_id: UUID, debtor_id: UUID) -> dict[str, Any]:
    """Return an owner's settlement with the booked lines behind each cost: her own, or for who reads the books anybody's."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        found = await settlement_sources.settlement_of_owner(*here, settlement_id, debtor_id)
    return _sheet(found.sheet) | {"behind": plain({str(number): asdict(each) for number, each in found.behind.items()})}


def _period(covers: CoversIn) -> Period:
    if covers.covers_until <= covers.covers_from:
        raise BadInput(Problem("covers_until", "Choose a last day after the first one."))
    return Period(covers.covers_from, covers.covers_until)


def _sheet(sheet: settlement_queries.Sheet) -> dict[str, Any]:
    found: dict[str, Any] = plain(asdict(sheet))
    return found | {"shared": str(sheet.shared), "to_pay": str(sheet.to_pay)}
