"""`koprogo restore FILE`: a backup onto an empty machine: verified whole, then written, then verified again.

Nothing is written before every byte of the backup was held against its manifest. Files come first and the database
last, in one transaction; a mark in the data folder says that a restore is under way, and KoproGo does not start on it.
"""

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from koprogo.adapters import backup_file, data_folder, database_dump, embedded_postgres, migrations
from koprogo.adapters.backup_file import DUMP, BackupDamaged, Manifest
from koprogo.adapters.operator_error import OperatorError
from koprogo.adapters.storage import Storage, storage
from koprogo.cli.check import every_fault
from koprogo.cli.database import Database, bare, bring_up_to_date, named
from koprogo.services.assemblies.proof import receipt_keys
from koprogo.settings import Settings, settings


def restore(file: Annotated[Path, typer.Argument(help="A file that `koprogo backup` made.")]) -> None:
    """Restore a backup into an empty data folder (and an empty database), then verify everything; exit 1 on any fault."""
    manifest, faults = bring_back(settings(), file)
    for fault in faults:
        typer.echo(fault)
    rows, files = sum(manifest.facts["rows"].values()), sum(name.startswith("files/") for name in manifest.members)
    typer.echo(
        f"Restored what was saved at {manifest.facts['made_at']}: {rows} rows, {files} files, {len(faults)} faults."
    )
    if faults:
        raise typer.Exit(1)


def bring_back(chosen: Settings, file: Path) -> tuple[Manifest, list[str]]:
    """Restore and verify; return the manifest and the faults that `koprogo check` finds afterwards.

    Raises:
        BackupDamaged: names the member; nothing was written.
        OperatorError: the place is not empty, the backup is newer than this release, or PostgreSQL said no.
    """
    manifest = backup_file.verified(file)
    if not migrations.knows(manifest.facts["schema"]):
        raise OperatorError(
            f"{file.name} was made by a newer KoproGo (schema {manifest.facts['schema']}): upgrade first."
        )
    folder = data_folder.open_folder(chosen.data_dir)
    with data_folder.locked(folder):
        _require_empty(chosen, folder)
        data_folder.begin_restore(folder, file.name)
        with bare(chosen) as database:
            if not database_dump.is_empty(database.admin_dsn):
                raise OperatorError(
                    "The database already holds tables. Restore into an empty one; this one is left alone."
                )
            _restore(chosen, database, file, manifest)
            bring_up_to_date(chosen, database)
            data_folder.end_restore(folder)
            with named(database):
                return manifest, asyncio.run(every_fault())[0]


def _require_empty(chosen: Settings, folder: Path) -> None:
    """Refuse a folder that holds a house; what an interrupted restore left is cleared."""
    if data_folder.is_restoring(folder):
        embedded_postgres.remove(folder)
    elif (folder / "postgres").exists() or _holds_files(chosen):
        raise OperatorError(
            f"{folder} already holds a house. Restore into an empty folder (KOPROGO_DATA_DIR); nothing was changed."
        )


def _holds_files(chosen: Settings) -> bool:
    """Say whether files are here; those in a bucket may have survived the machine, and the same bytes go there once."""
    return chosen.storage == "folder" and next(iter(storage(chosen).every_key()), None) is not None


def _restore(chosen: Settings, database: Database, file: Path, manifest: Manifest) -> None:
    kept = storage(chosen)
    with tempfile.TemporaryDirectory(dir=chosen.data_dir, prefix="restore-") as scratch:
        dumped = Path(scratch, DUMP)
        backup_file.each_member(file, lambda name, stream: _take(name, stream, kept, dumped))
        found = database_dump.restore(database.admin_dsn, dumped)
    for table, rows in manifest.facts["rows"].items():
        if found.rows.get(table) != rows:
            raise BackupDamaged(f"{table} has {found.rows.get(table)} rows after the restore, {rows} were saved.")


def _take(name: str, stream: BinaryIO, kept: Storage, dumped: Path) -> None:
    folder, _, key = name.partition("/")
    if name == DUMP:
        with dumped.open("wb") as target:
            shutil.copyfileobj(stream, target)
    elif folder == "files" and kept.put(stream) != key:
        raise BackupDamaged(f"{name} changed while it was being restored.")
    elif folder == "keys":
        receipt_keys.keep_earlier(stream.read().decode())
