"""A Redis of our own for several server processes, where none is named: the machine's `redis-server`, kept private.

It listens on loopback only, behind a password that is drawn once and kept in the data folder, and keeps nothing on disk:
what is in it (which tab is connected where) can be made again at any moment.
"""

import shutil
import socket
from pathlib import Path

from koprogo.adapters.data_folder import secret, write_private

PROGRAM = "redis-server"
MEMORY_MB = 256
_SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
protected-mode yes
daemonize no
save ""
appendonly no
maxmemory {memory}mb
maxmemory-policy volatile-ttl
notify-keyspace-events KEA
dir {folder}
loglevel warning
"""


def program() -> str | None:
    """Return where `redis-server` is on this machine; None when it is not installed."""
    return shutil.which(PROGRAM)


def prepare(data_dir: Path) -> tuple[list[str], str]:
    """Return the command that runs our Redis, and its URL. The caller holds the data folder and starts the command.

    Raises:
        FileNotFoundError: it is not installed on this machine.
    """
    found = program()
    if found is None:
        raise FileNotFoundError(PROGRAM)
    folder = data_dir / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    password, port = secret(data_dir, "redis"), _free_port()
    settings = folder / "redis.conf"
    write_private(settings, _SETTINGS.format(port=port, password=password, memory=MEMORY_MB, folder=f'"{folder}"'))
    return [found, str(settings)], f"redis://:{password}@127.0.0.1:{port}/0"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
