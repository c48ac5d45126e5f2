"""The syndic's mandate (art. 3.89): the days agreed, three years at most, its contract, and where its hand-over stands.

What is said of the hand-over: `handover.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem, Refused
from koprogo.core.permissions import allows, require
from koprogo.rules.governance.handover import handover_due, handover_is_shown
from koprogo.rules.governance.syndic_mandate import ends_soon, syndic_mandate
from koprogo.services import audit
from koprogo.services.documents import kept_files
from koprogo.services.documents.kept_files import KeptFile
from koprogo.services.governance import handover
from koprogo.services.governance.handover import HandoverLine

MOST = 20
MANDATES = f"""
SELECT m.id, m.since, m.until, o.name,
       EXISTS (SELECT 1 FROM organisation_member w WHERE w.organisation_id = m.organisation_id AND w.person_id = :me
                  AND w.since <= :day AND (w.until IS NULL OR w.until > :day)) AS hers,
       EXISTS (SELECT 1 FROM mandate n WHERE n.association_id = :t AND n.organisation_id = m.organisation_id
                  AND n.id <> m.id AND n.since <= m.until AND (n.until IS NULL OR n.until > m.until)) AS renewed
  FROM mandate m JOIN organisation o ON o.id = m.organisation_id
 WHERE m.association_id = :t AND m.since <= :day ORDER BY m.since DESC, m.id LIMIT {MOST}
"""
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
    handover_due: date | None
    """Until when the file is handed over; None while the list is not shown."""
    hers: bool
    """Its reader works for the firm that holds it: she gives, she does not receive."""

    @property
    def left(self) -> int:
        """How many things are not received yet."""
        return handover.still_to_come(self.handover)


async def mandates_of(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> list[MandateRow]:
    """Return the syndic's mandates, the newest first; the hand-over list to council and syndic, where it is due."""
    require(actor, "council.read", association_id)
    ids = {"t": association_id, "day": today, "me": actor.person_id}
    rows = (await session.execute(text(MANDATES), ids)).all()
    mandates = [row.id for row in rows]
    contracts = await kept_files.kept(session, association_id, subject=kept_files.CONTRACT, ids=mandates)
    may_see = allows(actor, "handover.keep", association_id)
    said = await handover.lines_of(session, association_id, mandates) if may_see else {}
    return [_mandate(row, contracts.get(row.id, ()), said, today) for row in rows]


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


def _mandate(
    row: Any, contract: tuple[KeptFile, ...], said: Mapping[UUID, tuple[HandoverLine, ...]], today: date
) -> MandateRow:
    latest = syndic_mandate(row.since, row.since).latest_end
    last = min(latest, row.until - timedelta(days=1)) if row.until else latest
    soon = ends_soon(last, today)
    shown = not row.renewed and handover_is_shown(last, today, warned=soon)
    lines = said.get(row.id, ()) if shown else ()
    return MandateRow(
        row.id, row.name, row.since, last, latest, row.until is not None, last < today, soon, contract, lines,
        handover_due(last) if lines else None, row.hers,
    )  # fmt: skip
