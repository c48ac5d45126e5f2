"""The worker's two hands: papers in one, everything short in the other, and nothing is lost between them."""

import asyncio
from uuid import uuid4

from sqlalchemy import text

from koprogo import db
from koprogo.adapters import tasks
from koprogo.core.queues import PRINTS
from koprogo.jobs import worker

LONG, SHORT = PRINTS + "no_end", "koprogo.mail.at_once"
SECONDS = 20
"""Longer than anything here takes; only a fault waits for it."""


async def test_a_letter_leaves_while_papers_are_printed_and_the_print_is_finished_at_the_end(cast):
    queue = worker.app()
    begun, left, may_end, ended = (asyncio.Event() for _ in range(4))

    @queue.task(name=LONG)
    async def print_for_long() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    @queue.task(name=SHORT)
    async def deliver() -> None:
        left.set()

    async with queue.open_async(), asyncio.timeout(SECONDS):
        working = asyncio.create_task(worker.work(queue))
        await put_on_queue(cast, LONG)
        await begun.wait()
        await put_on_queue(cast, SHORT)
        await left.wait()
        working.cancel()
        asyncio.get_running_loop().call_later(0.05, may_end.set)
        await asyncio.wait([working])
    assert ended.is_set()
    async with db.association_session(cast.association_id) as session:
        waiting = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = ANY(:names)")
        assert await session.scalar(waiting, {"names": [LONG, SHORT]}) == 0


def test_every_task_that_prints_is_named_so_and_no_other_waits_among_papers():
    named = {name for name, _ in worker.ON_REQUEST if name.startswith(PRINTS)}
    assert named == {name for name, do in worker.ON_REQUEST if "print" in do.__name__ or do.__name__ == "stamp"}


async def test_a_job_in_the_hands_of_a_killed_worker_is_queued_again(cast):
    async with db.association_session(cast.association_id) as session:
        await tasks.enqueue(session, "koprogo.no.such.task", lock=f"left:{uuid4()}")
        job = await session.scalar(text("SELECT max(id) FROM procrastinate_jobs"))
        await session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = :j"), {"j": job})
    queue = worker.app()
    async with queue.open_async():
        assert await worker.put_back(queue) >= 1
    async with db.association_session(cast.association_id) as session:
        status = await session.scalar(text("SELECT status FROM procrastinate_jobs WHERE id = :j"), {"j": job})
        await session.execute(text("DELETE FROM procrastinate_jobs WHERE id = :j"), {"j": job})
    assert status == "todo"


async def put_on_queue(cast, task):
    async with db.association_session(cast.association_id) as session:
        await tasks.enqueue(session, task, lock=f"{task}:{uuid4()}")
