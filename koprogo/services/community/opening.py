"""A survey goes out and comes back: opened with an invitation to everybody asked, closed by hand, or in time by the worker.

The closing takes the persons out of an anonymous survey's markers: what is left says how many answered, and what, of
nobody.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models.community import SurveyTally
from koprogo.rules.community.survey import Closing, closing, is_over, places_of
from koprogo.services import audit
from koprogo.services.community import invitations, making, result_paper
from koprogo.services.community.audience import heads
from koprogo.services.community.refusals import NobodyIsAsked, NotOpen, StaysAsOpened
from koprogo.services.community.standing import CLOSED, DRAFTED, OPENED, Standing, append, lock

DUE = """
SELECT s.association_id, s.id FROM survey s
  JOIN LATERAL (SELECT what FROM survey_event WHERE survey_id = s.id ORDER BY seq DESC LIMIT 1) e ON true
 WHERE e.what = 'opened' AND s.closes_at <= :at ORDER BY s.closes_at, s.id
"""
FORGET = "UPDATE survey_marker SET person_id = NULL WHERE survey_id = :s AND person_id IS NOT NULL"
OPENER = "SELECT name, language FROM person WHERE id = :p"


async def open_survey(
    session: AsyncSession, actor: Actor, association_id: UUID, survey_id: UUID, *, at: datetime
) -> int:
    """Open a draft and invite everybody it asks, each in her language; return how many letters left (council, syndic).

    Opened again it stays as it is and nobody hears of it twice.

    Raises:
        StaysAsOpened: it is closed or was thrown away.
        BadInput: its closing came too near while it was a draft.
        NobodyIsAsked: nobody holds a right it is about.
    """
    require(actor, "survey.make", association_id)
    survey = await lock(session, association_id, survey_id)
    if survey.what == OPENED:
        return 0
    if survey.what != DRAFTED:
        raise StaysAsOpened
    if closing(at, survey.closes_at) is not Closing.IN_TIME:
        raise BadInput(Problem("closes_at", making.WORDS[Closing.TOO_SOON]))
    asked = await heads(session, association_id, audience=survey.audience, key_id=survey.key_id, day=legal_day(at))
    if not asked:
        raise NobodyIsAsked
    reached = [head for head in asked if head.email]
    facts = {"invited": len(asked), "mailed": len(reached)}
    await append(session, association_id, survey_id, OPENED, by=actor.person_id, at=at, **facts)
    if survey.is_anonymous:
        counts = [0] * places_of(survey.kind, len(survey.options))
        session.add(
            SurveyTally(id=uuid4(), association_id=association_id, survey_id=survey_id, counts=counts, words=[])
        )
        await session.flush()
    await invitations.invite(session, association_id, survey, reached, at=at)
    await audit.record(session, actor, association_id, "survey.opened", survey_id, **facts)
    return len(reached)


async def close_survey(
    session: AsyncSession, actor: Actor, association_id: UUID, survey_id: UUID, *, at: datetime
) -> None:
    """Close an open survey before its time. Safe to repeat (council, syndic).

    Raises:
        NotOpen: it was never opened.
    """
    require(actor, "survey.make", association_id)
    survey = await lock(session, association_id, survey_id)
    if survey.what == CLOSED:
        return
    if survey.what != OPENED:
        raise NotOpen
    in_time = is_over(at, survey.closes_at)
    await _close(session, actor, association_id, survey, at=survey.closes_at if in_time else at, in_time=in_time)


async def close_all_due(*, at: datetime) -> int:
    """Close every survey of all associations whose time has run out; the worker's work of each minute. Return how many."""
    async with db.platform_session(None, "worker: surveys whose time has run out") as session:
        due = (await session.execute(text(DUE), {"at": at})).tuples().all()
    closed = 0
    for association_id, survey_id in due:
        async with db.association_session(association_id) as session:
            closed += await close_if_due(session, association_id, survey_id, at=at)
    return closed


async def close_if_due(session: AsyncSession, association_id: UUID, survey_id: UUID, *, at: datetime) -> bool:
    """Close a survey whose time has run out, in the name of who opened it; say whether it was this call."""
    survey = await lock(session, association_id, survey_id)
    if survey.what != OPENED or survey.opened_by_id is None or not is_over(at, survey.closes_at):
        return False
    person = (await session.execute(text(OPENER), {"p": survey.opened_by_id})).one()
    opener = Actor(survey.opened_by_id, person.name, person.language)
    await _close(session, opener, association_id, survey, at=survey.closes_at, in_time=True)
    return True


async def _close(
    session: AsyncSession, actor: Actor, association_id: UUID, survey: Standing, *, at: datetime, in_time: bool
) -> None:
    """Close it for good: forget who answered without a name, and have the result printed."""
    asked = await heads(session, association_id, audience=survey.audience, key_id=survey.key_id, day=legal_day(at))
    how = "time" if in_time else "hand"
    await append(session, association_id, survey.id, CLOSED, by=actor.person_id, at=at, how=how, asked=len(asked))
    if survey.is_anonymous:
        await session.execute(text(FORGET), {"s": survey.id})
    await audit.record(session, actor, association_id, "survey.closed", survey.id, how=how)
    await result_paper.queue_if_possible(session, actor, association_id, survey.id)
