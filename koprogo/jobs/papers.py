"""Papers of an assembly printed on request, each in four languages, in the name of who asked for them."""

from uuid import UUID

from koprogo import db
from koprogo.core import clock
from koprogo.core.actor import Actor
from koprogo.services.access import actor_of
from koprogo.services.assemblies.minutes import draft as minutes_draft
from koprogo.services.assemblies.minutes import minutes, results_paper
from koprogo.services.assemblies.minutes import outside as minutes_outside
from koprogo.services.assemblies.proof import root_stamps
from koprogo.services.assemblies.written import paper as written_paper
from koprogo.services.documents import sealing
from koprogo.services.governance import report_paper, reports

MINUTES, OUTSIDE, RESULTS = minutes.TASK, minutes_outside.TASK, results_paper.TASK
DRAFT = minutes_draft.TASK
WRITTEN = written_paper.TASK
COUNCIL_REPORT = reports.TASK
STAMP, STAMP_LATE = sealing.TASK, "koprogo.papers.stamp_late"
STAMP_ROOT = root_stamps.TASK


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


async def print_written(*, association: str, decision: str, by: str, version: int) -> None:
    """Issue the minutes of a unanimous decision in writing."""
    actor = await _who(by)
    await written_paper.issue_paper(UUID(association), UUID(decision), by=actor, version=version, at=clock.now())


async def print_council_report(*, association: str, report: str, by: str, version: int) -> None:
    """Issue a report of the council."""
    actor = await _who(by)
    await report_paper.print_report(UUID(association), UUID(report), by=actor, version=version, at=clock.now())


async def stamp(*, association: str, paper: str, by: str) -> None:
    """Set the timestamp of the authority behind one issued paper."""
    await sealing.stamp(UUID(association), UUID(paper), by=await _who(by))


async def stamp_root(*, association: str, item: str, round_: int, by: str) -> None:
    """Set the timestamp of the authority on the root of one counted round."""
    await root_stamps.stamp(UUID(association), UUID(item), round_=round_, by=await _who(by))


async def stamp_late(timestamp: int) -> None:
    """Stamp what its own job gave up on: the service was away for hours. `timestamp` is the queue's.

    The first that finds no answer ends the round; the next hour asks again.
    """
    async with db.platform_session(None, "worker: timestamps of minutes and roots") as session:
        waiting, roots = await sealing.waiting(session), await root_stamps.waiting(session)
    for association_id, item_id, round_, by in roots:
        await root_stamps.stamp(association_id, item_id, round_=round_, by=await _who(str(by)))
    for association_id, paper_id, by in waiting:
        await sealing.stamp(association_id, paper_id, by=await _who(str(by)))


async def _who(person: str) -> Actor:
    async with db.open_session() as session:
        return await actor_of(session, UUID(person), on_day=clock.today())
