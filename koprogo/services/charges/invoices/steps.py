"""What happens to an invoice: submitted, approved and booked in one transaction, returned, rejected, reversed, paid."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotAllowed, Problem
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.models.invoices import Invoice
from koprogo.rules.charges.funding import DECIDED, Funding, fits
from koprogo.rules.charges.invoice_steps import PRESSED, WORDED, Step, may_become, may_take
from koprogo.rules.charges.invoice_totals import NetLine, Refusal, VatRate, totals
from koprogo.services import audit
from koprogo.services.accounting.bearers import HAS_ENDED
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.charges.invoices import events
from koprogo.services.charges.invoices.booking import book, claim_is_open, reference
from koprogo.services.charges.invoices.funding import allowance
from koprogo.services.charges.invoices.ibans import enter_account
from koprogo.services.charges.invoices.lines import Line, lines_of
from koprogo.services.charges.invoices.paid import is_in_use
from koprogo.services.charges.invoices.refusals import BeyondAllowance, CameWithTheOpening, InAnOrder, InvoiceMovedOn

LONGEST = 500
OPENED = "SELECT 1 FROM entry WHERE association_id = :t AND id = :e AND kind = 'opening'"
ENTRY = """
SELECT entry_id FROM invoice_event WHERE association_id = :t AND invoice_id = :i AND what = 'approved'
 ORDER BY seq DESC LIMIT 1
"""


async def take_step(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    invoice_id: UUID,
    *,
    what: str,
    words: str = "",
    at: datetime,
) -> None:
    """Submit, approve (and book), return to draft, reject or reverse an invoice.

    Raises:
        NotFound: no such invoice here.
        NotAllowed: this step is somebody else's.
        InvoiceMovedOn: it does not follow from where the invoice stands.
        BadInput: what is missing or does not add up, or no reason.
        BeyondAllowance: the decision does not allow as much.
        and what `post_entry` raises, on approval and reversal.
    """
    require(actor, "invoice.read", association_id)
    step = _pressed(what)
    if not may_take(step, actor.roles_in(association_id)):
        raise NotAllowed
    invoice, stands = await events.locked(session, association_id, invoice_id)
    if not may_become(stands, step):
        raise InvoiceMovedOn
    reason = words.strip()
    if step in WORDED and not 0 < len(reason) <= LONGEST:
        raise BadInput(Problem("words", "Write why, in at most {most} characters.", {"most": LONGEST}))
    entry_id, content = await _act(session, actor, association_id, invoice, step, reason, at)
    await events.add(
        session, actor, association_id, invoice_id, step, at=at, words=reason, entry_id=entry_id, content=content
    )
    await audit.record(session, actor, association_id, f"invoice.{step}", invoice_id, number=invoice.number)


def problems_of(invoice: Invoice, lines: Sequence[Line]) -> list[Problem]:
    """Return everything that keeps an invoice from being submitted: what is missing, and what does not add up."""
    found = []
    if invoice.supplier_id is None:
        found.append(Problem("supplier", "Choose the supplier."))
    if not invoice.supplier_number:
        found.append(Problem("supplier_number", "Enter the supplier’s number of this invoice."))
    if invoice.day is None:
        found.append(Problem("day", "Enter the day of the invoice."))
    if invoice.document_id is None and invoice.ubl_id is None:
        found.append(Problem("file", "Add the paper: without a voucher nothing is booked."))
    if Funding(invoice.funding) in DECIDED and invoice.decision_id is None:
        found.append(Problem("decision", "Choose the decision of the assembly that pays this."))
    if invoice.funding == Funding.INSURANCE and invoice.claim_id is None:
        found.append(Problem("claim", "Choose the claim that pays this; open it first where there is none."))
    found += [
        Problem(f"account_{place}", "Choose an account of costs (6) or of income (7).")
        for place, line in enumerate(lines, start=1)
        if not line.account
    ]
    since = invoice.service_from or invoice.day
    found += [
        Problem(f"bearer_{place}", HAS_ENDED, {"day": line.key_until.isoformat()})
        for place, line in enumerate(lines, start=1)
        if line.key_until and since and line.key_until <= since
    ]
    found += [
        Problem(f"given_{place}", "The amounts given per lot are not this line any more. Enter them anew.")
        for place, line in enumerate(lines, start=1)
        if line.given and sum(share.amount.cents for share in line.given) != line.gross.cents
    ]
    return [*found, *_sums(invoice, lines)]


def content_of(invoice: Invoice, lines: Sequence[Line]) -> str:
    """Return the hash of all that was approved, in hex: who, when, how much, on which accounts, borne by whom."""
    facts = {
        "head": [
            invoice.kind, str(invoice.supplier_id), invoice.supplier_number, str(invoice.day), invoice.gross,
            str(invoice.service_from), str(invoice.service_until), invoice.funding, str(invoice.decision_id),
            str(invoice.document_id), invoice.iban, invoice.communication,
            *([str(invoice.claim_id)] if invoice.claim_id else []),
        ],
        "lines": [
            [line.words, line.account, line.net.cents, line.rate.value, str(line.key_id), str(line.lot_id),
             [[str(share.lot_id), share.amount.cents] for share in line.given]]
            for line in lines
        ],
    }  # fmt: skip
    return hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _sums(invoice: Invoice, lines: Sequence[Line]) -> list[Problem]:
    stated = {VatRate(rate): Money(cents) for rate, cents in invoice.stated_vat.items()}
    found = totals([NetLine(line.rate, line.net) for line in lines], Money(invoice.gross), stated)
    if found.refusal is Refusal.NOTHING:
        return [Problem("gross", "Enter at least one line and the total of the paper, above nought.")]
    if found.refusal is Refusal.VAT_OF_A_RATE and found.rate is not None:
        return [
            Problem(
                f"vat_{found.rate.value}",
                "The VAT of this rate is {vat_cents} by its lines, more than five cents from the paper’s. Correct one.",
                {"vat_cents": found.vat.get(found.rate, Money(0)).cents},
            )
        ]
    if found.refusal is Refusal.GROSS:
        return [
            Problem(
                "gross",
                "The lines with their VAT make {computed_cents}, and the paper says {gross_cents}. Up to five cents per rate"
                " are booked as rounding; this is more.",
                {"computed_cents": found.computed.cents, "gross_cents": invoice.gross},
            )
        ]
    return []


async def _act(
    session: AsyncSession, actor: Actor, association_id: UUID, invoice: Invoice, step: Step, reason: str, at: datetime
) -> tuple[UUID | None, str]:
    """Do what the step asks; return the entry it wrote and the hash of what was approved."""
    if step in (Step.SUBMITTED, Step.APPROVED):
        lines = await lines_of(session, association_id, invoice.id)
        if found := problems_of(invoice, lines):
            raise BadInput(*found)
        if step is Step.SUBMITTED:
            await _note_account(session, actor, association_id, invoice, at)
            return None, ""
        await _within_allowance(session, association_id, invoice)
        posted = await book(session, actor, association_id, invoice, lines, today=legal_day(at))
        return posted.id, content_of(invoice, lines)
    if step is Step.REVERSED:
        return await _reverse(session, actor, association_id, invoice, reason, legal_day(at)), ""
    return None, ""


async def _note_account(
    session: AsyncSession, actor: Actor, association_id: UUID, invoice: Invoice, at: datetime
) -> None:
    """Have an account number that is new for this supplier confirmed while there is time."""
    if invoice.iban and invoice.supplier_id is not None:
        await enter_account(session, actor, association_id, invoice.supplier_id, number=invoice.iban, at=at)


async def _within_allowance(session: AsyncSession, association_id: UUID, invoice: Invoice) -> None:
    if invoice.decision_id is None:
        return
    asked = Money(-invoice.gross if invoice.kind == "credit_note" else invoice.gross)
    found = await allowance(session, association_id, invoice.decision_id, asked)
    if not fits(found):
        raise BeyondAllowance(found.ceiling.cents, found.used.cents, found.asked.cents)


async def _reverse(
    session: AsyncSession, actor: Actor, association_id: UUID, invoice: Invoice, reason: str, today: date
) -> UUID:
    facts = {"t": association_id, "i": invoice.id}
    if await is_in_use(session, association_id, invoice.id):
        raise InAnOrder
    entry_id = UUID(str(await session.scalar(text(ENTRY), facts)))
    if await session.scalar(text(OPENED), {"t": association_id, "e": entry_id}):
        raise CameWithTheOpening
    await claim_is_open(session, association_id, invoice)
    posted = await reverse(
        session, actor, association_id, entry_id, today, f"{reference(invoice.number)}-R", reason[:200]
    )
    return posted.id


def _pressed(what: str) -> Step:
    if what not in [step.value for step in PRESSED]:
        raise BadInput(Problem("what", "Choose what happened."))
    return Step(what)
