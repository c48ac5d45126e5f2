"""Joint lots designate one representative together: propose, sign, record, ask everybody."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now, today
from koprogo.services.ownership import designations

router = APIRouter(prefix="/api/v1", tags=["designations"])


class ProposalIn(Typed):
    """One of the holders of the lot."""

    representative_id: UUID


class SignatureIn(Typed):
    """The caller's own word: signed, refused or withdrawn; or, by the syndic, of a holder on paper or at the door."""

    what: str = "signed"
    person_id: UUID | None = None
    channel: str = "paper"
    document: str = ""


class Asked(BaseModel):
    """How many holders were asked by e-mail, and how many have no address for it."""

    asked: int
    without_address: int


@router.get("/me/designations", summary="Joint lots that need a word of mine")
async def mine(caller: Caller) -> list[dict[str, Any]]:
    """Return the joint lots the caller holds, and the suspended ones where she is syndic."""
    async with db.tenant_session(caller) as session:
        return [asdict(each) for each in await designations.designations(session, caller, day=today())]


@router.post("/associations/{association_id}/lots/{lot_id}/designations", summary="Propose", status_code=201)
async def propose(caller: Caller, association_id: UUID, lot_id: UUID, wish: ProposalIn) -> Made:
    """Propose one of the holders of a joint lot as its representative."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(
            id=await designations.propose(
                session, caller, association_id, lot_id=lot_id, representative_id=wish.representative_id, at=now()
            )
        )


@router.post(
    "/associations/{association_id}/designations/{proposal_id}/signatures", summary="Sign or record", status_code=204
)
async def sign(caller: Caller, association_id: UUID, proposal_id: UUID, wish: SignatureIn) -> None:
    """Say one's own word, or record a holder's signature on paper or at the door (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        if wish.person_id is None:
            await designations.say(session, caller, association_id, proposal_id, what=wish.what, at=now())
        else:
            await designations.record_signature(
                session, caller, association_id, proposal_id, person_id=wish.person_id, channel=wish.channel,
                document=wish.document, at=now(),
            )  # fmt: skip


@router.post("/associations/{association_id}/designations", summary="Ask all holders", status_code=201)
async def ask(caller: Caller, association_id: UUID) -> Asked:
    """Ask every holder of every suspended lot by e-mail (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        asked, without = await designations.ask_holders(session, caller, association_id, at=now())
    return Asked(asked=asked, without_address=without)
