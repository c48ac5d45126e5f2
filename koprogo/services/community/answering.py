"""Answering a survey: one head, one answer. By name it may be changed until the closing; without names it is counted at
once.

Without names one press writes two things in one transaction: a marker that this person answered, and a new version of the
one row of counts. No time, no order, no address, no line in the log (ADR 0046).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models.community import SurveyMarker
from koprogo.rules.community.survey import LONGEST_WORDS, Answer, Kind, is_answer
from koprogo.services import audit
from koprogo.services.community.audience import heads
from koprogo.services.community.refusals import CountedAlready, NotAsked, NotOpen
from koprogo.services.community.standing import OPENED, Standing, lock

MARKED = "SELECT 1 FROM survey_marker WHERE survey_id = :s AND person_id = :p"
KEEP = """
INSERT INTO survey_answer (id, association_id, survey_id, person_id, places, words, at)
VALUES (:id, :t, :s, :p, :places, :words, :at)
ON CONFLICT (survey_id, person_id) DO UPDATE SET places = excluded.places, words = excluded.words, at = excluded.at
"""
TALLY = "SELECT answered, counts, words FROM survey_tally WHERE survey_id = :s"
COUNT = "UPDATE survey_tally SET answered = :answered, counts = :counts, words = :words WHERE survey_id = :s"
WORDS = {
    Kind.YES_NO: "Choose yes or no.",
    Kind.ONE: "Choose one of the answers.",
    Kind.SEVERAL: "Choose at least one of the answers.",
    Kind.RATING: "Choose a mark from 1 to 5.",
}


async def answer_survey(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    survey_id: UUID,
    *,
    places: Sequence[int] = (),
    words: str = "",
    at: datetime,
) -> None:
    """Answer a survey that asks the actor: `places` of what is chosen, counted from 0, or words.

    Raises:
        NotOpen: it is a draft, or its time has run out.
        NotAsked: the actor holds none of the rights it asks.
        BadInput: this answers no survey of its kind.
        CountedAlready: without names once is all.
    """
    require(actor, "survey.answer", association_id)
    survey = await lock(session, association_id, survey_id)
    if survey.state(at) != OPENED:
        raise NotOpen
    asked = await heads(session, association_id, audience=survey.audience, key_id=survey.key_id, day=legal_day(at))
    if actor.person_id not in {head.person_id for head in asked}:
        raise NotAsked
    answer = Answer(tuple(sorted(places)), words.strip())
    if not is_answer(survey.kind, len(survey.options), answer):
        raise BadInput(_problem(survey, answer))
    if survey.is_anonymous:
        await _count(session, association_id, survey_id, actor.person_id, answer)
        return
    facts = {"id": uuid4(), "t": association_id, "s": survey_id, "p": actor.person_id, "at": at}
    await session.execute(text(KEEP), {**facts, "places": list(answer.places), "words": answer.words})
    await audit.record(session, actor, association_id, "survey.answered", survey_id)


async def _count(session: AsyncSession, association_id: UUID, survey_id: UUID, person_id: UUID, answer: Answer) -> None:
    """Mark the person and count the answer; the survey's lock is held, so nobody counts at the same time."""
    if await session.scalar(text(MARKED), {"s": survey_id, "p": person_id}):
        raise CountedAlready
    session.add(SurveyMarker(id=uuid4(), association_id=association_id, survey_id=survey_id, person_id=person_id))
    await session.flush()
    row = (await session.execute(text(TALLY), {"s": survey_id})).one()
    counts = [count + (place in answer.places) for place, count in enumerate(row.counts)]
    # Sorted, so that the place of somebody's words among the others says nothing about when they came.
    said = sorted([*row.words, *([answer.words] if answer.words else [])], key=str.casefold)
    facts = {"s": survey_id, "answered": row.answered + 1, "counts": counts, "words": said}
    await session.execute(text(COUNT), facts)


def _problem(survey: Standing, answer: Answer) -> Problem:
    if survey.kind in WORDS:
        return Problem("answer", WORDS[survey.kind])
    if len(answer.words) > LONGEST_WORDS:
        return Problem("answer", "Shorten this to {most} characters.", {"most": LONGEST_WORDS})
    return Problem("answer", "Write your answer.")
