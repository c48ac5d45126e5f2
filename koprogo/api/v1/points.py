"""Who votes on a point of an agenda, as JSON: exclusions for a conflict of interest, and who bears the cost."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import exclusions, guard, item_key, legal_points, outlook, parts
from koprogo.services.assemblies.voting import amendments, run_off
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1", tags=["points"])


class ExclusionIn(Typed):
    """Somebody who takes no part; `reason` is syndic, auditor, council, employee, supplier or other (with a note)."""

    person_id: UUID
    reason: str
    note: str = ""


class KeyChoiceIn(Typed):
    """The key whose owners alone vote (null: everybody), with both conditions of art. 3.87 §6 ticked and the reason."""

    key_id: UUID | None
    reason: str = ""
    only_they_bear: bool = False
    common_management_unaffected: bool = False


@router.get("/assemblies/{assembly_id}/exclusions", summary="Who takes no part in which vote")
async def list_exclusions(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return everybody kept out of a vote for a conflict of interest (art. 3.87 §9)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        await queries.sheet(session, caller, association_id, assembly_id)
        found = await exclusions.exclusions_of(session, caller, association_id, assembly_id)
    return [asdict(each) for rows in found.values() for each in rows]


@router.get("/assemblies/{assembly_id}/exclusions/proposed", summary="Who might have to be kept out")
async def proposed_exclusions(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return whom the kinds of the points concern and who still votes (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await exclusions.proposals(session, caller, association_id, assembly_id)
    return [asdict(each) for rows in found.values() for each in rows]


@router.post("/assemblies/{assembly_id}/items/{item_id}/exclusions", summary="Keep out of a vote", status_code=201)
async def exclude(caller: Caller, assembly_id: UUID, item_id: UUID, wish: ExclusionIn) -> Made:
    """Keep a person out of the vote on a point, for herself and as a proxy holder (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await exclusions.exclude(session, caller, association_id, item_id, **wish.model_dump()))


@router.delete("/assemblies/{assembly_id}/exclusions/{exclusion_id}", summary="Let vote again", status_code=204)
async def lift(caller: Caller, assembly_id: UUID, exclusion_id: UUID) -> None:
    """Lift an exclusion before the vote (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await exclusions.lift(session, caller, association_id, exclusion_id, at=now())


@router.put("/assemblies/{assembly_id}/items/{item_id}/key", summary="Who bears the cost decides", status_code=204)
async def set_key(caller: Caller, assembly_id: UUID, item_id: UUID, wish: KeyChoiceIn) -> None:
    """Put a point of a draft to the owners of a key only, or to everybody again (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await item_key.set_key(session, caller, association_id, item_id, **wish.model_dump())


class PartIn(Typed):
    """A part of a point: what it decides (option, amount, funding), its text, and the options of a choice."""

    decides: str
    proposal: dict[str, str] = Field(default_factory=dict)
    options: list[dict[str, str]] = Field(default_factory=list)


class PartsIn(Typed):
    """What is voted after the principle."""

    parts: list[PartIn]


class OptionsIn(Typed):
    """The options of a choice, or the candidates for one seat: a name per language; none for yes or no."""

    options: list[dict[str, str]]


class TallyIn(Typed):
    """Whether the sums stay hidden until the vote closes."""

    hidden: bool


class LegalPointIn(Typed):
    """The usual point that adds what is missing."""

    template: str


@router.get("/assemblies/{assembly_id}/guard", summary="What is missing or unlawful in a draft")
async def guard_of(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return what the guard finds in the agenda, errors first, each with its article (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await guard.findings(session, caller, association_id, assembly_id)
    return [
        {
            "flaw": each.flaw,
            "severity": each.severity,
            "article": each.article,
            "number": each.number,
            "about": each.about,
        }
        for each in found
    ]


@router.post("/assemblies/{assembly_id}/guard/points", summary="Add a legal point", status_code=201)
async def add_legal_point(caller: Caller, assembly_id: UUID, wish: LegalPointIn) -> Made:
    """Add a legal point that the draft lacks (syndic); the election of the bureau comes first."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Made(
            id=await legal_points.add_missing(
                session, caller, association_id, assembly_id, template=wish.template, at=now()
            )
        )


@router.get("/assemblies/{assembly_id}/outlook", summary="Can each point pass at all")
async def outlook_of(caller: Caller, assembly_id: UUID, percent: int = 60) -> list[dict[str, Any]]:
    """Return what each point can come to when so many percent of the votes come (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await outlook.outlooks(session, caller, association_id, assembly_id, percent=percent)
    return [{"item_id": each.item_id, "blockers": each.blockers} | _outlook(each) for each in found]


@router.get("/assemblies/{assembly_id}/doubts", summary="What cannot pass")
async def doubts_of(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return the points that cannot pass with the attendance of the last assembly, before convening (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await outlook.doubts(session, caller, association_id, assembly_id)
    points = [{"item_id": each.item_id, "number": each.number} | _outlook(each) for each in found.points]
    return {"percent": found.percent, "is_known": found.is_known, "points": points}


def _outlook(found: outlook.ItemOutlook) -> dict[str, Any]:
    names = ("can_pass", "missing", "missing_votes", "present_votes", "all_votes", "needed")
    return {name: getattr(found.outlook, name) for name in names}


@router.post("/assemblies/{assembly_id}/items/{item_id}/parts", summary="Vote a point in parts", status_code=201)
async def split_item(caller: Caller, assembly_id: UUID, item_id: UUID, wish: PartsIn) -> list[Made]:
    """Make a point the principle and add the option, the amount and the funding after it (syndic)."""
    association_id = await where(caller, assembly_id)
    wishes = [parts.PartWish(each.decides, each.proposal, each.options) for each in wish.parts]
    async with db.tenant_session(caller, association_id) as session:
        made = await parts.split_item(session, caller, association_id, item_id, parts=wishes, at=now())
    return [Made(id=each) for each in made]


@router.put("/assemblies/{assembly_id}/items/{item_id}/options", summary="Options or candidates", status_code=204)
async def set_options(caller: Caller, assembly_id: UUID, item_id: UUID, wish: OptionsIn) -> None:
    """Write the options of a choice or the candidates for one seat (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await parts.set_options(session, caller, association_id, item_id, options=wish.options)


@router.put("/assemblies/{assembly_id}/items/{item_id}/tally", summary="Hide the sums until closing", status_code=204)
async def set_tally(caller: Caller, assembly_id: UUID, item_id: UUID, wish: TallyIn) -> None:
    """Hide the sums of a point until its vote closes, or show them as they come (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await parts.set_hidden_tally(session, caller, association_id, item_id, hidden=wish.hidden)


class AmendmentIn(Typed):
    """The text as amended, per language; the subject stays that of the convocation."""

    proposal: dict[str, str]


@router.post("/assemblies/{assembly_id}/items/{item_id}/amendments", summary="Amend the text", status_code=201)
async def amend(caller: Caller, assembly_id: UUID, item_id: UUID, wish: AmendmentIn) -> dict[str, int]:
    """Propose the text as amended in the room; return its version, voted before the text it changes (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        version = await amendments.amend(session, caller, association_id, item_id, proposal=wish.proposal, at=now())
    return {"version": version}


@router.delete(
    "/assemblies/{assembly_id}/items/{item_id}/amendments", summary="Take back an amendment", status_code=204
)
async def withdraw_amendment(caller: Caller, assembly_id: UUID, item_id: UUID) -> None:
    """Take back the amendment that waits for its vote; the text that stands is voted (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await amendments.withdraw_amendment(session, caller, association_id, item_id, at=now())


@router.post("/assemblies/{assembly_id}/items/{item_id}/run-off", summary="Begin a run-off")
async def begin_run_off(caller: Caller, assembly_id: UUID, item_id: UUID) -> list[str]:
    """Begin the round between the two options left; return them (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return list(await run_off.begin_run_off(session, caller, association_id, item_id))
