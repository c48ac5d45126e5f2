"""Reading reported problems: the list with its ages, one report with its history.

Every co-owner sees what is reported about the common parts, and not by whom; syndic and council see who. What is inside a
lot only its reporter, the syndic and the council see (`rules/works/tickets.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.permissions import PERMISSIONS, allows, require
from koprogo.rules.works.tickets import (
    OPEN,
    SETTLED,
    Category,
    Place,
    Step,
    Urgency,
    answer_by,
    is_unanswered,
    seen_by_all,
    steps_open_to,
)
from koprogo.services.works.tickets import parts_of

ROWS = """
SELECT t.id, t.association_id, n.name AS association, t.number, t.category, t.urgency, t.place, t.place_words, t.words,
       t.at, t.by_id, coalesce(l.number, '') AS lot, coalesce(p.name, r.name, '') AS reporter, r.email, r.phone,
       r.emptied_at, s.what AS state, s.at AS since, d.due,
       (SELECT count(*) FROM attachment f WHERE f.association_id = t.association_id AND f.subject = 'ticket'
           AND f.subject_id = t.id AND f.withdraws_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = f.id)) AS photos
  FROM ticket t JOIN association n ON n.id = t.association_id
  JOIN LATERAL (SELECT e.what, e.at FROM ticket_event e WHERE e.ticket_id = t.id AND e.what <> 'noted'
                 ORDER BY e.seq DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT e.due FROM ticket_event e WHERE e.ticket_id = t.id AND e.what = 'planned'
                      ORDER BY e.seq DESC LIMIT 1) d ON s.what = 'planned'
  LEFT JOIN lot l ON l.association_id = t.association_id AND l.id = t.lot_id
  LEFT JOIN person p ON p.id = t.by_id
  LEFT JOIN ticket_reporter r ON r.association_id = t.association_id AND r.ticket_id = t.id
 WHERE t.association_id = ANY (:associations)
"""
EVENTS = """
SELECT e.what, e.at, e.words, e.due, e.inner_note, e.by_id, p.name FROM ticket_event e
  LEFT JOIN person p ON p.id = e.by_id WHERE e.ticket_id = :k AND e.association_id = :t ORDER BY e.seq
"""
REPORTERS = (Step.REPORTED, Step.CONFIRMED, Step.REOPENED, Step.NOTED)
"""Steps that tell who reported it, when she took them."""


@dataclass(frozen=True)
class TicketRow:
    """A reported problem as its reader sees it.

    Attributes:
        lot: the number of the lot it is in, for a problem inside one.
        since: when it came into its state. `due`: the day it is planned for, while it is planned.
        age: days from the report to its end (confirmed, declined), or to today.
        unanswered: nobody answered in time (practice).
        reporter: who reported it; empty for whoever may not know.
    """

    id: UUID
    association_id: UUID
    association: str
    number: int
    category: Category
    urgency: Urgency
    place: Place
    place_words: str
    lot: str
    words: str
    at: datetime
    state: Step
    since: datetime
    due: date | None
    answer_by: date
    age: int
    unanswered: bool
    photos: int
    is_mine: bool
    reporter: str

    @property
    def is_open(self) -> bool:
        """Something is still to be done."""
        return self.state in OPEN


@dataclass(frozen=True)
class Event:
    """Something that happened; `by` is empty for a reporter whom the reader may not know, `by_reporter` says so."""

    what: Step
    at: datetime
    words: str
    due: date | None
    by: str
    by_reporter: bool
    inner: bool


@dataclass(frozen=True)
class TicketSheet:
    """One report with its history, and the steps its reader may take now.

    `email` and `phone` are those an occupant without an account left, for syndic and council; `emptied`: taken away since.
    """

    row: TicketRow
    events: tuple[Event, ...]
    steps: tuple[Step, ...]
    follows: bool
    """Its reader is the syndic or sits in the council."""
    email: str
    phone: str
    by_occupant: bool
    """It came through the posted form."""
    emptied: bool


@dataclass(frozen=True)
class Sums:
    """Of the open reports: how many, how many with danger, how many without an answer in time, days of the oldest."""

    open: int
    danger: int
    unanswered: int
    oldest: int


async def tickets(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> list[TicketRow]:
    """Return the reports of an association that the actor may see: open ones first, danger first, then the oldest."""
    require(actor, "ticket.read", association_id)
    return await _tickets(session, actor, [association_id], today)


async def tickets_everywhere(session: AsyncSession, actor: Actor, *, today: date) -> list[TicketRow]:
    """Return those of every association that the actor follows as syndic or in the council, in the same order."""
    followed = [each for each, roles in actor.reach.items() if roles & PERMISSIONS["ticket.follow"]]
    if not followed:
        raise NotAllowed
    return await _tickets(session, actor, followed, today)


async def ticket(
    session: AsyncSession, actor: Actor, association_id: UUID, ticket_id: UUID, *, today: date
) -> TicketSheet:
    """Return one report with its history; NotFound for one that is not hers to see."""
    require(actor, "ticket.read", association_id)
    found = await session.execute(text(ROWS + " AND t.id = :k"), {"associations": [association_id], "k": ticket_id})
    raw = found.first()
    if raw is None or not _sees(actor, raw):
        raise NotFound
    follows = _follows(actor, association_id)
    events = await session.execute(text(EVENTS), {"k": ticket_id, "t": association_id})
    row = _row(actor, raw, today)
    parts = parts_of(actor, association_id, raw.by_id)
    return TicketSheet(
        row=row,
        events=tuple(
            _event(each, raw, shows=follows or row.is_mine) for each in events if follows or not each.inner_note
        ),
        steps=steps_open_to(row.state, parts),
        follows=follows,
        email=(raw.email or "") if follows else "",
        phone=(raw.phone or "") if follows else "",
        by_occupant=raw.by_id is None,
        emptied=raw.emptied_at is not None,
    )


async def require_seen(session: AsyncSession, actor: Actor, association_id: UUID, ticket_id: UUID) -> Any:
    """Let pass who may see a report and return its row (`by_id`, `number`); NotFound for everybody else."""
    try:
        require(actor, "ticket.read", association_id)
    except NotAllowed:
        raise NotFound from None
    found = "SELECT id, association_id, number, place, by_id FROM ticket WHERE id = :k AND association_id = :t"
    row = (await session.execute(text(found), {"k": ticket_id, "t": association_id})).first()
    if row is None or not _sees(actor, row):
        raise NotFound
    return row


def sums(rows: Iterable[TicketRow]) -> Sums:
    """Count the open ones among these."""
    open_ = [row for row in rows if row.is_open]
    return Sums(
        open=len(open_),
        danger=sum(row.urgency is Urgency.DANGER for row in open_),
        unanswered=sum(row.unanswered for row in open_),
        oldest=max((row.age for row in open_), default=0),
    )


async def _tickets(session: AsyncSession, actor: Actor, associations: Sequence[UUID], today: date) -> list[TicketRow]:
    found = await session.execute(text(ROWS), {"associations": list(associations)})
    rows = [_row(actor, raw, today) for raw in found if _sees(actor, raw)]
    order = list(Urgency)
    return sorted(
        rows, key=lambda row: (not row.is_open, order.index(row.urgency) if row.is_open else 0, row.at, row.id)
    )


def _follows(actor: Actor, association_id: UUID) -> bool:
    return allows(actor, "ticket.follow", association_id)


def _sees(actor: Actor, raw: Any) -> bool:
    mine = raw.by_id is not None and raw.by_id == actor.person_id
    return mine or seen_by_all(Place(raw.place)) or _follows(actor, raw.association_id)


def _row(actor: Actor, raw: Any, today: date) -> TicketRow:
    state, urgency = Step(raw.state), Urgency(raw.urgency)
    reported, since = legal_day(raw.at), legal_day(raw.since)
    ends = since if state in SETTLED else today
    mine = raw.by_id is not None and raw.by_id == actor.person_id
    return TicketRow(
        id=raw.id,
        association_id=raw.association_id,
        association=raw.association,
        number=raw.number,
        category=Category(raw.category),
        urgency=urgency,
        place=Place(raw.place),
        place_words=raw.place_words,
        lot=raw.lot,
        words=raw.words,
        at=raw.at,
        state=state,
        since=raw.since,
        due=raw.due,
        answer_by=answer_by(urgency, since),
        age=(ends - reported).days,
        unanswered=is_unanswered(state, urgency, since, today),
        photos=raw.photos,
        is_mine=mine,
        reporter=raw.reporter if mine or _follows(actor, raw.association_id) else "",
    )


def _event(raw: Any, of: Any, *, shows: bool) -> Event:
    by_reporter = raw.by_id == of.by_id
    name = of.reporter if by_reporter else raw.name
    hides = by_reporter and raw.what in REPORTERS and not shows
    return Event(
        what=Step(raw.what),
        at=raw.at,
        words=raw.words,
        due=raw.due,
        by="" if hides else name or "",
        by_reporter=by_reporter,
        inner=raw.inner_note,
    )
