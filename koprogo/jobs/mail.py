"""Letters on their way, one job each."""

from uuid import UUID

from koprogo.core import clock
from koprogo.services.messages import outbox

DELIVER = outbox.TASK


async def deliver(*, association: str, letter: str) -> None:
    """Hand one letter of an association's outbox to the mail server; a failure that may pass is tried again."""
    await outbox.deliver(UUID(association), UUID(letter), at=clock.now())
