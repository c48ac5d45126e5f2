"""Papers printed on request."""

from uuid import UUID

from koprogo import db
from koprogo.core import clock
from koprogo.services.access import actor_of
from koprogo.services.assemblies import minutes

MINUTES = minutes.TASK


async def print_minutes(*, association: str, assembly: str, by: str, version: int) -> None:
    """Issue the minutes of an assembly in four languages, in the name of who asked for them."""
    async with db.open_session() as session:
        actor = await actor_of(session, UUID(by), on_day=clock.today())
    await minutes.issue_minutes(UUID(association), UUID(assembly), by=actor, version=version, at=clock.now())
