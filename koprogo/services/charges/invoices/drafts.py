"""What is typed beside the paper. A draft may be half full; what is there must be readable, and nothing is guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import require
from koprogo.models.invoices import Invoice
from koprogo.rules.accounting.chart import is_result, takes_entries
from koprogo.rules.charges.funding import DECIDED, Funding
from koprogo.rules.charges.given_amounts import read_given_amounts
from koprogo.rules.charges.invoice_totals import NetLine, VatRate, gross_lines
from koprogo.services import audit
from koprogo.services.charges.invoices import events
from koprogo.services.charges.invoices.ibans import checked as checked_iban
from koprogo.services.charges.invoices.lines import MOST_LINES, NewLine, write_lines

LONGEST = {"supplier_number": 60, "communication": 140, "words": 200}
KINDS = ("invoice", "credit_note")
LOTS = "SELECT id, number FROM lot WHERE association_id = :t"
KEYS = "SELECT id FROM apportionment_key WHERE association_id = :t AND id = ANY (:ids)"
SUPPLIER = "SELECT 1 FROM supplier WHERE association_id = :t AND id = :s"
CLAIM = """
SELECT 1 FROM claim c WHERE c.association_id = :t AND c.id = :c
   AND NOT EXISTS (SELECT 1 FROM claim_end e WHERE e.association_id = c.association_id AND e.claim_id = c.id)
"""
DECISION = "SELECT funding FROM funding_decision WHERE association_id = :t AND id = :d"


@dataclass(frozen=True)
class DraftLine:
    """A line as typed: `net` before VAT. Borne by a key, one lot, amounts per lot (`given`, a line each) or the shares."""

    words: str
    account: str
    net: Money
    rate: str
    key_id: UUID | None = None
    lot_id: UUID | None = None
    given: str = ""


@dataclass(frozen=True)
class Draft:
    """An invoice as typed: `gross` the paper's total, `stated_vat` its VAT per rate; `service_until` is exclusive."""

    supplier_id: UUID | None = None
    kind: str = "invoice"
    supplier_number: str = ""
    day: date | None = None
    due_on: date | None = None
    gross: Money = ZERO
    stated_vat: Mapping[str, Money] = field(default_factory=dict)
    iban: str = ""
    communication: str = ""
    service_from: date | None = None
    service_until: date | None = None
    funding: str = "budget"
    decision_id: UUID | None = None
    claim_id: UUID | None = None
    lines: Sequence[DraftLine] = ()


async def save(
    session: AsyncSession, actor: Actor, association_id: UUID, invoice_id: UUID, *, said: Draft, at: datetime
) -> None:
    """Keep what was typed into a draft (syndic, accountant); a new version of its lines.

    Raises:
        NotFound: no such invoice, supplier, lot, key, decision or open claim here.
        NoDraft: it is no draft any more.
        BadInput: everything that cannot be read, with what to enter.
    """
    require(actor, "invoice.enter", association_id)
    invoice = await events.draft(session, association_id, invoice_id)
    await _all_here(session, association_id, said)
    lots = await _lots(session, association_id) if any(line.given.strip() for line in said.lines) else {}
    problems = [each for each in _head_problems(said) if each]
    lines = _lines(said.lines, lots, problems)
    if problems:
        raise BadInput(*problems)
    _put(invoice, said)
    await write_lines(session, invoice, lines)
    await audit.record(session, actor, association_id, "invoice.typed", invoice_id, version=invoice.version)


def _put(invoice: Invoice, said: Draft) -> None:
    decided = Funding(said.funding) in DECIDED
    facts = {
        "kind": said.kind, "supplier_id": said.supplier_id, "supplier_number": " ".join(said.supplier_number.split()),
        "day": said.day, "due_on": said.due_on, "gross": said.gross.cents,
        "stated_vat": {rate: vat.cents for rate, vat in said.stated_vat.items()},
        "iban": checked_iban(said.iban) if said.iban.strip() else "",
        "communication": said.communication.strip(), "service_from": said.service_from,
        "service_until": said.service_until, "funding": said.funding,
        "decision_id": said.decision_id if decided else None,
        "claim_id": said.claim_id if said.funding == Funding.INSURANCE else None,
    }  # fmt: skip
    for column, value in facts.items():
        setattr(invoice, column, value)


def _head_problems(said: Draft) -> list[Problem | None]:
    found: list[Problem | None] = [
        None if said.kind in KINDS else Problem("kind", "Choose an invoice or a credit note."),
        None if said.funding in list(Funding) else Problem("funding", "Choose what pays this invoice."),
        _short("supplier_number", said.supplier_number),
        _short("communication", said.communication),
        None if said.gross >= ZERO else Problem("gross", "Enter the total above nought, on a credit note too."),
    ]
    if (said.service_from is None) != (said.service_until is None):
        found.append(Problem("service_from", "Enter the first and the last day of the service, or neither."))
    elif said.service_from and said.service_until and said.service_from >= said.service_until:
        found.append(Problem("service_from", "Enter the first day of the service before its last."))
    if any(rate not in list(VatRate) for rate in said.stated_vat):
        found.append(Problem("vat", "There are 0, 6, 12 and 21 % of VAT, and exempt."))
    if said.iban.strip():
        try:
            checked_iban(said.iban)
        except BadInput as wrong:
            found.extend(wrong.problems)
    return found


def _lines(said: Sequence[DraftLine], lots: Mapping[str, UUID], problems: list[Problem]) -> list[NewLine]:
    """Read the lines; what is wrong goes to `problems`, each with its line (`net_1` is the amount of the first)."""
    if len(said) > MOST_LINES:
        problems.append(Problem("lines", "Enter at most {most} lines.", {"most": MOST_LINES}))
    rates = [VatRate(line.rate) if line.rate in list(VatRate) else None for line in said[:MOST_LINES]]
    known = [(line, rate) for line, rate in zip(said, rates, strict=False) if rate is not None]
    grosses = iter(gross_lines([NetLine(rate, line.net) for line, rate in known]))
    found = []
    for place, (line, rate) in enumerate(zip(said, rates, strict=False), start=1):
        if rate is None:
            problems.append(Problem(f"rate_{place}", "Choose the VAT of this line."))
            continue
        gross = next(grosses)
        if line.account and not (takes_entries(line.account) and is_result(line.account)):
            words = Problem(f"account_{place}", "Choose an account of costs (6) or of income (7).")
            problems.append(words)
        if len(line.words) > LONGEST["words"]:
            problems.append(Problem(f"words_{place}", "Shorten this to {most} characters.", {"most": LONGEST["words"]}))
        found.append(_line(line, rate, _given(line, place, gross, lots, problems), problems, place))
    return found


def _given(
    line: DraftLine, place: int, gross: Money, lots: Mapping[str, UUID], problems: list[Problem]
) -> Mapping[UUID, Money]:
    if not line.given.strip():
        return {}
    read = read_given_amounts(line.given, lots, gross)
    problems += [Problem(f"given_{place}", each.message_id, each.facts) for each in read.problems]
    return {lots[number]: amount for number, amount in read.amounts.items() if amount}


def _line(line: DraftLine, rate: VatRate, given: Mapping[UUID, Money], problems: list[Problem], place: int) -> NewLine:
    if sum(1 for each in (line.key_id, line.lot_id, line.given.strip()) if each) > 1:
        problems.append(Problem(f"bearer_{place}", "Choose one: a key, one lot, or amounts given per lot."))
    return NewLine(" ".join(line.words.split()), line.account, line.net, rate, line.key_id, line.lot_id, given)


def _short(where: str, words: str) -> Problem | None:
    most = LONGEST[where]
    return Problem(where, "Shorten this to {most} characters.", {"most": most}) if len(words) > most else None


async def _all_here(session: AsyncSession, association_id: UUID, said: Draft) -> None:
    """Look that everything named belongs to this association; NotFound otherwise."""
    keys = {line.key_id for line in said.lines if line.key_id}
    lots = {line.lot_id for line in said.lines if line.lot_id}
    facts = {
        "t": association_id, "s": said.supplier_id, "d": said.decision_id, "c": said.claim_id, "ids": list(keys),
    }  # fmt: skip
    if said.supplier_id and await session.scalar(text(SUPPLIER), facts) is None:
        raise NotFound
    if said.decision_id and await session.scalar(text(DECISION), facts) is None:
        raise NotFound
    if said.claim_id and await session.scalar(text(CLAIM), facts) is None:
        raise NotFound
    if keys and set((await session.execute(text(KEYS), facts)).scalars()) != keys:
        raise NotFound
    if lots and not lots <= set((await _lots(session, association_id)).values()):
        raise NotFound


async def _lots(session: AsyncSession, association_id: UUID) -> dict[str, UUID]:
    return {row.number: row.id for row in await session.execute(text(LOTS), {"t": association_id})}
