"""Upkeep: log lines that no live room sealed get their place in the chain; votes that no server closed are closed."""

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.services import audit
from koprogo.services.assemblies.voting import countdowns, voting
from koprogo.services.assemblies.written import written

SEAL_LOGS = "koprogo.upkeep.seal_logs"
CLOSE_VOTES = "koprogo.upkeep.close_votes"
END_WRITTEN = "koprogo.upkeep.end_written"


async def close_votes(timestamp: int) -> None:
    """Close the votes whose countdown ran out while no server was up; `timestamp` is the queue's own."""
    async with db.platform_session(None, "worker: countdowns that ran out") as session:
        late = [each for each in await countdowns.running(session) if each.closes_at <= now()]
    for each in late:
        async with db.association_session(each.association_id) as session:
            await voting.close_when_due(session, each.association_id, each.item_id)


async def end_written(timestamp: int) -> None:
    """End the decisions in writing whose last day passed in silence (art. 3.87 §11)."""
    async with db.platform_session(None, "worker: decisions in writing that are over") as session:
        over = await written.overdue(session, today())
    for association_id, decision_id in over:
        async with db.association_session(association_id) as session:
            await written.end_if_over(session, association_id, decision_id, at=now())


async def seal_logs(timestamp: int) -> None:
    """Seal the logs of all associations that have unsealed lines; `timestamp` is the queue's own."""
    async with db.platform_session(None, "worker: seal the logs") as session:
        waiting = await audit.unsealed_associations(session)
    for association_id in waiting:
        async with db.association_session(association_id) as session:
            await audit.seal_log(session, association_id)
