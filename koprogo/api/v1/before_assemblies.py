"""What leads to an assembly, as JSON: the yearly window, proposals, requests of one fifth."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day, Moment
from koprogo.api.v1.bodies import DayIn, Made, Typed, WhyIn
from koprogo.core.clock import now, today
from koprogo.services.assemblies.agenda import proposals, proposals_read, requests, requests_read, window

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["before assemblies"])


class WindowIn(Typed):
    """The first of the fifteen days, from when on, and where the house rules say so."""

    month: int
    day: int
    since: Day
    source: str


class ProposalIn(Typed):
    """A point for the agenda; with `proposer_id` one that came by letter or e-mail on `received_on` (syndic)."""

    title: str
    proposal: str = ""
    capacity: str = "owner"
    proposer_id: UUID | None = None
    channel: str = "letter"
    received_on: Day | None = None


class AgendaIn(Typed):
    """On which draft, as which kind of decision; `majority` where the law leaves it open."""

    assembly_id: UUID
    kind: str
    majority: str | None = None
    main_kind: str | None = None


class RequestIn(Typed):
    """Why the owners should meet, and what they would decide: one sentence each."""

    title: str
    points: list[str]


class PostedIn(Typed):
    """The day of the registered letter and the post's number."""

    day: Day
    proof: str


class MeetingIn(Typed):
    """When and where; `starts_at` carries its offset."""

    starts_at: Moment
    place: str = ""
    remote_allowed: bool = True


@router.get("/calendar", summary="The yearly window and the next ordinary assembly")
async def read_calendar(caller: Caller, association_id: UUID) -> dict[str, Any]:
    """Return the window of the house rules, its next fifteen days, and until when proposals are on the agenda by right."""
    async with db.tenant_session(caller) as session:
        found = await window.calendar(session, caller, association_id, day=today())
    return asdict(found) | {"last_day": found.coming.last if found.coming else None}


@router.post("/calendar", summary="Record the yearly window", status_code=201)
async def set_window(caller: Caller, association_id: UUID, wish: WindowIn) -> Made:
    """Record on which day of the year the fifteen days begin (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await window.set_window(session, caller, association_id, at=now(), **wish.model_dump())
    return Made(id=found)


@router.get("/proposals", summary="Proposals for the agenda")
async def read_proposals(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the proposals and what became of them: all of them to syndic and council, to an owner her own."""
    async with db.tenant_session(caller) as session:
        return [
            asdict(row) | {"is_open": row.is_open}
            for row in await proposals_read.proposals(session, caller, association_id)
        ]


@router.post("/proposals", summary="Propose a point", status_code=201)
async def propose(caller: Caller, association_id: UUID, wish: ProposalIn) -> dict[str, Any]:
    """Send in a point, or record one that came in writing (syndic); return its number and day."""
    async with db.tenant_session(caller, association_id) as session:
        if wish.proposer_id is None:
            made = await proposals.propose(
                session,
                caller,
                association_id,
                title=wish.title,
                proposal=wish.proposal,
                capacity=wish.capacity,
                at=now(),
            )
        else:
            made = await proposals.record_proposal(
                session,
                caller,
                association_id,
                proposer_id=wish.proposer_id,
                capacity=wish.capacity,
                channel=wish.channel,
                title=wish.title,
                proposal=wish.proposal,
                received_on=wish.received_on or today(),
                at=now(),
            )
    return asdict(made)


@router.post("/proposals/{proposal_id}/agenda", summary="Put a proposal on a draft agenda", status_code=201)
async def add_to_agenda(caller: Caller, association_id: UUID, proposal_id: UUID, wish: AgendaIn) -> Made:
    """Put an open proposal at the end of a draft agenda (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await proposals.add_to_agenda(
            session, caller, association_id, proposal_id, at=now(), **wish.model_dump()
        )
    return Made(id=found)


@router.post("/proposals/{proposal_id}/deferral", summary="Leave a proposal to the next assembly", status_code=204)
async def defer(caller: Caller, association_id: UUID, proposal_id: UUID, wish: WhyIn) -> None:
    """Defer a proposal that came too late, with its reason (syndic); refused for one that came in time."""
    async with db.tenant_session(caller, association_id) as session:
        await proposals.defer(session, caller, association_id, proposal_id, reason=wish.reason, at=now())


@router.delete("/proposals/{proposal_id}", summary="Take a proposal back", status_code=204)
async def withdraw(caller: Caller, association_id: UUID, proposal_id: UUID) -> None:
    """Withdraw one's own proposal while it is on no agenda."""
    async with db.tenant_session(caller, association_id) as session:
        await proposals.withdraw(session, caller, association_id, proposal_id, at=now())


@router.get("/requests", summary="Requests by one fifth of the shares")
async def read_requests(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the requests with who signed; the syndic sees those that were posted."""
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await requests_read.requests(session, caller, association_id, day=today())]


@router.post("/requests", summary="Begin a request for an assembly", status_code=201)
async def start_request(caller: Caller, association_id: UUID, wish: RequestIn) -> Made:
    """Begin a request and sign it (owner)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await requests.start_request(session, caller, association_id, at=now(), **wish.model_dump())
    return Made(id=found)


@router.post("/requests/{request_id}/signature", summary="Sign a request", status_code=204)
async def sign(caller: Caller, association_id: UUID, request_id: UUID) -> None:
    """Sign a request that was not posted yet (owner)."""
    async with db.tenant_session(caller, association_id) as session:
        await requests.sign(session, caller, association_id, request_id, at=now())


@router.delete("/requests/{request_id}/signature", summary="Take one's signature back", status_code=204)
async def leave(caller: Caller, association_id: UUID, request_id: UUID) -> None:
    """Leave a request before its letter is posted."""
    async with db.tenant_session(caller, association_id) as session:
        await requests.leave(session, caller, association_id, request_id, at=now())


@router.post("/requests/{request_id}/posting", summary="Record the registered letter", status_code=204)
async def post(caller: Caller, association_id: UUID, request_id: UUID, wish: PostedIn) -> None:
    """Record that the letter left, with the post's number (who signed); refused below one fifth."""
    async with db.tenant_session(caller, association_id) as session:
        await requests.post(session, caller, association_id, request_id, at=now(), **wish.model_dump())


@router.post("/requests/{request_id}/receipt", summary="Record the day of receipt", status_code=204)
async def receive(caller: Caller, association_id: UUID, request_id: UUID, wish: DayIn) -> None:
    """Record when the syndic received the letter (syndic, or who signed): the thirty days begin."""
    async with db.tenant_session(caller, association_id) as session:
        await requests.receive(session, caller, association_id, request_id, day=wish.day, at=now())


@router.post("/requests/{request_id}/assembly", summary="Draft the assembly asked for", status_code=201)
async def draft_requested(caller: Caller, association_id: UUID, request_id: UUID, wish: MeetingIn) -> Made:
    """Draft it with the points of the request: the syndic, or after thirty days whoever signed."""
    async with db.tenant_session(caller, association_id) as session:
        found = await requests.draft_assembly(
            session, caller, association_id, request_id, at=now(), **wish.model_dump()
        )
    return Made(id=found)
