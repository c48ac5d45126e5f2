"""The heads of all logs, mailed away once a day; one job per address, each tried again by itself."""

from koprogo.core import clock
from koprogo.services import anchors

SEND = anchors.TASK
ASK = "koprogo.anchors.ask"
ASK_CRON = "10 3 * * *"
"""At night (UTC): the evening before is over, and its last lines are chained."""


async def ask(timestamp: int) -> None:
    """Queue the mails of the day; `timestamp` is the queue's own."""
    await anchors.ask(at=clock.now())


async def send(*, number: int, day: str) -> None:
    """Send one of them."""
    await anchors.send(number, day=day, at=clock.now())
