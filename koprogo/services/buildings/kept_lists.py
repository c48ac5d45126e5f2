"""A list of lots between the moment it is sent and the moment it is confirmed: kept for an hour, for who sent it.

The bytes stay on the server, so that what is confirmed is what was shown; a page holds only their id. Who sends a list
for one association cannot use it for another.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath, PureWindowsPath
from uuid import UUID

from koprogo.adapters.lot_columns import MOST_BYTES
from koprogo.adapters.scratch import NothingKept, scratch
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Conflict, Problem
from koprogo.core.permissions import require
from koprogo.rules.ownership.messages import FileMessage
from koprogo.settings import settings

LONGEST_NAME = 120
LARGEST = MOST_BYTES
"""Bytes of the largest list that is read."""


class ListGone(Conflict):
    """The list was sent more than an hour ago, or belongs to somebody else."""

    message_id = "This list is no longer kept here. Choose the file again."


@dataclass(frozen=True)
class KeptList:
    """A list as it was sent."""

    content: bytes
    name: str


async def keep_list(actor: Actor, association_id: UUID, *, content: bytes, name: str, at: datetime) -> str:
    """Keep a list for its preview and return its id.

    Raises:
        NotAllowed: only who may import lots.
        BadInput: it is larger than any list.
    """
    require(actor, "lots.import", association_id)
    if len(content) > LARGEST:
        raise BadInput(Problem("file", FileMessage.TOO_LARGE, {"most": LARGEST // 1_000_000}))
    return await asyncio.to_thread(
        scratch(settings()).put, _owner(actor, association_id), content, tidy_name(name), at=at
    )


async def kept_list(actor: Actor, association_id: UUID, list_id: str, *, at: datetime) -> KeptList:
    """Return a list that was sent.

    Raises:
        NotAllowed: only who may import lots.
        ListGone: it is kept no longer, or was never this person's for this association.
    """
    require(actor, "lots.import", association_id)
    try:
        found = await asyncio.to_thread(scratch(settings()).get, _owner(actor, association_id), list_id, at=at)
    except NothingKept:
        raise ListGone from None
    return KeptList(found.content, found.name)


async def forget_list(actor: Actor, association_id: UUID, list_id: str) -> None:
    """Remove a list once it was imported or put aside; safe to repeat."""
    require(actor, "lots.import", association_id)
    await asyncio.to_thread(scratch(settings()).forget, _owner(actor, association_id), list_id)


def tidy_name(name: str) -> str:
    """Return the last part of a file's name without what cannot be seen, as it is shown again.

    >>> tidy_name("C:\\\\Users\\\\S\\\\lots\\n60.csv")
    'lots60.csv'
    """
    last = PurePath(PureWindowsPath(name).name).name
    seen = "".join(each for each in last if each.isprintable())
    return seen[-LONGEST_NAME:] or "list"


def _owner(actor: Actor, association_id: UUID) -> str:
    return sha256(f"{actor.person_id}:{association_id}".encode()).hexdigest()
