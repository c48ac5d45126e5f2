"""`koprogo bench restore`: a whole installation saved while it runs, brought back on an empty machine, and verified.

Its associations have books of one year each, called, booked, settled and closed through the services, and files of their
own; the restore ends with everything that `koprogo check` reads.
"""

import asyncio
import random
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any

import typer

from koprogo import db
from koprogo.adapters.storage import storage
from koprogo.cli.bench import report
from koprogo.cli.bench.house import House, house
from koprogo.cli.bench.year_close import COST, YEAR, Big, built, close
from koprogo.rules.accounting.closing import Journal
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.post_entry import NewEntry, NewLine, post_entry
from koprogo.settings import PROJECT, settings

LOTS, KEYS = 20, 3
FILE_BYTES = 60_000
"""About what a supplier's invoice weighs as a PDF; random, so nothing of it is saved twice or made smaller."""


def restore(
    associations: Annotated[int, typer.Option(help="Associations, each with a closed year.")] = 200,
    vouchers: Annotated[int, typer.Option(help="Vouchers of each year, beside its calls and settlement.")] = 60,
    files: Annotated[int, typer.Option(help="Stored files of each.")] = 20,
    seed: report.Seed = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8777,
    json_file: report.JsonFile = None,
) -> None:
    """Save an installation and bring it back; exit 1 if the restored one has a fault."""
    report.within(associations, 500, "--associations")
    report.within(vouchers, 2000, "--vouchers")
    report.within(files, 1000, "--files")
    with house(port, pages=False) as made:
        written = asyncio.run(_fill(associations, vouchers, files, seed))
        found = {"associations": associations, "seed": seed, **written, **saved_and_restored(made)}
    report.say(found, json_file, failed=found["faults"] > 0)


async def _fill(associations: int, vouchers: int, files: int, seed: int) -> dict[str, Any]:
    began, chance = time.perf_counter(), random.Random(seed)
    try:
        for place in range(associations):
            big = await built(LOTS, 0, KEYS, seed + place)
            await _book(big, vouchers, chance)
            await close(big)
            for _ in range(files):
                storage(settings()).put(BytesIO(chance.randbytes(FILE_BYTES)))
    finally:
        await db.close()
    return {"written_s": round(time.perf_counter() - began, 1)}


async def _book(big: Big, vouchers: int, chance: random.Random) -> None:
    async with db.tenant_session(big.syndic, big.association_id) as session:
        costs, suppliers = [await account_by_code(session, big.association_id, code) for code in (COST, "4400")]
    for place in range(vouchers):
        cents = chance.randint(1000, 200_000)
        day = YEAR.start.replace(month=1 + place * 12 // vouchers)
        lines = (NewLine(costs, cents, cost_from=day, cost_until=YEAR.end), NewLine(suppliers, -cents))
        await big.act(post_entry, NewEntry(Journal.PURCHASES, day, f"B-{place + 1}", "bench", "Bench", lines))


def saved_and_restored(made: House) -> dict[str, Any]:
    """Save the running house, stop it, bring it back in an empty folder, verify; seconds, megabytes, rows and faults."""
    file, empty = made.folder.parent / "house.koprogo", made.folder.parent / "restored"
    backup_s, _ = _timed(made, made.folder, "backup", file)
    made.stop()
    restore_s, told = _timed(made, empty, "restore", file)
    rows, kept, faults = (int(word) for word in told[-1].replace(",", "").split() if word.isdigit())
    return {
        "rows": rows, "files": kept, "backup_mb": round(file.stat().st_size / 1e6, 1), "backup_s": backup_s,
        "restore_s": restore_s, "faults": faults, "first_faults": told[:-1][:5],
    }  # fmt: skip


def _timed(made: House, folder: Path, command: str, file: Path) -> tuple[float, list[str]]:
    """Run a command of the operator on a data folder; return its seconds and what it said, line by line."""
    began = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-m", "koprogo.cli.main", command, str(file)],
        cwd=PROJECT,
        env={**made.environment(), "KOPROGO_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if not result.stdout.strip() or result.returncode > 1:
        raise RuntimeError(f"{command}: {(result.stdout + result.stderr).strip()[-500:]}")
    return round(time.perf_counter() - began, 1), result.stdout.strip().splitlines()
