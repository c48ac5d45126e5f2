"""The paper of one debtor's settlement, from an issued version; and its printing for who asks for it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.pdf import render_pdf
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.papers.paper import Letterhead
from koprogo.papers.settlement import build
from koprogo.papers.settlement.facts import CostLine, SettledLine, SettlementFacts
from koprogo.services.assemblies.labels import said_in
from koprogo.services.charges.payee import collecting_iban
from koprogo.services.charges.settlement_queries import sheet_of
from koprogo.services.charges.settlement_sheet import CellRow, CostRow, OwnerRow, Sheet
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number, syndic_on

ISSUED_AT = "SELECT at FROM settlement WHERE association_id = :t AND id = :s"
OWN = "SELECT 1 FROM debtor_person WHERE association_id = :t AND debtor_id = :d AND person_id = :p"
PERMANENT = "SELECT number FROM payment_reference WHERE association_id = :t AND debtor_id = :d AND call_id IS NULL"


@dataclass(frozen=True)
class PaperFile:
    """A printed paper: the name of its file and its bytes."""

    name: str
    content: bytes


async def paper_facts(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    settlement_id: UUID,
    debtor_id: UUID,
    *,
    language: str,
) -> SettlementFacts:
    """Return what the paper of a debtor says: her own, or anybody's for who keeps or checks the books.

    Raises:
        NotFound: no such settlement here, or it is somebody else's.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
    """
    require(actor, "figures.read", association_id)
    scope = {"t": association_id, "d": debtor_id, "p": actor.person_id, "s": settlement_id}
    own = await session.scalar(text(OWN), scope)
    if own is None and not actor.roles_in(association_id) & PERMISSIONS["books.read"]:
        raise NotFound
    await require_enterprise_number(session, association_id)
    sheet = await sheet_of(session, association_id, settlement_id)
    owner = next((each for each in sheet.owners if each.debtor_id == debtor_id), None)
    if owner is None:
        raise NotFound
    at: datetime = (await session.execute(text(ISSUED_AT), scope)).scalar_one()
    head = await letterhead(session, association_id)
    syndic = await syndic_on(session, association_id, legal_day(at))
    iban = await collecting_iban(session, association_id)
    permanent = await session.scalar(text(PERMANENT), scope)
    return settlement_facts(head, syndic, sheet, owner, language, at=at, iban=iban, permanent=permanent or "")


async def print_one(
    actor: Actor, association_id: UUID, settlement_id: UUID, debtor_id: UUID, *, language: str
) -> PaperFile:
    """Print the paper of a debtor in a language; holds no transaction while it does. Raises what `paper_facts` raises."""
    async with db.tenant_session(actor, association_id) as session:
        here = (session, actor, association_id)
        facts = await paper_facts(*here, settlement_id, debtor_id, language=language)
        at: datetime = (await session.execute(text(ISSUED_AT), {"t": association_id, "s": settlement_id})).scalar_one()
    title = build.title(facts, language)
    content = await asyncio.to_thread(
        render_pdf, build.build(facts, language), title=title, language=language, created_at=at
    )
    return PaperFile(f"{facts.covers_from.isoformat()}-v{facts.version}-{language}.pdf", content)


def settlement_facts(
    head: Letterhead,
    syndic: str,
    sheet: Sheet,
    owner: OwnerRow,
    language: str,
    *,
    at: datetime,
    iban: str,
    permanent: str,
) -> SettlementFacts:
    """Return the facts of one debtor in one language; what others bear alone is not among them."""
    costs = {cost.number: cost for cost in sheet.costs}
    stated = any(cell.cost == 0 for cell in owner.cells)
    return SettlementFacts(
        association=head.name, address=head.address, enterprise_number=head.enterprise_number, syndic=syndic or head.name,
        recipient=owner.people, holders=owner.people, rhythm=sheet.rhythm, covers_from=sheet.covers_from,
        covers_to=sheet.covers_until - timedelta(days=1), issued_on=legal_day(at), version=sheet.version, why=sheet.why,
        subject_to_approval=sheet.subject_to_approval,
        lines=tuple(
            _line(cell, costs.get(cell.cost), language) for cell in sorted(owner.cells, key=lambda cell: cell.lot)
        ),
        costs=tuple(_cost(cost, language) for cost in sheet.costs if cost.split == "key") if stated else (),
        called=owner.called.cents, posted=owner.posted.cents, tenant=owner.tenant.cents,
        last_year=owner.last_year.cents if owner.last_year is not None else None, iban=iban, permanent=permanent,
    )  # fmt: skip


def _line(cell: CellRow, cost: CostRow | None, language: str) -> SettledLine:
    key = said_in(cell.key_name, language) if cell.key_name else ""
    return SettledLine(
        lot=cell.lot, name=said_in(cell.names, language) if cost else "", key=key, split=cell.split,
        tenant=cost.tenant if cost else False, amount=cell.amount.cents, whole=cell.whole.cents, weight=cell.weight,
        total=cell.total, of_lot=cell.of_lot.cents, before=cell.before.cents, days=cell.days, of_days=cell.of_days,
        cost=cost.amount.cents if cost else 0, from_reserve=cost.from_reserve.cents if cost else 0,
    )  # fmt: skip


def _cost(cost: CostRow, language: str) -> CostLine:
    key = said_in(cost.key_name, language) if cost.key_name else ""
    return CostLine(said_in(cost.names, language), key, cost.amount.cents, cost.from_reserve.cents, cost.tenant)
