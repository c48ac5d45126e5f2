"""The two statements of a sale (art. 3.94 §5): one for the seller, one for the buyer, each with her own account alone."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.printing import print_pdf
from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.papers.sale_statement import build
from koprogo.papers.sale_statement.facts import AgreedOtherwise, SaleStatementFacts, StatedCall, StatedLoan
from koprogo.rules.charges.succession import Bearer
from koprogo.services.assemblies.labels import said_in
from koprogo.services.charges.loans.queries import owed_by_lot
from koprogo.services.charges.payee import collecting_iban
from koprogo.services.charges.sale_queries import CallAtSale, SaleSheet, sale_sheet
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number, syndic_on

OWN = "SELECT 1 FROM debtor_person WHERE association_id = :t AND debtor_id = :d AND person_id = :p"
BALANCE = """
SELECT coalesce(sum(l.amount), 0)::bigint FROM ledger_account a
  JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
 WHERE a.association_id = :t AND a.debtor_id = :d AND l.day <= :day
"""
PERMANENT = "SELECT number FROM payment_reference WHERE association_id = :t AND debtor_id = :d AND call_id IS NULL"


async def statement_facts(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    transfer_id: UUID,
    side: Bearer,
    *,
    language: str,
    day: date,
) -> SaleStatementFacts:
    """Return what a party's statement says on a day: her own, or either for who keeps or checks the books.

    Raises:
        NotFound: no such deed here, or the actor is not that party.
        NoYear: no fiscal year covers the day of the deed.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
    """
    require(actor, "figures.read", association_id)
    sheet = await sale_sheet(session, association_id, transfer_id)
    debtor = sheet.seller_id if side is Bearer.SELLER else sheet.buyer_id
    scope: dict[str, Any] = {"t": association_id, "d": debtor, "p": actor.person_id, "day": day}
    own = await session.scalar(text(OWN), scope)
    if own is None and not actor.roles_in(association_id) & PERMISSIONS["books.read"]:
        raise NotFound
    await require_enterprise_number(session, association_id)
    head = await letterhead(session, association_id)
    names = sheet.row.sellers if side is Bearer.SELLER else sheet.row.buyers
    return SaleStatementFacts(
        association=head.name, address=head.address, enterprise_number=head.enterprise_number,
        syndic=await syndic_on(session, association_id, day) or head.name, recipient=names, side=side.value,
        lot=sheet.row.lot, sellers=sheet.row.sellers, buyers=sheet.row.buyers, day=sheet.row.day, act=sheet.act,
        notary=sheet.notary, printed_on=day, year_from=sheet.starts, year_to=sheet.until - timedelta(days=1),
        days=sheet.days[0 if side is Bearer.SELLER else 1], of_days=sum(sheet.days), fund=sheet.working.fund.cents,
        weight=sheet.working.weight, total=sheet.working.total, share=sheet.working.share.cents,
        is_booked=sheet.working.entry_id is not None, reserve=sheet.reserve.cents,
        calls=tuple(_call(each, side, language) for each in sheet.calls if side in (each.asked, each.bears)),
        deviations=_deviations(sheet), balance=int(await session.scalar(text(BALANCE), scope) or 0),
        iban=await collecting_iban(session, association_id),
        permanent=str(await session.scalar(text(PERMANENT), scope) or ""),
        loans=tuple(
            StatedLoan(each.words, each.lender, each.share.cents, each.left.cents, each.ends)
            for each in await owed_by_lot(session, association_id, sheet.lot_id, sheet.row.day)
        ),
    )  # fmt: skip


async def print_statement(
    actor: Actor, association_id: UUID, transfer_id: UUID, side: Bearer, *, language: str, day: date
) -> tuple[str, bytes]:
    """Print a party's statement; holds no transaction while it does. Return the title of the file and its bytes."""
    async with db.tenant_session(actor, association_id) as session:
        here = (session, actor, association_id)
        facts = await statement_facts(*here, transfer_id, side, language=language, day=day)
    title = build.title(facts, language)
    return title, await print_pdf(partial(build.build, facts, language), title=title, language=language)


def _call(call: CallAtSale, side: Bearer, language: str) -> StatedCall:
    return StatedCall(
        reference=call.reference, kind=call.kind, number=call.number, instalments=call.instalments,
        year=call.starts.year, title=said_in(call.title, language) if call.title else "", decided_on=call.decided_on,
        due_on=call.due_on, amount=call.amount.cents, reserve=call.reserve.cents, bears=call.bears is side,
        carried=call.carried is not None,
    )  # fmt: skip


def _deviations(sheet: SaleSheet) -> tuple[AgreedOtherwise, ...]:
    return tuple(
        AgreedOtherwise(
            each.words, each.bearer.value, each.amount.cents if each.amount is not None else None, each.proof
        )
        for each in sheet.deviations
    )
