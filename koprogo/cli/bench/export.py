"""`koprogo bench export`: a large association leaves one server and is read in by another, empty one.

The books are written in bulk (`ledgers.py`), with a lot per owner; what is measured is the way out and the way in, with the
memory of this process meanwhile, and that both say the same.
"""

import asyncio
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO
from uuid import uuid4

import psutil
import typer

from koprogo import db
from koprogo.cli.bench import ledgers, report
from koprogo.cli.bench.house import house
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.services.buildings.export import bring_in, write_out

LOTS = """
INSERT INTO lot (id, association_id, number, kind, floor, shares)
SELECT gen_random_uuid(), %(t)s, 'L' || row_number() OVER (ORDER BY id), 'flat', '', 10
  FROM debtor WHERE association_id = %(t)s
"""
HOLDINGS = """
INSERT INTO holding (id, association_id, lot_id, person_id, "right", since)
SELECT gen_random_uuid(), %(t)s, l.id, d.members[1], 'full', DATE '2020-01-01'
  FROM (SELECT id, row_number() OVER (ORDER BY number) AS n FROM lot WHERE association_id = %(t)s) l
  JOIN (SELECT members, row_number() OVER (ORDER BY number) AS n FROM debtor WHERE association_id = %(t)s) d USING (n)
"""
EVERY = 0.02
"""Seconds between two looks at the memory."""
PIECE = 1 << 20


def export(
    entries: Annotated[int, typer.Option(help="Vouchers, four lines each, over five years.")] = 20_000,
    lots: Annotated[int, typer.Option(help="Lots, each with one owner.")] = 200,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own servers.")] = 8777,
    json_file: report.JsonFile = None,
) -> None:
    """Measure an association's way out and in."""
    report.within(entries, 500_000, "--entries")
    report.within(lots, 1000, "--lots")
    with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
        file = Path(folder) / "association.zip"
        found = asyncio.run(_in_a_house(port, lambda: _out(file, entries, lots)))
        found |= asyncio.run(_in_a_house(port, lambda: _in(file)))
    report.say({"entries": entries, "lots": lots, **found}, json_file)


async def _in_a_house(port: int, do: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """Measure in a house of its own, which is empty at first."""
    with house(port, pages=False) as made:
        try:
            return await do()
        finally:
            await db.close()
            made.stop()


async def _out(file: Path, entries: int, lots: int) -> dict[str, Any]:
    """Write the books, then save the association; return seconds, megabytes and rows."""
    [large] = await ledgers.build([entries], lots)
    ledgers.write(large.association_id, [LOTS, HOLDINGS], {})
    with _watched() as memory:
        began = time.monotonic()
        with (
            await write_out.export_association(large.syndic, large.association_id, at=now()) as found,
            file.open("wb") as to,
        ):
            size = _copy(found, to)
        took = time.monotonic() - began
    return {"export_s": round(took, 2), "export_mb": memory(), "file_mb": round(size / PIECE, 2)}


async def _in(file: Path) -> dict[str, Any]:
    """Read it in where nothing is; it is refused there unless the trial balance and every hash are the same."""
    operator = Actor(uuid4(), "Bench Operator", "fr", is_operator=True)
    with _watched() as memory, file.open("rb") as found:
        began = time.monotonic()
        brought = await bring_in.import_association(operator, found, at=now())
        took = time.monotonic() - began
    return {"import_s": round(took, 2), "import_mb": memory(), "rows": brought.rows}


@contextmanager
def _watched() -> Iterator[Callable[[], float]]:
    """Look at this process's memory meanwhile; the answer is how many megabytes it grew by at most."""
    process, ended = psutil.Process(), threading.Event()
    before = most = process.memory_info().rss

    def look() -> None:
        nonlocal most
        while not ended.wait(EVERY):
            most = max(most, process.memory_info().rss)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield lambda: round((most - before) / PIECE, 1)
    finally:
        ended.set()
        watcher.join()


def _copy(found: BinaryIO, to: BinaryIO) -> int:
    """Copy a file piece by piece; return how many bytes."""
    size = 0
    while piece := found.read(PIECE):
        size += to.write(piece)
    return size
