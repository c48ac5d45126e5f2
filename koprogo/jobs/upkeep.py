"""Upkeep: log lines that no live room sealed get their place in the chain; votes that no server closed are closed."""

from koprogo import db
from koprogo.core.clock import now
from koprogo.services import audit
from koprogo.services.assemblies import countdowns, voting

SEAL_LOGS = "koprogo.upkeep.seal_logs"
CLOSE_VOTES = "koprogo.upkeep.close_votes"


async def close_votes(timestamp: int) -> None:
    """Close the votes whose countdown ran out while no server was up; `timestamp` is the queue's own."""
    async with db.platform_session(None, "worker: countdowns that ran out") as session:
        late = [each for each in await countdowns.running(session) if each.closes_at <= now()]
    for each in late:
        async with db.association_session(each.association_id) as session:
            await voting.close_when_due(session, each.association_id, each.item_id)


async def seal_logs(timestamp: int) -> None:
    """Seal the logs of all associations that have unsealed lines; `timestamp` is the queue's own."""
    async with db.platform_session(None, "worker: seal the logs") as session:
        waiting = await audit.unsealed_associations(session)
    for association_id in waiting:
        async with db.association_session(association_id) as session:
            await audit.seal_log(session, association_id)
