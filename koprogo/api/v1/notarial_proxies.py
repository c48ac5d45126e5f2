"""Proxies by notarial deed, which stand longer than one assembly, as JSON."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now, today
from koprogo.services.assemblies.proxies import notarial_proxies

router = APIRouter(prefix="/api/v1/associations/{association_id}/notarial-proxies", tags=["proxies"])


class MandateIn(Typed):
    """Who votes for whom, from which day to which (exclusive, null: until taken back), by which notarial deed."""

    giver_id: UUID
    holder_id: UUID
    since: Day
    until: Day | None = None
    proof: str
    notarial: bool


class EndIn(Typed):
    """From which day on it is used no more, and why."""

    day: Day
    reason: str


@router.get("", summary="Notarial proxies")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return those entered, the latest first, with the assemblies that used them (syndic, accountant)."""
    async with db.tenant_session(caller) as session:
        found = await notarial_proxies.mandates(session, caller, association_id)
    return [asdict(each) | {"stands": each.stands_on(today())} for each in found]


@router.post("", summary="Enter a notarial proxy", status_code=201)
async def record(caller: Caller, association_id: UUID, wish: MandateIn) -> Made:
    """Enter one (syndic); refused for a proxy that is not notarial: it is for one assembly."""
    async with db.tenant_session(caller, association_id) as session:
        found = await notarial_proxies.record_mandate(session, caller, association_id, at=now(), **wish.model_dump())
    return Made(id=found)


@router.post("/{mandate_id}/end", summary="End a notarial proxy", status_code=204)
async def end(caller: Caller, association_id: UUID, mandate_id: UUID, wish: EndIn) -> None:
    """Record that it was taken back or ended otherwise (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await notarial_proxies.end_mandate(session, caller, association_id, mandate_id, at=now(), **wish.model_dump())
