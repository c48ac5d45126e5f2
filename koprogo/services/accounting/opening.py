"""Taking over the books of an association from wherever they were kept: one opening voucher, on any day, once.

Open calls may come one by one: each is then a line of the voucher and an item of its owner, with its own number and day.

It is refused unless the owners' own balances add up to account 410 of the old books and every bank account stands at its
last statement: a debt is personal, and cannot be made up from a total.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models import arriving
from koprogo.rules.accounting.chart import Part
from koprogo.rules.accounting.closing import Journal
from koprogo.rules.accounting.old_calls import OldCall, OldPart
from koprogo.rules.accounting.opening import opening_differences
from koprogo.services.accounting.accounts import account_by_code, debtor_account, debtor_of_lot
from koprogo.services.accounting.post_entry import NewEntry, NewLine, OwnerFact, Posted, post_entry
from koprogo.services.accounting.refusals import TakenOver, TakeOverDiffers
from koprogo.services.accounting.reserved import reserved

ONCE = "SELECT pg_advisory_xact_lock(33, hashtext(:t))"
EARLIER = """
SELECT e.reference FROM entry e WHERE e.association_id = :t AND e.journal = 'opening' AND e.reverses IS NULL
   AND NOT EXISTS (SELECT 1 FROM entry b WHERE b.association_id = :t AND b.reverses = e.id)
"""
OLD_CALL = "old_call"
LOTS = "SELECT id, number FROM lot WHERE association_id = :t"


@dataclass(frozen=True)
class OldBooks:
    """The old trial balance on a day, in cents, debit positive.

    Attributes:
        balances: by account, without what owners owe.
        control: what account 410 of the old books says that all owners owe together.
        owners: by lot number, what its holders owe for all else and for the reserve fund.
        statements: the balance of the last statement of each bank account in `balances`.
        calls: the open calls that `owners` holds, one by one; what they leave of it is one item per lot and part.
    """

    day: date
    balances: Mapping[str, int]
    control: int
    owners: Mapping[str, tuple[int, int]]
    statements: Mapping[str, int]
    reference: str = "OPENING"
    text: str = "Opening"
    document_id: UUID | None = field(default=None)
    calls: tuple[OldCall, ...] = ()


async def lock_opening(session: AsyncSession, association_id: UUID) -> None:
    """Let one at a time take the books of an association over; who reads first what is here asks for it before."""
    await session.execute(text(ONCE), {"t": str(association_id)})


async def take_over(session: AsyncSession, actor: Actor, association_id: UUID, *, old: OldBooks) -> Posted:
    """Write the opening voucher. Safe to repeat with the same figures; taken back by a reversal it may be written anew.

    Raises:
        BadInput: the reference is one the product gives itself, a lot or an account is unknown.
        TakeOverDiffers: all that does not agree, with both sides.
        TakenOver: another opening voucher stands.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    if problems := reserved(old.reference, opening=True):
        raise BadInput(*problems)
    owed = sum(sum(pair) for pair in old.owners.values())
    if found := opening_differences(old.balances, old.control, owed, old.statements):
        raise TakeOverDiffers(found)
    await lock_opening(session, association_id)
    earlier = await session.scalar(text(EARLIER), {"t": association_id})
    if earlier is not None and earlier != old.reference.strip():
        raise TakenOver
    accounts = [
        NewLine(await account_by_code(session, association_id, code), cents)
        for code, cents in sorted(old.balances.items())
        if cents
    ]
    lines, items, calls = await _owed(session, association_id, old)
    entry = NewEntry(
        journal=Journal.OPENING,
        day=old.day,
        reference=old.reference,
        kind="opening",
        text=old.text,
        lines=(*accounts, *lines),
        owner_items=tuple(items),
        document_id=old.document_id,
    )
    posted = await post_entry(session, actor, association_id, entry)
    if not posted.again:
        session.add_all(arriving.OldCall(association_id=association_id, entry_id=posted.id, **call) for call in calls)
        await session.flush()
    return posted


async def _owed(
    session: AsyncSession, association_id: UUID, old: OldBooks
) -> tuple[list[NewLine], list[OwnerFact], list[dict[str, Any]]]:
    """Return a line and a fact per lot and part that is not nil, by lot number, and the open calls among them."""
    lots = {row.number: row.id for row in await session.execute(text(LOTS), {"t": association_id})}
    if unknown := sorted({*old.owners, *(call.lot for call in old.calls)} - set(lots)):
        raise BadInput(Problem("owners", "No lot has the number {lot}.", {"lot": unknown[0][:20]}))
    lines: list[NewLine] = []
    items: list[OwnerFact] = []
    calls: dict[UUID, dict[str, Any]] = {}
    for lot in sorted({*old.owners, *(call.lot for call in old.calls)}):
        if not (of_lot := _parts_of(lot, old)):
            continue
        debtor = await debtor_of_lot(session, association_id, lots[lot], old.day)
        for call, part, cents in of_lot:
            source = ("lot", lots[lot])
            if call is not None:
                source = (OLD_CALL, _noted(calls, call, debtor, part, uuid5(association_id, old.reference)))
            account = await debtor_account(session, association_id, debtor, part)
            lines.append(NewLine(account, cents, lot_id=lots[lot], source=source if call else None))
            items.append(OwnerFact(debtor, part.value, "opening", cents, source))
    return lines, items, list(calls.values())


def _parts_of(lot: str, old: OldBooks) -> list[tuple[OldCall | None, Part, int]]:
    """Return what the holders of a lot owe, in cents that are not nil: by call and part, then what no call holds."""
    calls = [call for call in old.calls if call.lot == lot]
    other, reserve = old.owners.get(lot, (0, 0))
    parts: list[tuple[OldCall | None, Part, int]] = []
    for call in calls:
        parts += [(call, Part.OTHER, call.other), (call, Part.RESERVE, call.reserve)]
    parts.append((None, Part.OTHER, other - sum(call.other for call in calls)))
    parts.append((None, Part.RESERVE, reserve - sum(call.reserve for call in calls)))
    return [each for each in parts if each[2]]


def _noted(calls: dict[UUID, dict[str, Any]], call: OldCall, debtor: UUID, part: Part, opening: UUID) -> UUID:
    """Add one part of what a lot owes of a call to that call of its debtor; return its id, the same for the same files."""
    call_id = uuid5(opening, f"{debtor}|{call.number}|{call.communication}|{call.due.isoformat()}")
    known = calls.setdefault(call_id, {
        "id": call_id, "debtor_id": debtor, "number": call.number, "communication": call.communication,
        "due_on": call.due, "part": call.part.value, "called": 0, "other": 0, "reserve": 0,
    })  # fmt: skip
    if known["part"] == OldPart.RESERVE:
        known["part"] = call.part.value
    known["called"] += call.called if part is Part.OTHER or not call.other else 0
    known["other" if part is Part.OTHER else "reserve"] += call.other if part is Part.OTHER else call.reserve
    return call_id
