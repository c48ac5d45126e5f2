"""An exported association into an installation that does not hold it: whole, through the walls and triggers, or not at all.

One transaction, as the application's own role. So no guard is stepped over: an entry balances in the statement that writes
its lines, a year is closed after its entries, a booked invoice had its lines as a draft (docs/adr/0064). What it adds up
to is held against what left; `koprogo check` then recomputes everything.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import association_file
from koprogo.adapters.association_file import ExportDamaged, Read
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.models.schema import HEAD
from koprogo.services import audit
from koprogo.services.assemblies.proof import receipt_keys
from koprogo.services.buildings.export import tables
from koprogo.services.buildings.export.refusals import AlreadyHere, NotTheSame, Occupied, OtherRelease
from koprogo.services.buildings.export.tables import ALL, BEGINS, BY_TURNS, FIRST, STEPS, TURNS_WITH, Step
from koprogo.services.buildings.export.write_out import sums_of
from koprogo.services.identity.invite import check_email
from koprogo.services.organisations import founding
from koprogo.services.organisations.manage import require_operator
from koprogo.settings import settings

BATCH = 500
KEPT_TOGETHER = {"entry_line": "entry_id"}
"""Lines of one entry come in in one statement: that is where the database sees that they balance."""
SHARED = ("person", "organisation")
"""Rows that several associations may name: one that is here already stays as it is."""
FIRM_TODAY = """
SELECT organisation_id FROM mandate
 WHERE association_id = :t AND since <= :day AND (until IS NULL OR until > :day) ORDER BY since DESC LIMIT 1
"""
NO_MANDATE = "No mandate of a syndic runs today in this association. Record one first."
BEGIN_ANEW = "SELECT begin_numbers_anew()"


@dataclass(frozen=True)
class BroughtIn:
    """What came in; `missing_files` were missing in the installation that exported."""

    association_id: UUID
    name: str
    rows: int
    files: int
    missing_files: tuple[str, ...]


async def import_association(operator: Actor, file: BinaryIO, *, at: datetime) -> BroughtIn:
    """Read an export in (operator). Stored files stay if the rows are then refused: they are named by nothing.

    Raises:
        NotFound: the actor is no operator.
        ExportDamaged: naming the member; nothing was written.
        OtherRelease, AlreadyHere, Occupied: it cannot be read in here.
        NotTheSame: it does not add up to what left.
    """
    require_operator(operator)
    read = await asyncio.to_thread(association_file.verified, file)
    if read.facts["schema"] != HEAD:
        raise OtherRelease(str(read.facts["schema"]), HEAD)
    if unknown := set(read.named("tables")) - {f"{name}.jsonl" for name in (*SHARED, "association", *tables.TABLES)}:
        raise ExportDamaged(f"tables/{min(unknown)} is no table of this release.")
    found = read.facts["association"]
    association_id = UUID(found["id"])
    files = await asyncio.to_thread(_take_files, read)
    async with db.association_session(association_id) as session:
        if await session.scalar(text("SELECT 1 FROM association WHERE id = :t"), {"t": association_id}):
            raise AlreadyHere(str(found["name"]))
        await _shared(session, read)
        await _insert(session, "association", _own(read, "association", association_id, key="id"))
        for step in STEPS:
            await _step(session, read, step, association_id)
        await _compare(session, read, association_id)
        await session.execute(text(BEGIN_ANEW))
        rows = sum(int(count) for count in read.facts["rows"].values())
        await audit.record(
            session, operator, association_id, "association.imported", association_id,
            sha256=read.sha256.hex(), rows=rows, files=files,
        )  # fmt: skip
    await db.refresh_statistics()  # years of rows came in at once: nobody looked at the tables meanwhile
    return BroughtIn(association_id, str(found["name"]), rows, files, tuple(read.facts["missing_files"]))


async def open_door(
    operator: Actor, association_id: UUID, *, name: str, email: str, password: str, at: datetime
) -> bool:
    """Give the syndic in office her sign-in, which no export holds; return whether her account is new (operator).

    She works in the firm whose mandate runs today; accounts are made anew, and the persons of the file stay who they were.

    Raises:
        BadInput: her name is missing, the address is none, or no mandate runs today.
    """
    require_operator(operator)
    async with db.association_session(association_id) as session:
        firm = await session.scalar(text(FIRM_TODAY), {"t": association_id, "day": legal_day(at)})
        language = await session.scalar(
            text("SELECT languages[1] FROM association WHERE id = :t"), {"t": association_id}
        )
    if firm is None or not name.strip():
        raise BadInput(Problem("syndic", "Write a name.") if firm else Problem("syndic", NO_MANDATE))
    async with db.open_session() as session:
        return await founding.let_in(
            session, operator, UUID(str(firm)), name=name, language=str(language), email=check_email(email),
            password=password, at=at,
        )  # fmt: skip


async def _shared(session: AsyncSession, read: Read) -> None:
    """Write persons and firms that are not here yet."""
    for name in SHARED:
        await _insert(session, name, read.rows(name), or_stays=True)


async def _step(session: AsyncSession, read: Read, step: Step, association_id: UUID) -> None:
    rows: Iterator[dict[str, Any]] = _own(read, step.table, association_id)
    if step.which == BY_TURNS:
        await _by_turns(session, step.table, list(rows), list(_own(read, TURNS_WITH[step.table], association_id)))
        return
    if step.which != ALL:
        begins, wanted = BEGINS[step.table], step.which == FIRST
        rows = (row for row in rows if begins(row) is wanted)
    await _insert(session, step.table, rows)


def _own(read: Read, name: str, association_id: UUID, key: str = "association_id") -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, all of this one association.

    Raises:
        ExportDamaged: a row of another one, or with columns that are not ours.
    """
    columns = set(tables.table(name).c.keys())
    for row in read.rows(name):
        if row.get(key) != str(association_id) or not row.keys() <= columns:
            raise ExportDamaged(f"tables/{name}.jsonl holds a row that is not this association's, or of another form.")
        yield row


async def _by_turns(session: AsyncSession, name: str, rows: list[dict[str, Any]], ends: list[dict[str, Any]]) -> None:
    """Write rows of which one stands at a time: the first per bank line and what took it back, then the second."""
    rank: defaultdict[str, int] = defaultdict(int)
    turns: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    place: dict[str, int] = {}
    for row in rows:
        turn = rank[row["line_id"]]
        rank[row["line_id"]] += 1
        turns[turn].append(row)
        place[row["id"]] = turn
    for turn in sorted(turns):
        await _insert(session, name, turns[turn])
        await _insert(session, TURNS_WITH[name], [end for end in ends if place[end[f"{name}_id"]] == turn])


async def _insert(session: AsyncSession, name: str, rows: Iterable[dict[str, Any]], *, or_stays: bool = False) -> None:
    """Write rows with the numbers they had, in their order; columns counted here are counted anew.

    Raises:
        Occupied: another row has the same key.
    """
    left_out = tables.NUMBERED_HERE.get(name, set())
    columns = ", ".join(f'"{each.name}"' for each in tables.table(name).c if each.name not in left_out)
    statement = text(
        f'INSERT INTO "{name}" ({columns}) OVERRIDING SYSTEM VALUE'
        f' SELECT {columns} FROM jsonb_populate_recordset(CAST(NULL AS "{name}"), CAST(:rows AS jsonb))'
        + (" ON CONFLICT (id) DO NOTHING" if or_stays else "")
    )
    together = KEPT_TOGETHER.get(name)
    for batch in _batches(rows, None if tables.refers_to_itself(name) and name != "entry" else BATCH, together):
        try:
            await session.execute(statement, {"rows": orjson.dumps(batch).decode()})
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", "") == "23505":
                raise Occupied(name) from error
            raise


def _batches(rows: Iterable[dict[str, Any]], size: int | None, together: str | None) -> Iterator[list[dict[str, Any]]]:
    """Yield lists of about `size` rows; rows of one `together` are never parted. Without a size, all at once."""
    batch: list[dict[str, Any]] = []
    same: Callable[[dict[str, Any]], bool] = lambda row: bool(together and batch[-1][together] == row[together])  # noqa: E731
    for row in rows:
        if size is not None and len(batch) >= size and not same(row):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


async def _compare(session: AsyncSession, read: Read, association_id: UUID) -> None:
    """Hold the sums, the hashes and the rows that came in against the manifest."""
    sums = await sums_of(session, association_id)
    for what, name in (("trial_balance", "the trial balance"), ("entries", "the hash over all entries")):
        if sums[what] != read.facts[what]:
            raise NotTheSame(name)
    for name in tables.TABLES:
        query = f'SELECT count(*) FROM "{name}" WHERE association_id = :t'
        if await session.scalar(text(query), {"t": association_id}) != read.facts["rows"].get(name, 0):
            raise NotTheSame(name)


def _take_files(read: Read) -> int:
    """Store every file under the hash of its bytes, and the keys that check receipts; return how many files."""
    kept = storage(settings())
    names = read.named("files")
    for key in names:
        with read.open(f"files/{key}") as stream:
            if kept.put(stream) != key:
                raise ExportDamaged(f"files/{key} is not what its name says.")
    for name in read.named("keys"):
        with read.open(f"keys/{name}") as stream:
            receipt_keys.keep_earlier(stream.read().decode())
    return len(names)
