"""What is done at the sale of a lot: note the agreement, note what the parties agreed otherwise, carry calls over.

A call is older than the news of a deed as often as not. Then it was asked of the seller and is the buyer's, or the other way
round: one entry carries it over, through the accounts that called it, so that the settlement counts it for who bears it. The
call itself stays as it was made.
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem, Refused
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.sales import SaleAgreement, SaleDeviation
from koprogo.rules.charges.succession import Bearer
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code, debtor_account
from koprogo.services.accounting.labels import language_of_books
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, OwnerFact, Posted, post_entry
from koprogo.services.accounting.reserved import SALE
from koprogo.services.charges.budgets import RESERVE
from koprogo.services.charges.calls import CREDITED, lock_calls
from koprogo.services.charges.references import issue_numbers
from koprogo.services.charges.sale_queries import CARRIED, CallAtSale, SaleSheet, sale_sheet

LONGEST = 500
LINES = (
    "SELECT id, part, amount, lot_id, key_id FROM call_line WHERE association_id = :t AND id = ANY (:ids) ORDER BY id"
)
NEXT = "SELECT coalesce(max(seq), 0) + 1 FROM sale_agreement WHERE transfer_id = :transfer"
SAME = "SELECT count(*) FROM entry WHERE association_id = :t AND reference LIKE :like"
KNOWN = (
    "SELECT 1 FROM sale_deviation WHERE association_id = :t AND id = :d AND transfer_id = :transfer AND ends_id IS NULL"
)
ENDED = "SELECT 1 FROM sale_deviation WHERE association_id = :t AND ends_id = :d"


class NothingToCarry(Refused):
    """Every call stands with who bears it."""

    message_id: ClassVar[str] = "Every call on this lot stands with who bears it, so there is nothing to carry over."
    article: ClassVar[str] = "3.94 §5"

    def facts(self) -> dict[str, str | int]:
        return {}


async def note_agreement(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    transfer_id: UUID,
    *,
    agreed_on: date,
    buyer_could_attend: bool,
    at: datetime,
) -> None:
    """Note when seller and buyer agreed, and whether the buyer could attend assemblies by proxy from then on.

    Raises:
        NotFound: no such deed here.
        BadInput: the agreement comes after the deed.
    """
    require(actor, "books.write", association_id)
    await lock_calls(session, association_id)
    sheet = await sale_sheet(session, association_id, transfer_id)
    if agreed_on > sheet.row.day:
        raise BadInput(Problem("agreed_on", "Write a day on or before that of the deed."))
    if sheet.agreed_on == agreed_on and sheet.buyer_could_attend == buyer_could_attend:
        return
    session.add(
        SaleAgreement(
            association_id=association_id, transfer_id=transfer_id, agreed_on=agreed_on,
            seq=int(await session.scalar(text(NEXT), {"transfer": transfer_id}) or 1),
            buyer_could_attend=buyer_could_attend, at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, "sale.agreement", transfer_id, agreed_on=agreed_on.isoformat())


async def note_deviation(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    transfer_id: UUID,
    *,
    words: str,
    bearer: str,
    proof: str,
    at: datetime,
    amount: Money | None = None,
) -> UUID:
    """Note what seller and buyer agreed otherwise between themselves; the association's claims stay as the law makes them.

    Raises:
        NotFound: no such deed here.
        BadInput: everything missing.
    """
    require(actor, "books.write", association_id)
    await sale_sheet(session, association_id, transfer_id)
    words, proof = " ".join(words.split()), " ".join(proof.split())
    problems = []
    for name, said in (("words", words), ("proof", proof)):
        if not 0 < len(said) <= LONGEST:
            problems.append(Problem(name, "Write what was agreed and what proves it, {most} characters each at most.",
                                    {"most": LONGEST}))  # fmt: skip
    if bearer not in {each.value for each in Bearer}:
        problems.append(Problem("bearer", "Choose who bears it: the seller or the buyer."))
    if amount is not None and amount <= ZERO:
        problems.append(Problem("amount", "Write an amount above 0."))
    if problems:
        raise BadInput(*problems)
    row = SaleDeviation(
        id=uuid4(), association_id=association_id, transfer_id=transfer_id, words=words, bearer=bearer, proof=proof,
        amount=amount.cents if amount is not None else None, at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "sale.deviation", transfer_id, bearer=bearer)
    return row.id


async def end_deviation(
    session: AsyncSession, actor: Actor, association_id: UUID, transfer_id: UUID, deviation_id: UUID, *, at: datetime
) -> None:
    """Take a deviation back that was noted wrongly; the note stays in the log. NotFound for one of others."""
    require(actor, "books.write", association_id)
    await lock_calls(session, association_id)
    facts = {"t": association_id, "d": deviation_id, "transfer": transfer_id}
    if await session.scalar(text(KNOWN), facts) is None:
        raise NotFound
    if await session.scalar(text(ENDED), facts):
        return
    sheet = await sale_sheet(session, association_id, transfer_id)
    old = next(each for each in sheet.deviations if each.id == deviation_id)
    session.add(
        SaleDeviation(
            association_id=association_id, transfer_id=transfer_id, words=old.words, bearer=old.bearer.value,
            amount=old.amount.cents if old.amount is not None else None, proof=old.proof, ends_id=deviation_id, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, "sale.deviation_ended", transfer_id)


async def carry_calls(
    session: AsyncSession, actor: Actor, association_id: UUID, transfer_id: UUID, *, day: date, at: datetime
) -> Posted:
    """Carry every call that was asked of the wrong party over to the one who bears it, in one entry on a day.

    Raises:
        NotFound: no such deed here.
        NothingToCarry: every call stands with who bears it.
        BadInput: the day is before the deed.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    await lock_calls(session, association_id)
    sheet = await sale_sheet(session, association_id, transfer_id)
    if not sheet.to_carry:
        raise NothingToCarry
    if day < sheet.row.day:
        raise BadInput(Problem("day", "Choose the day of the deed or a later one."))
    lines: list[NewLine] = []
    items: list[OwnerFact] = []
    for call in sheet.to_carry:
        added, told = await _carried(session, association_id, sheet, call)
        lines += added
        items += told
    name = f"{SALE}{sheet.row.lot}-{sheet.row.day.isoformat()}-CALLS"
    earlier = int(await session.scalar(text(SAME), {"t": association_id, "like": f"{name}%"}) or 0)
    language = await language_of_books(session, association_id)
    entry = NewEntry(
        journal=Journal.SALES, day=day, reference=f"{name}-{earlier + 1}", kind=CARRIED,
        text=message("Calls of lot {lot} carried over at its sale", language, lot=sheet.row.lot), lines=tuple(lines),
        owner_items=tuple(items),
    )  # fmt: skip
    posted = await post_entry(session, actor, association_id, entry)
    await issue_numbers(session, association_id, (sheet.seller_id, sheet.buyer_id), at=at)
    return posted


async def _carried(
    session: AsyncSession, association_id: UUID, sheet: SaleSheet, call: CallAtSale
) -> tuple[list[NewLine], list[OwnerFact]]:
    """Return what carries one call over: off one account and onto the other, and the same through what was credited."""
    parties = {Bearer.SELLER: sheet.seller_id, Bearer.BUYER: sheet.buyer_id}
    assert call.asked is not None
    lines, items = [], []
    rows = await session.execute(text(LINES), {"t": association_id, "ids": list(call.lines)})
    for row in rows:
        part = "reserve" if row.part == RESERVE else "other"
        source = ("call_line", row.id)
        credited = await account_by_code(session, association_id, CREDITED[row.part])
        for debtor, cents in ((parties[call.asked], -row.amount), (parties[call.bears], row.amount)):
            account = await debtor_account(session, association_id, debtor, part)
            lines.append(NewLine(account, cents, lot_id=row.lot_id, key_id=row.key_id, source=source))
            lines.append(NewLine(credited, -cents, lot_id=row.lot_id, key_id=row.key_id, source=source))
            items.append(OwnerFact(debtor, part, "correction", cents, source))  # type: ignore[arg-type]
    return lines, items
