"""Claims on insurers as JSON: expected, invoiced, received, not covered. Amounts are text with two decimals and a point."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.api.v1.money import plain
from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.services.charges.claims import claims, queries

router = APIRouter(prefix="/api/v1/associations/{association_id}/claims", tags=["claims"])


class KnownIn(Typed):
    """What is known of a claim; amounts in cents. `lot_id`: whose owner bears the deductible, by `source`."""

    insurer: str
    policy: str = ""
    reference: str = ""
    expected: int = 0
    deductible: int = 0
    lot_id: UUID | None = None
    source: str = ""

    def known(self) -> claims.Known:
        """Return it as the service takes it."""
        words = (self.insurer, self.policy, self.reference)
        return claims.Known(*words, Money(self.expected), Money(self.deductible), self.lot_id, self.source)


class ClaimIn(KnownIn):
    """Damage of a day, and the lots that it touched."""

    happened_on: Day
    words: str
    lots: tuple[UUID, ...] = ()


class IndemnityIn(Typed):
    """A bank line that an insurer paid; `seen`: the match that stands on it."""

    line_id: UUID
    seen: UUID | None = None


class SettleIn(Typed):
    """The day a claim is settled, and the key of what is left."""

    day: Day
    key_id: UUID | None = None


@router.get("", summary="Claims on insurers")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return them, what is open first; an owner those of her lots."""
    async with db.tenant_session(caller, association_id) as session:
        found = await queries.claims(session, caller, association_id, today=today())
    return [_plain(row) for row in found]


@router.post("", summary="Open a claim", status_code=201)
async def open_one(caller: Caller, association_id: UUID, wish: ClaimIn) -> Made:
    """Open a claim for damage (syndic, accountant)."""
    facts: dict[str, Any] = {"happened_on": wish.happened_on, "words": wish.words, "lots": wish.lots}
    async with db.tenant_session(caller, association_id) as session:
        made = await claims.open_claim(session, caller, association_id, known=wish.known(), at=now(), **facts)
    return Made(id=made)


@router.get("/{claim_id}", summary="A claim with its invoices and receipts")
async def one(caller: Caller, association_id: UUID, claim_id: UUID) -> dict[str, Any]:
    """Return it; its papers for who keeps or watches the books."""
    async with db.tenant_session(caller, association_id) as session:
        found = await queries.claim(session, caller, association_id, claim_id, today=today())
    return {**plain(asdict(found)), "row": _plain(found.row)}


@router.put("/{claim_id}", summary="Note what is known of a claim", status_code=204)
async def change(caller: Caller, association_id: UUID, claim_id: UUID, wish: KnownIn) -> None:
    """Note a version (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await claims.change_claim(session, caller, association_id, claim_id, known=wish.known(), at=now())


@router.post("/{claim_id}/indemnities", summary="Name a receipt as its indemnity", status_code=204)
async def receive(caller: Caller, association_id: UUID, claim_id: UUID, wish: IndemnityIn) -> None:
    """Match a bank line with the claim (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        await claims.receive(*here, claim_id, wish.line_id, seen=wish.seen, today=today(), at=now())


@router.post("/{claim_id}/settle", summary="Settle a claim", status_code=204)
async def settle(caller: Caller, association_id: UUID, claim_id: UUID, wish: SettleIn) -> None:
    """Book what is left on who bears it (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        await claims.end_claim(*here, claim_id, day=wish.day, key_id=wish.key_id, at=now())


def _plain(row: queries.ClaimRow) -> dict[str, Any]:
    account = row.account
    return plain(asdict(row) | {"awaited": account.awaited, "not_covered": account.not_covered})
