"""Everything an association is, in one file, as of one moment: the way out (docs/adr/0064).

The file belongs to the association and not to who keeps it: whoever succeeds the syndic, on whatever software, gets lots,
owners, books, papers and evenings whole. Accounts and passwords never leave.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import association_file
from koprogo.adapters.association_file import Writer
from koprogo.adapters.storage import SPOOL, NoSuchFile, storage
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.models.schema import HEAD
from koprogo.services import audit
from koprogo.services.assemblies.proof import receipt_keys
from koprogo.services.buildings.export import tables
from koprogo.services.buildings.export.read_me import READ_ME
from koprogo.services.buildings.export.refusals import SecretStillOpen
from koprogo.services.buildings.export.spreadsheets import SHEETS, sheet
from koprogo.settings import settings

BATCH = 500
SECRETS = """
SELECT EXISTS (SELECT 1 FROM item_state s JOIN agenda_item i ON i.id = s.item_id
                WHERE i.association_id = :t AND s.what IN ('opened', 'extended'))
    OR EXISTS (SELECT 1 FROM opinion_poll p WHERE p.association_id = :t AND NOT EXISTS (SELECT 1 FROM opinion_poll_event e
                WHERE e.association_id = p.association_id AND e.poll_id = p.id AND e.what = 'closed'))
    OR EXISTS (SELECT 1 FROM survey s WHERE s.association_id = :t AND s.is_anonymous AND (SELECT e.what FROM survey_event e
                WHERE e.association_id = s.association_id AND e.survey_id = s.id ORDER BY e.seq DESC LIMIT 1) = 'opened')
"""
FIRM = "SELECT to_jsonb(x) FROM organisation x WHERE x.id IN (SELECT organisation_id FROM mandate WHERE association_id = :t)"
BALANCE = """
SELECT a.code, sum(l.amount)::bigint AS cents FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t GROUP BY a.code ORDER BY a.code
"""
HASHES = "SELECT reference, content_hash FROM entry WHERE association_id = :t ORDER BY reference"


async def export_association(actor: Actor, association_id: UUID, *, at: datetime) -> BinaryIO:
    """Return the association as one ZIP, from its beginning; the caller closes it. The export itself is logged (syndic).

    Raises:
        NotFound, NotAllowed: only the syndic of this association.
        SecretStillOpen: a vote, a poll or an anonymous survey is open.
    """
    require(actor, "association.export", association_id)
    file: BinaryIO = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # type: ignore[assignment]  # noqa: SIM115 (given to the caller)
    try:
        digest, rows, files = await _written(file, actor, association_id, at)
        async with db.tenant_session(actor, association_id) as session:
            await audit.record(
                session, actor, association_id, "association.exported", association_id,
                sha256=digest.hex(), rows=rows, files=files,
            )  # fmt: skip
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


async def _written(file: BinaryIO, actor: Actor, association_id: UUID, at: datetime) -> tuple[bytes, int, int]:
    """Write all of it; return the hash of the manifest, the number of rows and of files."""
    facts = {"t": association_id}
    async with db.frozen_session(actor, association_id) as session:
        if await session.scalar(text(SECRETS), facts):
            raise SecretStillOpen
        writer = association_file.writer(file)
        await session.execute(text("SET LOCAL TimeZone TO 'UTC'"))
        writer.add("README.txt", [READ_ME.encode()])
        rows = {name: await _table(session, writer, name, query, facts) for name, query in _queries()}
        for name in SHEETS:
            with writer.begun(f"csv/{name}.csv") as member:
                async for piece in sheet(session, association_id, name):
                    member.write(piece)
        name = await session.scalar(text("SELECT name FROM association WHERE id = :t"), facts)
        sums = await sums_of(session, association_id)
        keys = await _file_keys(session, facts)
    missing = await asyncio.to_thread(_add_files, writer, keys)
    said = {
        "schema": HEAD, "made_at": at.isoformat(timespec="seconds"), "rows": rows, "missing_files": missing,
        "association": {"id": str(association_id), "name": name}, **sums,
    }  # fmt: skip
    digest = writer.close(said)
    await asyncio.to_thread(writer.archive.close)
    return digest, sum(rows.values()), len(keys) - len(missing)


def _queries() -> Iterator[tuple[str, str]]:
    """Yield each table that leaves, with the query for its rows."""
    named = " UNION ".join(
        f'SELECT "{column}" FROM "{name}" WHERE association_id = :t' for name, column in tables.person_columns()
    )
    logged = "SELECT actor_id FROM audit_event WHERE association_id = :t"
    yield "person", f"SELECT to_jsonb(x) FROM person x WHERE x.id IN ({named} UNION {logged}) ORDER BY x.id"
    yield "organisation", f"{FIRM} ORDER BY x.id"
    yield "association", "SELECT to_jsonb(x) FROM association x WHERE x.id = :t"
    for name in tables.TABLES:
        order = tables.order_of(name)
        yield name, f'SELECT to_jsonb(x) FROM "{name}" x WHERE x.association_id = :t ORDER BY {order}'


async def _table(session: AsyncSession, writer: Writer, name: str, query: str, facts: dict[str, Any]) -> int:
    count = 0
    with writer.begun(f"tables/{name}.jsonl") as member:
        found = await session.stream(text(query), facts)
        async for rows in found.scalars().partitions(BATCH):
            piece = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS) for row in rows)
            await asyncio.to_thread(member.write, piece)
            count += len(rows)
    return count


async def sums_of(session: AsyncSession, association_id: UUID) -> dict[str, Any]:
    """Return what the books of an association come to: the balance of each account, and one hash over all entries.

    The same after an import elsewhere, or the import is not kept.
    """
    facts = {"t": association_id}
    balance = {row.code: row.cents for row in await session.execute(text(BALANCE), facts)}
    digest, count = hashlib.sha256(), 0
    for row in await session.execute(text(HASHES), facts):
        digest.update(row.reference.encode() + b"\n" + bytes(row.content_hash))
        count += 1
    return {"trial_balance": balance, "entries": {"count": count, "sha256": digest.hexdigest()}}


async def _file_keys(session: AsyncSession, facts: dict[str, Any]) -> list[str]:
    query = " UNION ".join(
        f'SELECT "{column}" FROM "{name}" WHERE association_id = :t AND "{column}" <> \'\''
        for name, column in tables.FILES
    )
    return sorted((await session.execute(text(query), facts)).scalars())


def _add_files(writer: Writer, keys: list[str]) -> list[str]:
    """Add the stored files and the keys of receipts; return the names of files that storage no longer has."""
    kept, missing = storage(settings()), []
    for key in keys:
        try:
            with kept.open(key) as stream:
                writer.add(f"files/{key}", iter(partial(stream.read, 1 << 20), b""))
        except NoSuchFile:
            missing.append(key)
    for fingerprint, pem in receipt_keys.public_keys().items():
        writer.add(f"keys/{fingerprint}.pem", [pem.encode()])
    return missing
