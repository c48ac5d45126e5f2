"""Who holds a lot and how she is reached, as JSON: deeds, representatives, addresses, consent to e-mail."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now
from koprogo.services.ownership import contacts, people, transfers
from koprogo.services.ownership.merges import RowSaid

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["ownership"])


class ContactIn(Typed):
    """How to reach a person; empty takes away what was known."""

    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    enterprise_number: str = ""


class HolderIn(Typed):
    """Who holds a right: `person_id` of somebody known here, or the name of a new person with her address."""

    right: str
    person_id: UUID | None = None
    name: str = ""
    is_organisation: bool = False
    contact: ContactIn | None = None


class TransferIn(Typed):
    """A deed: its day, what proves it, the notary, and all holders from that day on."""

    day: Day
    act: str
    notary: str = ""
    holders: list[HolderIn]


class RepresentativeIn(Typed):
    """Who votes for a joint lot, from which day, by which writing."""

    person_id: UUID
    since: Day
    proof: str


class ConsentIn(Typed):
    """When e-mail was accepted in writing, and which writing."""

    given_on: Day
    proof: str


class RevokedIn(Typed):
    """From which day on letters are registered again."""

    revoked_on: Day


@router.get("/lots/{lot_id}/transfers", summary="The deeds of a lot")
async def history(caller: Caller, association_id: UUID, lot_id: UUID) -> list[dict[str, Any]]:
    """Return the recorded deeds, the latest first (syndic, accountant)."""
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await transfers.lot_history(session, caller, association_id, lot_id)]


@router.post("/lots/{lot_id}/transfers", summary="Record a deed", status_code=201)
async def transfer(caller: Caller, association_id: UUID, lot_id: UUID, wish: TransferIn) -> Made:
    """Record that the lot passed to these holders on that day (syndic)."""
    holders = [
        transfers.NewHolder(
            each.right, each.person_id, each.name, each.is_organisation,
            RowSaid(**each.contact.model_dump()) if each.contact else None,
        )
        for each in wish.holders
    ]  # fmt: skip
    async with db.tenant_session(caller, association_id) as session:
        found = await transfers.record_transfer(
            session, caller, association_id, lot_id=lot_id, day=wish.day, holders=holders, act=wish.act,
            notary=wish.notary, at=now(),
        )  # fmt: skip
    return Made(id=found)


@router.post("/lots/{lot_id}/representative", summary="Name the representative of a lot", status_code=201)
async def designate(caller: Caller, association_id: UUID, lot_id: UUID, wish: RepresentativeIn) -> Made:
    """Record the one person who votes for a joint lot (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await people.designate_representative(
            session, caller, association_id, lot_id=lot_id, at=now(), **wish.model_dump()
        )
    return Made(id=found)


@router.put("/people/{person_id}/contact", summary="Put an address right", status_code=204)
async def change_contact(caller: Caller, association_id: UUID, person_id: UUID, wish: ContactIn) -> None:
    """Change how the association reaches a person (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await contacts.change_contact(session, caller, association_id, person_id, said=RowSaid(**wish.model_dump()))


@router.post("/people/{person_id}/email-consent", summary="Record that e-mail is accepted", status_code=201)
async def accept_email(caller: Caller, association_id: UUID, person_id: UUID, wish: ConsentIn) -> Made:
    """Record a written consent to e-mail instead of registered letters (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await contacts.accept_email(session, caller, association_id, person_id, at=now(), **wish.model_dump())
    return Made(id=found)


@router.post("/people/{person_id}/email-consent/end", summary="Record that it is taken back", status_code=204)
async def revoke_email(caller: Caller, association_id: UUID, person_id: UUID, wish: RevokedIn) -> None:
    """Record from which day on letters are registered again (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await contacts.revoke_email(session, caller, association_id, person_id, revoked_on=wish.revoked_on, at=now())
