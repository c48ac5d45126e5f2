"""The words for owners without an e-mail address about money that goes back, to be posted or hung up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.services.accounting.bank.credits import told_of_credit
from koprogo.services.accounting.bank.repayments import said_of, standing_of, told_of_receipt
from koprogo.services.charges.invoices.refusals import NoNoticeWaits
from koprogo.services.charges.invoices.second_person import Notice, notice_on_paper


async def notice(
    session: AsyncSession, actor: Actor, association_id: UUID, repayment_id: UUID, *, at: datetime
) -> Notice:
    """Return what the owners without an e-mail address are to be told, and who they are (syndic, accountant).

    Raises:
        NotFound: no such repayment here.
        NoNoticeWaits: nobody is to be told on paper.
    """
    require(actor, "books.write", association_id)
    row = await standing_of(session, association_id, repayment_id, now=at)
    if row.standing is not IbanStanding.TO_TELL:
        raise NoNoticeWaits
    told = told_of_receipt if row.debtor_id is None else told_of_credit
    return await notice_on_paper(session, association_id, told=told, said={**said_of(row), "by": row.by}, at=at)
