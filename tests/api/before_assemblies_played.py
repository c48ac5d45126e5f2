"""Plays of what leads to an assembly: the window, proposals, requests (see routes_played.py)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.models.buildings import Association, Mandate
from koprogo.services.access import actor_of
from koprogo.services.assemblies.agenda import proposals, requests, window
from tests.api.routes_played import Play, plays
from tests.cast import AT, LONG_AGO, Cast
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


async def _of_its_own(cast: Cast) -> UUID:
    """Return an association of the syndic's that held no assembly, whose window began a week ago."""
    empty, first = uuid4(), today() - timedelta(days=7)
    async with db.tenant_session(cast.syndic) as session:
        firm = await session.scalar(
            text("SELECT organisation_id FROM mandate WHERE association_id = :t"), {"t": cast.association_id}
        )
    async with db.association_session(empty) as session:
        session.add(Association(id=empty, name="Calme", shares_total=1000, created_at=AT))
        await session.flush()
        session.add(Mandate(association_id=empty, organisation_id=firm, since=LONG_AGO))
        await session.flush()
        actor = await actor_of(session, cast.people["syndic"], on_day=today())
        fixed = {"month": first.month, "day": first.day, "since": today(), "source": "ROI", "at": now()}
        await window.set_window(session, actor, empty, **fixed)
    return empty


@plays(f"POST {HERE}/proposals/{{proposal_id}}/deferral")
async def deferral(cast: Cast) -> Play:
    """The proposal of today came too late for the window that goes on."""
    empty = await _of_its_own(cast)
    async with db.open_session() as session:
        actor = await actor_of(session, cast.people["syndic"], on_day=today())
    wish = {"capacity": "owner", "channel": "letter", "title": "Un banc", "proposal": "", "received_on": today()}
    async with db.tenant_session(actor, empty) as session:
        made = await proposals.record_proposal(
            session, actor, empty, proposer_id=cast.people["syndic"], at=now(), **wish
        )
    where = {"association_id": empty, "proposal_id": made.id}
    return Play("syndic", where, json={"reason": "Arrivé trop tard."})


@plays(f"DELETE {HERE}/proposals/{{proposal_id}}")
async def withdraw(cast: Cast) -> Play:
    return Play("anna", _where(cast, proposal_id=await _proposed(cast)))


WISH = {"title": "La chaudière", "points": ["Remplacer la chaudière"]}


async def _requested(cast: Cast, *others: str, posted: bool = False, received: bool = False) -> UUID:
    """Begin a request of Anna (270 of 1000 shares), signed by others too; posted and received today."""

    async def act(who: str, what: Any, *arguments: Any, **more: Any) -> Any:
        actor = cast.actors[who]
        async with db.tenant_session(actor, cast.association_id) as session:
            return await what(session, actor, cast.association_id, *arguments, at=now(), **more)

    made = await act("anna", requests.start_request, **WISH)
    for who in others:
        await act(who, requests.sign, made)
    if posted:
        await act("anna", requests.post, made, day=today(), proof="RR 123 456 789 BE")
    if received:
        await act("syndic", requests.receive, made, day=today())
    return made


@plays(f"GET {HERE}/requests")
async def read_requests(cast: Cast) -> Play:
    await _requested(cast)
    return Play("anna", _where(cast), writes=False)


@plays(f"POST {HERE}/requests")
async def start_request(cast: Cast) -> Play:
    return Play("anna", _where(cast), json=WISH)


@plays(f"POST {HERE}/requests/{{request_id}}/signature")
async def sign(cast: Cast) -> Play:
    return Play("bram", _where(cast, request_id=await _requested(cast)))


@plays(f"DELETE {HERE}/requests/{{request_id}}/signature")
async def leave(cast: Cast) -> Play:
    return Play("bram", _where(cast, request_id=await _requested(cast, "bram")))


@plays(f"POST {HERE}/requests/{{request_id}}/posting")
async def post(cast: Cast) -> Play:
    body = {"day": str(today()), "proof": "RR 123 456 789 BE"}
    return Play("anna", _where(cast, request_id=await _requested(cast)), json=body)


@plays(f"POST {HERE}/requests/{{request_id}}/receipt")
async def receive(cast: Cast) -> Play:
    return Play("syndic", _where(cast, request_id=await _requested(cast, posted=True)), json={"day": str(today())})


@plays(f"POST {HERE}/requests/{{request_id}}/assembly")
async def draft_requested(cast: Cast) -> Play:
    body = {"starts_at": (now() + timedelta(days=20)).isoformat(), "place": "Salle"}
    return Play("syndic", _where(cast, request_id=await _requested(cast, posted=True, received=True)), json=body)
