"""The whole database as a file, and back: PostgreSQL's own pg_dump, pg_restore and psql, from the package we bring.

A dump is one snapshot: people go on voting meanwhile, and what commits later is in the next one. It holds tables, rows,
policies, triggers and grants; roles and passwords belong to the server and are made anew by `database_roles`.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from koprogo.adapters.database_account import client_programs
from koprogo.adapters.database_roles import OWNER
from koprogo.adapters.operator_error import OperatorError

SNAPSHOT = f"SET ROLE {OWNER}"
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
_PREAMBLE = 100
"""Lines of a restore script in which its settings stand; data come later."""


@dataclass(frozen=True)
class Contents:
    """What a database held at one moment: its schema's revision, and how many rows each table had."""

    schema: str
    postgres: int
    rows: Mapping[str, int]


@contextlib.contextmanager
def snapshot(admin_dsn: str) -> Iterator[tuple[str, Contents]]:
    """Hold one moment of the database: its name for `dump`, and what was in it then.

    Raises:
        OperatorError: the database is not there, or no KoproGo has prepared it.
    """
    with _connected(admin_dsn) as connection:
        connection.execute(SNAPSHOT)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield str(row[0]) if row else "", contents(connection)


def contents(connection: psycopg.Connection[Any]) -> Contents:
    """Return what the database holds, within the connection's snapshot; the role must pass the walls."""
    names = [name for (name,) in connection.execute(TABLES).fetchall()]
    if "alembic_version" not in names:
        raise OperatorError("There is no database of KoproGo yet: nothing to save.")
    versions = [version for (version,) in connection.execute("SELECT version_num FROM alembic_version").fetchall()]
    counted = {}
    for name in names:
        row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(name))).fetchone()
        counted[name] = int(row[0]) if row else 0
    return Contents(",".join(versions), connection.info.server_version, counted)


def dump(admin_dsn: str, snapshot_name: str, target: Path) -> None:
    """Write the database as of the snapshot to `target`, compressed.

    Raises:
        OperatorError: what pg_dump said; a server newer than our programs is one such thing.
    """
    options = ["--format=custom", "--no-owner", f"--role={OWNER}", f"--snapshot={snapshot_name}", f"--file={target}"]
    _run("pg_dump", admin_dsn, options)


def is_empty(admin_dsn: str) -> bool:
    """Say whether the database holds no table of anybody."""
    with _connected(admin_dsn) as connection:
        return connection.execute(TABLES).fetchone() is None


def restore(admin_dsn: str, source: Path) -> Contents:
    """Fill an empty, prepared database from a dump, in one transaction, and return what it holds now.

    Raises:
        OperatorError: what PostgreSQL said; the database is empty still.
    """
    programs, (conninfo, environment) = client_programs(), _named(admin_dsn)
    read: list[str | Path] = [programs / "pg_restore", "--no-owner", f"--role={OWNER}", "--file=-", source]
    fill: list[str | Path] = [programs / "psql", "-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1"]
    with (
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader,
        subprocess.Popen(
            [*fill, "--single-transaction", "-d", conninfo],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        ) as filler,
    ):
        said = _poured(reader, filler, is_old=_version(admin_dsn) < 170_000)
    if reader.returncode or filler.returncode:
        raise OperatorError(f"The database could not be restored and stays empty. PostgreSQL said: {said[-1000:]}")
    with _connected(admin_dsn) as connection:
        connection.execute(SNAPSHOT)
        return contents(connection)


def _poured(reader: subprocess.Popen[bytes], filler: subprocess.Popen[bytes], *, is_old: bool) -> str:
    """Let the script of one program run through the other; return what went wrong, nothing when all is well."""
    assert reader.stdout and reader.stderr and filler.stdin and filler.stderr
    try:
        for number, line in enumerate(reader.stdout):
            if not (is_old and line == _UNKNOWN_BEFORE_17):
                filler.stdin.write(line)
            if number > _PREAMBLE:
                break
        shutil.copyfileobj(reader.stdout, filler.stdin)
        if reader.wait():  # end the other before the end of its input makes it commit
            filler.kill()
            return reader.stderr.read().decode(errors="replace").strip() or "the dump could not be read"
        filler.stdin.close()
    except BrokenPipeError:  # it refused something, rolled back and says what
        reader.kill()
        with contextlib.suppress(BrokenPipeError):
            filler.stdin.close()
    return filler.stderr.read().decode(errors="replace").strip()


def _version(admin_dsn: str) -> int:
    with _connected(admin_dsn) as connection:
        return connection.info.server_version


def _run(program: str, dsn: str, options: list[str]) -> None:
    conninfo, environment = _named(dsn)
    result = subprocess.run(
        [client_programs() / program, *options, "-d", conninfo],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if result.returncode:
        raise OperatorError(f"{program} failed: {result.stderr.strip()[-1000:]}")


def _named(dsn: str) -> tuple[str, dict[str, str]]:
    """Return a connection string without its password, and an environment with it: arguments are public."""
    parts: dict[str, Any] = {name: value for name, value in conninfo_to_dict(dsn).items() if value is not None}
    password = str(parts.pop("password", ""))
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return make_conninfo(**parts), {**outside, "PGPASSWORD": password}


def _connected(admin_dsn: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(admin_dsn, autocommit=True)
    except psycopg.OperationalError as failure:
        raise OperatorError(f"The database cannot be reached: {' '.join(str(failure).split())}") from failure
