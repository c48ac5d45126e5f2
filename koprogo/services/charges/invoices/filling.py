"""Fill a draft from an electronic invoice: everything it says, with account and key from the supplier's history."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.ubl import UblInvoice
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.models.invoices import Invoice
from koprogo.services.charges.invoices.history import earlier_lines, proposed
from koprogo.services.charges.invoices.lines import MOST_LINES, NewLine, write_lines
from koprogo.services.charges.invoices.suppliers import add_supplier


async def fill(session: AsyncSession, actor: Actor, invoice: Invoice, found: UblInvoice, *, at: datetime) -> None:
    """Write what the file says into the draft; the supplier is found by number, then by name, or entered.

    What a person typed before is replaced; its version of the lines stays. Nothing is submitted by this.

    Raises:
        BadInput: the file has more lines than a draft takes.
    """
    if len(found.lines) > MOST_LINES:
        facts = {"found": len(found.lines), "most": MOST_LINES}
        raise BadInput(
            Problem(
                "file", "This invoice has {found} lines, and {most} fit. Drop its PDF, and enter them together.", facts
            )
        )
    invoice.kind = "credit_note" if found.is_credit_note else "invoice"
    if found.supplier_name:
        invoice.supplier_id = await add_supplier(
            session, actor, invoice.association_id, name=found.supplier_name, number=found.supplier_number, at=at
        )
    invoice.supplier_number, invoice.day, invoice.due_on = found.number, found.day, found.due
    invoice.gross = max(0, found.gross.cents)
    invoice.stated_vat = {rate.value: vat.cents for rate, vat in found.stated_vat.items()}
    invoice.iban, invoice.communication = found.iban, found.communication
    if found.begins and found.ends and found.begins < found.ends:
        invoice.service_from, invoice.service_until = found.begins, found.ends
    await session.flush()
    earlier = []
    if invoice.supplier_id is not None:
        earlier = list(await earlier_lines(session, invoice.association_id, invoice.supplier_id, other_than=invoice.id))
    lines = []
    for line in found.lines:
        like = proposed(line.words, earlier)
        lines.append(
            NewLine(line.words, like.account if like else "", line.net, line.rate, key_id=like.key_id if like else None)
        )
    await write_lines(session, invoice, lines)
