"""The syndic's mandate (art. 3.89): the days agreed, three years at most, its contract, and the hand-over at its end.

The hand-over list is dated: each thing is received or missing, on a day, by whom; thirty days after the last day of the
mandate it should be whole (art. 3.89 §5, 7°). Who received it says so: the syndic who follows, or the council.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem, Refused
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.models.governance import HandoverStep
from koprogo.rules.governance.handover import ITEMS, handover_due, handover_is_shown
from koprogo.rules.governance.syndic_mandate import ends_soon, syndic_mandate
from koprogo.services import audit
from koprogo.services.documents import kept_files
from koprogo.services.documents.kept_files import KeptFile

RECEIVED, MISSING = "received", "missing"
LONGEST = 500
MOST = 20
MANDATES = f"""
SELECT m.id, m.since, m.until, o.name FROM mandate m JOIN organisation o ON o.id = m.organisation_id
 WHERE m.association_id = :t AND m.since <= :day ORDER BY m.since DESC, m.id LIMIT {MOST}
"""
STEPS = """
SELECT DISTINCT ON (s.mandate_id, s.item) s.mandate_id, s.item, s.what, s.day, s.words, p.name AS by
  FROM handover_step s JOIN person p ON p.id = s.by_id WHERE s.association_id = :t
 ORDER BY s.mandate_id, s.item, s.seq DESC
"""
LOCK = "SELECT pg_advisory_xact_lock(16, hashtext(:m))"
ONE = "SELECT id, since, until FROM mandate WHERE id = :m AND association_id = :t FOR UPDATE"


class MandateTooLong(Refused):
    """Three years at most, whatever was agreed."""

    message_id: ClassVar[str] = (
        "A syndic’s mandate lasts three years at most: the last day is {latest} or earlier. A new decision of the assembly"
        " may renew it then."
    )
    article: ClassVar[str] = "3.89 §1"

    def __init__(self, latest: str) -> None:
        super().__init__(latest)
        self.latest = latest

    def facts(self) -> dict[str, str | int]:
        return {"latest": self.latest}


@dataclass(frozen=True)
class HandoverLine:
    """One thing to hand over: `law` when the article names it; `what` empty while nobody said anything of it."""

    item: str
    law: bool
    what: str
    day: date | None
    words: str
    by: str


@dataclass(frozen=True)
class MandateRow:
    """A mandate: `last_day` inclusive, the one agreed or the latest lawful one; `agreed` says which; `over` when past."""

    id: UUID
    name: str
    since: date
    last_day: date
    latest: date
    agreed: bool
    over: bool
    ends_soon: bool
    contract: tuple[KeptFile, ...]
    handover: tuple[HandoverLine, ...]
    handover_due: date

    @property
    def left(self) -> int:
        """How many things are not received yet."""
        return sum(line.what != RECEIVED for line in self.handover)


async def mandates_of(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> list[MandateRow]:
    """Return the syndic's mandates, the newest first; the hand-over list to council and syndic, where it is due."""
    require(actor, "council.read", association_id)
    rows = (await session.execute(text(MANDATES), {"t": association_id, "day": today})).all()
    contracts = await kept_files.kept(
        session, association_id, subject=kept_files.CONTRACT, ids=[row.id for row in rows]
    )
    may_see = bool(actor.roles_in(association_id) & PERMISSIONS["handover.keep"])
    steps = (await session.execute(text(STEPS), {"t": association_id})).all() if may_see else []
    return [_mandate(row, contracts.get(row.id, ()), steps, today, shown=may_see) for row in rows]


async def agree_term(
    session: AsyncSession, actor: Actor, association_id: UUID, mandate_id: UUID, *, last_day: date, today: date
) -> None:
    """Record the last day of the mandate as the assembly decided it (syndic).

    Raises:
        MandateTooLong: more than three years.
        BadInput: the mandate is over, or the day is past.
        NotFound: no such mandate here.
    """
    require(actor, "association.change", association_id)
    row = (await session.execute(text(ONE), {"m": mandate_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    if last_day < today or (row.until is not None and row.until <= today):
        raise BadInput(Problem("last_day", "Choose a day that is still to come."))
    term = syndic_mandate(row.since, last_day)
    if not term.allowed:
        raise MandateTooLong(term.latest_end.isoformat())
    await session.execute(
        text("UPDATE mandate SET until = :until WHERE id = :m AND association_id = :t"),
        {"until": last_day + timedelta(days=1), "m": mandate_id, "t": association_id},
    )
    await audit.record(session, actor, association_id, "mandate.term", mandate_id, last_day=last_day.isoformat())


async def add_contract(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    mandate_id: UUID,
    *,
    content: bytes,
    name: str,
    at: datetime,
) -> UUID:
    """Keep the written contract with its mandate, for every co-owner to read; return the file's id (syndic).

    Raises:
        NotFound: no such mandate here.
        BadInput: no file that we take.
    """
    require(actor, "association.change", association_id)
    if (await session.execute(text(ONE), {"m": mandate_id, "t": association_id})).first() is None:
        raise NotFound
    here = (session, actor, association_id)
    return await kept_files.keep(
        *here, subject=kept_files.CONTRACT, subject_id=mandate_id, content=content, name=name, at=at
    )


async def note_handover(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    mandate_id: UUID,
    *,
    item: str,
    what: str,
    day: date,
    words: str = "",
    today: date,
    at: datetime,
) -> None:
    """Say that a thing of the list was received, or is missing (the syndic who follows, or the council).

    Raises:
        NotFound: no such mandate here.
        BadInput: nothing of the list, neither received nor missing, a day to come, or missing without a word on it.
    """
    require(actor, "handover.keep", association_id)
    await session.execute(text(LOCK), {"m": str(mandate_id)})
    if (await session.execute(text(ONE), {"m": mandate_id, "t": association_id})).first() is None:
        raise NotFound
    said = " ".join(words.split())[:LONGEST]
    if problems := _problems(item, what, day, said, today):
        raise BadInput(*problems)
    last = "SELECT coalesce(max(seq), 0) + 1 FROM handover_step WHERE mandate_id = :m AND item = :i"
    seq = await session.scalar(text(last), {"m": mandate_id, "i": item})
    session.add(
        HandoverStep(
            association_id=association_id, mandate_id=mandate_id, item=item, seq=seq, what=what, day=day, words=said,
            at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, f"handover.{what}", mandate_id, item=item)


def _problems(item: str, what: str, day: date, said: str, today: date) -> list[Problem]:
    found = []
    if item not in ITEMS:
        found.append(Problem("item", "Choose something of the list."))
    if what not in (RECEIVED, MISSING):
        found.append(Problem("what", "Choose received or missing."))
    if day > today:
        found.append(Problem("day", "Choose today or a day before."))
    if what == MISSING and not said:
        found.append(Problem("words", "Write what is missing."))
    return found


def _mandate(row: Any, contract: tuple[KeptFile, ...], steps: Sequence[Any], today: date, *, shown: bool) -> MandateRow:
    latest = syndic_mandate(row.since, row.since).latest_end
    last = min(latest, row.until - timedelta(days=1)) if row.until else latest
    soon = ends_soon(last, today)
    lines: tuple[HandoverLine, ...] = ()
    if shown and handover_is_shown(last, today, warned=soon):
        said: Mapping[str, Any] = {each.item: each for each in steps if each.mandate_id == row.id}
        lines = tuple(_line(item, said.get(item)) for item in ITEMS)
    return MandateRow(
        row.id, row.name, row.since, last, latest, row.until is not None, last < today, soon, contract, lines,
        handover_due(last),
    )  # fmt: skip


def _line(item: str, step: Any) -> HandoverLine:
    law = ITEMS[item] is not None
    if step is None:
        return HandoverLine(item, law, "", None, "", "")
    return HandoverLine(item, law, step.what, step.day, step.words, step.by)
