"""Papers of charges: the budget for its convocation; calls and settlements, printed one by one."""

from uuid import UUID

from koprogo import db
from koprogo.core import clock
from koprogo.services.access import actor_of
from koprogo.services.charges import call_letters, settlement_letters, to_agenda

PRINT_BUDGET, PRINT_CALLS, PRINT_SETTLEMENTS = to_agenda.TASK, call_letters.TASK, settlement_letters.TASK


async def print_budget(*, association: str, budget: str, item: str, by: str) -> None:
    """Print a budget and attach it to the point that votes it."""
    async with db.open_session() as session:
        actor = await actor_of(session, UUID(by), on_day=clock.today())
    await to_agenda.print_budget(UUID(association), UUID(budget), UUID(item), by=actor, at=clock.now())


async def print_calls(*, association: str, call: str) -> None:
    """Print the letters of a call that wait for it, and let the e-mails leave."""
    await call_letters.print_letters(UUID(association), UUID(call), at=clock.now())


async def print_settlements(*, association: str, settlement: str) -> None:
    """Print the letters of a settlement that wait for it, and let the e-mails leave."""
    await settlement_letters.print_letters(UUID(association), UUID(settlement), at=clock.now())
