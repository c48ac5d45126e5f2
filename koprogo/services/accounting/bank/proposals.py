"""A line that waits, with whom or what it may be beside it: owners with what each owes, payments of ours, invoices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.rules.accounting.bank_facts import BankLine
from koprogo.rules.accounting.candidates import Candidate, candidates
from koprogo.rules.accounting.match_desk import Desk
from koprogo.services.accounting.bank.known import known_to
from koprogo.services.accounting.bank.open_items import STANDING, OpenItem, open_items
from koprogo.services.accounting.bank.queries import LineRow, lines
from koprogo.services.charges.invoices.paid import PAID_OF

MOST = 6
OPEN_PAYMENTS = f"""
SELECT l.id, o.number, l.name, l.amount, l.iban FROM payment_line l JOIN payment_order o ON o.id = l.order_id
 WHERE l.association_id = :t
   AND NOT EXISTS (SELECT 1 FROM payment_order_event c WHERE c.order_id = o.id AND c.what = 'cancelled')
   AND NOT EXISTS (SELECT 1 FROM match m WHERE m.association_id = l.association_id AND m.payment_id = l.id AND {STANDING})
 ORDER BY o.number, l.end_to_end_id
"""
OPEN_INVOICES = f"""
SELECT i.id, i.number, s.name AS supplier, i.supplier_number, i.iban, {PAID_OF} AS paid,
       CASE i.kind WHEN 'credit_note' THEN -i.gross ELSE i.gross END AS whole
  FROM invoice i JOIN supplier s ON s.association_id = i.association_id AND s.id = i.supplier_id
 WHERE i.association_id = :t AND (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1)
       IN ('approved', 'paid', 'unpaid') ORDER BY i.number
"""
LOTS = """
SELECT d.debtor_id, array_agg(DISTINCT l.number ORDER BY l.number) AS lots
  FROM debtor_person d JOIN holding h ON h.association_id = d.association_id AND h.person_id = d.person_id
  JOIN lot l ON l.association_id = h.association_id AND l.id = h.lot_id
 WHERE d.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day) GROUP BY d.debtor_id
"""


@dataclass(frozen=True)
class OpenItemRow:
    """A call, a settlement or another item of which something is open; cents. `kind` as in `open_items.py`."""

    id: UUID
    kind: str
    reference: str
    due: date
    open: int


@dataclass(frozen=True)
class Proposal:
    """An owner who may have paid: what speaks for her, what she owes (cents), and the items the amount would settle.

    `owes`: by the books, less her credit; `credit`: what her items leave open beyond it.
    """

    debtor_id: UUID
    names: str
    lots: tuple[str, ...]
    clues: tuple[str, ...]
    owes: int
    credit: int
    fits: tuple[UUID, ...]
    items: tuple[OpenItemRow, ...]


@dataclass(frozen=True)
class PaymentChoice:
    """A payment of ours that the bank has not made yet, of this amount or to this account."""

    id: UUID
    order_number: int
    name: str
    amount: int
    same_account: bool
    fits: bool


@dataclass(frozen=True)
class InvoiceChoice:
    """An invoice that the line may pay, a credit note it may be, or one whose payment came back. Signed cents open."""

    id: UUID
    number: int
    supplier: str
    supplier_number: str
    open: int
    same_account: bool
    fits: bool


@dataclass(frozen=True)
class LineToDecide:
    """One line with its proposals, the likeliest first, and every owner of the books, with lots, for the list below."""

    line: LineRow
    proposals: tuple[Proposal, ...]
    payments: tuple[PaymentChoice, ...]
    invoices: tuple[InvoiceChoice, ...]
    owners: tuple[tuple[UUID, str], ...]


async def line_to_decide(
    session: AsyncSession, actor: Actor, association_id: UUID, line_id: UUID, *, today: date
) -> LineToDecide:
    """Return a line with who may have paid it (whoever reads the books).

    Raises:
        NotFound: no such line here.
    """
    require(actor, "books.read", association_id)
    found = await lines(session, actor, association_id, today=today, line_id=line_id)
    if not found:
        raise NotFound
    row = found[0]
    line = BankLine(row.id, row.amount, row.day, row.iban, row.name, row.words)
    desk = Desk(await known_to(session, association_id, [line]))
    by_item = {each.item.id: each for each in await open_items(session, association_id)}
    lots = {
        each.debtor_id: tuple(each.lots)
        for each in await session.execute(text(LOTS), {"t": association_id, "day": today})
    }
    names = {debtor.id: ", ".join(debtor.names) for debtor in desk.known.debtors}
    found_owners = candidates(line, desk) if row.amount > 0 else []
    proposals = tuple(_proposal(each, desk, by_item, names, lots) for each in found_owners)
    owners = tuple(sorted(_with_lots(names, lots).items(), key=lambda each: each[1].casefold()))
    payments = await _payments(session, association_id, row) if row.amount < 0 else ()
    return LineToDecide(row, proposals, payments, await _invoices(session, association_id, row), owners)


def _with_lots(names: Mapping[UUID, str], lots: Mapping[UUID, tuple[str, ...]]) -> dict[UUID, str]:
    """Write an owner's lots behind the name, which two may share; who holds none any more has the name alone."""
    return {debtor: f"{name} ({', '.join(lots[debtor])})" if debtor in lots else name for debtor, name in names.items()}


def _proposal(
    each: Candidate,
    desk: Desk,
    by_item: Mapping[UUID, OpenItem],
    names: Mapping[UUID, str],
    lots: Mapping[UUID, tuple[str, ...]],
) -> Proposal:
    items = desk.items.of(each.debtor)
    return Proposal(
        debtor_id=each.debtor,
        names=names[each.debtor],
        lots=lots.get(each.debtor, ()),
        clues=tuple(clue.value for clue in each.clues),
        owes=desk.items.owed(each.debtor),
        credit=max(sum(item.open for item in items) - desk.items.owed(each.debtor), 0),
        fits=tuple(item.id for item in each.fits),
        items=tuple(
            OpenItemRow(item.id, by_item[item.id].kind, by_item[item.id].reference, item.due, item.open)
            for item in items
        ),
    )


async def _payments(session: AsyncSession, association_id: UUID, row: LineRow) -> tuple[PaymentChoice, ...]:
    """Return the payments the bank has not made yet that agree with a line in account or amount, those in both first."""
    found = [
        PaymentChoice(each.id, each.number, each.name, each.amount, each.iban == row.iban, each.amount == -row.amount)
        for each in await session.execute(text(OPEN_PAYMENTS), {"t": association_id})
        if row.iban == each.iban or each.amount == -row.amount
    ]
    return tuple(sorted(found, key=lambda each: (not each.fits, not each.same_account))[:MOST])


async def _invoices(session: AsyncSession, association_id: UUID, row: LineRow) -> tuple[InvoiceChoice, ...]:
    """Return the invoices a line may be about: open ones for a payment; credit notes and paid ones for a receipt."""
    found = []
    for each in await session.execute(text(OPEN_INVOICES), {"t": association_id}):
        left = each.whole - int(each.paid)
        about = left if row.amount < 0 or each.whole < 0 else -int(each.paid)
        same, fits = bool(row.iban) and row.iban == each.iban, about == -row.amount
        if about and (about > 0) == (row.amount < 0) and (same or fits):
            found.append(InvoiceChoice(each.id, each.number, each.supplier, each.supplier_number, left, same, fits))
    return tuple(sorted(found, key=lambda each: (not each.same_account, not each.fits, each.number))[:MOST])
