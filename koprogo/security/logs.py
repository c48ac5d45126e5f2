"""What the server writes to its log: JSON lines about acts and faults, never about people or votes.

Our own lines carry ids, kinds and counts. Libraries write what they like (a client's whole event, a statement with its
values, an address with a token), so of their lines only the logger, the level and the place in the code are kept, and
of an exception its class and where it went through, not its words. No level changes that; below warnings, libraries are
silent.
"""

import logging
import sys
import traceback
from contextvars import ContextVar
from pathlib import PurePath
from secrets import token_hex
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SAFE_TEXT = ("granian", "_granian", "alembic.runtime", "koprogo")
"""Loggers whose words are known to be about the machine only."""
FRAMES_MOST = 12

_correlation: ContextVar[str] = ContextVar("koprogo_correlation", default="")


def begin() -> str:
    """Name what follows in this task (a request, an event); every log line carries the name."""
    name = token_hex(4)
    _correlation.set(name)
    return name


def correlation_id() -> str:
    """Return the name of what is going on, as a person may quote it to us."""
    return _correlation.get() or begin()


def log_fault(error: BaseException, **facts: str | int | None) -> str:
    """Write down a mistake of ours and return the number a person may quote."""
    number = correlation_id()
    structlog.get_logger().error("fault", exc_info=error, **facts)
    return number


def configure(level: str) -> None:
    """Write the process's log to stdout from now on; safe to repeat."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_correlation,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _plain_exception,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=_Lines,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            _without_foreign_words,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
        foreign_pre_chain=shared,
    )
    handler = _Handler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.getLevelName(level.upper()), logging.WARNING))
    for name in list(logging.root.manager.loggerDict):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate, library.disabled = True, False
        library.setLevel(logging.NOTSET)
    for name in SAFE_TEXT:
        logging.getLogger(name).setLevel(level.upper())


class _Lines:
    """Writes to whatever stdout is at that moment."""

    def __init__(self, *names: str) -> None:
        pass

    def msg(self, line: str) -> None:
        """Write one line."""
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    debug = info = warning = error = critical = msg


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _Lines().msg(self.format(record))


def _add_correlation(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    name = _correlation.get()
    if name:
        event["correlation"] = name
    return event


def _plain_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace an exception by its classes and the places it went through."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    event.pop("stack_info", None)
    if isinstance(error, BaseException):
        event["exception"] = _classes(error)
        event["frames"] = _frames(error.__traceback__)
    return event


def _without_foreign_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord | None = event.get("_record")
    if record is None:
        return event
    event["logger"] = record.name
    if not record.name.startswith(SAFE_TEXT):
        event["event"] = "library"
        event["where"] = f"{PurePath(record.pathname).name}:{record.lineno}"
    return event


def _classes(error: BaseException) -> list[str]:
    """Return the classes of an exception and of what led to it, the last first."""
    names: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(names) < 5:
        names.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return names


def _frames(trail: TracebackType | None) -> list[str]:
    found: list[Any] = traceback.extract_tb(trail)[-FRAMES_MOST:]
    return [f"{'/'.join(PurePath(each.filename).parts[-3:])}:{each.lineno} {each.name}" for each in found]
