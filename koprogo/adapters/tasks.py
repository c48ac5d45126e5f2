"""Put work on the queue in the transaction of the act: it is queued if and only if the act is committed.

The queue is procrastinate's, on the same PostgreSQL. `koprogo worker` takes the work off; the server never does, and a
cast never queues anything.
"""

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.queues import queue_of

DEFER = """
SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW(:queue, :task, :priority, NULLIF(:lock, ''), NULLIF(:only_one, ''), CAST(:args AS jsonb), NULL)
]::procrastinate_job_to_defer_v1[])
"""


async def enqueue(
    session: AsyncSession, task: str, *, lock: str = "", in_no_hurry: bool = False, **args: str | int
) -> None:
    """Queue one job by its task's name, which says which queue; `args` are ids and counts only.

    Jobs with the same `lock` run one by one.

    `in_no_hurry`: taken once nothing else waits in its queue.
    """
    await session.execute(
        text(DEFER),
        {
            "queue": queue_of(task),
            "task": task,
            "priority": -1 if in_no_hurry else 0,
            "lock": lock,
            "only_one": "",
            "args": orjson.dumps(args).decode(),
        },
    )
