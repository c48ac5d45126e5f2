"""Processes of ours that run together: started in order, restarted when they die, ended in reverse, never left behind.

Three nets, each for when the one before tears: we end them in order; the kernel ends them when we are killed
(`processes.dies_with_us`); the next start ends what `run.json` recorded and still finds.
"""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from koprogo.adapters.data_folder import write_private
from koprogo.adapters.processes import dies_with_us

STOP_SECONDS = 15
_HEALTHY_SECONDS = 3
"""A process that served for so long is started again at once: a hall must not wait for a pause it did not earn."""
_LONGEST_PAUSE = 60
_RECORD = "run.json"
WAITS = "KOPROGO_WAITS"
"""Set for a child that is started before what it needs is there: a line on its standard input lets it begin."""


class StopRequested(BaseException):
    """SIGTERM, SIGINT or SIGHUP arrived; everything unwinds from here."""


@contextlib.contextmanager
def stop_on_signals() -> Iterator[None]:
    """Turn the first signal that asks us to stop into `StopRequested`; later ones wait for the orderly end."""
    asked = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def stop(*_: object) -> None:
        for each in asked:
            signal.signal(each, signal.SIG_IGN)
        raise StopRequested

    before = {each: signal.signal(each, stop) for each in asked}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@dataclass
class Child:
    """One program to keep running. `what` is its name in messages."""

    what: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    not_before: float = 0.0

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Keeps children running; all in one working directory, recorded in one data folder. Use from the main thread."""

    def __init__(self, data_dir: Path, working_dir: Path, children: Sequence[Child]) -> None:
        self.data_dir, self.working_dir, self.children = data_dir, working_dir, children

    def start(self, child: Child, *, waiting: bool = False) -> None:
        """Start one child in a session of its own, so that Ctrl-C reaches us alone.

        `waiting`: it loads everything and then waits for `go` (or ends, when we end before).
        """
        child.process = subprocess.Popen(
            child.command,
            cwd=self.working_dir,
            env={**child.environment, WAITS: "1"} if waiting else child.environment,
            stdin=subprocess.PIPE if waiting else subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dies_with_us(signal.SIGKILL),  # noqa: PLW1509 (this process has one thread)
        )
        child.started = time.monotonic()
        _record(self.data_dir, self.children)

    def go(self, child: Child) -> None:
        """Let a child that waits begin; one that ended meanwhile is started again."""
        with contextlib.suppress(BrokenPipeError):
            if child.process is not None and child.process.stdin is not None:
                child.process.stdin.write(b"go\n")
                child.process.stdin.close()
        if not child.is_running:
            self.start(child)

    def tend(self) -> list[str]:
        """Start again what died, pausing longer after each failure in a row (0, 1, 2, 4 … 60 s); say what was done."""
        said = []
        for child in self.children:
            if child.is_running or child.process is None:
                continue
            now = time.monotonic()
            if child.not_before <= child.started:  # its end is news
                healthy = now - child.started > _HEALTHY_SECONDS
                child.failures = 1 if healthy else child.failures + 1
                pause = 0 if child.failures == 1 else min(2 ** (child.failures - 2), _LONGEST_PAUSE)
                child.not_before = now + pause
                said.append(f"The {child.what} ended (status {child.process.returncode}); starting it in {pause} s.")
            if now >= child.not_before:
                self.start(child)
        return said

    def stop(self) -> None:
        """End the children, the last started first; one that does not end in time is killed with its whole group."""
        for child in reversed(self.children):
            if child.process is None:
                continue
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(STOP_SECONDS)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        (self.data_dir / _RECORD).unlink(missing_ok=True)


def end_leftovers(data_dir: Path) -> list[str]:
    """End what an earlier, killed run recorded and left behind; the caller holds the data folder.

    A number alone proves nothing, it may belong to somebody else by now: the start time and the command must agree.
    """
    record = data_dir / _RECORD
    if not record.exists():
        return []
    ended = []
    for entry in json.loads(record.read_text()):
        found = [process for process in psutil.process_iter() if _is_leftover(process, entry)]
        for process in found:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(found, timeout=STOP_SECONDS)
        ended += [f"Ended the {entry['what']} left behind by an earlier run (process {each.pid})." for each in found]
    record.unlink()
    return ended


def _is_leftover(process: psutil.Process, entry: Mapping[str, object]) -> bool:
    """Say whether the process is the recorded one, or a worker it forked: same group, same command, not older."""
    try:
        return (
            os.getpgid(process.pid) == entry["pid"]
            and process.cmdline() == entry["command"]
            and process.create_time() >= float(str(entry["created"])) - 1
        )
    except (psutil.Error, ProcessLookupError):
        return False


def _record(data_dir: Path, children: Sequence[Child]) -> None:
    entries = []
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            if child.process is not None:
                process = psutil.Process(child.process.pid)
                entries.append(
                    {
                        "what": child.what,
                        "pid": process.pid,
                        "created": process.create_time(),
                        "command": list(child.command),
                    }
                )
    write_private(data_dir / _RECORD, json.dumps(entries))
