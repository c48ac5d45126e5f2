"""The PostgreSQL that comes with KoproGo: programs from a Python package, data in the data folder, nobody let in.

Used when `KOPROGO_DATABASE_URL` is empty, and by the tests. We run the package's programs ourselves, because its own
start leaves the door open: `trust` for all, a socket in a world-writable folder, folders up to `/` made readable. Here:

- passwords are random, kept in `secrets/` (0600) and asked of everyone (`scram-sha-256`), also on the socket;
- the server listens on a Unix socket in a folder of mode 0700 and on no network address;
- it runs as an unprivileged account when we are root (`database_account`);
- it is a child of the process that started it and stops with it, however that process ends.
"""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from koprogo.adapters import data_folder
from koprogo.adapters.database_account import Account, database_account, let_pass, postgres_programs
from koprogo.adapters.operator_error import OperatorError
from koprogo.adapters.postmaster import clear_leftovers, is_postmaster, read_pid_file
from koprogo.adapters.processes import dies_with_us

MAJOR = 18
SUPERUSER = "postgres"
THROWAWAY: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests only: a cluster that may be lost with the machine. The product never passes it."""

_SOCKET_NAME = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 100  # sun_path holds 108 bytes on Linux and 104 on macOS, the final zero included
_STOP_SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "fsync": "on",
    # when each transaction was committed: what `koprogo bench` measures screens against
    "track_commit_timestamp": "on",
    # one file per weekday, overwritten a week later; no statements and no DETAIL lines, which quote personal data
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Cluster:
    """A running server.

    `process` is there when this process started it. `admin_dsn` is the superuser's libpq URL of database `postgres`.
    """

    data_dir: Path
    socket_dir: Path
    pid: int
    admin_dsn: str
    process: subprocess.Popen[bytes] | None = None


class PostgresDidNotStart(OperatorError):
    """The server ended or stayed silent; the message carries the end of its log."""


def start(data_dir: Path, *, settings: Mapping[str, str] | None = None, timeout_s: float = 120) -> Cluster:
    """Start the server on the data folder, making the cluster the first time, and return once it answers.

    The caller holds the folder's lock, or the folder is its own. A cluster left behind by a killed server is recovered
    by PostgreSQL itself; its stale pid file, and backends still ending, are dealt with first.

    Args:
        settings: PostgreSQL settings that win over ours, such as `THROWAWAY`.
        timeout_s: how long a start may take, recovery included.

    Raises:
        PostgresDidNotStart: already running here, another major version, or the server's own reason.
        OperatorError: as root, the account or the folder do not allow it.
    """
    data_dir = data_folder.open_folder(data_dir)
    account = database_account()
    let_pass(data_dir, account)
    programs = postgres_programs(data_dir, account)
    chosen = {**_SETTINGS, **(settings or {})}
    pgdata = data_dir / "postgres"
    if not (pgdata / "PG_VERSION").exists():
        _initialise(data_dir, programs, account, durable=chosen["fsync"] == "on")
    _check_version(pgdata)
    if (recorded := read_pid_file(pgdata)) is not None:
        if is_postmaster(recorded.pid, pgdata):
            raise PostgresDidNotStart(f"PostgreSQL already runs on {pgdata} (process {recorded.pid}).")
        clear_leftovers(pgdata)
    socket_dir = _socket_dir(data_dir, account)
    process = _spawn(programs, pgdata, socket_dir, account, chosen)
    _wait_until_ready(process, pgdata, timeout_s)
    return _cluster(data_dir, socket_dir, process.pid, process)


def running(data_dir: Path) -> Cluster | None:
    """Return the server somebody else runs on this data folder, or None."""
    data_dir = data_dir.expanduser().absolute()
    pid_file = read_pid_file(data_dir / "postgres")
    if pid_file is None or not is_postmaster(pid_file.pid, data_dir / "postgres"):
        return None
    return _cluster(data_dir, pid_file.socket_dir, pid_file.pid, None)


def foreseen(data_dir: Path) -> Cluster:
    """Return the server that `start` will run on this data folder, without a process: its socket and password are known."""
    data_dir = data_folder.open_folder(data_dir)
    account = database_account()
    let_pass(data_dir, account)
    return _cluster(data_dir, _socket_dir(data_dir, account), 0, None)


def is_running(cluster: Cluster) -> bool:
    """Say whether the server of this cluster is still there."""
    if cluster.process is not None:
        return cluster.process.poll() is None
    return is_postmaster(cluster.pid, cluster.data_dir / "postgres")


def stop(cluster: Cluster, mode: Literal["smart", "fast", "immediate"] = "fast", timeout_s: float = 60) -> None:
    """Stop the server and wait for its end; a stopped one is left alone.

    `fast` ends sessions and writes everything down; a server that does not manage within `timeout_s` is ended at once
    (`immediate`: nothing committed is lost, the next start replays the log).
    """
    for signal_ in (_STOP_SIGNALS[mode], _STOP_SIGNALS["immediate"]):
        if not is_running(cluster):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(cluster.pid, signal_)
        _wait_for_end(cluster, timeout_s)
    if cluster.socket_dir.parent != cluster.data_dir:
        shutil.rmtree(cluster.socket_dir, ignore_errors=True)


def remove(data_dir: Path) -> None:
    """Stop the server of this folder, if any, and remove its cluster: for a restore that was interrupted."""
    if (left := running(data_dir)) is not None:
        stop(left)
    shutil.rmtree(data_dir / "postgres", ignore_errors=True)


def dsn(user: str, password: str, socket_dir: Path, database: str) -> str:
    """Return the libpq URL of one user and database on the socket; every part is quoted."""
    account, host = f"{quote(user, safe='')}:{quote(password, safe='')}", quote(str(socket_dir), safe="")
    return f"postgresql://{account}@/{quote(database, safe='')}?host={host}"


def _cluster(data_dir: Path, socket_dir: Path, pid: int, process: subprocess.Popen[bytes] | None) -> Cluster:
    admin_dsn = dsn(SUPERUSER, data_folder.secret(data_dir, "postgres"), socket_dir, "postgres")
    return Cluster(data_dir, socket_dir, pid, admin_dsn, process)


def _initialise(data_dir: Path, programs: Path, account: Account, *, durable: bool) -> None:
    """Make the cluster beside its place and move it in at the end: an interrupted initdb leaves nothing half made."""
    password = data_folder.secret(data_dir, "postgres")
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="initdb-") as folder:
        os.chown(folder, account.uid, account.gid)
        password_file = Path(folder, "password")
        data_folder.write_private(password_file, password)
        os.chown(password_file, account.uid, account.gid)
        made = Path(folder, "cluster")
        command = [
            *(programs / "initdb", "--pgdata", made, "--username", SUPERUSER, "--pwfile", password_file),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-instructions"),
            # the builtin provider does not change with the machine's libc, so indexes on text stay right
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if durable else ("--no-sync",)),
        ]
        result = subprocess.run(
            command, capture_output=True, text=True, cwd="/", env=_environment(), **account.popen_options(), check=False
        )
        if result.returncode:
            raise PostgresDidNotStart(f"initdb: {result.stderr.strip()}")
        (made / "pg_hba.conf").write_text("# Unix socket only, always with a password\nlocal all all scram-sha-256\n")
        made.rename(data_dir / "postgres")


def _environment() -> dict[str, str]:
    """Keep our secrets and the caller's PG* variables out of the server's environment."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _check_version(pgdata: Path) -> None:
    found = (pgdata / "PG_VERSION").read_text().strip()
    if found != str(MAJOR):
        raise PostgresDidNotStart(
            f"{pgdata} was made by PostgreSQL {found}; this KoproGo brings {MAJOR}. "
            "Restore a backup into a new data folder, or point KOPROGO_DATABASE_URL at a server."
        )


def _socket_dir(data_dir: Path, account: Account) -> Path:
    """Return a folder of mode 0700 for the socket: in the data folder, or elsewhere when that path does not fit.

    PostgreSQL and libpq both split folder names at commas, and a socket path is limited to about 100 bytes.
    """
    folder = data_dir / "socket"
    if len(os.fsencode(folder / _SOCKET_NAME)) > _LONGEST_SOCKET_PATH or not re.fullmatch(r"[\w/.+ -]+", str(folder)):
        places = ["/run" if os.geteuid() == 0 else os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/var/tmp"]
        place = next(place for place in places if place and len(place) < 40 and os.access(place, os.W_OK | os.X_OK))
        folder = Path(place, f"koprogo-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]}")
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {account.uid, os.geteuid()}:
        raise PostgresDidNotStart(
            f"{folder} should be ours and is not: somebody else made it. Remove it and start again."
        )
    os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder


def _spawn(
    programs: Path, pgdata: Path, socket_dir: Path, account: Account, settings: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    arguments = [f"-c{name}={value}" for name, value in settings.items()]
    with (pgdata.parent / "postgres-start.log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", pgdata, f"-cunix_socket_directories={socket_dir}", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=pgdata,
            env=_environment(),
            umask=0o077,
            start_new_session=True,  # Ctrl-C in the terminal is ours to handle, in order
            preexec_fn=dies_with_us(signal.SIGINT),  # noqa: PLW1509 (no thread runs when servers are started)
            **account.popen_options(),
        )


def _wait_until_ready(process: subprocess.Popen[bytes], pgdata: Path, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        pid_file = read_pid_file(pgdata)
        if pid_file is not None and pid_file.pid == process.pid and pid_file.is_ready:
            return
        ended = process.poll() is not None
        if ended or time.monotonic() > deadline:
            process.kill()
            process.wait()
            said = (pgdata.parent / "postgres-start.log").read_text(errors="replace").strip()
            reason = "ended" if ended else f"did not answer within {timeout_s:.0f} s"
            raise PostgresDidNotStart(f"PostgreSQL {reason}. It said: {said[-2000:]} (more in {pgdata / 'log'})")
        time.sleep(0.01)


def _wait_for_end(cluster: Cluster, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while is_running(cluster) and time.monotonic() < deadline:
        time.sleep(0.01)
