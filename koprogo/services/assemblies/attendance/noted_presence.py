"""Arrivals and departures that the desk noted while it had no network: entered later, at the time they were noted.

Safe to repeat, and never over something newer. Where a vote was closed in between it is a correction like any other: with
its reason in the minutes, and each frozen result looked at again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.i18n import format as formats
from koprogo.i18n.messages import message
from koprogo.services.assemblies import events
from koprogo.services.assemblies.attendance import attendance, corrections
from koprogo.services.assemblies.voting.refusals import CameSince, NewerPresence, PressedByAnother

LONGEST = timedelta(hours=12)
"""What was noted longer ago belongs to no evening that still goes on."""
REASON = "Noted at {time} at the desk, which had no network; entered when it came back."
LATEST = """
SELECT e.what, e.at, p.name FROM presence_event e JOIN person p ON p.id = e.person_id
 WHERE e.assembly_id = :a AND e.association_id = :t AND e.person_id = :p
   AND NOT EXISTS (SELECT 1 FROM presence_event c WHERE c.corrects_id = e.id)
 ORDER BY e.at DESC, e.id DESC
"""
CLOSED_SINCE = """
SELECT EXISTS (SELECT 1 FROM item_event e JOIN agenda_item i ON i.id = e.item_id
                WHERE i.assembly_id = :a AND e.what = 'closed' AND e.at >= :since)
"""


async def enter_noted(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    person_id: UUID,
    what: str,
    noted_at: datetime,
    at: datetime,
    channel: str = "room",
    pressed_by: UUID | None = None,
) -> bool:
    """Enter what was noted; return whether a line was added, False when the list says so already.

    `noted_at` is the desk's clock; one that runs ahead counts as now. `pressed_by` is who noted it.

    Raises:
        NewerPresence, CameSince: the person was noted otherwise since.
        PressedByAnother: somebody else is signed in on the desk's device by now.
        BadInput: noted more than twelve hours ago, or without an offset.
        NoVoteHere, WrongState: as when it is noted at once.
    """
    require(actor, "attendance.record", association_id)
    if pressed_by not in (None, actor.person_id):
        raise PressedByAnother
    noted_at = moment(noted_at, at)
    await events.lock_assembly(session, assembly_id)
    if await _is_known(session, association_id, assembly_id, person_id, what, noted_at):
        return False
    here = (session, actor, association_id, assembly_id)
    facts = {"person_id": person_id, "what": what, "channel": channel}
    if await session.scalar(text(CLOSED_SINCE), {"a": assembly_id, "since": noted_at}):
        reason = await _reason(session, association_id, noted_at)
        await corrections.add_forgotten(*here, **facts, happened_at=noted_at, at=at, reason=reason)  # type: ignore[arg-type]
    else:
        await attendance.record_presence(*here, **facts, at=noted_at, recorded_at=at)  # type: ignore[arg-type]
    return True


def moment(noted_at: datetime, at: datetime) -> datetime:
    """Return when something was noted; a desk's clock that runs ahead counts as now.

    Raises:
        BadInput: more than twelve hours ago, or without an offset.
    """
    if noted_at.tzinfo is None or noted_at < at - LONGEST:
        raise BadInput(Problem("noted_at", "Enter the hour at which it was noted, at most twelve hours ago."))
    return min(noted_at, at)


async def _is_known(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, person_id: UUID, what: str, noted_at: datetime
) -> bool:
    """Say whether the list has it: this very line, or a state that it would not change."""
    ids = {"a": assembly_id, "t": association_id, "p": person_id}
    rows = (await session.execute(text(LATEST), ids)).all()
    if any(row.at == noted_at and row.what == what for row in rows):
        return True
    if not rows:
        return what == "left"
    if rows[0].what == what:
        return True
    if rows[0].at >= noted_at:
        newer = CameSince if rows[0].what == "arrived" else NewerPresence
        raise newer(rows[0].name, rows[0].at.isoformat())
    return False


async def _reason(session: AsyncSession, association_id: UUID, noted_at: datetime) -> str:
    """Say why the line comes late, in the association's first language: it goes into the minutes."""
    language = await session.scalar(text("SELECT languages[1] FROM association WHERE id = :t"), {"t": association_id})
    return message(REASON, language, time=formats.time(noted_at, language))
