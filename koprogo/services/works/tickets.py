"""Reporting a problem, and every step it takes until whoever reported it says that it is solved. Only added to.

The syndic answers, plans, solves or declines; the reporter confirms or opens it again; the council watches and may note.
States and days are house practice (`rules/works/tickets.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.models.works import Ticket, TicketEvent
from koprogo.rules.works.tickets import (
    DATED,
    WORDED,
    Category,
    Part,
    Place,
    Step,
    Urgency,
    may_become,
    may_take,
    seen_by_all,
)
from koprogo.services import audit
from koprogo.services.works import letters
from koprogo.services.works.refusals import StepNotOpen, TooManyReports

K = TypeVar("K", bound=StrEnum)
LONGEST = {"words": 2000, "place_words": 120, "note": 1000}
MOST_A_DAY = 100
"""Reports of one association in a day: a building in need writes fewer."""
NUMBERING, STEPPING = 21, 22
LOCK = "SELECT pg_advisory_xact_lock(:space, hashtext(:thing))"
NEXT_NUMBER = "SELECT coalesce(max(number), 0) + 1 FROM ticket WHERE association_id = :t"
TODAYS = "SELECT count(*) FROM ticket WHERE association_id = :t AND at > CAST(:at AS timestamptz) - interval '1 day'"
STANDS = """
SELECT t.id, t.number, t.place, t.by_id,
       (SELECT e.what FROM ticket_event e WHERE e.ticket_id = t.id AND e.what <> 'noted' ORDER BY e.seq DESC LIMIT 1)
       AS state, (SELECT max(e.seq) FROM ticket_event e WHERE e.ticket_id = t.id) AS seq
  FROM ticket t WHERE t.id = :k AND t.association_id = :t
"""


@dataclass(frozen=True)
class Reported:
    """What the reporter is told at once."""

    id: UUID
    number: int


@dataclass(frozen=True)
class Answers:
    """What somebody says about a problem, as words; `checked` turns them into what is kept."""

    category: str
    urgency: str
    place: str
    words: str
    place_words: str = ""
    lot_id: UUID | None = None


async def report(
    session: AsyncSession, actor: Actor, association_id: UUID, *, answers: Answers, at: datetime
) -> Reported:
    """Report a problem; it has its number at once (owners, council, syndic).

    Raises:
        BadInput: every answer that is missing, too long, or none of those offered.
        NotFound: no such lot here.
        TooManyReports: a hundred came within a day.
    """
    require(actor, "ticket.report", association_id)
    made = await write(session, association_id, answers, by=actor.person_id, at=at)
    await audit.record(session, actor, association_id, "ticket.reported", made.id, urgency=answers.urgency)
    await letters.tell_of_danger(session, association_id, made.id, made.number, answers.urgency, at=at)
    return made


async def write(
    session: AsyncSession, association_id: UUID, answers: Answers, *, at: datetime, by: UUID | None = None,
    form_id: UUID | None = None,
) -> Reported:  # fmt: skip
    """Write a report down, from a person or from the posted form. Asks for no permission; otherwise as `report`."""
    facts = checked(answers)
    if answers.lot_id is not None:
        found = "SELECT 1 FROM lot WHERE id = :l AND association_id = :t"
        if await session.scalar(text(found), {"l": answers.lot_id, "t": association_id}) is None:
            raise NotFound
    await session.execute(text(LOCK), {"space": NUMBERING, "thing": str(association_id)})
    if int(await session.scalar(text(TODAYS), {"t": association_id, "at": at}) or 0) >= MOST_A_DAY:
        raise TooManyReports
    number = int(await session.scalar(text(NEXT_NUMBER), {"t": association_id}) or 1)
    ticket = Ticket(id=uuid4(), association_id=association_id, number=number, at=at, by_id=by, form_id=form_id, **facts)
    session.add(ticket)
    await session.flush()
    session.add(_event(association_id, ticket.id, 1, Step.REPORTED, by, at))
    await session.flush()
    return Reported(ticket.id, number)


async def take_step(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    ticket_id: UUID,
    *,
    what: str,
    words: str = "",
    due: date | None = None,
    inner: bool = False,
    at: datetime,
) -> None:
    """Answer, plan, solve, decline, confirm, open again, or note something (`inner`: for syndic and council alone).

    Raises:
        NotFound: no such report, or not hers to see.
        NotAllowed: this step is somebody else's.
        StepNotOpen: it does not follow from where the report stands.
        BadInput: the day or the words that this step needs are missing.
    """
    require(actor, "ticket.read", association_id)
    row = await stands(session, association_id, ticket_id)
    parts = parts_of(actor, association_id, row.by_id)
    if not parts and not seen_by_all(Place(row.place)):
        raise NotFound
    step = chosen(Step, "what", what, "Choose what happened.")
    if not may_take(step, parts) or (inner and not parts & {Part.SYNDIC, Part.COUNCIL}):
        raise NotAllowed
    await follow(session, association_id, row, step, words=words, due=due, inner=inner, by=actor.person_id, at=at)
    await audit.record(session, actor, association_id, f"ticket.{step}", ticket_id)
    if not inner and Part.SYNDIC in parts and step is not Step.NOTED:
        await letters.tell_reporter(session, association_id, ticket_id, step, words=words, due=due, at=at)


async def stands(session: AsyncSession, association_id: UUID, ticket_id: UUID) -> Any:
    """Lock a report and return where it stands: number, place, by_id, state, seq. NotFound when it is not here."""
    await session.execute(text(LOCK), {"space": STEPPING, "thing": str(ticket_id)})
    row = (await session.execute(text(STANDS), {"k": ticket_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    return row


async def follow(
    session: AsyncSession,
    association_id: UUID,
    row: Any,
    step: Step,
    *,
    words: str,
    at: datetime,
    due: date | None = None,
    inner: bool = False,
    by: UUID | None = None,
) -> None:
    """Write a step down when it follows from where the locked `row` stands. Asks for no permission.

    Raises:
        StepNotOpen, BadInput: see `take_step`.
    """
    if not may_become(Step(row.state), step):
        raise StepNotOpen
    said = words.strip()
    problems = [Problem("words", "Write why, or what is to be known.")] if step in WORDED and not said else []
    if len(said) > LONGEST["note"]:
        problems.append(Problem("words", "Shorten this to {most} characters.", {"most": LONGEST["note"]}))
    if step in DATED and (due is None or due < legal_day(at)):
        problems.append(Problem("due", "Choose a day from today on."))
    if problems:
        raise BadInput(*problems)
    kept = due if step in DATED else None
    session.add(
        _event(
            association_id, row.id, row.seq + 1, step, by, at, words=said, due=kept, inner=inner and step is Step.NOTED
        )
    )
    await session.flush()


def parts_of(actor: Actor, association_id: UUID, by_id: UUID | None) -> frozenset[Part]:
    """Return what an actor is to a report that `by_id` sent."""
    roles = actor.roles_in(association_id)
    found = {Part.SYNDIC} if roles & PERMISSIONS["ticket.keep"] else set()
    if Role.COUNCIL in roles:
        found.add(Part.COUNCIL)
    if by_id is not None and by_id == actor.person_id:
        found.add(Part.REPORTER)
    return frozenset(found)


def checked(answers: Answers) -> Mapping[str, Any]:
    """Return the columns of a report; BadInput with everything that is wrong at once."""
    words, where = answers.words.strip(), " ".join(answers.place_words.split())
    problems = [
        None if answers.category in list(Category) else Problem("category", "Choose what it is about."),
        None if answers.place in list(Place) else Problem("place", "Choose where it is."),
        None if answers.urgency in list(Urgency) else Problem("urgency", "Choose how much it presses."),
        None if words else Problem("words", "Write what is wrong."),
        _short("words", words),
        _short("place_words", where),
    ]
    if found := [problem for problem in problems if problem]:
        raise BadInput(*found)
    lot_id = answers.lot_id if answers.place == Place.LOT else None
    return {
        "category": answers.category, "urgency": answers.urgency, "place": answers.place, "words": words,
        "place_words": where, "lot_id": lot_id,
    }  # fmt: skip


def chosen(kind: type[K], where: str, said: str, message_id: str) -> K:
    """Return the member of an enumeration that was sent; BadInput for any other word."""
    try:
        return kind(said)
    except ValueError:
        raise BadInput(Problem(where, message_id)) from None


def _short(where: str, words: str) -> Problem | None:
    most = LONGEST[where]
    return Problem(where, "Shorten this to {most} characters.", {"most": most}) if len(words) > most else None


def _event(
    association_id: UUID, ticket_id: UUID, seq: int, what: Step, by: UUID | None, at: datetime, *, words: str = "",
    due: date | None = None, inner: bool = False,
) -> TicketEvent:  # fmt: skip
    return TicketEvent(
        association_id=association_id, ticket_id=ticket_id, seq=seq, what=what.value, words=words, due=due,
        inner_note=inner, at=at, by_id=by,
    )  # fmt: skip
