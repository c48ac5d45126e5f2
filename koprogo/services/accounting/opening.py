"""Taking over the books of an association from wherever they were kept: one opening voucher, on any day, once.

It is refused unless the owners' own balances add up to account 410 of the old books and every bank account stands at its
last statement: a debt is personal, and cannot be made up from a total.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.rules.accounting.chart import Part
from koprogo.rules.accounting.closing import Journal
from koprogo.rules.accounting.opening import opening_differences
from koprogo.services.accounting.accounts import account_by_code, debtor_account, debtor_of_lot
from koprogo.services.accounting.post_entry import NewEntry, NewLine, OwnerFact, Posted, post_entry
from koprogo.services.accounting.refusals import TakenOver, TakeOverDiffers

ONCE = "SELECT pg_advisory_xact_lock(33, hashtext(:t))"
EARLIER = """
SELECT e.reference FROM entry e WHERE e.association_id = :t AND e.journal = 'opening' AND e.reverses IS NULL
   AND NOT EXISTS (SELECT 1 FROM entry b WHERE b.association_id = :t AND b.reverses = e.id)
"""
LOTS = "SELECT id, number FROM lot WHERE association_id = :t"


@dataclass(frozen=True)
class OldBooks:
    """The old trial balance on a day, in cents, debit positive.

    Attributes:
        balances: by account, without what owners owe.
        control: what account 410 of the old books says that all owners owe together.
        owners: by lot number, what its holders owe for all else and for the reserve fund.
        statements: the balance of the last statement of each bank account in `balances`.
    """

    day: date
    balances: Mapping[str, int]
    control: int
    owners: Mapping[str, tuple[int, int]]
    statements: Mapping[str, int]
    reference: str = "OPENING"
    text: str = "Opening"
    document_id: UUID | None = field(default=None)


async def take_over(session: AsyncSession, actor: Actor, association_id: UUID, *, old: OldBooks) -> Posted:
    """Write the opening voucher. Safe to repeat with the same figures; taken back by a reversal it may be written anew.

    Raises:
        BadInput: a lot or an account is unknown.
        TakeOverDiffers: all that does not agree, with both sides.
        TakenOver: another opening voucher stands.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    owed = sum(sum(pair) for pair in old.owners.values())
    if found := opening_differences(old.balances, old.control, owed, old.statements):
        raise TakeOverDiffers(found)
    await session.execute(text(ONCE), {"t": str(association_id)})
    earlier = await session.scalar(text(EARLIER), {"t": association_id})
    if earlier is not None and earlier != old.reference.strip():
        raise TakenOver
    accounts = [
        NewLine(await account_by_code(session, association_id, code), cents)
        for code, cents in sorted(old.balances.items())
        if cents
    ]
    lines, items = await _owed(session, association_id, old)
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
    return await post_entry(session, actor, association_id, entry)


async def _owed(session: AsyncSession, association_id: UUID, old: OldBooks) -> tuple[list[NewLine], list[OwnerFact]]:
    """Return a line and a fact per lot and part that is not nil, by lot number."""
    lots = {row.number: row.id for row in await session.execute(text(LOTS), {"t": association_id})}
    if unknown := sorted(set(old.owners) - set(lots)):
        raise BadInput(Problem("owners", "No lot has the number {lot}.", {"lot": unknown[0][:20]}))
    lines, items = [], []
    for number, (other, reserve) in sorted(old.owners.items()):
        for part, cents in ((Part.OTHER, other), (Part.RESERVE, reserve)):
            if cents:
                debtor = await debtor_of_lot(session, association_id, lots[number], old.day)
                account = await debtor_account(session, association_id, debtor, part)
                lines.append(NewLine(account, cents, lot_id=lots[number]))
                items.append(OwnerFact(debtor, part.value, "opening", cents, ("lot", lots[number])))
    return lines, items
