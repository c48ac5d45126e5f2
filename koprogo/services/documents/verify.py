"""Verify what is stored by hash: every paper, attachment and signature still has its bytes, and they are those."""

import asyncio
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.storage import NoSuchFile, Storage, is_intact, storage
from koprogo.settings import settings

NAMED = """
SELECT 'paper' AS what, id, sha256 FROM paper WHERE association_id = :a
UNION ALL SELECT 'attachment', id, sha256 FROM attachment WHERE association_id = :a AND sha256 <> ''
UNION ALL SELECT 'stamped paper', paper_id, sha256 FROM paper_seal WHERE association_id = :a AND what = 'stamped'
UNION ALL SELECT 'signature', id, image_sha256 FROM minutes_signature WHERE association_id = :a AND image_sha256 <> ''
UNION ALL SELECT 'payment order', id, sha256 FROM payment_order WHERE association_id = :a
"""


async def verify_files(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per row whose file is missing or damaged, naming the row; empty is good."""
    kept = storage(settings())
    rows = (await session.execute(text(NAMED), {"a": association_id})).all()
    faults = []
    for what, row_id, key in rows:
        if fault := await asyncio.to_thread(_fault, kept, key):
            faults.append(f"{what} {row_id}: the file {key} {fault}")
    return faults


def _fault(kept: Storage, key: str) -> str:
    try:
        return "" if is_intact(kept, key) else "is damaged"
    except NoSuchFile:
        return "is missing"
    except ValueError:
        return "has no such name"
