"""Letters of assemblies: printed one by one; unopened ones are reminded of three days before."""

from uuid import UUID

from koprogo.core import clock
from koprogo.services.assemblies.convening import change_letters, convocation, occupants, reminders
from koprogo.services.assemblies.minutes import sending as minutes_sending
from koprogo.services.assemblies.written import letters as written_letters

PRINT = convocation.TASK
PRINT_MINUTES = minutes_sending.TASK
PRINT_CHANGES = change_letters.TASK
PRINT_WRITTEN = written_letters.TASK

NOTICE = occupants.TASK
REMIND = "koprogo.letters.remind"
REMIND_CRON = "15 6-18 * * *"
"""By day only (UTC): a reminder at night is read as spam."""


async def print_convocations(*, association: str, assembly: str) -> None:
    """Print the letters of an assembly that wait for it, and let the e-mails leave."""
    await convocation.print_letters(UUID(association), UUID(assembly), at=clock.now())


async def print_notice(*, association: str, assembly: str, by: str, code: str) -> None:
    """Print the notice to occupants of an assembly."""
    await occupants.print_notice(UUID(association), UUID(assembly), by=UUID(by), code=code, at=clock.now())


async def remind(timestamp: int) -> None:
    """Remind those who have not opened their convocation three days before; `timestamp` is the queue's own."""
    await reminders.remind_all_due(at=clock.now())


async def print_minutes_letters(*, association: str, assembly: str) -> None:
    """Print the letters that go with the minutes by post."""
    await minutes_sending.print_letters(UUID(association), UUID(assembly), at=clock.now())


async def print_change_letters(*, association: str, assembly: str) -> None:
    """Print the letters that tell by post of an assembly called off or moved."""
    await change_letters.print_letters(UUID(association), UUID(assembly), at=clock.now())


async def print_written_letters(*, association: str, decision: str) -> None:
    """Print the letters that ask for a decision in writing, and let the e-mails leave."""
    await written_letters.print_letters(UUID(association), UUID(decision), at=clock.now())
