"""The paper of one debtor's settlement, from an issued version; and its printing for who asks for it.

What is due of it is never more than what her account owed right after the issue: who had a credit, or paid an earlier
version, is not asked twice. It is read up to the settlement's own entry, so the paper is the same whenever it is printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.printing import print_pdf
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.papers.paper import Letterhead
from koprogo.papers.settlement import build
from koprogo.papers.settlement.facts import CostLine, SettledLine, SettlementFacts, WorksLine
from koprogo.services.assemblies.labels import said_in
from koprogo.services.charges.payee import collecting_iban
from koprogo.services.charges.settlement_queries import sheet_of
from koprogo.services.charges.settlement_sheet import CellRow, CostRow, OwnerRow, Sheet
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number, syndic_on

ISSUED_AT = "SELECT at FROM settlement WHERE association_id = :t AND id = :s"
OWN = "SELECT 1 FROM debtor_person WHERE association_id = :t AND debtor_id = :d AND person_id = :p"
PERMANENT = "SELECT debtor_id, number FROM payment_reference WHERE association_id = :t AND call_id IS NULL"
DUE = """
SELECT o.debtor_id, greatest(0, least(o.to_pay, coalesce((
    SELECT sum(l.amount) FROM ledger_account a JOIN entry_line l ON l.association_id = a.association_id
       AND l.account_id = a.id JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
     WHERE a.association_id = o.association_id AND a.debtor_id = o.debtor_id
       AND (CASE WHEN x.seq IS NULL THEN e.at <= s.at ELSE e.seq <= x.seq END)), 0)))::bigint AS due
  FROM settlement s JOIN settlement_owner o ON o.association_id = s.association_id AND o.settlement_id = s.id
  LEFT JOIN entry x ON x.association_id = s.association_id AND x.id = s.entry_id
 WHERE s.association_id = :t AND s.id = :s
"""
AGREED = """
SELECT b.id AS debtor_id, l.number AS lot, d.words FROM sale_deviation d
  JOIN lot_transfer t ON t.association_id = d.association_id AND t.id = d.transfer_id
  JOIN lot l ON l.association_id = t.association_id AND l.id = t.lot_id
  JOIN debtor b ON b.association_id = t.association_id AND b.members IN (
       ARRAY(SELECT DISTINCT h.person_id FROM holding h WHERE h.id = ANY(t.ended_holding_ids) ORDER BY 1),
       ARRAY(SELECT DISTINCT h.person_id FROM holding h WHERE h.id = ANY(t.begun_holding_ids) ORDER BY 1))
 WHERE d.association_id = :t AND t.day >= :since AND t.day < :until AND d.ends_id IS NULL AND d.at <= :at
   AND NOT EXISTS (SELECT 1 FROM sale_deviation e WHERE e.association_id = d.association_id AND e.ends_id = d.id
       AND e.at <= :at)
   AND NOT EXISTS (SELECT 1 FROM lot_transfer_undo u WHERE u.association_id = t.association_id AND u.transfer_id = t.id
       AND u.at <= :at) ORDER BY l.number, d.at, d.id
"""
"""What seller and buyer agreed between themselves, as it stood at the issue."""


@dataclass(frozen=True)
class PaperFile:
    """A printed paper: the name of its file and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Scene:
    """What all papers of one settlement share."""

    head: Letterhead
    syndic: str
    sheet: Sheet
    at: datetime
    iban: str
    permanent: Mapping[UUID, str]
    due: Mapping[UUID, int]
    agreed: Mapping[UUID, tuple[tuple[str, str], ...]]

    def facts(self, debtor_id: UUID, language: str, *, recipient: tuple[str, ...] = ()) -> SettlementFacts:
        """Return what the paper of a debtor says; without a recipient it is addressed by name. NotFound for no debtor."""
        owner = next((each for each in self.sheet.owners if each.debtor_id == debtor_id), None)
        if owner is None:
            raise NotFound
        return settlement_facts(
            self.head, self.syndic, self.sheet, owner, language, at=self.at, iban=self.iban,
            permanent=self.permanent.get(debtor_id, ""), due=self.due.get(debtor_id, 0), recipient=recipient,
            agreed=self.agreed.get(debtor_id, ()),
        )  # fmt: skip


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
    scope = {"t": association_id, "d": debtor_id, "p": actor.person_id}
    own = await session.scalar(text(OWN), scope)
    if own is None and not actor.roles_in(association_id) & PERMISSIONS["books.read"]:
        raise NotFound
    await require_enterprise_number(session, association_id)
    return (await paper_scene(session, association_id, settlement_id)).facts(debtor_id, language)


async def paper_scene(session: AsyncSession, association_id: UUID, settlement_id: UUID) -> Scene:
    """Return what the papers of a settlement share, for a service that decided who may; NotFound for no settlement."""
    sheet = await sheet_of(session, association_id, settlement_id)
    scope = {"t": association_id, "s": settlement_id}
    at: datetime = (await session.execute(text(ISSUED_AT), scope)).scalar_one()
    return Scene(
        head=await letterhead(session, association_id),
        syndic=await syndic_on(session, association_id, legal_day(at)),
        sheet=sheet,
        at=at,
        iban=await collecting_iban(session, association_id),
        permanent={row.debtor_id: row.number for row in await session.execute(text(PERMANENT), scope)},
        due=await due_of(session, association_id, settlement_id),
        agreed=await _agreed(session, association_id, sheet, at),
    )


async def _agreed(
    session: AsyncSession, association_id: UUID, sheet: Sheet, at: datetime
) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Return what parties of the days' sales agreed, with its lot, for each of them."""
    scope = {"t": association_id, "since": sheet.covers_from, "until": sheet.covers_until, "at": at}
    found: dict[UUID, tuple[tuple[str, str], ...]] = {}
    for row in await session.execute(text(AGREED), scope):
        found[row.debtor_id] = (*found.get(row.debtor_id, ()), (row.lot, row.words))
    return found


async def due_of(session: AsyncSession, association_id: UUID, settlement_id: UUID) -> dict[UUID, int]:
    """Return what each debtor was to pay of a settlement on its issue, in cents; 0 where her account owed nothing."""
    rows = await session.execute(text(DUE), {"t": association_id, "s": settlement_id})
    return {row.debtor_id: row.due for row in rows}


async def print_one(
    actor: Actor, association_id: UUID, settlement_id: UUID, debtor_id: UUID, *, language: str
) -> PaperFile:
    """Print the paper of a debtor in a language; holds no transaction while it does. Raises what `paper_facts` raises."""
    async with db.tenant_session(actor, association_id) as session:
        here = (session, actor, association_id)
        facts = await paper_facts(*here, settlement_id, debtor_id, language=language)
        at: datetime = (await session.execute(text(ISSUED_AT), {"t": association_id, "s": settlement_id})).scalar_one()
    title = build.title(facts, language)
    html = partial(build.build, facts, language)
    content = await print_pdf(html, title=title, language=language, created_at=at)
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
    due: int,
    recipient: tuple[str, ...] = (),
    agreed: tuple[tuple[str, str], ...] = (),
) -> SettlementFacts:
    """Return the facts of one debtor in one language; what others bear alone is not among them."""
    costs = {cost.number: cost for cost in sheet.costs}
    stated = any(cell.cost == 0 for cell in owner.cells)
    return SettlementFacts(
        association=head.name, address=head.address, enterprise_number=head.enterprise_number, syndic=syndic or head.name,
        recipient=recipient or owner.people, holders=owner.people, rhythm=sheet.rhythm, covers_from=sheet.covers_from,
        covers_to=sheet.covers_until - timedelta(days=1), issued_on=legal_day(at), version=sheet.version, why=sheet.why,
        subject_to_approval=sheet.subject_to_approval,
        lines=tuple(
            _line(cell, costs.get(cell.cost), language) for cell in sorted(owner.cells, key=lambda cell: cell.lot)
        ),
        costs=tuple(_cost(cost, language) for cost in sheet.costs if cost.split == "key") if stated else (),
        called=owner.called.cents, posted=owner.posted.cents, tenant=owner.tenant.cents,
        last_year=owner.last_year.cents if owner.last_year is not None else None, iban=iban, permanent=permanent, due=due,
        works=tuple(
            WorksLine(each.lot, each.words, *(getattr(each, name).cents for name in ("called", "used", "claimed", "kept")))
            for each in owner.works
        ),
        agreed=agreed,
    )  # fmt: skip


def _line(cell: CellRow, cost: CostRow | None, language: str) -> SettledLine:
    key = said_in(cell.key_name, language) if cell.key_name else ""
    return SettledLine(
        lot=cell.lot, name=said_in(cell.names, language) if cost else "", key=key, split=cell.split,
        tenant=cost.tenant if cost else False, amount=cell.amount.cents, whole=cell.whole.cents, weight=cell.weight,
        total=cell.total, of_lot=cell.of_lot.cents, before=cell.before.cents, days=cell.days, of_days=cell.of_days,
        cost=cost.amount.cents if cost else 0, from_reserve=cost.from_reserve.cents if cost else 0, works=cell.works,
    )  # fmt: skip


def _cost(cost: CostRow, language: str) -> CostLine:
    key = said_in(cost.key_name, language) if cost.key_name else ""
    return CostLine(said_in(cost.names, language), key, cost.amount.cents, cost.from_reserve.cents, cost.tenant)
