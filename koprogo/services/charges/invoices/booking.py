"""The entry an approval writes: the costs with their VAT against the supplier, the cent of the paper, the fund's part.

Costs stay gross in class 6 also when a fund pays: what is taken from it stands beside them, 160 (the reserve) or 12 (works
on a loan, ADR 0066) against 681 (practice). So an invoice paid so is never shared with the owners a second time. What an
insurer pays is no cost: it waits on 4996 with its claim until the indemnity is in.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import Refused
from koprogo.core.money import Money, total
from koprogo.models.invoices import Invoice
from koprogo.rules.accounting.closing import Journal
from koprogo.rules.charges.funding import Funding
from koprogo.services.accounting.accounts import account_by_code, year_open
from koprogo.services.accounting.post_entry import NewEntry, NewLine, Posted, post_entry
from koprogo.services.accounting.reserved import INVOICE
from koprogo.services.charges.claims.queries import WAITING, lock_claims
from koprogo.services.charges.claims.refusals import ClaimSettled
from koprogo.services.charges.invoices.lines import Line

SUPPLIERS, ROUNDING, FROM_FUND = "4400", "4991", "681"
FUNDS = {Funding.RESERVE: "160", Funding.LOAN: "12"}
"""The fund that bears the costs, by what pays them."""
CLAIM_ENDED = "SELECT 1 FROM claim_end WHERE association_id = :t AND claim_id = :c"
SUPPLIER = "SELECT name FROM supplier WHERE association_id = :t AND id = :s"


async def book(
    session: AsyncSession, actor: Actor, association_id: UUID, invoice: Invoice, lines: Sequence[Line], *, today: date
) -> Posted:
    """Write the entry of an invoice, in the caller's transaction; a credit note's is the mirror image.

    It is booked on the invoice's own day, or today where that day's year is closed or not kept here.

    Raises:
        ClaimSettled: the insurer's claim that pays it ended meanwhile.
        UnknownCode: an account is none of this association.
        and what `post_entry` raises.
    """
    sign = -1 if invoice.kind == "credit_note" else 1
    cost = await _costs(session, association_id, invoice, lines, sign)
    difference = Money(invoice.gross) - total(line.gross for line in lines)
    account = {code: await account_by_code(session, association_id, code) for code in _codes(invoice, difference)}
    source = ("invoice", invoice.id)
    if difference:
        cost.append(NewLine(account[ROUNDING], sign * difference.cents, source=source))
    cost.append(NewLine(account[SUPPLIERS], -sign * invoice.gross, source=source))
    fund = FUNDS.get(Funding(invoice.funding))
    if fund is not None and invoice.decision_id is not None:
        paid = ("funding_decision", invoice.decision_id)
        cost.append(NewLine(account[fund], sign * invoice.gross, source=paid))
        cost.append(NewLine(account[FROM_FUND], -sign * invoice.gross, source=paid))
    name = await session.scalar(text(SUPPLIER), {"t": association_id, "s": invoice.supplier_id})
    entry = NewEntry(
        journal=Journal.PURCHASES,
        day=await _day(session, association_id, invoice.day or today, today),
        reference=reference(invoice.number),
        kind=invoice.kind,
        text=f"{name} {invoice.supplier_number}",
        lines=tuple(cost),
        document_id=invoice.document_id or invoice.ubl_id,
    )
    return await post_entry(session, actor, association_id, entry)


async def claim_is_open(session: AsyncSession, association_id: UUID, invoice: Invoice) -> bool:
    """Say whether a claim pays an invoice, which then stays open until this transaction ends; ClaimSettled once it ended."""
    if invoice.funding != Funding.INSURANCE or invoice.claim_id is None:
        return False
    await lock_claims(session, association_id)
    if await session.scalar(text(CLAIM_ENDED), {"t": association_id, "c": invoice.claim_id}):
        raise ClaimSettled
    return True


def reference(number: int) -> str:
    """Return the reference of an invoice's entry; `R` behind it is its reversal's."""
    return f"{INVOICE}{number:06d}"


async def _costs(
    session: AsyncSession, association_id: UUID, invoice: Invoice, lines: Sequence[Line], sign: int
) -> list[NewLine]:
    found: list[NewLine] = []
    waits = await claim_is_open(session, association_id, invoice)
    for line in lines:
        account = await account_by_code(session, association_id, WAITING if waits else line.account)
        given: list[tuple[UUID | None, Money]] = [(share.lot_id, share.amount) for share in line.given]
        found += [
            NewLine(
                account, sign * amount.cents, lot_id=lot, key_id=line.key_id, cost_from=invoice.service_from,
                cost_until=invoice.service_until, source=("invoice_line", line.id),
            )
            for lot, amount in given or [(line.lot_id, line.gross)]
            if amount
        ]  # fmt: skip
    return found


def _codes(invoice: Invoice, difference: Money) -> set[str]:
    fund = {FUNDS[Funding(invoice.funding)], FROM_FUND} if invoice.funding in FUNDS else set()
    return {SUPPLIERS, *fund, *({ROUNDING} if difference else set())}


async def _day(session: AsyncSession, association_id: UUID, wanted: date, today: date) -> date:
    try:
        await year_open(session, association_id, wanted)
    except Refused:
        return today
    return wanted
