"""Convocations of a season, one assembly per job; what a killed worker left is taken up again."""

from datetime import timedelta
from uuid import UUID

from koprogo import db
from koprogo.core import clock
from koprogo.services.access import actor_of
from koprogo.services.assemblies.season import run as season_run

SEND = season_run.TASK
CATCH_UP = "koprogo.season.catch_up"
CATCH_UP_CRON = "*/5 * * * *"
LEFT_AFTER = timedelta(minutes=2)
"""Older steps without an answer were left by a worker that was killed, or wait behind a long queue: both may be sent."""


async def send(*, association: str, assembly: str, run: str, by: str) -> None:
    """Send the convocations of one assembly of a run."""
    await _send(UUID(association), UUID(assembly), UUID(run), UUID(by))


async def catch_up(timestamp: int) -> None:
    """Send what was asked and has no answer; `timestamp` is the queue's own."""
    async with db.platform_session(None, "worker: convocations that were asked for") as session:
        left = await season_run.waiting(session, before=clock.now() - LEFT_AFTER)
    for row in left:
        await _send(row.association_id, row.assembly_id, row.run_id, row.by_id)


async def _send(association_id: UUID, assembly_id: UUID, run_id: UUID, by: UUID) -> None:
    async with db.open_session() as session:
        actor = await actor_of(session, by, on_day=clock.today())
    await season_run.send_one(association_id, assembly_id, run_id, by=actor, at=clock.now())
