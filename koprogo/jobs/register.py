"""The register of decisions: entered after the minutes, printed on request."""

from uuid import UUID

from koprogo import db
from koprogo.core import clock
from koprogo.services.access import actor_of
from koprogo.services.assemblies.after import register, register_paper

ENTER = register.TASK
PRINT = register_paper.TASK
CATCH_UP = "koprogo.register.catch_up"


async def enter_decisions(*, association: str, assembly: str, by: str) -> None:
    """Enter every outcome of an assembly, in the name of who had its minutes made."""
    await _enter(UUID(association), UUID(assembly), UUID(by))


async def catch_up(timestamp: int) -> None:
    """Enter what no job entered: assemblies whose minutes are older than the register. `timestamp` is the queue's."""
    async with db.platform_session(None, "worker: enter decisions in the registers") as session:
        waiting = await register.waiting(session)
    for association_id, assembly_id, by in waiting:
        await _enter(association_id, assembly_id, by)


async def print_register(*, association: str, by: str, version: int) -> None:
    """Issue the register of an association in four languages."""
    async with db.open_session() as session:
        actor = await actor_of(session, UUID(by), on_day=clock.today())
    await register_paper.issue_register(UUID(association), by=actor, version=version, at=clock.now())


async def _enter(association_id: UUID, assembly_id: UUID, by: UUID) -> None:
    async with db.open_session() as session:
        actor = await actor_of(session, by, on_day=clock.today())
    await register.enter_decisions(association_id, assembly_id, by=actor, at=clock.now())
