"""Papers of charges and of the books: the budget for its convocation, calls and settlements one by one, the statements."""

from datetime import date
from uuid import UUID

from koprogo import db
from koprogo.core import clock
from koprogo.services.access import actor_of
from koprogo.services.accounting.reports import paper as statement_paper
from koprogo.services.accounting.reports.asked import Asked, What
from koprogo.services.charges import call_letters, settlement_letters, to_agenda

PRINT_BUDGET, PRINT_CALLS, PRINT_SETTLEMENTS = to_agenda.TASK, call_letters.TASK, settlement_letters.TASK
PRINT_STATEMENT = statement_paper.TASK


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


async def print_statement(
    *, association: str, by: str, language: str, what: str, starts: str, until: str, account: str, periods: str
) -> None:
    """Print a financial statement in the name of who asked for it."""
    async with db.open_session() as session:
        actor = await actor_of(session, UUID(by), on_day=clock.today())
    days = date.fromisoformat(starts), date.fromisoformat(until)
    asked = Asked(What(what), *days, UUID(account) if account else None, periods)
    await statement_paper.print_statement(UUID(association), asked, language, by=actor, at=clock.now())
