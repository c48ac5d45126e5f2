"""The platform's own log: what happened outside any association (sign-ins, refusals at the gate).

Only added to. Facts are ids, kinds and counts: never an e-mail address, a name, a password or a code.
"""

from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def record(
    session: AsyncSession, actor_id: UUID | None, action: str, *, at: datetime, **facts: str | int | None
) -> None:
    """Append one line: who (when known) did what."""
    await session.execute(
        text(
            "INSERT INTO platform_event (at, actor_id, action, facts)"
            " VALUES (:at, :actor, :action, CAST(:facts AS jsonb))"
        ),
        {"at": at, "actor": actor_id, "action": action, "facts": orjson.dumps(facts).decode()},
    )
