"""The working fund at a sale (art. 3.94 §5): a lot's share goes back to the seller and is called from the buyer.

One entry holds both sides, so that the fund does not move and neither is forgotten. The reserve fund writes nothing: it
stays with the association. The entry has the deed's own reference, so posting it again is the same entry; one that was
taken back is written anew as `…#2`.
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound, Refused
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.rules.charges.succession import working_fund_share
from koprogo.services.accounting.accounts import account_by_code, debtor_account, debtor_of_persons
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, OwnerFact, Posted, post_entry
from koprogo.services.accounting.reserved import SALE
from koprogo.services.charges.budgets import FUND_ACCOUNT, WORKING
from koprogo.services.charges.call_plan import weights_by_lot
from koprogo.services.charges.references import issue_numbers

TRANSFER = """
SELECT t.id, t.day, t.lot_id, l.number, l.shares, s.languages[1] AS language,
       ARRAY(SELECT DISTINCT person_id FROM holding WHERE id = ANY(t.ended_holding_ids)) AS sellers,
       ARRAY(SELECT DISTINCT person_id FROM holding WHERE id = ANY(t.begun_holding_ids)) AS buyers
  FROM lot_transfer t JOIN lot l ON l.association_id = t.association_id AND l.id = t.lot_id
  JOIN association s ON s.id = t.association_id
 WHERE t.association_id = :t AND t.id = :transfer AND NOT EXISTS (SELECT 1 FROM lot_transfer_undo u
       WHERE u.association_id = t.association_id AND u.transfer_id = t.id)
"""
FUND = """
SELECT coalesce(-sum(l.amount), 0)::bigint FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t AND a.code = :code AND l.day < :day
"""
TAKEN_BACK = """
SELECT count(*) FROM entry e JOIN entry b ON b.association_id = e.association_id AND b.reverses = e.id
 WHERE e.association_id = :t AND e.kind = 'sale' AND (e.reference = :name OR starts_with(e.reference, :name || '#'))
"""


class NoWorkingFund(Refused):
    """There is no share of nothing."""

    message_id: ClassVar[str] = (
        "The working fund holds nothing on the day of this sale, so nothing is given back and nothing is called."
    )
    article: ClassVar[str] = "3.94 §5"

    def facts(self) -> dict[str, str | int]:
        return {}


async def settle_working_fund(
    session: AsyncSession, actor: Actor, association_id: UUID, transfer_id: UUID, *, at: datetime
) -> Posted:
    """Give the seller of a lot her share of the working fund back and call it from the buyer, on the day of the deed.

    The fund is what it was at the beginning of that day (syndic, accountant).

    Raises:
        NotFound: no such deed here, or it was undone.
        NoWorkingFund: the fund is empty, or the lot has no share in it.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    facts: dict[str, Any] = {"t": association_id, "transfer": transfer_id}
    deed = (await session.execute(text(TRANSFER), facts)).first()
    if deed is None:
        raise NotFound
    fund = int(await session.scalar(text(FUND), {**facts, "code": FUND_ACCOUNT[WORKING], "day": deed.day}) or 0)
    shares = await weights_by_lot(session, association_id, None)
    share = working_fund_share(Money(max(fund, 0)), shares, deed.number).cents
    if not share:
        raise NoWorkingFund
    name = reference(deed.number, deed.day)
    before = int(await session.scalar(text(TAKEN_BACK), {**facts, "name": name}) or 0)
    entry = NewEntry(
        journal=Journal.GENERAL, day=deed.day, reference=f"{name}#{before + 1}" if before else name, kind="sale",
        text=message("Working fund of lot {lot} at its sale", str(deed.language), lot=deed.number),
        lines=await _lines(session, association_id, deed, share, sum(shares.values())),
        owner_items=await _items(session, association_id, deed, share),
    )  # fmt: skip
    posted = await post_entry(session, actor, association_id, entry)
    await issue_numbers(
        session, association_id, [debtor for debtor, _ in await _sides(session, association_id, deed, share)], at=at
    )
    return posted


def reference(lot: str, day: date) -> str:
    """Return the reference of the first entry: that of the deed."""
    return f"{SALE}{lot}-{day.isoformat()}"


async def _lines(session: AsyncSession, association_id: UUID, deed: Any, share: int, total: int) -> tuple[NewLine, ...]:
    fund = await account_by_code(session, association_id, FUND_ACCOUNT[WORKING])
    explained: dict[str, Any] = {
        "lot_id": deed.lot_id,
        "weight": deed.shares,
        "total": total,
        "source": ("lot_transfer", deed.id),
    }
    found = []
    for debtor, cents in await _sides(session, association_id, deed, share):
        account = await debtor_account(session, association_id, debtor, "other")
        found += [NewLine(fund, -cents, **explained), NewLine(account, cents, **explained)]
    return tuple(found)


async def _items(session: AsyncSession, association_id: UUID, deed: Any, share: int) -> tuple[OwnerFact, ...]:
    return tuple(
        OwnerFact(debtor, "other", "call" if cents > 0 else "refund", cents, ("lot_transfer", deed.id))
        for debtor, cents in await _sides(session, association_id, deed, share)
    )


async def _sides(session: AsyncSession, association_id: UUID, deed: Any, share: int) -> list[tuple[UUID, int]]:
    """Return the seller with what is given back, then the buyer with what is called."""
    seller = await debtor_of_persons(session, association_id, deed.sellers)
    buyer = await debtor_of_persons(session, association_id, deed.buyers)
    return [(seller, -share), (buyer, share)]
