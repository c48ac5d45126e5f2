"""The worker: takes work off the queues, retries with growing pauses, and chains logs nobody is watching."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable

import structlog
from procrastinate import App, PsycopgConnector, RetryStrategy

from koprogo import db
from koprogo.core.queues import QUEUES, SHORT
from koprogo.jobs import anchors, charges, council, letters, mail, papers, register, season, surveys, tickets, upkeep
from koprogo.security import logs
from koprogo.settings import settings

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
UPKEEP_CRON = "*/10 * * * *"
CLOSE_VOTES_CRON = "* * * * *"
CATCH_UP_CRON = "17 * * * *"
PUT_BACK = "koprogo.upkeep.put_back"
PUT_BACK_CRON = "* * * * *"
SILENT_SECONDS = 60
"""A worker says every ten seconds that it lives; one silent for so long was killed."""
STAMP_CRON = "41 * * * *"
ON_REQUEST: tuple[tuple[str, Callable[..., Awaitable[None]]], ...] = (
    (papers.MINUTES, papers.print_minutes),
    (papers.OUTSIDE, papers.print_outside),
    (papers.DRAFT, papers.print_draft),
    (papers.RESULTS, papers.print_results),
    (papers.WRITTEN, papers.print_written),
    (surveys.PRINT, surveys.print_result),
    (papers.COUNCIL_REPORT, papers.print_council_report),
    (papers.STAMP, papers.stamp),
    (papers.STAMP_ROOT, papers.stamp_root),
    (mail.DELIVER, mail.deliver),
    (register.ENTER, register.enter_decisions),
    (register.PRINT, register.print_register),
    (letters.PRINT, letters.print_convocations),
    (letters.PRINT_MINUTES, letters.print_minutes_letters),
    (letters.PRINT_CHANGES, letters.print_change_letters),
    (letters.PRINT_WRITTEN, letters.print_written_letters),
    (letters.NOTICE, letters.print_notice),
    (season.SEND, season.send),
    (anchors.SEND, anchors.send),
    (tickets.PRINT, tickets.print_form),
    (charges.PRINT_BUDGET, charges.print_budget),
    (charges.PRINT_CALLS, charges.print_calls),
    (charges.PRINT_STATEMENT, charges.print_statement),
    (charges.PRINT_SETTLEMENTS, charges.print_settlements),
)
"""Tasks that an act queues, tried again with growing pauses."""

log = structlog.get_logger()


def app() -> App:
    """Return the queue with its tasks; nothing is connected yet."""
    queue = App(connector=PsycopgConnector(conninfo=settings().app_database_url))
    for name, do in ON_REQUEST:
        queue.task(name=name, queue=SHORT, retry=AGAIN)(do)
    late = queue.task(name=papers.STAMP_LATE, queue=SHORT)(papers.stamp_late)
    queue.periodic(cron=STAMP_CRON)(late)
    seal = queue.task(name=upkeep.SEAL_LOGS, queue=SHORT)(upkeep.seal_logs)
    queue.periodic(cron=UPKEEP_CRON)(seal)
    enter = queue.task(name=register.CATCH_UP, queue=SHORT)(register.catch_up)
    queue.periodic(cron=CATCH_UP_CRON)(enter)
    close = queue.task(name=upkeep.CLOSE_VOTES, queue=SHORT)(upkeep.close_votes)
    queue.periodic(cron=CLOSE_VOTES_CRON)(close)
    over = queue.task(name=surveys.CLOSE, queue=SHORT)(surveys.close)
    queue.periodic(cron=surveys.CLOSE_CRON)(over)

    @queue.periodic(cron=PUT_BACK_CRON)
    @queue.task(name=PUT_BACK, queue=SHORT)
    async def take_up(timestamp: int) -> None:
        await put_back(queue)

    silent = queue.task(name=upkeep.END_WRITTEN, queue=SHORT)(upkeep.end_written)
    queue.periodic(cron=UPKEEP_CRON)(silent)
    asked = queue.task(name=season.CATCH_UP, queue=SHORT)(season.catch_up)
    queue.periodic(cron=season.CATCH_UP_CRON)(asked)
    remind = queue.task(name=letters.REMIND, queue=SHORT)(letters.remind)
    queue.periodic(cron=letters.REMIND_CRON)(remind)
    away = queue.task(name=anchors.ASK, queue=SHORT)(anchors.ask)
    queue.periodic(cron=anchors.ASK_CRON)(away)
    late = queue.task(name=council.REMIND, queue=SHORT)(council.remind)
    queue.periodic(cron=council.REMIND_CRON)(late)
    forget = queue.task(name=tickets.FORGET, queue=SHORT)(tickets.forget)
    queue.periodic(cron=tickets.FORGET_CRON)(forget)
    return queue


async def put_back(queue: App) -> int:
    """Queue again what a killed worker had in its hands; return how many jobs. Every job is safe to repeat."""
    left = list(await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
    for job in left:
        await queue.job_manager.retry_job(job)
    return len(left)


def run() -> None:
    """Take work off the queues until SIGTERM or SIGINT."""
    logs.configure(settings().log_level)
    asyncio.run(_run())


async def _run() -> None:
    queue = app()
    async with queue.open_async():
        log.info("worker.started", put_back=await put_back(queue))
        working = asyncio.create_task(work(queue))
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, working.cancel)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await working
        finally:
            await db.close()


async def work(queue: App) -> None:
    """Take one job at a time off each queue until cancelled; what is in hand then is finished first."""
    async with asyncio.TaskGroup() as hands:
        for name in QUEUES:
            hand = queue.run_worker_async(
                queues=[name], name=name, concurrency=1, install_signal_handlers=False, delete_jobs="successful"
            )
            hands.create_task(hand)
