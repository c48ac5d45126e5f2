"""Supplier invoices: send a paper or an electronic invoice, type what it says, take every step, see the paper.

Amounts are whole cents; `service_until` is exclusive.
"""

from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.files import chunks
from koprogo.api.v1.bodies import Made, Typed, in_cents, sent_file
from koprogo.api.v1.suppliers import AccountIn
from koprogo.core.clock import now
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.services.charges.invoices import drafts, files, funding, later_account, queries, steps

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["invoices"])
ONE = "/invoices/{invoice_id}"


class LineIn(Typed):
    """A line before VAT (`net`, cents): borne by a key, one lot, `given` amounts (a line `A1 12,34` each) or the shares."""

    words: str = ""
    account: str = ""
    net: int
    rate: str
    key_id: UUID | None = None
    lot_id: UUID | None = None
    given: str = ""


class DraftIn(Typed):
    """What the paper says; `gross` is its total in cents, `stated_vat` the VAT it names per rate."""

    supplier_id: UUID | None = None
    kind: str = "invoice"
    supplier_number: str = ""
    day: Day | None = None
    due_on: Day | None = None
    gross: int = 0
    stated_vat: dict[str, int] = Field(default_factory=dict)
    iban: str = ""
    communication: str = ""
    service_from: Day | None = None
    service_until: Day | None = None
    funding: str = "budget"
    decision_id: UUID | None = None
    claim_id: UUID | None = None
    lines: tuple[LineIn, ...] = ()

    def draft(self) -> drafts.Draft:
        """Return it as the service takes it."""
        facts = self.model_dump(exclude={"gross", "stated_vat", "lines"})
        lines = [drafts.DraftLine(**{**line.model_dump(), "net": Money(line.net)}) for line in self.lines]
        vat = {rate: Money(cents) for rate, cents in self.stated_vat.items()}
        return drafts.Draft(**facts, gross=Money(self.gross), stated_vat=vat, lines=lines)


class StepIn(Typed):
    """submitted, approved (and booked), returned, rejected or reversed; the last three with words."""

    what: str
    words: str = ""


class DecisionIn(Typed):
    """What a decision of the assembly allows: from the reserve, by a special_call or a loan; `ceiling` in cents.

    `item_id`: the point that an assembly kept here carried; without one, `decided_on`, the day of another assembly.
    """

    funding: str
    words: str
    decided_on: Day | None = None
    ceiling: int
    item_id: UUID | None = None


@router.get("/invoices", summary="Supplier invoices")
async def listed(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the invoices, the newest first (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await queries.invoices(session, caller, association_id)
    return [asdict(row, dict_factory=in_cents) for row in rows]


@router.post("/invoices", summary="Send an invoice", status_code=201)
async def receive(caller: Caller, association_id: UUID, file: Annotated[UploadFile, File()]) -> Made:
    """Make a draft of a PDF, a picture or an electronic invoice (UBL); the same bytes twice are refused."""
    require(caller, "invoice.enter", association_id)
    content = await sent_file(file)
    async with db.tenant_session(caller, association_id) as session:
        return Made(
            id=await files.receive(session, caller, association_id, content=content, name=file.filename or "", at=now())
        )


@router.get(ONE, summary="One invoice")
async def one(caller: Caller, association_id: UUID, invoice_id: UUID) -> dict[str, Any]:
    """Return an invoice with its lines, sums, what looks alike, its history and the steps the caller may take."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await queries.invoice(session, caller, association_id, invoice_id, at=now())
    return dict(asdict(sheet, dict_factory=in_cents))


@router.put(ONE, summary="Type what the paper says", status_code=204)
async def save(caller: Caller, association_id: UUID, invoice_id: UUID, said: DraftIn) -> None:
    """Keep what was typed into a draft (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await drafts.save(session, caller, association_id, invoice_id, said=said.draft(), at=now())


@router.post(ONE + "/electronic", summary="Fill from an electronic invoice", status_code=201)
async def add_electronic(
    caller: Caller, association_id: UUID, invoice_id: UUID, file: Annotated[UploadFile, File()]
) -> Made:
    """Put an electronic invoice (UBL) beside the paper: it fills the fields of the draft."""
    require(caller, "invoice.enter", association_id)
    content = await sent_file(file)
    async with db.tenant_session(caller, association_id) as session:
        await files.add_electronic(
            session, caller, association_id, invoice_id, content=content, name=file.filename or "", at=now()
        )
    return Made(id=invoice_id)


@router.post(ONE + "/paper", summary="Add the paper", status_code=201)
async def add_paper(
    caller: Caller, association_id: UUID, invoice_id: UUID, file: Annotated[UploadFile, File()]
) -> Made:
    """Put the paper beside an electronic invoice that came without one."""
    require(caller, "invoice.enter", association_id)
    content = await sent_file(file)
    async with db.tenant_session(caller, association_id) as session:
        await files.add_paper(
            session, caller, association_id, invoice_id, content=content, name=file.filename or "", at=now()
        )
    return Made(id=invoice_id)


@router.post(ONE + "/steps", summary="Take a step", status_code=204)
async def step(caller: Caller, association_id: UUID, invoice_id: UUID, said: StepIn) -> None:
    """Submit or return (syndic, accountant), approve and book, reject, reverse (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await steps.take_step(session, caller, association_id, invoice_id, **said.model_dump(), at=now())


@router.post(ONE + "/account", summary="Give the account number later", status_code=201)
async def give_account(caller: Caller, association_id: UUID, invoice_id: UUID, said: AccountIn) -> dict[str, Any]:
    """Give the supplier's account number of a booked invoice that names none; a second person confirms it."""
    async with db.tenant_session(caller, association_id) as session:
        made = await later_account.give_account(
            session, caller, association_id, invoice_id, number=said.number, at=now()
        )
    return asdict(made)


@router.get("/invoice-files/{file_id}/content", summary="The bytes of an invoice’s file", response_class=Response)
async def content(caller: Caller, association_id: UUID, file_id: UUID) -> StreamingResponse:
    """Stream a file to who may read invoices; a paper may stand inside our own page, and nothing in it may run."""
    async with db.tenant_session(caller, association_id) as session:
        row = await files.invoice_file(session, caller, association_id, file_id)
    kept = row.media_type == files.XML
    return StreamingResponse(
        chunks(files.content(row)),
        media_type=row.media_type,
        headers={
            "Content-Length": str(row.size),
            "Content-Disposition": f"{'attachment' if kept else 'inline'}; filename*=UTF-8''{quote(row.file_name)}",
            "Content-Security-Policy": "script-src 'none'; frame-ancestors 'self'",
            "X-Frame-Options": "SAMEORIGIN",
            "Cache-Control": "private, no-store",
        },
    )


@router.get("/funding-decisions", summary="What the assembly allowed")
async def decisions(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the decisions with their ceiling, what is used of it and what is left."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await funding.decisions(session, caller, association_id)
    return [{**asdict(row, dict_factory=in_cents), "left": row.left.cents} for row in rows]


@router.post("/funding-decisions", summary="Enter what the assembly allowed", status_code=201)
async def enter_decision(caller: Caller, association_id: UUID, said: DecisionIn) -> Made:
    """Enter a decision that pays invoices (syndic)."""
    facts = {**said.model_dump(), "ceiling": Money(said.ceiling)}
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await funding.enter_decision(session, caller, association_id, **facts, at=now()))
