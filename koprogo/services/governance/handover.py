"""The hand-over of a syndic's file (art. 3.89 §5, 7°): a dated list, ticked by who gives and by who receives.

Each thing is given, received or missing, on a day, by whom; thirty days after the last day of the mandate the list should be
whole. Council and syndic of the association keep it. The syndic whose mandate is over reaches the association no more, so
she has a door of her own: the list of that mandate alone, while its days run (docs/adr/0057).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem, Refused
from koprogo.core.permissions import require
from koprogo.models.governance import HandoverStep
from koprogo.rules.governance.handover import HANDOVER_DAYS, ITEMS, Said, handover_due, handover_runs, may_say
from koprogo.services import audit

LONGEST = 500
STEPS = """
SELECT DISTINCT ON (s.mandate_id, s.item) s.mandate_id, s.item, s.what, s.day, s.words, p.name AS by
  FROM handover_step s JOIN person p ON p.id = s.by_id WHERE s.association_id = :t AND s.mandate_id = ANY (:mandates)
 ORDER BY s.mandate_id, s.item, s.seq DESC
"""
LOCK = "SELECT pg_advisory_xact_lock(16, hashtext(:m))"
ONE = """
SELECT m.id, EXISTS (SELECT 1 FROM organisation_member o WHERE o.organisation_id = m.organisation_id
                        AND o.person_id = :me AND o.since <= :day AND (o.until IS NULL OR o.until > :day)) AS hers
  FROM mandate m WHERE m.id = :m AND m.association_id = :t
"""
LAST = "SELECT coalesce(max(seq), 0) + 1 FROM handover_step WHERE mandate_id = :m AND item = :i"
HANDING_OVER = (
    "SELECT association_id, mandate_id FROM handing_over(:who, :day, :after) ORDER BY association_id, mandate_id"
)
OUTGOING = """
SELECT m.id, m.association_id, m.until, a.name AS association, o.name AS firm FROM mandate m
  JOIN association a ON a.id = m.association_id JOIN organisation o ON o.id = m.organisation_id
 WHERE m.id = :m AND m.association_id = :t
"""


class OnlyTheReceiver(Refused):
    """Who hands the file over does not say that it arrived, and who receives it not that it was given."""

    message_id: ClassVar[str] = (
        "Who hands the file over says what was given; that it arrived is said by the syndic who follows, or by the council."
    )
    article: ClassVar[str] = "3.89 §5, 7°"

    def facts(self) -> dict[str, str | int]:
        return {}


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
class Outgoing:
    """A mandate of the actor's firm that is over, while its file is to be handed over; both days inclusive."""

    mandate_id: UUID
    association_id: UUID
    association: str
    firm: str
    last_day: date
    due: date
    lines: tuple[HandoverLine, ...]

    @property
    def left(self) -> int:
        """How many things nobody has confirmed to have received."""
        return still_to_come(self.lines)


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
    """Say of a thing of the list that it was received or is missing (council, the syndic who follows), or was given.

    Raises:
        NotFound: no such mandate here.
        BadInput: nothing of the list, none of the three, a day to come, or missing without a word on it.
        OnlyTheReceiver: who gives says that it arrived, or the other way round.
    """
    require(actor, "handover.keep", association_id)
    await _note(
        session, actor, association_id, mandate_id, item=item, what=what, day=day, words=words, today=today, at=at
    )


async def handing_over(session: AsyncSession, actor: Actor, *, today: date) -> list[Outgoing]:
    """Return the lists of the mandates that are over and whose file the actor's firm hands over these days.

    `session` may be any one; each list is read in a transaction of its own. Nothing for who came with a slip.
    """
    found = []
    for row in await _mine(session, actor, today):
        async with db.association_session(row.association_id) as inside:
            ids = {"m": row.mandate_id, "t": row.association_id}
            mandate = (await inside.execute(text(OUTGOING), ids)).one()
            said = await lines_of(inside, row.association_id, [row.mandate_id])
        last = mandate.until - timedelta(days=1)
        found.append(
            Outgoing(
                mandate.id, mandate.association_id, mandate.association, mandate.firm, last, handover_due(last),
                said[mandate.id],
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (each.due, each.association))


async def note_given(
    actor: Actor, mandate_id: UUID, *, item: str, what: str, day: date, words: str = "", today: date, at: datetime
) -> None:
    """Say as the syndic whose mandate is over that a thing was given, or is missing. Opens its own transaction.

    Raises:
        NotFound: no mandate of her firm whose thirty days run.
        BadInput, OnlyTheReceiver: as `note_handover`.
    """
    async with db.open_session() as session:
        row = next((each for each in await _mine(session, actor, today) if each.mandate_id == mandate_id), None)
    if row is None:
        raise NotFound
    facts: dict[str, Any] = {"item": item, "what": what, "day": day, "words": words, "today": today, "at": at}
    async with db.association_session(row.association_id) as session:
        await _note(session, actor, row.association_id, mandate_id, **facts)


async def lines_of(
    session: AsyncSession, association_id: UUID, mandates: Iterable[UUID]
) -> Mapping[UUID, tuple[HandoverLine, ...]]:
    """Return the whole list of each mandate as it stands. Asks for no permission."""
    ids = list(mandates)
    rows = (await session.execute(text(STEPS), {"t": association_id, "mandates": ids})).all()
    said = {(row.mandate_id, row.item): row for row in rows}
    return {each: tuple(_line(item, said.get((each, item))) for item in ITEMS) for each in ids}


def still_to_come(lines: Iterable[HandoverLine]) -> int:
    """Return how many things are not received."""
    return sum(line.what != Said.RECEIVED for line in lines)


async def _mine(session: AsyncSession, actor: Actor, today: date) -> list[Any]:
    if actor.slip_assembly_id is not None:
        return []
    after = today - timedelta(days=HANDOVER_DAYS.on(today))
    rows = await session.execute(text(HANDING_OVER), {"who": actor.person_id, "day": today, "after": after})
    assert handover_runs(after, today)  # the first day the database lets pass is one that the rule lets pass
    return list(rows.all())


async def _note(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    mandate_id: UUID,
    *,
    item: str,
    what: str,
    day: date,
    words: str,
    today: date,
    at: datetime,
) -> None:
    await session.execute(text(LOCK), {"m": str(mandate_id)})
    ids = {"m": mandate_id, "t": association_id, "me": actor.person_id, "day": today}
    row = (await session.execute(text(ONE), ids)).first()
    if row is None:
        raise NotFound
    said = " ".join(words.split())[:LONGEST]
    if problems := _problems(item, what, day, said, today):
        raise BadInput(*problems)
    if not may_say(Said(what), hands_over=row.hers):
        raise OnlyTheReceiver
    seq = await session.scalar(text(LAST), {"m": mandate_id, "i": item})
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
    if what not in list(Said):
        found.append(Problem("what", "Choose given, received or missing."))
    if day > today:
        found.append(Problem("day", "Choose today or a day before."))
    if what == Said.MISSING and not said:
        found.append(Problem("words", "Write what is missing."))
    return found


def _line(item: str, step: Any) -> HandoverLine:
    law = ITEMS[item] is not None
    if step is None:
        return HandoverLine(item, law, "", None, "", "")
    return HandoverLine(item, law, step.what, step.day, step.words, step.by)
