"""Collecting garbage between votes, not in the middle of one.

A thousand phones are a million long-lived objects. Python's collector walks all of them whenever enough new ones came:
measured with 500 phones, half a second each time and a third of the processor time of a vote. So what is there at the start
is set aside for good, the automatic collection keeps to young objects, and the old ones are looked at when nobody presses.
"""

import asyncio
import gc
from collections.abc import Callable

import structlog
from prometheus_client import Gauge

YOUNG, MIDDLE, OLD = 20_000, 50, 1_000_000
"""New objects before the youngest are walked, rounds of it before the middle ones, and rounds of that before the old ones:
the last is as good as never."""
LOOK_SECONDS = 20.0
AT_LATEST_SECONDS = 900.0
ALL_SECONDS = 3600.0

OBJECTS = Gauge("koprogo_collected_objects", "Objects in unreachable rings that the last quiet collection freed")

log = structlog.get_logger()


def set_aside() -> None:
    """Set aside what exists now, so that no later collection walks it; once, before workers are forked from this process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


class Housekeeping:
    """The collections of one process; `is_quiet` says whether a pause of some tenths of a second would hurt nobody now."""

    def __init__(self, is_quiet: Callable[[], bool]) -> None:
        self._is_quiet = is_quiet
        self._waited = self._since_all = 0.0

    async def run(self) -> None:
        """Look every twenty seconds; runs as long as the server."""
        gc.set_threshold(YOUNG, MIDDLE, OLD)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.look(LOOK_SECONDS)

    def look(self, passed: float) -> bool:
        """Collect when it is quiet, or when it was not for fifteen minutes; say whether it did. `passed` is in seconds.

        What survives is set aside too: the next collection walks only what came since. Once an hour of quiet looks at all,
        and the first time makes what was set aside before the fork this process's own: some fifty megabytes, once.
        """
        self._waited += passed
        self._since_all += passed
        if not (self._is_quiet() or self._waited >= AT_LATEST_SECONDS):
            return False
        if self._since_all >= ALL_SECONDS and self._is_quiet():
            gc.unfreeze()
            self._since_all = 0.0
        OBJECTS.set(gc.collect())
        gc.freeze()
        self._waited = 0.0
        return True
