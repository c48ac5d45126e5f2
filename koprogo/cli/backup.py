"""`koprogo backup FILE`: the database, every stored file and the keys that check receipts, as of one moment, in one file.

People go on voting meanwhile. The moment is the database's; files are stored before the row that names them, so every
file of that moment is there when they are copied afterwards.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from koprogo.adapters import backup_file, database_dump
from koprogo.adapters.backup_file import DUMP, Writer
from koprogo.adapters.storage import SPOOL, storage
from koprogo.cli.database import as_it_is
from koprogo.core.clock import now
from koprogo.services.assemblies.proof import receipt_keys
from koprogo.settings import Settings, settings


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; a file that exists is never overwritten.")],
) -> None:
    """Save database, files and public keys in one file, while everything runs; it holds personal data, unencrypted."""
    files, rows, size = save(settings(), file)
    typer.echo(f"{file}: {rows} rows and {files} files, {size} bytes. It holds personal data, unencrypted: keep it so.")


def save(chosen: Settings, file: Path) -> tuple[int, int, int]:
    """Write the backup; return the number of files and rows in it, and its length in bytes.

    Raises:
        OperatorError: nothing to save, no place to write, a stored file is damaged; no file is left then.
    """
    with as_it_is(chosen) as database, backup_file.written(file) as writer:
        with database_dump.snapshot(database.admin_dsn) as (moment, held):
            _add_dump(writer, database.admin_dsn, moment, file.expanduser().absolute().parent)
        files = _add_files(writer, chosen)
        for fingerprint, pem in receipt_keys.public_keys().items():
            writer.add_bytes(f"keys/{fingerprint}.pem", pem.encode())
        writer.close(
            {
                "made_at": now().isoformat(timespec="seconds"),
                "postgres": held.postgres,
                "schema": held.schema,
                "rows": dict(held.rows),
            }
        )
    return files, sum(held.rows.values()), file.expanduser().stat().st_size


def _add_dump(writer: Writer, admin_dsn: str, moment: str, folder: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".koprogo-", suffix=".dump.partial")
    os.close(descriptor)
    dumped = Path(name)
    try:
        database_dump.dump(admin_dsn, moment, dumped)
        with dumped.open("rb") as stream:
            writer.add(DUMP, stream, dumped.stat().st_size)
    finally:
        dumped.unlink()


def _add_files(writer: Writer, chosen: Settings) -> int:
    kept, number = storage(chosen), 0
    for key in kept.every_key():
        with kept.open(key) as stream, tempfile.SpooledTemporaryFile(max_size=SPOOL) as spool:
            shutil.copyfileobj(stream, spool)
            size = spool.tell()
            spool.seek(0)
            source: BinaryIO = spool  # type: ignore[assignment]
            writer.add(f"files/{key}", source, size)
        number += 1
    return number
