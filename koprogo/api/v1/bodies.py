"""What the routes here share: the shape of what is sent and made, where an assembly is, a file in pieces."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.services.assemblies import queries
from koprogo.services.documents import attachments

CHUNK = 1 << 16


class Typed(BaseModel):
    """What a client sends: only the fields we know."""

    model_config = ConfigDict(extra="forbid")


class WhyIn(Typed):
    """Why; it is kept, and read by those it concerns."""

    reason: str


class DayIn(Typed):
    """A day."""

    day: date


class Made(BaseModel):
    """The id of what was made."""

    id: UUID


async def where(caller: Actor, assembly_id: UUID) -> UUID:
    """Return the association of an assembly within the caller's reach; NotFound for every other one."""
    async with db.tenant_session(caller) as session:
        return await queries.where_is(session, assembly_id)


async def sent_file(file: UploadFile) -> bytes:
    """Return the bytes of a file that was sent, one more than we take when it is too large: the service refuses it."""
    return await file.read(attachments.LARGEST + 1)


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in pieces of 64 KiB and close it: for a response that streams it."""
    with file:
        while piece := file.read(CHUNK):
            yield piece
