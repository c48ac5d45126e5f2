"""Kills: who, how, what must die with it, and how long until people vote again.

What a killed process started must end with it (docs/adr/0002): a worker that outlives its supervisor keeps the port and
serves beside the next one.
"""

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

from koprogo.cli.torture.voters import Run

AFTER_READY_SECONDS = 3.0
AFTER_KILL_SECONDS = 10.0
PATIENCE_SECONDS = 90.0
DYING_SECONDS = 10.0
LOOK_EVERY = 0.02


@dataclass(frozen=True)
class Kind:
    """One way to die: how to find who dies, and by which signal. `own` victims must take their children along."""

    name: str
    signal: signal.Signals
    victim: Callable[[Run], psutil.Process]
    takes_along: bool = True


@dataclass
class Toll:
    """What the kills of a run did."""

    kinds: dict[str, int] = field(default_factory=dict)
    after_ready: list[float] = field(default_factory=list)
    after_kill: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)


def _house(run: Run) -> psutil.Process:
    assert run.made.process is not None
    return psutil.Process(run.made.process.pid)


def _child(run: Run, module: str) -> psutil.Process:
    return next(each for each in _house(run).children() if module in each.cmdline())


def _server(run: Run) -> psutil.Process:
    return _child(run, "koprogo.cli.server")


def _serving(run: Run) -> psutil.Process:
    return _server(run).children()[0]


def _jobs(run: Run) -> psutil.Process:
    return _child(run, "worker")


def _postgres(run: Run) -> psutil.Process:
    return next(each for each in _house(run).children() if each.name() == "postgres")


def _backend(run: Run) -> psutil.Process:
    """Return a PostgreSQL process that serves the application: its crash makes PostgreSQL recover by itself."""
    return next(each for each in _postgres(run).children() if "koprogo_app" in " ".join(each.cmdline()))


KINDS = (
    Kind("serving process, kill -9", signal.SIGKILL, _serving),
    Kind("server, kill -9", signal.SIGKILL, _server),
    Kind("PostgreSQL, immediate shutdown", signal.SIGQUIT, _postgres),
    Kind("PostgreSQL, kill -9", signal.SIGKILL, _postgres),
    Kind("a connection's PostgreSQL process, kill -9", signal.SIGKILL, _backend, takes_along=False),
    Kind("the whole house, kill -9", signal.SIGKILL, _house),
    Kind("worker of jobs, kill -9", signal.SIGKILL, _jobs),
)


async def kill(run: Run, kind: Kind, toll: Toll) -> None:
    """Kill once, wait until people vote again, and write down how long that took and what went wrong."""
    toll.kinds[kind.name] = toll.kinds.get(kind.name, 0) + 1
    victim = await _found(run, kind)
    if victim is None:
        toll.faults.append(f"{kind.name}: there was nobody to kill")
        return
    family = victim.children(recursive=True) if kind.takes_along else []
    killed = time.monotonic()
    victim.send_signal(kind.signal)
    left = await asyncio.to_thread(_left, [victim, *family])
    toll.faults += [f"{kind.name}: process {each.pid} outlived it" for each in left]
    if run.made.process is not None and victim.pid == run.made.process.pid:
        if await asyncio.to_thread(_port_answers, run.made.port):
            toll.faults.append(f"{kind.name}: somebody still listens on the port")
        await asyncio.to_thread(run.made.process.wait)
        await asyncio.to_thread(run.made.start)
    await _time_the_return(run, kind, toll, killed)


async def _found(run: Run, kind: Kind) -> psutil.Process | None:
    """Return who dies; the house may just be starting it again."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(StopIteration, IndexError, psutil.NoSuchProcess):
            return kind.victim(run)
        await asyncio.sleep(LOOK_EVERY)
    return None


def _left(doomed: list[psutil.Process]) -> list[psutil.Process]:
    """Return who is still there after a while; a dead child that nobody has asked about yet is dead."""
    until = time.monotonic() + DYING_SECONDS
    while True:
        alive = [each for each in doomed if _lives(each)]
        if not alive or time.monotonic() > until:
            return alive
        time.sleep(LOOK_EVERY)


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _port_answers(port: int) -> bool:
    with contextlib.closing(socket.socket()) as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


async def _time_the_return(run: Run, kind: Kind, toll: Toll, killed: float) -> None:
    until = killed + PATIENCE_SECONDS
    while not await asyncio.to_thread(run.made.is_ready) and time.monotonic() < until:
        await asyncio.sleep(LOOK_EVERY)
    ready = time.monotonic()
    while (resumed := run.resumed(killed)) is None and time.monotonic() < until:
        await asyncio.sleep(LOOK_EVERY)
    if resumed is None:
        toll.faults.append(f"{kind.name}: nobody could vote within {PATIENCE_SECONDS:.0f} s")
        return
    after_ready, after_kill = max(0.0, resumed - ready), resumed - killed
    toll.after_ready.append(after_ready)
    toll.after_kill.append(after_kill)
    if after_ready > AFTER_READY_SECONDS:
        toll.slow.append(f"{kind.name}: voting resumed {after_ready:.1f} s after /readyz answered")
    if after_kill > AFTER_KILL_SECONDS:
        toll.slow.append(f"{kind.name}: voting resumed {after_kill:.1f} s after the kill")
