"""The season of a syndic as JSON: every association, who goes where, many convocations in one press, minutes spent."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Typed
from koprogo.core.clock import now, today
from koprogo.services.assemblies.season import drafts as season_drafts
from koprogo.services.assemblies.season import run as season_run
from koprogo.services.assemblies.season import staff, time_spent
from koprogo.services.assemblies.season.season import season
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1", tags=["season"])


class ChosenIn(Typed):
    """The drafts whose convocations leave; `urgent` says why, for each that leaves with fewer than fifteen days."""

    assemblies: list[UUID] = Field(max_length=season_drafts.MOST)
    urgent: dict[UUID, str] = Field(default_factory=dict)


class AttendantIn(Typed):
    """Who goes there for the syndic; null for nobody."""

    person_id: UUID | None


@router.get("/season", summary="All associations of a syndic")
async def read_season(caller: Caller) -> list[dict[str, Any]]:
    """Return one row per association whose assemblies the caller plans, the nearest day first."""
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await season(session, caller, day=today())]


@router.get("/season/drafts", summary="The drafts, and what their convocation would meet today")
async def drafts(caller: Caller) -> list[dict[str, Any]]:
    """Return each draft with its notice, the guard's answer, the number of letters, and the refusal if there is one."""
    async with db.tenant_session(caller) as session:
        found = await season_drafts.candidates(session, caller, at=now())
    return [_draft(each) for each in found]


def _draft(each: season_drafts.Candidate) -> dict[str, Any]:
    told = {name: value for name, value in vars(each).items() if name not in ("no", "given")}
    refusal = season_run.refusal_facts(each.no) if each.no else None
    more = {"is_ready": each.is_ready, "unreachable": each.unreachable, "refusal": refusal}
    return told | asdict(each.given) | more


@router.post("/season/convocations", summary="Send many convocations", status_code=201)
async def start(caller: Caller, wish: ChosenIn) -> dict[str, UUID]:
    """Ask for the convocations of these drafts; a worker sends them one by one (syndic). Return the run."""
    return {"run": await season_run.start(caller, wish.assemblies, at=now(), urgent=wish.urgent)}


@router.get("/season/convocations/{run_id}", summary="How far a run is")
async def run(caller: Caller, run_id: UUID) -> list[dict[str, Any]]:
    """Return each assembly of a run: asked, sent with its letters and how many are printed, or refused and why."""
    async with db.tenant_session(caller) as session:
        return [asdict(each) | {"is_done": each.is_done} for each in await season_run.steps(session, caller, run_id)]


@router.put("/assemblies/{assembly_id}/attendant", summary="Say who goes there for the syndic", status_code=204)
async def attend(caller: Caller, assembly_id: UUID, wish: AttendantIn) -> None:
    """Name somebody of the syndic's firm, or nobody (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await staff.attend(session, caller, association_id, assembly_id, person_id=wish.person_id, at=now())


@router.get("/assemblies/{assembly_id}/minutes-spent", summary="Planned and spent minutes, point by point")
async def spent(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return what was planned and what was spent, without interruptions."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return asdict(await time_spent.time_spent(session, caller, association_id, assembly_id))
