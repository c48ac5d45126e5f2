"""A PostgreSQL that is not ours, for what must work on a server of one's own: Debian's when it is installed.

Where it is not, a second cluster of the programs we bring stands in, still reached as any server is, by its URL.
"""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from koprogo.adapters import embedded_postgres
from koprogo.adapters.database_account import database_account
from koprogo.adapters.processes import dies_with_us

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@contextlib.contextmanager
def foreign_server() -> Iterator[str]:
    """Run one until the block ends; yield its administrator's URL, without a database of KoproGo in it."""
    with tempfile.TemporaryDirectory(prefix="kg-foreign-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        with _debian(folder, DEBIAN[-1].parent) if DEBIAN else _ours(folder) as dsn:
            yield dsn


@contextlib.contextmanager
def _debian(folder: Path, programs: Path) -> Iterator[str]:
    account = database_account()
    options = account.popen_options()
    os.chown(folder, account.uid, account.gid)
    data = folder / "data"
    initdb = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "--auth=trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--no-locale",
    ]
    subprocess.run(initdb, check=True, capture_output=True, cwd="/", **options)
    throwaway = [f"-c{name}={value}" for name, value in embedded_postgres.THROWAWAY.items()]
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-clisten_addresses=", f"-cunix_socket_directories={folder}", *throwaway],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=dies_with_us(signal.SIGINT),  # noqa: PLW1509 (no thread runs when servers are started)
        **options,
    )
    dsn = f"postgresql://postgres@/postgres?host={folder}"
    try:
        while not _answers(dsn):
            assert server.poll() is None, "Debian's PostgreSQL ended"
        yield dsn
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(30)


@contextlib.contextmanager
def _ours(folder: Path) -> Iterator[str]:
    running = embedded_postgres.start(folder / "data", settings=embedded_postgres.THROWAWAY)
    try:
        yield running.admin_dsn
    finally:
        embedded_postgres.stop(running, "immediate")


def _answers(dsn: str) -> bool:
    try:
        psycopg.connect(dsn, connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True
