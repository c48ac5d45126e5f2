"""Old books from files: sent one by one, read together, then one opening voucher or everything that does not agree."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel, Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Typed
from koprogo.api.v1.books import PostedOut
from koprogo.core.clock import now
from koprogo.core.permissions import require
from koprogo.rules.accounting.old_headers import OldFile
from koprogo.services.accounting.taking_over import from_files, mappings
from koprogo.services.accounting.taking_over.kept import LARGEST, keep_old_file

router = APIRouter(prefix="/api/v1/associations/{association_id}/books/old", tags=["books"])


class KeptOut(BaseModel):
    """The id under which the file is kept for an hour, for who sent it."""

    id: str


class TakeOverIn(Typed):
    """`files`: ids by kind (balance, owners, bank, calls, invoices, costs, keys); `columns`: kind -> meaning -> heading as
    written, and for keys `key:` and a heading -> the key's name, empty for a column that is none; `accounts`: old code ->
    ours, 410 for what owners owe. What is left out is proposed."""

    day: Day
    tool: str = ""
    files: dict[str, str] = Field(max_length=len(OldFile))
    columns: dict[str, dict[str, str]] = Field(default_factory=dict)
    accounts: dict[str, str] = Field(default_factory=dict, max_length=5_000)


class TakenOverOut(PostedOut):
    """The opening voucher, with how many open calls and payable invoices came with it, and how many keys are new."""

    invoices: int
    calls: int
    keys: int


@router.get("/tools", summary="Old programs known")
async def tools(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return how the files of each old program were read, in all associations whose books the caller keeps."""
    require(caller, "books.write", association_id)
    async with db.tenant_session(caller) as session:
        return [asdict(each) for each in await mappings.mappings(session, caller)]


@router.post("/files/{kind}", summary="Send a file of the old books", status_code=201)
async def send(caller: Caller, association_id: UUID, kind: OldFile, file: Annotated[UploadFile, File()]) -> KeptOut:
    """Keep a file for an hour (syndic, accountant); nothing is read yet."""
    require(caller, "books.write", association_id)
    content = await file.read(LARGEST + 1)
    name = file.filename or ""
    return KeptOut(id=await keep_old_file(caller, association_id, kind, content=content, name=name, at=now()))


@router.post("/preview", summary="What the old books say")
async def preview(caller: Caller, association_id: UUID, asked: TakeOverIn) -> dict[str, Any]:
    """Return what was understood, every fault by line and column, and what does not agree, in cents; nothing is written."""
    request = from_files.Request(**asked.model_dump())
    async with db.tenant_session(caller) as session:
        read = await from_files.preview_take_over(session, caller, association_id, request=request, at=now())
    return asdict(read) | {"may_be_booked": read.may_be_booked, "balances": read.balances}


@router.post("/opening", summary="Take the old books over", status_code=201)
async def confirm(caller: Caller, association_id: UUID, asked: TakeOverIn) -> TakenOverOut:
    """Write the opening voucher from the files; the same files again write nothing (syndic, accountant)."""
    request = from_files.Request(**asked.model_dump())
    async with db.tenant_session(caller, association_id) as session:
        made = await from_files.confirm_take_over(session, caller, association_id, request=request, at=now())
    return TakenOverOut(**asdict(made.posted), invoices=made.invoices, calls=made.calls, keys=made.keys)
