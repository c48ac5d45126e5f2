"""Files of an old program from the moment they are sent until they are taken over: an hour, for who sent them."""

import asyncio
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from koprogo.adapters.lot_columns import MOST_BYTES
from koprogo.adapters.old_book_files import TOO_LARGE
from koprogo.adapters.scratch import NothingKept, scratch
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.rules.accounting.old_headers import OldFile
from koprogo.services.buildings.kept_lists import KeptList, ListGone, tidy_name
from koprogo.settings import settings

LARGEST = MOST_BYTES
"""Bytes of the largest table that is read."""


async def keep_old_file(
    actor: Actor, association_id: UUID, kind: OldFile, *, content: bytes, name: str, at: datetime
) -> str:
    """Keep a file and return its id; nothing is read yet (who keeps the books).

    Raises:
        BadInput: it is larger than any table of one association.
    """
    require(actor, "books.write", association_id)
    if len(content) > LARGEST:
        raise BadInput(Problem("file", TOO_LARGE, {"most": LARGEST // 1_000_000}))
    owner = _owner(actor, association_id, kind)
    return await asyncio.to_thread(scratch(settings()).put, owner, content, tidy_name(name), at=at)


async def kept_old_file(actor: Actor, association_id: UUID, kind: OldFile, file_id: str, *, at: datetime) -> KeptList:
    """Return a file that was sent as this kind.

    Raises:
        ListGone: it is kept no longer, or was never this person's for this association.
    """
    require(actor, "books.write", association_id)
    owner = _owner(actor, association_id, kind)
    try:
        found = await asyncio.to_thread(scratch(settings()).get, owner, file_id, at=at)
    except NothingKept:
        raise ListGone from None
    return KeptList(found.content, found.name)


def _owner(actor: Actor, association_id: UUID, kind: OldFile) -> str:
    """Apart by kind: who sends the balance again and again must not lose the owners."""
    return sha256(f"old books:{kind.value}:{actor.person_id}:{association_id}".encode()).hexdigest()
