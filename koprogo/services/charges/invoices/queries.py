"""Lists of invoices, and one of them with all that a person needs beside its paper to decide.

Every co-owner may look into the papers of the association that concern nobody's private life (art. 3.89 §5): what is booked,
unless a line of it is borne by one lot that is not hers. Syndic, accountant, council and auditor see everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound, Problem
from koprogo.core.money import Money
from koprogo.core.permissions import allows, require
from koprogo.models.invoices import Invoice
from koprogo.rules.charges.funding import Funding
from koprogo.rules.charges.invoice_steps import STANDING, Standing, Step, steps_open_to
from koprogo.rules.charges.invoice_totals import NetLine, Totals, VatRate, totals
from koprogo.rules.charges.invoice_twins import Alike, Paper, twins
from koprogo.services.charges.invoices.funding import Decision, decisions
from koprogo.services.charges.invoices.history import Earlier, earlier_lines
from koprogo.services.charges.invoices.ibans import Account, account_for, accounts
from koprogo.services.charges.invoices.lines import Line, lines_of
from koprogo.services.charges.invoices.steps import problems_of

HERS = """
NOT EXISTS (SELECT 1 FROM invoice_line l
              LEFT JOIN invoice_share s ON s.association_id = l.association_id AND s.line_id = l.id
             WHERE l.association_id = i.association_id AND l.invoice_id = i.id AND l.version = i.version
               AND coalesce(l.lot_id, s.lot_id) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM holding h
                   WHERE h.association_id = i.association_id AND h.lot_id = coalesce(l.lot_id, s.lot_id)
                     AND h.person_id = :me AND h.until IS NULL))
"""
LIST = f"""
SELECT i.id, i.number, i.kind, i.supplier_id, coalesce(s.name, '') AS supplier, i.supplier_number, i.day, i.due_on, i.gross,
       i.funding, i.document_id IS NOT NULL AS has_paper, e.what, e.at,
       (SELECT max(o.number) FROM payment_invoice x JOIN payment_line l ON l.id = x.payment_id
          JOIN payment_order o ON o.id = l.order_id
         WHERE x.invoice_id = i.id AND NOT EXISTS (SELECT 1 FROM payment_order_event c
               WHERE c.order_id = o.id AND c.what = 'cancelled')) AS order_number
  FROM invoice i LEFT JOIN supplier s ON s.association_id = i.association_id AND s.id = i.supplier_id
  JOIN LATERAL (SELECT x.what, x.at FROM invoice_event x WHERE x.invoice_id = i.id ORDER BY x.seq DESC LIMIT 1) e ON true
 WHERE i.association_id = :t AND (CAST(:i AS uuid) IS NULL OR i.id = :i)
   AND (:all OR (e.what IN ('approved', 'paid', 'unpaid', 'reversed') AND {HERS})) ORDER BY i.number DESC
"""
EVENTS = """
SELECT e.what, e.words, e.at, e.entry_id, p.name AS by FROM invoice_event e JOIN person p ON p.id = e.by_id
 WHERE e.association_id = :t AND e.invoice_id = :i ORDER BY e.seq
"""
PAPERS = """
SELECT i.id, i.supplier_id, i.supplier_number, i.gross, i.day FROM invoice i
 WHERE i.association_id = :t AND i.supplier_id = :s
   AND (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1) <> 'reversed'
"""
FILES = "SELECT d.id, d.media_type, d.file_name FROM attachment d WHERE d.association_id = :t AND d.id = ANY (:ids)"
LOTS = "SELECT id, number FROM lot WHERE association_id = :t ORDER BY number"
NUMBERS = "SELECT id, number FROM invoice WHERE association_id = :t AND id = ANY (:ids)"


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice in a list; `number` is ours, `supplier_number` the supplier's, `at` when it came to stand there.

    `order_number`: the payment order it stands in, None for none.
    """

    id: UUID
    number: int
    kind: str
    supplier_id: UUID | None
    supplier: str
    supplier_number: str
    day: date | None
    due_on: date | None
    gross: Money
    funding: Funding
    has_paper: bool
    standing: Standing
    at: datetime
    order_number: int | None


@dataclass(frozen=True)
class Event:
    """Something that happened to it, and who did it."""

    what: Step
    words: str
    at: datetime
    by: str
    entry_id: UUID | None


@dataclass(frozen=True)
class TwinRow:
    """Another invoice that looks alike."""

    id: UUID
    number: int
    alike: Alike


@dataclass(frozen=True)
class PaperFile:
    """A file of the invoice."""

    id: UUID
    media_type: str
    file_name: str


@dataclass(frozen=True)
class InvoiceSheet:
    """One invoice with its lines and sums, what keeps it from being submitted, what looks alike, and what may follow.

    `account`: the supplier's account it is paid on: the paper's, else (of what is no draft) the one given last;
    None without one. `earlier`: lines of the supplier's earlier invoices, the newest first.
    """

    row: InvoiceRow
    iban: str
    communication: str
    stated_vat: Mapping[VatRate, Money]
    service_from: date | None
    service_until: date | None
    decision_id: UUID | None
    claim_id: UUID | None
    paper: PaperFile | None
    electronic: PaperFile | None
    lines: Sequence[Line]
    totals: Totals
    problems: Sequence[Problem]
    twins: Sequence[TwinRow]
    steps: Sequence[Step]
    events: Sequence[Event]
    account: Account | None
    usual: Sequence[Account]
    decisions: Sequence[Decision]
    earlier: Sequence[Earlier]


async def invoices(session: AsyncSession, actor: Actor, association_id: UUID) -> Sequence[InvoiceRow]:
    """Return the invoices, the newest number first: every one, or for an owner those booked that are not private."""
    require(actor, "invoice.see", association_id)
    return await _rows(session, actor, association_id, None)


async def invoice(
    session: AsyncSession, actor: Actor, association_id: UUID, invoice_id: UUID, *, at: datetime
) -> InvoiceSheet:
    """Return one invoice with what its reader may do now; NotFound for one that is not hers to see."""
    require(actor, "invoice.see", association_id)
    rows = await _rows(session, actor, association_id, invoice_id)
    kept = await session.get(Invoice, invoice_id)
    if not rows or kept is None:
        raise NotFound
    lines = await lines_of(session, association_id, invoice_id)
    stated = {VatRate(rate): Money(cents) for rate, cents in kept.stated_vat.items()}
    files = await _files(session, association_id, kept)
    sees_all = reads_all(actor, association_id)
    known = await _accounts(session, association_id, kept, at) if sees_all else ()
    earlier: Sequence[Earlier] = ()
    if kept.supplier_id is not None and sees_all:
        earlier = await earlier_lines(session, association_id, kept.supplier_id, other_than=invoice_id)
    editable = rows[0].standing in (Standing.DRAFT, Standing.SUBMITTED)
    return InvoiceSheet(
        row=rows[0],
        iban=kept.iban,
        communication=kept.communication,
        stated_vat=stated,
        service_from=kept.service_from,
        service_until=kept.service_until,
        decision_id=kept.decision_id,
        claim_id=kept.claim_id,
        paper=files.get(kept.document_id) if kept.document_id else None,
        electronic=files.get(kept.ubl_id) if kept.ubl_id else None,
        lines=lines,
        totals=totals([NetLine(line.rate, line.net) for line in lines], Money(kept.gross), stated),
        problems=problems_of(kept, lines) if editable else (),
        twins=await _twins(session, association_id, kept) if editable else (),
        steps=steps_open_to(rows[0].standing, actor.roles_in(association_id)),
        events=await _events(session, association_id, invoice_id),
        account=account_for(kept.iban, known) if kept.iban or rows[0].standing is not Standing.DRAFT else None,
        usual=known,
        decisions=await decisions(session, actor, association_id) if sees_all else (),
        earlier=earlier,
    )


async def require_seen(session: AsyncSession, actor: Actor, association_id: UUID, invoice_id: UUID) -> None:
    """Let pass who sees this invoice; NotFound otherwise."""
    require(actor, "invoice.see", association_id)
    if not await _rows(session, actor, association_id, invoice_id):
        raise NotFound


async def lots(session: AsyncSession, actor: Actor, association_id: UUID) -> Sequence[tuple[UUID, str]]:
    """Return every lot with its number, for a line that one of them bears."""
    require(actor, "invoice.read", association_id)
    rows = await session.execute(text(LOTS), {"t": association_id})
    return [(row.id, row.number) for row in rows]


def reads_all(actor: Actor, association_id: UUID) -> bool:
    """Say whether somebody sees every invoice, not only what an owner may."""
    return allows(actor, "invoice.read", association_id)


async def _rows(session: AsyncSession, actor: Actor, association_id: UUID, invoice_id: UUID | None) -> list[InvoiceRow]:
    facts = {"t": association_id, "i": invoice_id, "all": reads_all(actor, association_id), "me": actor.person_id}
    rows = (await session.execute(text(LIST), facts)).mappings()
    return [
        InvoiceRow(
            **{
                name: row[name]
                for name in InvoiceRow.__dataclass_fields__
                if name not in ("gross", "funding", "standing")
            },
            gross=Money(row["gross"]),
            funding=Funding(row["funding"]),
            standing=STANDING[Step(row["what"])],
        )
        for row in rows
    ]


async def _events(session: AsyncSession, association_id: UUID, invoice_id: UUID) -> list[Event]:
    rows = await session.execute(text(EVENTS), {"t": association_id, "i": invoice_id})
    return [Event(Step(row.what), row.words, row.at, row.by, row.entry_id) for row in rows]


async def _twins(session: AsyncSession, association_id: UUID, kept: Invoice) -> list[TwinRow]:
    if kept.supplier_id is None:
        return []
    rows = await session.execute(text(PAPERS), {"t": association_id, "s": kept.supplier_id})
    papers = [Paper(row.id, row.supplier_id, row.supplier_number, Money(row.gross), row.day) for row in rows]
    own = next(paper for paper in papers if paper.id == kept.id)
    found = twins(own, papers)
    numbers = await session.execute(text(NUMBERS), {"t": association_id, "ids": [twin.id for twin in found]})
    by_id = {row.id: row.number for row in numbers}
    return [TwinRow(twin.id, by_id[twin.id], twin.alike) for twin in found]


async def _files(session: AsyncSession, association_id: UUID, kept: Invoice) -> Mapping[UUID, PaperFile]:
    ids = [each for each in (kept.document_id, kept.ubl_id) if each]
    rows = await session.execute(text(FILES), {"t": association_id, "ids": ids})
    return {row.id: PaperFile(row.id, row.media_type, row.file_name) for row in rows}


async def _accounts(session: AsyncSession, association_id: UUID, kept: Invoice, at: datetime) -> Sequence[Account]:
    if kept.supplier_id is None:
        return ()
    found = await accounts(session, association_id, now=at, supplier_id=kept.supplier_id)
    return found.get(kept.supplier_id, ())
