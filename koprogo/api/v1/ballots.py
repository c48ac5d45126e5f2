"""Cast ballots and look at one's own, as JSON. Weight, lots and voter come from the roll and the signed-in person."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, StringConstraints

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Typed
from koprogo.services.assemblies.proof import receipt_keys, receipts
from koprogo.services.assemblies.room import my_votes
from koprogo.services.assemblies.voting import ballot
from koprogo.services.assemblies.voting.waited import Known
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1", tags=["ballots"])


Vote = Annotated[str, StringConstraints(pattern="^(for|against|abstain|blank|option_[1-9])$")]
"""What a ballot says: for, against, abstain, blank, or an option of the point by its place."""


class BallotIn(Typed):
    """A press. `nonce`: new for each press, the same when it is repeated. `lots`: ids, or all own lots when left out.

    For a press that waited without a network: `based_on`, the revision known of each lot; `round` and `text_version`,
    the question that was on the screen; `pressed_by`, who pressed; `replaces`, nonces of her own presses it replaced.
    """

    choice: Vote
    nonce: str
    lots: list[UUID] | None = None
    based_on: dict[UUID, int] | None = None
    round: int | None = None
    text_version: int | None = None
    pressed_by: UUID | None = None
    replaces: tuple[str, ...] = ()


class ReceiptOut(BaseModel):
    """A receipt: keep number, leaf, salt and signature to prove later what was stored."""

    number: str
    item_id: UUID
    lot_id: UUID
    lot_number: str
    revision: int
    choice: str
    shares: int
    received_at: datetime
    leaf: str
    salt: str
    signature: str


@router.post("/assemblies/{assembly_id}/items/{item_id}/ballots", summary="Cast or change a ballot", status_code=201)
async def cast(caller: Caller, assembly_id: UUID, item_id: UUID, press: BallotIn) -> list[ReceiptOut]:
    """Store one ballot per lot and return the receipts; repeated with the same nonce, the same receipts."""
    association_id = await where(caller, assembly_id)
    found = await ballot.cast(
        caller,
        association_id,
        ballot.Press(
            item_id=item_id,
            choice=press.choice,
            nonce=press.nonce,
            lots=tuple(press.lots) if press.lots is not None else None,
            known=Known(press.based_on, press.round, press.text_version, press.pressed_by, press.replaces),
            channel="api",
        ),
    )
    return [ReceiptOut(**asdict(receipt)) for receipt in found]


class MyBallotOut(BaseModel):
    """The newest ballot of one of the caller's lots."""

    lot_id: UUID
    lot_number: str
    choice: str
    revision: int
    channel: str
    received_at: datetime
    shares: int
    pending: bool
    by_me: bool


class MyVoteOut(BaseModel):
    """One owner for whom the caller votes."""

    owner_name: str
    lots: list[UUID]
    shares: int
    by_proxy: bool
    ballots: list[MyBallotOut]


class MineOut(BaseModel):
    """The caller's place in the room."""

    present: bool
    votes: list[MyVoteOut]
    suspended_lots: list[str]


@router.get("/assemblies/{assembly_id}/mine", summary="For whom do I vote, and what did I cast")
async def mine(caller: Caller, assembly_id: UUID) -> MineOut:
    """Return the caller's votes with the newest ballot of each lot in the current round."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await my_votes.mine(session, caller, association_id, assembly_id)
    return MineOut(
        present=found.present,
        votes=[
            MyVoteOut(
                owner_name=vote.owner_name,
                lots=[lot.lot_id for lot in vote.lots],
                shares=vote.shares,
                by_proxy=vote.by_proxy,
                ballots=[MyBallotOut(**asdict(each)) for each in vote.ballots],
            )
            for vote in found.votes
        ],
        suspended_lots=[row.lot_number for row in found.suspended],
    )


@router.get("/receipt-key", summary="The public keys that check receipts")
async def receipt_key() -> dict[str, str | list[str]]:
    """Return the Ed25519 public key (PEM) that signs receipts, and those that did before a restore on this machine.

    Public, so that anyone can check a receipt.
    """
    return {"public_key": receipts.public_key_pem(), "earlier": receipt_keys.earlier_keys()}
