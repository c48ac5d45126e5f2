"""The entry an approval writes: the costs with their VAT against the supplier, the cent of the paper, the reserve's part.

Costs stay gross in class 6 also when the reserve pays: what is taken from the fund stands beside them, 160 against 681
(practice). So an invoice paid by the reserve is never shared with the owners a second time.
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
from koprogo.services.charges.invoices.lines import Line, lines_of

SUPPLIERS, ROUNDING, RESERVE, FROM_RESERVE = "4400", "4991", "160", "681"
SUPPLIER = "SELECT name FROM supplier WHERE association_id = :t AND id = :s"


async def book(session: AsyncSession, actor: Actor, association_id: UUID, invoice: Invoice, *, today: date) -> Posted:
    """Write the entry of an invoice, in the caller's transaction; a credit note's is the mirror image.

    It is booked on the invoice's own day, or today where that day's year is closed or not kept here.

    Raises:
        UnknownCode: an account is none of this association.
        and what `post_entry` raises.
    """
    sign = -1 if invoice.kind == "credit_note" else 1
    lines = await lines_of(session, association_id, invoice.id)
    cost = await _costs(session, association_id, invoice, lines, sign)
    difference = Money(invoice.gross) - total(line.gross for line in lines)
    account = {code: await account_by_code(session, association_id, code) for code in _codes(invoice, difference)}
    source = ("invoice", invoice.id)
    if difference:
        cost.append(NewLine(account[ROUNDING], sign * difference.cents, source=source))
    cost.append(NewLine(account[SUPPLIERS], -sign * invoice.gross, source=source))
    if invoice.funding == Funding.RESERVE and invoice.decision_id is not None:
        paid = ("funding_decision", invoice.decision_id)
        cost.append(NewLine(account[RESERVE], sign * invoice.gross, source=paid))
        cost.append(NewLine(account[FROM_RESERVE], -sign * invoice.gross, source=paid))
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


def reference(number: int) -> str:
    """Return the reference of an invoice's entry; `R` behind it is its reversal's."""
    return f"INV-{number:06d}"


async def _costs(
    session: AsyncSession, association_id: UUID, invoice: Invoice, lines: Sequence[Line], sign: int
) -> list[NewLine]:
    found: list[NewLine] = []
    for line in lines:
        account = await account_by_code(session, association_id, line.account)
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
    reserve = {RESERVE, FROM_RESERVE} if invoice.funding == Funding.RESERVE else set()
    return {SUPPLIERS, *reserve, *({ROUNDING} if difference else set())}


async def _day(session: AsyncSession, association_id: UUID, wanted: date, today: date) -> date:
    try:
        await year_open(session, association_id, wanted)
    except Refused:
        return today
    return wanted
