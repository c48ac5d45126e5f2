"""Is the process alive, may people be sent to it: two addresses for machines.

`/healthz` answers as long as the event loop turns; `/readyz` also asks the database and whatever registered itself with
`add_check` (the listener of other processes' hints, for one). Both say nothing about tenants.
"""

import asyncio
from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from koprogo.services import readiness

LAG_EVERY_SECONDS = 0.5
LAG_MOST_SECONDS = 5.0

router = APIRouter(tags=["health"])

_checks: dict[str, Callable[[], bool]] = {}
_lag_seconds = 0.0


def add_check(name: str, is_well: Callable[[], bool]) -> None:
    """Have /readyz ask something of this process; the name is shown when it is not well."""
    _checks[name] = is_well


async def watch_loop() -> None:
    """Measure how late the event loop is; runs as long as the server (a lifespan task)."""
    global _lag_seconds
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LAG_EVERY_SECONDS
        await asyncio.sleep(LAG_EVERY_SECONDS)
        _lag_seconds = max(0.0, loop.time() - due)


def loop_lag_seconds() -> float:
    """Return how late the event loop was at the last look."""
    return _lag_seconds


@router.get("/healthz", summary="Is the process alive")
async def healthz() -> JSONResponse:
    """Answer 200 while the event loop keeps up, 503 when it lags by seconds."""
    is_well = _lag_seconds < LAG_MOST_SECONDS
    return JSONResponse(
        {"status": "ok" if is_well else "late", "loop_lag_ms": round(_lag_seconds * 1000)}, 200 if is_well else 503
    )


@router.get("/readyz", summary="May people be sent here")
async def readyz() -> JSONResponse:
    """Answer 200 when everything this process needs is there, else 503 with what is missing."""
    missing = [*await readiness.faults(), *(name for name, is_well in _checks.items() if not is_well())]
    return JSONResponse({"status": "not ready" if missing else "ready", "missing": missing}, 503 if missing else 200)
