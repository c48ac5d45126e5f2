"""The server process: granian on one port, its workers tied to its life. Started by `koprogo run`.

Workers are forked by this process and ask the kernel to end them with it: granian's own supervisor, killed, leaves a
worker that keeps the port, and a second start then shares the port with it without a word.
"""

import importlib
import multiprocessing
import os
import resource
import signal
import sys
from pathlib import Path

from granian.constants import HTTPModes, Interfaces, Loops, SSLProtocols
from granian.log import LogLevels
from granian.server.mp import MPServer

from koprogo.adapters import housekeeping
from koprogo.adapters.processes import dies_with_us
from koprogo.adapters.supervision import WAITS
from koprogo.settings import Settings, settings

SOCKETS = 4096
"""Open connections one worker serves at a time: an assembly of 1 000 phones, twice over, and the rest of the house."""

STOP_SECONDS = 10
APP = "koprogo.koprogo"
CLIENTS = ("aiohttp", "requests")
"""HTTP clients that the sockets' library loads for its other half if it finds them: eleven megabytes no server uses."""


def main() -> None:
    """Serve until SIGTERM or SIGINT; the working directory is a finished build."""
    chosen = settings()
    _allow_many_sockets()
    multiprocessing.set_start_method("fork")
    _tie_workers_to_us()
    load_sockets()
    importlib.import_module(APP)  # once, here: a worker that is killed is back in a moment, and shares these pages
    housekeeping.set_aside()
    if os.environ.pop(WAITS, "") and not sys.stdin.readline():
        return  # who started us ended before there was anything to serve
    _server(chosen).serve()


def load_sockets() -> None:
    """Load the library of the sockets as if its optional clients were not installed; who needs one later finds it."""
    hidden = [name for name in CLIENTS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: not to be imported
    try:
        importlib.import_module("engineio")
    finally:
        for name in hidden:
            del sys.modules[name]


def _server(chosen: Settings) -> MPServer:
    return MPServer(
        f"{APP}:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=chosen.host,
        port=chosen.port,
        workers=chosen.workers,
        http=HTTPModes.auto,
        loop=Loops.uvloop,
        backlog=SOCKETS,
        backpressure=SOCKETS,
        log_level=LogLevels(chosen.log_level),
        log_access=False,  # addresses carry tokens of invitations and sockets
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        ssl_cert=chosen.tls_certificate,
        ssl_key=chosen.tls_key,
        ssl_protocol_min=SSLProtocols.tls12,  # phones that are ten years old vote too
        working_dir=Path.cwd(),
    )


def _tie_workers_to_us() -> None:
    """Arm every process forked by this one; a fork of a worker is none of ours."""
    us, arm = os.getpid(), dies_with_us(signal.SIGKILL)

    def armed() -> None:
        if os.getppid() == us:
            arm()

    os.register_at_fork(after_in_child=armed)


def _allow_many_sockets() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * SOCKETS if hard == resource.RLIM_INFINITY else min(4 * SOCKETS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
