"""Plays of what leads to an assembly: the window, proposals (see routes_played.py)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.services.assemblies import proposals
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage

HERE = "/api/v1/associations/{association_id}"


async def _proposed(cast: Cast) -> UUID:
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        found = await proposals.propose(
            session, cast.anna, cast.association_id, title=f"Un abri pour {uuid4()} vélos", proposal="Dans la cour.",
            at=now(),
        )  # fmt: skip
    return found.id


def _where(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"association_id": cast.association_id, **more}


@plays(f"GET {HERE}/calendar")
async def calendar(cast: Cast) -> Play:
    return Play("anna", _where(cast), writes=False)


@plays(f"POST {HERE}/calendar")
async def set_window(cast: Cast) -> Play:
    body = {"month": 9, "day": 10, "since": str(today()), "source": f"ROI art. 12, {uuid4()}"}
    return Play("syndic", _where(cast), json=body)


@plays(f"GET {HERE}/proposals")
async def read(cast: Cast) -> Play:
    await _proposed(cast)
    return Play("anna", _where(cast), writes=False)


@plays(f"POST {HERE}/proposals")
async def propose(cast: Cast) -> Play:
    return Play("anna", _where(cast), json={"title": f"Peindre le hall {uuid4()}"})


@plays(f"POST {HERE}/proposals/{{proposal_id}}/agenda")
async def agenda(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    body = {"assembly_id": str(assembly), "kind": "works_on_common_parts"}
    return Play("syndic", _where(cast, proposal_id=await _proposed(cast)), json=body)


@plays(f"POST {HERE}/proposals/{{proposal_id}}/deferral")
async def deferral(cast: Cast) -> Play:
    """With a window that began a week ago: the proposal of today came too late for it."""
    from koprogo.services.assemblies import window

    first = today() - timedelta(days=7)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await window.set_window(
            session, cast.syndic, cast.association_id, month=first.month, day=first.day, since=today(), source="ROI",
            at=now(),
        )  # fmt: skip
    return Play("syndic", _where(cast, proposal_id=await _proposed(cast)), json={"reason": "Arrivé trop tard."})


@plays(f"DELETE {HERE}/proposals/{{proposal_id}}")
async def withdraw(cast: Cast) -> Play:
    return Play("anna", _where(cast, proposal_id=await _proposed(cast)))
