"""Reading decisions in writing: how each stands, what I answered, and for the syndic who has not answered yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.permissions import allows, require
from koprogo.models.after_assemblies import WrittenDecision
from koprogo.rules.assemblies.deadlines import minutes_due
from koprogo.services.assemblies.roll import RollRow, draft_roll, lots_of
from koprogo.services.assemblies.written.written import standing

LAST = """
SELECT d.id, e.what, e.reason, e.facts, e.at FROM written_decision d
  JOIN LATERAL (SELECT * FROM written_decision_event w WHERE w.decision_id = d.id ORDER BY w.seq DESC LIMIT 1) e ON true
 WHERE d.association_id = :t ORDER BY d.number DESC
"""


@dataclass(frozen=True)
class LotAnswer:
    """One lot of the list: what was answered for it, empty while nothing was; `suspended` nobody may answer for it."""

    lot_id: UUID
    lot: str
    owner_name: str
    answer: str
    suspended: bool


@dataclass(frozen=True)
class DecisionInWriting:
    """A decision; `state` asked, carried, failed or withdrawn; shares are of the base deed; `lots` for the syndic only.

    `mine` are the reader's lots and `my_answer` what she said for them, empty while she has not, or not for all alike.
    """

    id: UUID
    number: int
    kind: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    asked_on: date
    answer_by: date
    state: str
    reason: str
    in_favour: int
    total: int
    answered: int
    asked: int
    mine: tuple[str, ...]
    my_answer: str
    lots: tuple[LotAnswer, ...]
    send_by: date | None = None
    """Of one that is taken: by when its minutes are with everybody (art. 3.87 §12)."""


async def decisions(
    session: AsyncSession, actor: Actor, association_id: UUID, *, today: date
) -> list[DecisionInWriting]:
    """Return the decisions in writing of an association, the newest first."""
    require(actor, "register.read", association_id)
    roll = await draft_roll(session, association_id, today)
    mine = lots_of(roll, actor.person_id)
    records = allows(actor, "written.record", association_id)
    last = (await session.execute(text(LAST), {"t": association_id})).all()
    return [await _decision(session, row, roll, mine, today, records=records) for row in last]


async def _decision(
    session: AsyncSession, last: Any, roll: tuple[RollRow, ...], mine: list[RollRow], today: date, *, records: bool
) -> DecisionInWriting:
    found = await session.get_one(WrittenDecision, last.id)
    stands, said = await standing(session, found, roll, today=today)
    frozen = last.facts if last.what in ("carried", "failed") else {}
    own = {said.get(each.lot_id, "") for each in mine}
    voting = [each for each in roll if each.shares]
    return DecisionInWriting(
        id=found.id,
        number=found.number,
        kind=found.kind,
        title=found.title,
        text=found.text,
        asked_on=found.asked_on,
        answer_by=found.answer_by,
        state=last.what,
        reason=last.reason,
        in_favour=frozen.get("in_favour", stands.in_favour),
        total=frozen.get("total", stands.total),
        answered=sum(each.lot_id in said for each in voting),
        asked=len(voting),
        mine=tuple(sorted(each.lot_number for each in mine)),
        my_answer=own.pop() if len(own) == 1 else "",
        lots=tuple(
            LotAnswer(each.lot_id, each.lot_number, each.owner_name, said.get(each.lot_id, ""), each.suspended)
            for each in sorted(voting, key=lambda each: each.lot_number)
        )
        if records
        else (),
        send_by=minutes_due(legal_day(last.at)) if last.what == "carried" else None,
    )
