"""A receipt to keep: what was stored, the signature, and the place in the chain once it is sealed."""

import re
from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx

from koprogo import db
from koprogo.core.errors import NotFound
from koprogo.security.policies import attends, current_actor, policy
from koprogo.services.assemblies.proof import kept_receipts
from koprogo.services.assemblies.where import where
from koprogo.state.assemblies.room.live import assembly_of
from koprogo.state.base import AppState

PATH = re.compile(r"/receipt/([0-9a-f]{64})/?$")


@dataclass(frozen=True)
class KeptView:
    """One ballot's receipt; `position` is 0 and `chain` empty until it is sealed, one tick after the vote."""

    number: str = ""
    association_name: str = ""
    day: str = ""
    voter_name: str = ""
    item_number: str = ""
    title: dict[str, str] = field(default_factory=dict)
    round: int = 1
    lot: str = ""
    choice: str = ""
    option: dict[str, str] = field(default_factory=dict)
    shares: int = 0
    at: str = ""
    newest: bool = True
    pending: bool = False
    by_hand: bool = False
    leaf: str = ""
    salt: str = ""
    signature: str = ""
    position: int = 0
    sealed: int = 0
    chain: str = ""
    stamped_by: str = ""
    stamped_at: str = ""
    stamp: str = ""
    """Where the timestamp over the root of this vote is downloaded."""


class ReceiptState(AppState, rx.State):
    """The receipts of one press, one per lot."""

    assembly_path: str = ""
    kept: list[KeptView] = []

    @rx.event
    @policy(attends)
    async def load(self) -> None:
        """Show the receipts that this address names; pressed again, with their place in the chain as it is now."""
        self.kept = []
        async with self.refusals():
            actor, path = current_actor(), self.router.url.path
            assembly_id, leaf = assembly_of(path), leaf_of(path)
            association_id = await where(actor, assembly_id)
            async with db.tenant_session(actor) as session:
                found = await kept_receipts.kept_receipts(session, actor, association_id, assembly_id, leaf=leaf)
            self.kept, self.assembly_path = (
                [kept_view(each, assembly_id) for each in found],
                f"/assemblies/{assembly_id}",
            )


def leaf_of(path: str) -> str:
    """Return the leaf an address names; NotFound when it names none."""
    found = PATH.search(path)
    if found is None:
        raise NotFound
    return found[1]


def kept_view(found: kept_receipts.KeptReceipt, assembly_id: UUID) -> KeptView:
    """Return a receipt as the screen shows it."""
    receipt = found.receipt
    return KeptView(
        number=receipt.number,
        association_name=found.association_name,
        day=found.day.isoformat(),
        voter_name=found.voter_name,
        item_number=found.item_number,
        title=dict(found.title),
        round=receipt.round,
        lot=receipt.lot_number,
        choice=receipt.choice,
        option=dict(found.option),
        shares=receipt.shares,
        at=receipt.received_at.isoformat(),
        newest=found.newest,
        pending=found.pending,
        by_hand=found.channel not in ("phone", "api"),
        leaf=receipt.leaf,
        salt=receipt.salt,
        signature=receipt.signature,
        position=found.position,
        sealed=found.sealed,
        chain=found.chain,
        stamped_by=found.stamped_by,
        stamped_at=found.stamped_at.isoformat() if found.stamped_at else "",
        stamp=f"/api/v1/assemblies/{assembly_id}/items/{receipt.item_id}/rounds/{receipt.round}/timestamp",
    )
