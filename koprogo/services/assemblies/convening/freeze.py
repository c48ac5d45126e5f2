"""The convocation freezes the agenda: recorded once the draft is lawful and leaves fifteen days (art. 3.87 §3)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.rules.assemblies.notice import notice
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda import guard, plan_checks, proposals_read
from koprogo.services.assemblies.agenda.refusals import AgendaEmpty, NoticeTooShort
from koprogo.services.assemblies.proxies import notarial_proxies


async def convene(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    sent_on: date,
    at: datetime,
    urgent_reason: str = "",
    despite: str = "",
) -> None:
    """Record that the convocation went out, and freeze the agenda (art. 3.87 §3).

    Letters are sent outside KoproGo in this version; the syndic states the day, which must leave fifteen days.

    Raises:
        AgendaEmpty: there is nothing to decide.
        AgendaUnlawful: the guard found errors; `despite` explains only what is missing.
        ProposalMissing: a proposal that came in time is not on the agenda of the ordinary assembly.
        NoticeTooShort: fewer than fifteen days, and no reason of urgency.
        NoSecondSession, SecondSessionTooSoon: it is a second session, and the first did not fail or is too near.
        BadInput: the day lies in the future.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await events.lock_assembly(session, assembly_id)
    await require_ready(
        session,
        actor,
        association_id,
        assembly_id,
        sent_on=sent_on,
        at=at,
        urgent_reason=urgent_reason,
        despite=despite,
    )
    await events.append(
        session, actor, association_id, assembly_id, events.CONVENED, reason=urgent_reason,
        sent_on=sent_on.isoformat(), despite=despite.strip(),
    )  # fmt: skip
    await notarial_proxies.bring_in(session, actor, association_id, assembly_id, at=at)


async def require_ready(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    sent_on: date,
    at: datetime,
    urgent_reason: str = "",
    despite: str = "",
) -> None:
    """Let a draft pass that `convene` would take on this day; raises what `convene` raises, and changes nothing."""
    await require_planner(session, actor, association_id, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.DRAFTED)
    if sent_on > legal_day(at):
        raise BadInput(Problem("sent_on", "Enter the day on which the convocations were sent, today or earlier."))
    items = await session.scalar(
        text("SELECT count(*) FROM agenda_item WHERE assembly_id = :a AND number IS NOT NULL"), {"a": assembly_id}
    )
    if not items:
        raise AgendaEmpty
    await proposals_read.require_by_right(session, association_id, assembly_id)
    day = await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), {"a": assembly_id})
    await plan_checks.require_failed_first(session, assembly_id, day)
    given = notice(day, sent_on, urgent=bool(urgent_reason.strip()))
    if not given.in_time:
        raise NoticeTooShort(latest_day=given.latest_day.isoformat())
    await guard.require_lawful(session, actor, association_id, assembly_id, despite=despite)
