"""The account number of a supplier, given after an invoice was approved whose paper names none.

What was approved stays as it is: the number is the supplier's, added like every new one, so it waits for its second person
(`ibans.py`). Whoever approves an invoice has seen its paper; whoever gives the number later is no more trusted than that.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.numbers import format_iban
from koprogo.core.permissions import require
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.services import audit
from koprogo.services.charges.invoices import events, to_pay
from koprogo.services.charges.invoices.ibans import (
    Account,
    account_for,
    accounts,
    checked,
    enter_account,
    lock_accounts,
)
from koprogo.services.charges.invoices.refusals import AccountOnPaper, AccountWaits, NotToBePaid, PaidOnAnother

WAITS = (IbanStanding.TO_CONFIRM, IbanStanding.TO_TELL, IbanStanding.WAITING)


async def give_account(
    session: AsyncSession, actor: Actor, association_id: UUID, invoice_id: UUID, *, number: str, at: datetime
) -> Account:
    """Give the number on which a booked invoice is paid and return it with its standing (syndic, accountant).

    The same number again returns it as it stands. Every open invoice of the supplier without a number is paid on it.

    Raises:
        NotFound: no such invoice here.
        BadInput: it is no account number.
        AccountOnPaper: the paper names one.
        NotToBePaid: the invoice is not booked, is a credit note, paid, or in an order.
        AccountWaits, PaidOnAnother: another number of the supplier waits, or was given later and may be paid.
    """
    require(actor, "invoice.enter", association_id)
    wanted = checked(number)
    invoice, _ = await events.locked(session, association_id, invoice_id)
    if invoice.iban:
        raise AccountOnPaper
    rows = await to_pay.open_invoices(session, association_id, at=at, ids=[invoice_id])
    row = next((each for each in rows if each.owed and not each.in_order and each.amount.cents > 0), None)
    if row is None or row.supplier_id is None:
        raise NotToBePaid(invoice.number)
    await lock_accounts(session, row.supplier_id)
    known = (await accounts(session, association_id, now=at, supplier_id=row.supplier_id)).get(row.supplier_id, ())
    for each in known:
        if each.standing in WAITS and each.iban != wanted:
            raise AccountWaits(row.name, format_iban(each.iban))
    same = next((each for each in known if each.iban == wanted and each.standing is not IbanStanding.REFUSED), None)
    if same is not None:
        paid = account_for("", known)
        if same.standing is IbanStanding.USABLE and paid is not None and paid.iban != wanted:
            raise PaidOnAnother(row.name, format_iban(paid.iban))
        return same
    given = await enter_account(session, actor, association_id, row.supplier_id, number=wanted, at=at)
    await audit.record(session, actor, association_id, "invoice.account.given", invoice_id, number=invoice.number)
    return given
