"""After the draft: an assembly cancelled, moved to another day, continued on another one; last year's agenda; a supplement.

What was convened is never edited: moving and continuing make a new draft, which needs a notice of its own.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import Assembly
from koprogo.rules.assemblies.notice import notice
from koprogo.rules.assemblies.sessions import second_session
from koprogo.services.access import planned_by_request, require_planner
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.agenda.copying import copy_items
from koprogo.services.assemblies.agenda.refusals import NoticeTooShort, SecondSessionTooSoon
from koprogo.services.assemblies.convening import change_letters, convocation
from koprogo.services.assemblies.convening.refusals import NothingLeftOpen, RequestIsTheirs
from koprogo.services.assemblies.refusals import AgendaFrozen

LONGEST_REASON = 500
UNFINISHED = ("postponed", "not_reached")
AFTER_OPENING = (*events.IN_SESSION, events.SUSPENDED, events.CLOSED, events.MINUTED)
BY_SIGNATORIES = """
SELECT request_id FROM request_event WHERE association_id = :t AND assembly_id = :a AND what = 'drafted'
   AND (facts ->> 'by_signatory')::boolean
"""
FOLLOW_REQUEST = """
INSERT INTO request_event (id, association_id, request_id, seq, what, person_id, day, assembly_id, facts, at, by_id)
SELECT gen_random_uuid(), d.association_id, d.request_id,
       (SELECT max(seq) + 1 FROM request_event v WHERE v.request_id = d.request_id),
       'drafted', :by, :day, :new, d.facts, :at, :by
  FROM request_event d WHERE d.association_id = :t AND d.assembly_id = :old AND d.what = 'drafted'
"""
POINTS = "SELECT id FROM agenda_item WHERE assembly_id = :a AND number IS NOT NULL ORDER BY number, part"
OPEN_POINTS = """
SELECT i.id FROM agenda_item i LEFT JOIN item_state s ON s.item_id = i.id
 WHERE i.assembly_id = :a AND i.number IS NOT NULL AND (s.what IS NULL OR s.what = ANY (:open))
 ORDER BY i.number, i.part
"""
LAST_ORDINARY = """
SELECT a.id, a.day FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND a.kind = 'ordinary' AND a.id <> :a AND st.what = ANY (:held)
 ORDER BY a.day DESC, a.id LIMIT 1
"""
LEFT_SINCE = """
SELECT i.id FROM agenda_item i JOIN item_state s ON s.item_id = i.id JOIN assembly a ON a.id = i.assembly_id
  JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND a.id <> :a AND a.day >= :since AND i.number IS NOT NULL AND s.what = ANY (:open)
   AND st.what = ANY (:held)
   AND NOT EXISTS (SELECT 1 FROM assembly n WHERE n.association_id = :t AND n.first_session_id = a.id)
 ORDER BY a.day, i.number, i.part
"""
ON_DRAFT = "SELECT kind, title FROM agenda_item WHERE assembly_id = :a AND number IS NOT NULL"
TOLD = "SELECT id, kind, title, parent_id FROM agenda_item WHERE id = ANY (:ids)"
HELD = (events.CLOSED, events.MINUTED)


async def cancel(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, reason: str, at: datetime
) -> int:
    """Call an assembly off before it opens, with the reason; everybody who was convened is told by the same way.

    Returns how many letters say so; 0 for a draft.

    Raises:
        RequestIsTheirs: owners of one fifth convened it; only who signed may.
        WrongState: it was opened, held or cancelled.
        BadInput: no reason.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await events.lock_assembly(session, assembly_id)
    before = await events.require_state(session, association_id, assembly_id, *events.BEFORE_OPENING)
    await _require_theirs(session, actor, association_id, assembly_id)
    reason = _reason(reason)
    await events.append(session, actor, association_id, assembly_id, events.CANCELLED, reason=reason)
    if before.what == events.DRAFTED:
        return 0
    return await change_letters.tell(session, actor, association_id, assembly_id, at=at)


async def move(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    starts_at: datetime,
    place: str,
    reason: str,
    at: datetime,
) -> UUID:
    """Move a convened assembly: cancel it with the reason, draft it anew with the same agenda; return the draft's id.

    The draft needs its own convocation, fifteen days before (art. 3.87 §3). Everybody who was convened is told at once.

    Raises:
        RequestIsTheirs, WrongState, BadInput: as `cancel`; a draft is changed, not moved.
        SecondSessionTooSoon: a second session stays fifteen days after the first.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.CONVENED)
    await _require_theirs(session, actor, association_id, assembly_id)
    old = await session.get_one(Assembly, assembly_id)
    if problems := plan.assembly_problems(old.kind, starts_at, place, at):
        raise BadInput(*problems)
    reason = _reason(reason)
    await _not_too_soon(session, old, legal_day(starts_at))
    new = await plan.write_draft(
        session, actor, association_id, kind=old.kind, starts_at=starts_at, place=place, at=at,
        remote_allowed=old.remote_allowed, first_session_id=old.first_session_id, session_name=old.session,
    )  # fmt: skip
    (await session.get_one(Assembly, new)).authentic_language = old.authentic_language
    await _carry(session, actor, association_id, POINTS, {"a": assembly_id}, to=new, at=at)
    facts = {"t": association_id, "old": assembly_id, "new": new, "at": at, "day": legal_day(at)}
    await session.execute(text(FOLLOW_REQUEST), facts | {"by": actor.person_id})
    await events.append(session, actor, association_id, assembly_id, events.CANCELLED, reason=reason, moved_to=str(new))
    await change_letters.tell(session, actor, association_id, assembly_id, at=at)
    return new


async def continue_another_day(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    starts_at: datetime,
    place: str,
    at: datetime,
) -> UUID:
    """Draft the continuation of an assembly on another day, with the points that got no decision; return its id.

    It is an assembly of its own: its notice, its quorum, its proxies. Safe to repeat while it is a draft.

    Raises:
        WrongState: it was not opened yet.
        NothingLeftOpen: each point has its outcome.
        BadInput: the day is past or the place too long.
    """
    require(actor, "assembly.plan", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *AFTER_OPENING)
    earlier = (
        "SELECT a.id FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id"
        " WHERE a.association_id = :t AND a.first_session_id = :a AND a.session = 'first' AND st.what = 'drafted'"
    )
    if found := await session.scalar(text(earlier), {"t": association_id, "a": assembly_id}):
        return UUID(str(found))
    old = await session.get_one(Assembly, assembly_id)
    if problems := plan.assembly_problems(old.kind, starts_at, place, at):
        raise BadInput(*problems)
    facts = {"a": assembly_id, "open": list(UNFINISHED)}
    if not (await session.execute(text(OPEN_POINTS), facts)).first():
        raise NothingLeftOpen
    new = await plan.write_draft(
        session, actor, association_id, kind=old.kind, starts_at=starts_at, place=place, at=at,
        remote_allowed=old.remote_allowed, first_session_id=assembly_id,
    )  # fmt: skip
    await _carry(session, actor, association_id, OPEN_POINTS, facts, to=new, at=at)
    return new


async def copy_last_agenda(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> int:
    """Put on a draft what the last ordinary assembly had on its agenda, and what has stayed open since; return how many.

    A point whose kind and title are on the draft already is left out.

    Raises:
        AgendaFrozen: the convocation has gone out, or it is a second session.
        NotFound: no ordinary assembly was held before.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.DRAFTED)
    if (await session.get_one(Assembly, assembly_id)).session == "second":
        raise AgendaFrozen
    facts: dict[str, Any] = {"t": association_id, "a": assembly_id, "held": list(HELD), "open": list(UNFINISHED)}
    last = (await session.execute(text(LAST_ORDINARY), facts)).first()
    if last is None:
        raise NotFound
    before = list((await session.execute(text(POINTS), {"a": last.id})).scalars())
    since = list((await session.execute(text(LEFT_SINCE), facts | {"since": last.day})).scalars())
    wanted = list(dict.fromkeys([*before, *since]))
    there = {_told(row) for row in (await session.execute(text(ON_DRAFT), {"a": assembly_id})).all()}
    rows = {row.id: row for row in (await session.execute(text(TOLD), {"ids": wanted})).all()}
    new: list[UUID] = []
    for each in wanted:
        row = rows[each]
        if row.parent_id in new or (row.parent_id is None and _told(row) not in there):
            there.add(_told(row))
            new.append(each)
    left = set(since)
    copied = await copy_items(
        session, actor, association_id, [each for each in new if each not in left], to=assembly_id, at=at, follow=False
    )
    return copied + await copy_items(
        session, actor, association_id, [each for each in new if each in left], to=assembly_id, at=at
    )


async def supplement(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    kind: str,
    title: Mapping[str, str],
    proposal: Mapping[str, str],
    sent_on: date,
    at: datetime,
    majority: str | None = None,
    main_kind: str | None = None,
) -> UUID:
    """Add a point to a convened agenda by a supplementary convocation, while its fifteen days still fit; return its id.

    Where KoproGo sends the letters of this assembly, a new one is written to everybody when `sent_on` is today.

    Raises:
        NoticeTooShort: fewer than fifteen days are left; urgency adds no point.
        AgendaFrozen: a second session has the agenda of the first.
        WrongState: it is a draft (add the point there), or over.
        BadInput: a day in the future; else as `plan.add_item`.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await events.lock_assembly(session, assembly_id)
    state = await events.state_of(session, association_id, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.CONVENED)
    if sent_on > legal_day(at):
        raise BadInput(Problem("sent_on", "Enter the day on which the convocations were sent, today or earlier."))
    assembly = await session.get_one(Assembly, assembly_id)
    if assembly.session == "second":
        raise AgendaFrozen
    given = notice(assembly.day, sent_on)
    if not given.in_time:
        raise NoticeTooShort(latest_day=given.latest_day.isoformat())
    item_id = await plan.add_item(
        session, actor, association_id, assembly_id, kind=kind, title=title, proposal=proposal, at=at,
        majority=majority, main_kind=main_kind, states=(events.CONVENED,),
    )  # fmt: skip
    reason = await session.scalar(text("SELECT reason FROM assembly_state WHERE assembly_id = :a"), {"a": assembly_id})
    first = dict(state.facts) | {"supplement": str(item_id), "supplement_sent_on": sent_on.isoformat()}
    await events.append(session, actor, association_id, assembly_id, events.CONVENED, reason=str(reason or ""), **first)
    written = "SELECT max(number) FROM letter WHERE association_id = :t AND subject_id = :a"
    number = await session.scalar(text(written), {"t": association_id, "a": assembly_id})
    if number and sent_on == legal_day(at):
        await convocation.write_letters(session, actor, association_id, assembly_id, at=at, number=int(number) + 1)
    return item_id


async def _carry(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    which: str,
    facts: Mapping[str, Any],
    *,
    to: UUID,
    at: datetime,
) -> None:
    items = list((await session.execute(text(which), dict(facts))).scalars())
    await copy_items(session, actor, association_id, items, to=to, at=at)


async def _require_theirs(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> None:
    """Let pass, unless owners of one fifth convened this assembly themselves and the actor is none of them."""
    facts = {"t": association_id, "a": assembly_id}
    if not await session.scalar(text(BY_SIGNATORIES), facts):
        return
    if assembly_id not in await planned_by_request(session, actor, [association_id]):
        raise RequestIsTheirs


async def _not_too_soon(session: AsyncSession, old: Assembly, day: date) -> None:
    if old.session != "second" or old.first_session_id is None:
        return
    first = (await session.get_one(Assembly, old.first_session_id)).day
    if not (again := second_session(first, day)).allowed:
        raise SecondSessionTooSoon(earliest_day=again.earliest_day.isoformat())


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise BadInput(Problem("reason", "Write why, in at most {most} characters.", {"most": LONGEST_REASON}))
    return reason


def _told(row: Any) -> tuple[str, tuple[tuple[str, str], ...]]:
    return row.kind, tuple(sorted(row.title.items()))
