"""Surveys: closed at their minute, and their results printed."""

from uuid import UUID

from koprogo import db
from koprogo.core import clock
from koprogo.services.access import actor_of
from koprogo.services.community import opening, result_paper

CLOSE = "koprogo.surveys.close"
CLOSE_CRON = "* * * * *"
"""Each minute; answers stop at the minute whether or not this came by, so a late job changes nothing."""
PRINT = result_paper.TASK


async def close(timestamp: int) -> None:
    """Close the surveys whose time has run out; `timestamp` is the queue's own."""
    await opening.close_all_due(at=clock.now())


async def print_result(*, association: str, survey: str, by: str, version: int) -> None:
    """Issue the result of a closed survey in four languages, in the name of who closed or opened it."""
    async with db.open_session() as session:
        actor = await actor_of(session, UUID(by), on_day=clock.today())
    await result_paper.issue_result(UUID(association), UUID(survey), by=actor, version=version, at=clock.now())
