"""Reported problems: the page with the code for the hall, and forgetting who reported what ended long ago."""

from uuid import UUID

from koprogo.core import clock
from koprogo.services.works import occupants, posted_form

PRINT = posted_form.TASK
FORGET = "koprogo.tickets.forget"
FORGET_CRON = "35 2 * * *"


async def print_form(*, association: str, by: str, code: str) -> None:
    """Print the page with the code of the form for problems."""
    await posted_form.print_form(UUID(association), by=UUID(by), code=code, at=clock.now())


async def forget(timestamp: int) -> None:
    """Take names and addresses away where a report ended a year ago; `timestamp` is the queue's own."""
    await occupants.forget_all_due(at=clock.now())
