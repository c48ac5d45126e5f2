"""Upkeep: the log lines that no live room sealed get their place in the chain."""

from koprogo import db
from koprogo.services import audit

SEAL_LOGS = "koprogo.upkeep.seal_logs"


async def seal_logs(timestamp: int) -> None:
    """Seal the logs of all associations that have unsealed lines; `timestamp` is the queue's own."""
    async with db.platform_session(None, "worker: seal the logs") as session:
        waiting = await audit.unsealed_associations(session)
    for association_id in waiting:
        async with db.association_session(association_id) as session:
            await audit.seal_log(session, association_id)
