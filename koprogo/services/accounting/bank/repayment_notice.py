"""Asking once more about money that goes back, and the words for owners without an e-mail address, told on paper."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.services import audit
from koprogo.services.accounting.bank.credits import asks_of_credit, told_of_credit
from koprogo.services.accounting.bank.repayments import (
    ask_about,
    asks_of_receipt,
    said_of,
    standing_of,
    told_of_receipt,
)
from koprogo.services.accounting.bank.turns import lock_matching
from koprogo.services.charges.invoices.refusals import NobodyAsked, NoNoticeWaits
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


async def ask_again(
    session: AsyncSession, actor: Actor, association_id: UUID, repayment_id: UUID, *, at: datetime
) -> None:
    """Write once more to who may agree: a link ended, or somebody else holds the office (syndic, accountant).

    Raises:
        NotFound: no such repayment here.
        NobodyAsked: nobody was asked to agree, or it is decided.
        NobodyToTell: nobody may agree any more, and no owner could be told.
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    row = await standing_of(session, association_id, repayment_id, now=at)
    if row.standing is not IbanStanding.TO_CONFIRM:
        raise NobodyAsked
    letters = (asks_of_receipt, told_of_receipt) if row.debtor_id is None else (asks_of_credit, told_of_credit)
    await audit.record(session, actor, association_id, "repayment.asked_again", repayment_id)
    await ask_about(session, actor, association_id, row, *letters, at=at)
