"""Presses: processes of our own that turn papers into PDF files, so that no server and no hall waits for one.

Each process that wants papers has a few presses, started with the first paper and ended when nobody printed for a while.
A press prints one paper at a time, at low priority; it is ended when a paper takes too long, and replaced when it has
grown. It speaks through its standard input and output only (`press.py`), and ends with us. docs/adr/0070.
"""

import asyncio
import contextlib
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, Any

import psutil

from koprogo.adapters.pdf import PdfAttachment, PdfNotMade
from koprogo.core.errors import NotNow

PRESSES = max(1, min(os.cpu_count() or 1, 4))
"""One per core: they are polite (`press.NICE`), a vote takes the core whenever it wants it."""
LONGEST_SECONDS = 300.0
"""For one paper with the start of its press; minutes of 500 owners take 23 on a quiet machine."""
MOST_WAITING = 64
"""Papers in hand or waiting in one process; more are refused rather than kept."""
FULL_MEGABYTES = 600
"""A press that ever held more is replaced after its paper."""
LENGTH = struct.Struct("!Q")
ROOT = Path(__file__).parents[2]


class PrintersBusy(NotNow):
    """More papers wait than one process may keep; nothing was printed."""

    message_id = "Too many papers are being printed right now. Ask for this one again in a minute."


@dataclass(frozen=True)
class Order:
    """What a press is told: a paper as HTML, or what makes it (a function of a module with its facts)."""

    html: str | Callable[[], str]
    title: str
    language: str
    attachments: tuple[PdfAttachment, ...]
    created_at: datetime | None


@dataclass(frozen=True)
class Done:
    """What a press answers: the bytes of the file or why there are none, and the most memory it ever held."""

    content: bytes
    failure: Exception | None
    megabytes: int


async def print_pdf(
    html: str | Callable[[], str],
    *,
    title: str,
    language: str,
    attachments: Sequence[PdfAttachment] = (),
    created_at: datetime | None = None,
) -> bytes:
    """Have a press print one paper, and return the bytes of its PDF as `pdf.render_pdf` does.

    `html` may be a `functools.partial` of a paper's `build`: the press then makes the HTML too.

    Raises:
        PrintersBusy: more than `MOST_WAITING` papers wait here.
        PdfUnavailable: a system package is missing.
        PdfNotMade: the paper cannot be printed, took longer than `LONGEST_SECONDS`, or needed too much memory.
    """
    order = Order(html, title, language, tuple(attachments), created_at)
    return await house().print_pdf(order)


@cache
def house() -> "House":
    """Return the presses of this process; none of them is started yet."""
    return House(PRESSES)


class House:
    """A few presses behind one queue. Belongs to no event loop."""

    def __init__(self, presses: int, longest: float = LONGEST_SECONDS) -> None:
        self.presses, self.longest = presses, longest
        self._threads = ThreadPoolExecutor(presses, thread_name_prefix="press")
        self._own = threading.local()
        self._here: list[_Press] = []
        self._waiting = 0

    async def print_pdf(self, order: Order) -> bytes:
        """Print one paper as soon as a press is free; raises as `print_pdf` above."""
        if self._waiting >= MOST_WAITING:
            raise PrintersBusy
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._threads.submit(self._print, order))
        finally:
            self._waiting -= 1

    def pids(self) -> list[int]:
        """Return the processes that print, as they run now."""
        return [each.process.pid for each in self._here if each.is_running()]

    def spent(self) -> tuple[float, int]:
        """Return the seconds of processor time that the presses running now have used, and the bytes the largest holds."""
        running = [psutil.Process(pid) for pid in self.pids()]
        times = [each.cpu_times() for each in running]
        return sum(each.user + each.system for each in times), max(
            (each.memory_info().rss for each in running), default=0
        )

    def close(self) -> None:
        """End all presses, what they have in hand with them."""
        for each in self._here:
            each.end()
        self._threads.shutdown()

    def _print(self, order: Order) -> bytes:
        press: _Press | None = getattr(self._own, "press", None)
        done = press.print(order, self.longest) if press and press.is_running() else None
        if done is None:  # the first paper, or a press that went home meanwhile
            done = self._new_press().print(order, self.longest)
        if done is None:
            raise PdfNotMade(f"The press ended while it printed {order.title[:80]!r}")
        if done.failure:
            raise done.failure
        return done.content

    def _new_press(self) -> "_Press":
        self._here = [each for each in self._here if each.is_running()]
        self._own.press = press = _Press()
        self._here.append(press)
        return press


class _Press:
    """One process that prints; used by one thread."""

    def __init__(self) -> None:
        # Its fonts lie in a folder of ours: a press that is killed leaves nothing behind.
        self._folder = tempfile.TemporaryDirectory(prefix="koprogo-press-", ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "koprogo.adapters.press"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "TMPDIR": self._folder.name},
        )  # fmt: skip

    def is_running(self) -> bool:
        """Say whether it lives."""
        return self.process.poll() is None

    def print(self, order: Order, longest: float) -> Done | None:
        """Hand one paper over and wait for it; None when the press is gone. It is ended when that takes too long."""
        late = threading.Event()
        watch = threading.Timer(longest, self._stop, [late])
        watch.daemon = True
        watch.start()
        done: Done | None = None
        try:
            with contextlib.suppress(OSError, EOFError):
                assert self.process.stdin is not None
                assert self.process.stdout is not None
                write(self.process.stdin, order)
                done = read(self.process.stdout)
        finally:  # an order that cannot be sent must not end the press in the middle of a later paper
            watch.cancel()
        if done is None or done.megabytes > FULL_MEGABYTES:
            self.end()
        if late.is_set():
            return Done(b"", PdfNotMade(f"{order.title[:80]!r} was not printed within {longest:.0f} seconds"), 0)
        return done

    def end(self) -> None:
        """End it now, with what it has in hand."""
        self.process.kill()
        self.process.wait()
        self._folder.cleanup()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # a paper it never read
                if pipe:
                    pipe.close()

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()


def write(pipe: IO[bytes], what: Order | Done) -> None:
    """Send one order or answer through a pipe."""
    content = pickle.dumps(what)
    pipe.write(LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def read(pipe: IO[bytes]) -> Any:
    """Return what was sent: an `Order` or a `Done`, between processes of ours. EOFError when the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    [size] = LENGTH.unpack(head)
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return pickle.loads(content)
