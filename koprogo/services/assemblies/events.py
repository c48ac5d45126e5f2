"""The states of an assembly and of its items: their last event. Appending one is the only way to change state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.services import audit
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.logged_rows import facts_of_agenda
from koprogo.services.assemblies.refusals import AgendaFrozen, AnotherItemOpen, PollOpen, WrongState
from koprogo.services.assemblies.told import told

DRAFTED, CONVENED, OPENED, SUSPENDED, RESUMED = "drafted", "convened", "opened", "suspended", "resumed"
CLOSED, MINUTED, CANCELLED, WITHOUT_QUORUM = "closed", "minuted", "cancelled", "without_quorum"
BEFORE_OPENING = (DRAFTED, CONVENED)
IN_SESSION = (OPENED, RESUMED)
ENDED = (CLOSED, MINUTED, CANCELLED, WITHOUT_QUORUM)

VOTE_OPEN = ("opened", "extended")
"""States of an item in which ballots are taken."""

ITEM_OUTCOMES = ("confirmed", "postponed", "withdrawn", "noted", "not_reached")


@dataclass(frozen=True)
class State:
    """The last event of an assembly."""

    what: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemState:
    """The last event of an item; `planned`, round 0, before the first one."""

    item_id: UUID
    number: int
    round: int
    what: str
    at: datetime | None
    facts: Mapping[str, Any]
    part: str = ""

    @property
    def label(self) -> int | str:
        """The point as people say it: 7, or 7b for a part of it."""
        return label(self.number, self.part)


async def state_of(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> State:
    """Return the state of an assembly, or NotFound."""
    row = (
        await session.execute(
            text("SELECT what, at, facts FROM assembly_state WHERE assembly_id = :a AND association_id = :t"),
            {"a": assembly_id, "t": association_id},
        )
    ).first()
    if row is None:
        raise NotFound
    return State(row.what, row.at, row.facts)


async def require_state(session: AsyncSession, association_id: UUID, assembly_id: UUID, *allowed: str) -> State:
    """Return the state when it is one of those allowed.

    Raises:
        AgendaFrozen: asked for a draft, and it was convened.
        WrongState: any other state.
    """
    state = await state_of(session, association_id, assembly_id)
    if state.what in allowed:
        return state
    if allowed == (DRAFTED,):
        raise AgendaFrozen
    raise WrongState(state.what)


async def lock_assembly(session: AsyncSession, assembly_id: UUID) -> None:
    """Wait for our turn to change the state of an assembly; held until the end of the transaction."""
    await session.execute(text("SELECT pg_advisory_xact_lock(4, hashtext(:a))"), {"a": str(assembly_id)})


async def append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    what: str,
    *,
    reason: str = "",
    **facts: Any,
) -> None:
    """Add an event to the assembly, with its line in the log, and tell the rooms."""
    await session.execute(
        text(
            "INSERT INTO assembly_event (id, association_id, assembly_id, what, by_id, at, reason, seq, facts)"
            " SELECT :id, :t, :a, :what, :by, coalesce(CAST(:told AS timestamptz), clock_timestamp()), :reason,"
            " coalesce(max(seq), 0) + 1, CAST(:facts AS jsonb) FROM assembly_event WHERE assembly_id = :a"
        ),
        {
            "id": uuid4(),
            "t": association_id,
            "a": assembly_id,
            "what": what,
            "by": actor.person_id,
            "told": told(),
            "reason": reason,
            "facts": orjson.dumps(facts).decode(),
        },
    )
    frozen = await facts_of_agenda(session, assembly_id) if what == CONVENED else {}
    await audit.record(session, actor, association_id, f"assembly.{what}", assembly_id, **frozen)
    db.touch(session, "assembly", assembly_id)


async def item_state(session: AsyncSession, association_id: UUID, item_id: UUID) -> ItemState:
    """Return the state of an item, or NotFound."""
    row = (
        await session.execute(
            text(
                "SELECT i.id, i.number, i.part, s.round, s.what, s.at, s.facts FROM agenda_item i"
                " LEFT JOIN item_state s ON s.item_id = i.id"
                " WHERE i.id = :i AND i.association_id = :t AND i.number IS NOT NULL"
            ),
            {"i": item_id, "t": association_id},
        )
    ).first()
    if row is None:
        raise NotFound
    return ItemState(row.id, row.number, row.round or 0, row.what or "planned", row.at, row.facts or {}, row.part)


async def require_no_vote(session: AsyncSession, assembly_id: UUID) -> None:
    """Let pass while no vote is open in the assembly.

    Raises:
        AnotherItemOpen: names the point.
    """
    found = await session.execute(
        text(
            "SELECT i.number, i.part FROM item_state s JOIN agenda_item i ON i.id = s.item_id"
            " WHERE s.assembly_id = :a AND s.what = ANY (:open)"
        ),
        {"a": assembly_id, "open": list(VOTE_OPEN)},
    )
    if row := found.first():
        raise AnotherItemOpen(number=label(row.number, row.part))


async def require_no_poll(session: AsyncSession, assembly_id: UUID) -> None:
    """Let pass while no secret poll is open in the assembly.

    Raises:
        PollOpen: names the point.
    """
    found = await session.execute(
        text(
            "SELECT i.number, i.part FROM opinion_poll p JOIN agenda_item i ON i.id = p.item_id"
            " WHERE p.assembly_id = :a AND NOT EXISTS (SELECT 1 FROM opinion_poll_event e"
            " WHERE e.poll_id = p.id AND e.what = 'closed')"
        ),
        {"a": assembly_id},
    )
    if row := found.first():
        raise PollOpen(number=label(row.number, row.part))


async def append_item(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    item_id: UUID,
    what: str,
    *,
    round_: int,
    reason: str = "",
    **facts: Any,
) -> None:
    """Add an event to an item, with its line in the log, and tell the rooms."""
    await session.execute(
        text(
            "INSERT INTO item_event"
            " (id, association_id, assembly_id, item_id, round, what, by_id, at, reason, seq, facts)"
            " SELECT :id, :t, :a, :i, :round, :what, :by, coalesce(CAST(:told AS timestamptz), clock_timestamp()), :reason,"
            " coalesce(max(seq), 0) + 1, CAST(:facts AS jsonb) FROM item_event WHERE item_id = :i"
        ),
        {
            "id": uuid4(),
            "t": association_id,
            "a": assembly_id,
            "i": item_id,
            "round": round_,
            "what": what,
            "by": actor.person_id,
            "told": told(),
            "reason": reason,
            "facts": orjson.dumps(facts).decode(),
        },
    )
    await audit.record(session, actor, association_id, f"item.{what}", item_id, round=round_)
    db.touch(session, "assembly", assembly_id)
