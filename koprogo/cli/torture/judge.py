"""The judgement: what was acknowledged against what is stored, sealed, counted, saved and restored."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from koprogo.cli.backup import save
from koprogo.cli.bench.house import House
from koprogo.cli.check import every_fault
from koprogo.cli.database import as_it_is
from koprogo.cli.torture import history
from koprogo.cli.torture.voters import Run
from koprogo.settings import PREFIX, PROJECT, Settings, settings

BALLOTS = "SELECT encode(leaf, 'hex'), lot_id, revision FROM ballot"
SEALS = "SELECT count(DISTINCT ballot_id), count(*) FROM seal"

LATE = """
SELECT count(*) FROM ballot b JOIN item_event e ON e.item_id = b.item_id AND e.round = b.round AND e.what = 'closed'
 WHERE b.received_at > e.at AND b.channel <> 'correction'
"""


@dataclass
class Saved:
    """A backup made while people voted: what had been acknowledged when it began."""

    file: Path
    before: frozenset[str]
    said: str = ""


def back_up(run: Run, file: Path) -> Saved:
    """Make a backup now; whatever goes wrong is said, not raised."""
    before = frozenset(str(row["leaf"]) for row in run.receipts)
    save(Settings(_env_file=None, data_dir=run.made.folder), file)
    return Saved(file, before)


async def judged(run: Run, sealed: int) -> list[str]:
    """Return every fault of the run: losses, doubles, chains, results, walls, and the history."""
    with psycopg.connect(settings().platform_database_url) as connection:
        rows = connection.execute(BALLOTS).fetchall()
        seals = connection.execute(SEALS).fetchone()
        late = connection.execute(LATE).fetchone()
    found = receipts_against_rows([str(row["leaf"]) for row in run.receipts], rows)
    if sealed != len(rows) or seals != (len(rows), len(rows)):
        found.append(f"{sealed} sealed, {len(rows)} stored")
    if late and late[0]:
        found.append(f"{late[0]} stored after the closing")
    faults, associations = await every_fault()
    found += faults
    if not associations:
        found.append("no association is there any more")
    return [*found, *history.faults(run.history), *run.refused]


def receipts_against_rows(receipts: Iterable[str], rows: Iterable[tuple[str, object, int]]) -> list[str]:
    """Hold the leaves people were told against the rows (leaf, lot, revision); name each kind of difference."""
    rows = list(rows)
    acknowledged, stored = Counter(receipts), Counter(leaf for leaf, _, _ in rows)
    found = []
    if lost := sum((acknowledged - stored).values()):
        found.append(f"{lost} acknowledged, but not stored")
    if untold := sum((stored - acknowledged).values()):
        found.append(f"{untold} stored, but nobody was told")
    if len({(lot, revision) for _, lot, revision in rows}) != len(rows) or max(stored.values(), default=0) > 1:
        found.append("a ballot is there twice")
    return found


def restored(made: House, saved: Saved, told: Iterable[str]) -> list[str]:
    """Restore the backup into an empty folder beside the house, check it, and hold it against the receipts."""
    folder = made.folder.parent / "restored"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    result = subprocess.run(
        [sys.executable, "-m", "koprogo.cli.main", "restore", saved.file],
        cwd=PROJECT,
        env={**kept, "KOPROGO_ENV_FILE": "", "KOPROGO_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        return [f"the restore failed: {(result.stdout + result.stderr).strip()[-500:]}"]
    chosen = Settings(_env_file=None, data_dir=folder)
    with as_it_is(chosen) as database, psycopg.connect(database.admin_dsn) as connection:
        leaves = {leaf for leaf, _, _ in connection.execute(BALLOTS).fetchall()}
    found = []
    if missing := saved.before - leaves:
        found.append(f"{len(missing)} acknowledged before the backup, but not in it")
    if unknown := leaves - set(told):
        found.append(f"{len(unknown)} in the backup, but nobody was ever told")
    return found
