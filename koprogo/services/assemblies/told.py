"""When something of an assembly happened: by the database's clock, unless an evening of the past is told.

Only the demo building tells one, in `services/buildings/demo_past.py`: nothing that people or programs can reach sets
it. The log keeps the instant at which each line was really written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

_TOLD: ContextVar[datetime | None] = ContextVar("told", default=None)


@contextmanager
def told_at(at: datetime) -> Iterator[None]:
    """Let what this task adds to an assembly bear this instant, which has an offset."""
    token = _TOLD.set(at)
    try:
        yield
    finally:
        _TOLD.reset(token)


def told() -> datetime | None:
    """Return the instant that is told; None for the database's clock."""
    return _TOLD.get()
