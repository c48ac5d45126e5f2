"""Planning an assembly: the day and the agenda, until the convocation freezes them (`convening/freeze.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import AgendaItem, Assembly, ItemText
from koprogo.rules.assemblies.decision_kinds import NotAMajority, majority_for
from koprogo.rules.assemblies.majorities import Majority
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.plan_checks import (
    assembly_problems,
    item_problems,
    kind_problem,
    too_long,
    words_in,
)
from koprogo.services.assemblies.agenda.refusals import MajorityIsTheLaws
from koprogo.services.assemblies.agenda.templates import TEMPLATES
from koprogo.services.assemblies.labels import article_of

FIRST_AUTHENTIC = """
SELECT coalesce((SELECT a.authentic_language FROM assembly a WHERE a.id = :first), s.languages[1])
  FROM association s WHERE s.id = :t
"""
"""The authentic language to begin with: that of the session it follows, else the association's first."""
DROP_POINT = """
UPDATE agenda_item SET number = CASE WHEN number = :n THEN NULL ELSE number - 1 END
 WHERE assembly_id = :a AND number >= :n
"""
DROP_PART = "UPDATE agenda_item SET number = NULL WHERE id = :i"
PARTS_AGAIN = """
UPDATE agenda_item i SET part = CASE WHEN s.parts = 1 THEN '' ELSE chr(96 + s.place::int) END,
       part_of_decision = CASE WHEN s.parts = 1 THEN '' ELSE i.part_of_decision END
  FROM (SELECT id, row_number() OVER (ORDER BY part) AS place, count(*) OVER () AS parts
          FROM agenda_item WHERE assembly_id = :a AND number = :n) s
 WHERE i.id = s.id
"""


@dataclass(frozen=True)
class Chosen:
    """The majority of an item and where it comes from: `law`, `open` (the table leaves it) or `clause`."""

    majority: str
    source: str


async def create_assembly(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    kind: str,
    starts_at: datetime,
    place: str,
    at: datetime,
    remote_allowed: bool = True,
    first_session_id: UUID | None = None,
) -> UUID:
    """Draft an assembly and return its id; with `first_session_id` it is the second session of that one.

    Raises:
        BadInput: the day is past, the kind unknown or the place too long.
    """
    require(actor, "assembly.plan", association_id)
    if problems := assembly_problems(kind, starts_at, place, at):
        raise BadInput(*problems)
    return await write_draft(
        session, actor, association_id, kind=kind, starts_at=starts_at, place=place, at=at,
        remote_allowed=remote_allowed, first_session_id=first_session_id,
        session_name="second" if first_session_id else "first",
    )  # fmt: skip


async def write_draft(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    kind: str,
    starts_at: datetime,
    place: str,
    at: datetime,
    remote_allowed: bool,
    first_session_id: UUID | None = None,
    session_name: str = "first",
) -> UUID:
    """Write a draft and return its id; the service that calls has decided who may, and has checked the answers.

    `first_session_id` names the assembly this one follows; only a second session is told by `session_name`.
    """
    assembly = Assembly(
        id=uuid4(),
        association_id=association_id,
        kind=kind,
        session=session_name,
        first_session_id=first_session_id,
        day=legal_day(starts_at),
        starts_at=starts_at,
        place=place.strip(),
        remote_allowed=remote_allowed,
        authentic_language=await session.scalar(
            text(FIRST_AUTHENTIC), {"t": association_id, "first": first_session_id}
        ),
        created_at=at,
        created_by_id=actor.person_id,
    )
    session.add(assembly)
    await session.flush()
    await events.append(session, actor, association_id, assembly.id, events.DRAFTED)
    return assembly.id


async def add_from_template(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    template: str,
    at: datetime,
    majority: str | None = None,
) -> UUID:
    """Put a usual point on the agenda, in four languages, at the majority of its kind.

    Raises:
        BadInput: no such template, or its kind leaves the majority open and none was chosen.
    """
    if template not in TEMPLATES:
        raise BadInput(Problem("template", "Choose one of the points in the list."))
    found = TEMPLATES[template]
    return await add_item(
        session,
        actor,
        association_id,
        assembly_id,
        kind=found.kind,
        title=found.title,
        proposal=found.text,
        minutes_planned=found.minutes,
        majority=majority,
        at=at,
    )


async def add_item(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    kind: str,
    title: Mapping[str, str],
    proposal: Mapping[str, str],
    at: datetime,
    majority: str | None = None,
    clause: str = "",
    main_kind: str | None = None,
    key_id: UUID | None = None,
    minutes_planned: int = 10,
    states: tuple[str, ...] = (events.DRAFTED,),
) -> UUID:
    """Put a point at the end of a draft agenda and return its id.

    `majority` is given only where the law's table leaves it open, or together with the by-laws' `clause` that sets it.

    Raises:
        BadInput: a title is missing, a text is too long, the kind is unknown.
        MajorityIsTheLaws: another majority than the table's, without a clause.
        AgendaFrozen: the convocation has gone out.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *states)
    title, proposal = words_in(title), words_in(proposal)
    if problems := item_problems(kind, title, proposal, clause, minutes_planned):
        raise BadInput(*problems)
    chosen = choose_majority(kind, main_kind, majority, clause)
    number = await session.scalar(
        text("SELECT coalesce(max(number), 0) + 1 FROM agenda_item WHERE assembly_id = :a"), {"a": assembly_id}
    )
    item = AgendaItem(
        id=uuid4(),
        association_id=association_id,
        assembly_id=assembly_id,
        number=number,
        title=title,
        kind=kind,
        main_kind=main_kind,
        majority=chosen.majority,
        majority_from=chosen.source,
        clause=clause.strip() if chosen.source == "clause" else "",
        key_id=key_id,
        minutes_planned=minutes_planned,
    )
    session.add(item)
    await session.flush()
    session.add(
        ItemText(association_id=association_id, item_id=item.id, version=1, text=proposal, by_id=actor.person_id, at=at)
    )
    await audit.record(session, actor, association_id, "item.added", item.id, kind=kind, number=number)
    return item.id


def choose_majority(kind: str, main_kind: str | None, majority: str | None, clause: str) -> Chosen:
    """Return the majority of a decision: the law's, a choice where it is open, or the one a quoted clause sets.

    Raises:
        BadInput: the kind or its main decision is unknown, or an open kind came without a choice.
        MajorityIsTheLaws: another majority was asked for without quoting a clause.
    """
    try:
        legal = majority_for(kind, main_kind)
    except ValueError:
        raise BadInput(kind_problem(kind)) from None
    if legal is NotAMajority.OPEN:
        if majority not in set(Majority):
            raise BadInput(Problem("majority", "The law leaves this majority open: choose one."))
        return Chosen(str(majority), "open")
    if majority is None or majority == str(legal):
        return Chosen(str(legal), "law")
    if not clause.strip():
        raise MajorityIsTheLaws(majority=str(legal), law=article_of(kind))
    if majority not in set(Majority):
        raise BadInput(Problem("majority", "Choose one of the majorities in the list."))
    return Chosen(str(majority), "clause")


async def change_item(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    title: Mapping[str, str],
    proposal: Mapping[str, str],
    at: datetime,
) -> None:
    """Rewrite a point of a draft agenda: its title, and the proposal as a new version."""
    await require_planner(session, actor, association_id, item_id=item_id)
    item = await _draft_item(session, association_id, item_id)
    title, proposal = words_in(title), words_in(proposal)
    if problems := item_problems(item.kind, title, proposal, "", item.minutes_planned):
        raise BadInput(*problems)
    item.title = dict(title)
    version = await session.scalar(text("SELECT max(version) + 1 FROM item_text WHERE item_id = :i"), {"i": item_id})
    session.add(
        ItemText(
            association_id=association_id, item_id=item_id, version=version, text=proposal, by_id=actor.person_id, at=at
        )
    )
    await audit.record(session, actor, association_id, "item.changed", item_id, version=version)


async def set_majority(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    majority: str | None = None,
    clause: str = "",
) -> Chosen:
    """Choose the majority of a point of a draft agenda again, by the same rules; without one it is the law's.

    Raises:
        BadInput: the law leaves it open and none was chosen, or the clause is too long.
        MajorityIsTheLaws: another majority than the table's, without a clause.
    """
    await require_planner(session, actor, association_id, item_id=item_id)
    item = await _draft_item(session, association_id, item_id)
    if problems := too_long("clause", clause):
        raise BadInput(*problems)
    chosen = choose_majority(item.kind, item.main_kind, majority, clause)
    item.majority, item.majority_from = chosen.majority, chosen.source
    item.clause = clause.strip() if chosen.source == "clause" else ""
    await audit.record(
        session, actor, association_id, "item.majority", item_id, majority=chosen.majority, source=chosen.source
    )
    return chosen


async def move_item(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, to: int) -> None:
    """Give a point of a draft agenda another place; the others make room."""
    await require_planner(session, actor, association_id, item_id=item_id)
    item = await _draft_item(session, association_id, item_id)
    last = await session.scalar(
        text("SELECT max(number) FROM agenda_item WHERE assembly_id = :a"), {"a": item.assembly_id}
    )
    to = max(1, min(to, last))
    await session.execute(
        text(
            "UPDATE agenda_item SET number = CASE WHEN number = :from THEN :to"
            " WHEN number BETWEEN :to AND :from - 1 THEN number + 1"
            " WHEN number BETWEEN :from + 1 AND :to THEN number - 1 ELSE number END"
            " WHERE assembly_id = :a AND number IS NOT NULL"
        ),
        {"to": to, "from": item.number, "a": item.assembly_id},
    )
    await audit.record(session, actor, association_id, "item.moved", item_id, to=to)


async def drop_item(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID) -> None:
    """Take a point off a draft agenda; the ones after it move up. With a principle go the parts that follow from it."""
    await require_planner(session, actor, association_id, item_id=item_id)
    item = await _draft_item(session, association_id, item_id)
    facts = {"i": item_id, "a": item.assembly_id, "n": item.number}
    if item.parent_id is None:
        await session.execute(text(DROP_POINT), facts)
    else:
        await session.execute(text(DROP_PART), facts)
        await session.execute(text(PARTS_AGAIN), facts)
    await audit.record(session, actor, association_id, "item.dropped", item_id)


async def _draft_item(session: AsyncSession, association_id: UUID, item_id: UUID) -> AgendaItem:
    item = await session.get(AgendaItem, item_id)
    if item is None or item.association_id != association_id or item.number is None:
        raise NotFound
    await events.lock_assembly(session, item.assembly_id)
    await events.require_state(session, association_id, item.assembly_id, events.DRAFTED)
    return item
