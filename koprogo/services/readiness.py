"""May people be sent to this process? The database answers, and its schema is the one this code was written for."""

from asyncio import timeout

import psycopg
from psycopg_pool import PoolTimeout

from koprogo import db
from koprogo.models.schema import HEAD

ANSWER_SECONDS = 2.0


async def faults() -> list[str]:
    """Return what is missing, in words for an operator; empty is good."""
    try:
        async with timeout(ANSWER_SECONDS):
            pool = await db.cast_pool()
            async with pool.connection(timeout=ANSWER_SECONDS) as connection:
                rows = await (await connection.execute("SELECT version_num FROM alembic_version")).fetchall()
    except (psycopg.Error, PoolTimeout, TimeoutError) as error:
        return [f"database: {type(error).__name__}"]
    found = {row[0] for row in rows}
    return [] if found == {HEAD} else ["migrations: run `koprogo migrate`"]
