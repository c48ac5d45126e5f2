"""What the council writes: notes with files, its reports, what is handed in for an assembly; one decision whole."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, UploadFile

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed, sent_file
from koprogo.core.clock import now, today
from koprogo.core.permissions import require
from koprogo.services.assemblies.where import where
from koprogo.services.governance import decision_sheet, handing_in, notes, reports

router = APIRouter(prefix="/api/v1", tags=["council"])
COUNCIL = "/associations/{association_id}/council"


class NoteIn(Typed):
    """A note or a visit of a day, about a decision of the register or in general."""

    words: str
    day: Day
    what: str = "note"
    entry_id: UUID | None = None
    in_report: bool = False


class KindIn(Typed):
    """yearly or half_yearly."""

    kind: str


class WordsIn(Typed):
    """Section (summary, checked, asks) -> language -> what the council writes."""

    words: dict[str, dict[str, str]]


class AssemblyIn(Typed):
    """An assembly."""

    assembly_id: UUID


@router.get(COUNCIL + "/notes", summary="Notes and visits")
async def read_notes(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the notes with their files, the newest first (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await notes.notes(session, caller, association_id)]


@router.post(COUNCIL + "/notes", summary="Write a note", status_code=201)
async def write_note(caller: Caller, association_id: UUID, note: NoteIn) -> Made:
    """Write down a note, or what a visit found (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await notes.write_note(session, caller, association_id, **note.model_dump(), today=today(), at=now())
    return Made(id=made)


@router.post(COUNCIL + "/notes/{note_id}/files", summary="Keep a file with a note", status_code=201)
async def add_file(caller: Caller, association_id: UUID, note_id: UUID, file: Annotated[UploadFile, File()]) -> Made:
    """Keep a PDF, a picture or a workbook with a note (council, syndic)."""
    require(caller, "council.follow", association_id)  # before anything is read
    content = await sent_file(file)
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        return Made(id=await notes.add_file(*here, note_id, content=content, name=file.filename or "", at=now()))


@router.get(COUNCIL + "/reports", summary="The council's reports")
async def read_reports(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return what was issued; the council sees its drafts too."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await reports.reports(session, caller, association_id)]


@router.post(COUNCIL + "/reports", summary="Begin a report", status_code=201)
async def begin(caller: Caller, association_id: UUID, wish: KindIn) -> Made:
    """Begin a report with a summary drafted from the facts, or return the draft there is (council)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await reports.begin(session, caller, association_id, kind=wish.kind, today=today(), at=now())
    return Made(id=made)


@router.get(COUNCIL + "/reports/{report_id}", summary="A report as it stands")
async def read_report(caller: Caller, association_id: UUID, report_id: UUID) -> dict[str, Any]:
    """Return its words, and the facts it would print today (council)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await reports.sheet(session, caller, association_id, report_id, today=today()))


@router.post(COUNCIL + "/reports/{report_id}/words", summary="Write in a report", status_code=204)
async def write(caller: Caller, association_id: UUID, report_id: UUID, written: WordsIn) -> None:
    """Keep what the council wrote (council)."""
    async with db.tenant_session(caller, association_id) as session:
        await reports.write(session, caller, association_id, report_id, words=written.words, at=now())


@router.post(COUNCIL + "/reports/{report_id}/issue", summary="Issue a report", status_code=202)
async def issue(caller: Caller, association_id: UUID, report_id: UUID) -> dict[str, int]:
    """Have the report printed in four languages, with the facts as they stand (council)."""
    async with db.tenant_session(caller, association_id) as session:
        version = await reports.issue_report(session, caller, association_id, report_id, today=today(), at=now())
    return {"version": version}


@router.post(COUNCIL + "/reports/{report_id}/assembly", summary="Hand a report in", status_code=201)
async def hand_in(caller: Caller, association_id: UUID, report_id: UUID, to: AssemblyIn) -> dict[str, int]:
    """Add the issued report to the documents of an ordinary assembly to come (council)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        files = await handing_in.hand_in_report(*here, report_id, assembly_id=to.assembly_id, at=now())
    return {"files": files}


@router.get(COUNCIL + "/handed-in", summary="Reports handed in for assemblies")
async def handed_in(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the reports of council and auditor that stand for each assembly."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await handing_in.handed_in(session, caller, association_id)]


@router.post("/assemblies/{assembly_id}/accounts-report", summary="Hand in the auditor's report", status_code=201)
async def hand_in_accounts(caller: Caller, assembly_id: UUID, file: Annotated[UploadFile, File()]) -> Made:
    """Add the report on the accounts to the documents of an ordinary assembly to come (auditor)."""
    association_id = await where(caller, assembly_id)
    require(caller, "auditor.report", association_id)  # before anything is read
    content = await sent_file(file)
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, assembly_id)
        return Made(id=await handing_in.hand_in_accounts(*here, content=content, name=file.filename or "", at=now()))


@router.get("/associations/{association_id}/decisions/{entry_id}", summary="One decision with all that belongs to it")
async def decision(caller: Caller, association_id: UUID, entry_id: UUID) -> dict[str, Any]:
    """Return what was decided, its papers and tasks; notes and questions to council and syndic."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await decision_sheet.decision_sheet(session, caller, association_id, entry_id, today=today()))
