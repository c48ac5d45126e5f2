"""The council: reminders of decisions that are due soon or late, once a day."""

from koprogo.core import clock
from koprogo.services.governance import reminders

REMIND = "koprogo.council.remind"
REMIND_CRON = "25 6 * * *"
"""In the morning (UTC): a reminder at night is read as spam."""


async def remind(timestamp: int) -> None:
    """Remind syndics and councils of all associations; `timestamp` is the queue's own."""
    await reminders.remind_all(at=clock.now())
