"""Papers of an assembly printed on request, each in four languages, in the name of who asked for them."""

from uuid import UUID

from koprogo import db
from koprogo.core import clock
from koprogo.core.actor import Actor
from koprogo.services.access import actor_of
from koprogo.services.assemblies import minutes, minutes_draft, minutes_outside, results_paper

MINUTES, OUTSIDE, RESULTS = minutes.TASK, minutes_outside.TASK, results_paper.TASK
DRAFT = minutes_draft.TASK


async def print_minutes(*, association: str, assembly: str, by: str, version: int) -> None:
    """Issue the minutes."""
    actor = await _who(by)
    await minutes.issue_minutes(UUID(association), UUID(assembly), by=actor, version=version, at=clock.now())


async def print_outside(*, association: str, assembly: str, by: str, version: int) -> None:
    """Issue the copy of the minutes for outside the association."""
    actor = await _who(by)
    await minutes_outside.issue_outside(UUID(association), UUID(assembly), by=actor, version=version, at=clock.now())


async def print_results(*, association: str, assembly: str, by: str, version: int) -> None:
    """Issue the results of the votes."""
    actor = await _who(by)
    await results_paper.issue_results(UUID(association), UUID(assembly), by=actor, version=version, at=clock.now())


async def print_draft(*, association: str, assembly: str, by: str, version: int) -> None:
    """Issue a draft of the minutes, to be read in the room."""
    actor = await _who(by)
    await minutes_draft.issue_draft(UUID(association), UUID(assembly), by=actor, version=version, at=clock.now())


async def _who(person: str) -> Actor:
    async with db.open_session() as session:
        return await actor_of(session, UUID(person), on_day=clock.today())
