"""What PostgreSQL writes down about itself, and what is left when it could not clean up."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import psutil

_PATIENCE_SECONDS = 5


@dataclass(frozen=True)
class PidFile:
    """`postmaster.pid`: who runs on this folder, where its socket is, whether it answers."""

    pid: int
    socket_dir: Path
    is_ready: bool


def read_pid_file(pgdata: Path) -> PidFile | None:
    """Read the file, line by line: pid, data folder, start, port, socket folder, address, shared memory, state."""
    try:
        lines = [line.strip() for line in (pgdata / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return None
    if not lines or not lines[0].isdigit():
        return None
    socket_dir = Path(lines[4]) if len(lines) > 4 else Path()
    return PidFile(int(lines[0]), socket_dir, len(lines) > 7 and lines[7] == "ready")


def is_postmaster(pid: int, pgdata: Path) -> bool:
    """Say whether this pid is a PostgreSQL server on this folder, and not a later process with the same number."""
    try:
        return str(pgdata) in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


def clear_leftovers(pgdata: Path) -> None:
    """End the backends of a server that was killed and drop its pid file; the server itself is gone.

    PostgreSQL takes any living process of its account with the recorded number for a server, which after a restart of a
    container is the rule rather than the exception; we have looked at what the process is.
    """
    orphans = [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(pgdata)]
    _, alive = psutil.wait_procs(orphans, timeout=_PATIENCE_SECONDS)  # they notice the death of their parent themselves
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=_PATIENCE_SECONDS)
    (pgdata / "postmaster.pid").unlink(missing_ok=True)
