"""Assemblies as JSON: plan, convene, attend, open, vote, confirm, close. What the syndic's screens do, one route each."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day, Moment
from koprogo.api.v1.ballots import Vote
from koprogo.api.v1.bodies import Made, NotedIn, Typed
from koprogo.core.clock import now
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.attendance import attendance, bureau, noted_entries, noted_presence, slips, visitors
from koprogo.services.assemblies.attendance.attendance_list import attendance_list
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.room import sitting, snapshot
from koprogo.services.assemblies.voting import hand_entry, results, voting
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1", tags=["assemblies"])


class AssemblyIn(Typed):
    """A new assembly; `starts_at` carries its offset, a second session names its first."""

    kind: str = "ordinary"
    starts_at: Moment
    place: str = ""
    remote_allowed: bool = True
    first_session_id: UUID | None = None


class ItemIn(Typed):
    """A point: either a template's name, or a kind with title and proposal per language."""

    template: str | None = None
    kind: str = ""
    title: dict[str, str] = Field(default_factory=dict)
    proposal: dict[str, str] = Field(default_factory=dict)
    majority: str | None = None
    clause: str = ""
    main_kind: str | None = None
    minutes_planned: int = 10


class ConveneIn(Typed):
    """The day the convocations were sent; a reason when it is urgent, and one `despite` what the guard says is missing."""

    sent_on: Day
    urgent_reason: str = ""
    despite: str = ""


class PresenceIn(Typed):
    """An arrival or departure; without `person_id` one's own arrival.

    For one that a desk without a network noted: `noted_at`, with its offset, and `pressed_by`, who noted it.
    """

    person_id: UUID | None = None
    what: str = "arrived"
    channel: str = "room"
    capacity: str = ""
    noted_at: Moment | None = None
    pressed_by: UUID | None = None


class ProxyIn(Typed):
    """A proxy to a named holder; without `giver_id` one's own. `instructions`: by point; they bind on its present text."""

    holder_id: UUID
    giver_id: UUID | None = None
    document: str = ""
    substitute_id: UUID | None = None
    instructions: dict[UUID, Vote] = Field(default_factory=dict)


class SeatIn(Typed):
    """A seat of the bureau: chair, secretary, teller."""

    office: str
    person_id: UUID


class SlipIn(Typed):
    """Who gets a slip and how her identity was checked."""

    person_id: UUID
    identity_check: str


class OpenIn(Typed):
    """The countdown in seconds; null leaves the vote open until closed by hand."""

    seconds: int | None = 120


class HandIn(NotedIn):
    """Ballots by lot, entered by hand (channel hand, paper, proxy_sheet, correction)."""

    choices: dict[UUID, Vote]
    channel: str = "paper"


class ShowOfHandsIn(NotedIn):
    """One choice for all present without a ballot of their own; exceptions by lot, null for no answer.

    `left_out`: of one noted without a network, the numbers of lots as they were typed, instead of `exceptions`.
    """

    choice: Vote
    exceptions: dict[UUID, Vote | None] = Field(default_factory=dict)
    left_out: str = ""


class ReasonIn(Typed):
    """Why; it goes into the minutes."""

    reason: str = ""


class OutcomeIn(ReasonIn):
    """postponed, withdrawn, noted or not_reached."""

    outcome: str


class Counted(BaseModel):
    """How many ballots an act concerned."""

    ballots: int


@router.get("/assemblies", summary="Assemblies in reach")
async def list_assemblies(caller: Caller) -> list[dict[str, Any]]:
    """Return coming and past assemblies of all associations in reach."""
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await queries.assemblies(session, caller)]


@router.post("/associations/{association_id}/assemblies", summary="Draft an assembly", status_code=201)
async def draft(caller: Caller, association_id: UUID, wish: AssemblyIn) -> Made:
    """Draft an assembly (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await plan.create_assembly(session, caller, association_id, at=now(), **wish.model_dump())
    return Made(id=found)


@router.get("/assemblies/{assembly_id}", summary="An assembly with its agenda")
async def read(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return the assembly, its points and their results so far."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return asdict(await queries.sheet(session, caller, association_id, assembly_id))


@router.get("/assemblies/{assembly_id}/room", summary="What everyone in the room sees")
async def room(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return the live view: quorum, the open item, its tally; the same as the pages are sent."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        await queries.sheet(session, caller, association_id, assembly_id)
        return asdict(await snapshot.snapshot(session, association_id, assembly_id))


@router.post("/assemblies/{assembly_id}/items", summary="Put a point on the agenda", status_code=201)
async def add_item(caller: Caller, assembly_id: UUID, wish: ItemIn) -> Made:
    """Add a point to a draft (syndic); its kind picks the majority."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        if wish.template:
            found = await plan.add_from_template(
                session, caller, association_id, assembly_id, template=wish.template, at=now()
            )
        else:
            found = await plan.add_item(
                session, caller, association_id, assembly_id, at=now(), **wish.model_dump(exclude={"template"})
            )
    return Made(id=found)


@router.delete("/assemblies/{assembly_id}/items/{item_id}", summary="Take a point off a draft", status_code=204)
async def drop_item(caller: Caller, assembly_id: UUID, item_id: UUID) -> None:
    """Drop a point of a draft agenda (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await plan.drop_item(session, caller, association_id, item_id)


@router.post("/assemblies/{assembly_id}/convocation", summary="Record the convocation", status_code=204)
async def convene(caller: Caller, assembly_id: UUID, wish: ConveneIn) -> None:
    """Freeze the agenda: the convocations went out on that day (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await freeze.convene(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())


@router.post("/assemblies/{assembly_id}/presence", summary="Arrive or leave", status_code=204)
async def presence(caller: Caller, assembly_id: UUID, wish: PresenceIn) -> None:
    """Check in oneself, or note anybody's arrival or departure (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        if wish.person_id is None:
            await attendance.check_in(session, caller, association_id, assembly_id, channel=wish.channel, at=now())
        elif wish.noted_at is None:
            facts = wish.model_dump(exclude={"noted_at", "pressed_by"})
            await attendance.record_presence(session, caller, association_id, assembly_id, at=now(), **facts)
        else:
            facts = wish.model_dump(exclude={"capacity"})
            await noted_presence.enter_noted(session, caller, association_id, assembly_id, at=now(), **facts)


@router.get("/assemblies/{assembly_id}/attendees", summary="Who is there")
async def attendees(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return the syndic's list, one row per co-owner; `person_id` is whom to check in: she, or who comes for her.

    `visitors` are those let in without a vote, each with the capacity and who let her in.
    """
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await attendance_list(session, caller, association_id, assembly_id)
        others = await visitors.visitors(session, caller, association_id, assembly_id)
    rows = [{"person_id": row.comes_id, **asdict(row)} for row in found.rows]
    return {
        "rows": rows,
        "suspended": [asdict(row) for row in found.suspended],
        "visitors": [asdict(row) for row in others],
    }


@router.post("/assemblies/{assembly_id}/proxies", summary="Give or record a proxy", status_code=201)
async def give_proxy(caller: Caller, assembly_id: UUID, wish: ProxyIn) -> Made:
    """Give one's own proxy, or enter one from paper (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        if wish.giver_id is None:
            own = wish.model_dump(exclude={"giver_id", "document"})
            found = await proxies.give_proxy(session, caller, association_id, assembly_id, at=now(), **own)
        else:
            found = await proxies.record_proxy(
                session, caller, association_id, assembly_id, at=now(), **wish.model_dump()
            )
    return Made(id=found)


@router.delete("/assemblies/{assembly_id}/proxies/{proxy_id}", summary="Take a proxy back", status_code=204)
async def revoke_proxy(caller: Caller, assembly_id: UUID, proxy_id: UUID) -> None:
    """Revoke a proxy: its giver, or the syndic."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await proxies.revoke_proxy(session, caller, association_id, proxy_id)


@router.post("/assemblies/{assembly_id}/bureau", summary="Name to the bureau", status_code=204)
async def name_to_bureau(caller: Caller, assembly_id: UUID, wish: SeatIn) -> None:
    """Give somebody a seat in the bureau (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await bureau.name_to_bureau(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())


@router.post("/assemblies/{assembly_id}/slips", summary="Issue a desk slip", status_code=201)
async def issue_slip(caller: Caller, assembly_id: UUID, wish: SlipIn) -> dict[str, Any]:
    """Give a person a code for this evening (syndic); the code is shown this once."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return asdict(
            await slips.issue_slip(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())
        )


@router.delete("/assemblies/{assembly_id}/slips/{slip_id}", summary="Withdraw a desk slip", status_code=204)
async def revoke_slip(caller: Caller, assembly_id: UUID, slip_id: UUID) -> None:
    """Withdraw a slip and end its sign-in (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await slips.revoke_slip(session, caller, association_id, slip_id, at=now())


@router.post("/assemblies/{assembly_id}/opening", summary="Open the session", status_code=204)
async def open_assembly(caller: Caller, assembly_id: UUID) -> None:
    """Open when the quorum is reached (syndic); refused with its sums otherwise."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await sitting.open_assembly(session, caller, association_id, assembly_id, at=now())


@router.post("/assemblies/{assembly_id}/closing", summary="Close the session", status_code=204)
async def close_assembly(caller: Caller, assembly_id: UUID) -> None:
    """Close once each point has its outcome (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await sitting.close_assembly(session, caller, association_id, assembly_id, at=now())


@router.post("/assemblies/{assembly_id}/items/{item_id}/opening", summary="Open a vote", status_code=204)
async def open_item(caller: Caller, assembly_id: UUID, item_id: UUID, wish: OpenIn) -> None:
    """Open the vote on a point (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await voting.open_item(session, caller, association_id, item_id, at=now(), seconds=wish.seconds)


@router.post("/assemblies/{assembly_id}/items/{item_id}/hands", summary="Record a show of hands", status_code=201)
async def show_of_hands(caller: Caller, assembly_id: UUID, item_id: UUID, wish: ShowOfHandsIn) -> Counted:
    """Enter one choice for all present without a ballot, but for the exceptions (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, item_id)
        if noted := wish.noted():
            number = await noted_entries.enter_noted_hands(
                *here, choice=wish.choice, left_out=wish.left_out, noted=noted, at=now()
            )
        else:
            number = await hand_entry.enter_show_of_hands(*here, choice=wish.choice, exceptions=wish.exceptions)
    return Counted(ballots=number)


@router.post("/assemblies/{assembly_id}/items/{item_id}/entries", summary="Enter ballots by lot", status_code=201)
async def enter_ballots(caller: Caller, assembly_id: UUID, item_id: UUID, wish: HandIn) -> Counted:
    """Enter paper or raised hands by name (syndic); they wait for a second person."""
    association_id = await where(caller, assembly_id)
    choices, channel = wish.choices, wish.channel
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, item_id)
        if noted := wish.noted():
            number = await noted_entries.enter_noted_ballots(
                *here, choices=choices, channel=channel, noted=noted, at=now()
            )
        else:
            number = await hand_entry.enter_ballots(*here, choices=choices, channel=channel)
    return Counted(ballots=number)


@router.post("/assemblies/{assembly_id}/items/{item_id}/confirmations", summary="Confirm entries", status_code=201)
async def confirm_entries(caller: Caller, assembly_id: UUID, item_id: UUID) -> Counted:
    """Confirm, as the second person, what was entered by hand."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        number = await hand_entry.confirm_entries(session, caller, association_id, item_id, at=now())
    return Counted(ballots=number)


@router.post("/assemblies/{assembly_id}/items/{item_id}/closing", summary="Close a vote")
async def close_item(caller: Caller, assembly_id: UUID, item_id: UUID) -> Counted:
    """Close the vote (syndic); every closing of a round reports the same number of ballots."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Counted(ballots=await voting.close_item(session, caller, association_id, item_id))


@router.post("/assemblies/{assembly_id}/items/{item_id}/result", summary="Confirm a result")
async def confirm_result(caller: Caller, assembly_id: UUID, item_id: UUID) -> dict[str, bool]:
    """Freeze the result of a closed vote (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"carried": await results.confirm_result(session, caller, association_id, item_id, at=now())}


@router.post("/assemblies/{assembly_id}/items/{item_id}/rounds", summary="Vote again", status_code=204)
async def reopen_item(caller: Caller, assembly_id: UUID, item_id: UUID, wish: ReasonIn) -> None:
    """Begin a second round, with its reason (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await voting.reopen_item(session, caller, association_id, item_id, reason=wish.reason)


@router.post("/assemblies/{assembly_id}/items/{item_id}/outcome", summary="An outcome without a vote", status_code=204)
async def settle_item(caller: Caller, assembly_id: UUID, item_id: UUID, wish: OutcomeIn) -> None:
    """Postpone, withdraw or note a point, or say it was not reached (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await voting.settle_item(session, caller, association_id, item_id, **wish.model_dump())
