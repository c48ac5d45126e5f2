"""Reading surveys: the list of an association, one of them with what may be shown of its result, those that wait for
somebody.

Drafts are for council and syndic. Who answered what by name is for them too; everybody reads the counts, and the words only
once it is closed, without a name beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.core.permissions import PERMISSIONS, allows, require
from koprogo.rules.community.survey import Answer, places_of
from koprogo.rules.community.survey_result import Result, counted, may_be_shown, result
from koprogo.services.community.audience import heads
from koprogo.services.community.standing import CLOSED, DISCARDED, DRAFTED, OPENED, ROWS, Standing, of_row, standing

MOST = 200
LIST = f"""
SELECT r.*, (SELECT count(*) FROM survey_answer a WHERE a.survey_id = r.id)
            + coalesce((SELECT answered FROM survey_tally c WHERE c.survey_id = r.id), 0) AS answered,
       EXISTS (SELECT 1 FROM survey_answer a WHERE a.survey_id = r.id AND a.person_id = :me)
       OR EXISTS (SELECT 1 FROM survey_marker m WHERE m.survey_id = r.id AND m.person_id = :me) AS is_answered
  FROM ({ROWS}) r WHERE r.what <> 'discarded' ORDER BY coalesce(r.opened_at, r.at) DESC, r.id LIMIT {MOST}
"""
ANSWERS = """
SELECT a.person_id, p.name, a.places, a.words FROM survey_answer a JOIN person p ON p.id = a.person_id
 WHERE a.survey_id = :s ORDER BY p.name, p.id
"""
TALLY = "SELECT answered, counts, words FROM survey_tally WHERE survey_id = :s"
MARKED = "SELECT 1 FROM survey_marker WHERE survey_id = :s AND person_id = :me"
NOT_OF_A_ROW = {"answered", "is_answered"}


@dataclass(frozen=True)
class SurveyRow:
    """A survey of the list: `state` drafted, opened or closed; `answered` heads; `is_answered` by the reader."""

    survey: Standing
    state: str
    answered: int
    is_answered: bool


@dataclass(frozen=True)
class NamedAnswer:
    """What somebody answered under her name."""

    name: str
    answer: Answer


@dataclass(frozen=True)
class SurveySheet:
    """One survey as its reader may see it.

    Attributes:
        asked: heads who are asked, on the day of the closing once it is closed.
        result: None while it may not be shown; `answered` is always true.
        words: what was written, alphabetically, once it may be read.
        by_name: who answered what, for council and syndic, in a survey by name.
        is_asked, is_answered: of the reader; after the closing of one without names nobody knows who answered.
        mine: the reader's own answer by name.
    """

    survey: Standing
    state: str
    asked: int
    answered: int
    result: Result | None
    words: tuple[str, ...]
    by_name: tuple[NamedAnswer, ...]
    is_asked: bool
    is_answered: bool
    mine: Answer | None
    may_make: bool


async def surveys(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime) -> list[SurveyRow]:
    """Return the surveys of an association, open ones first and among them the one that closes first."""
    require(actor, "survey.read", association_id)
    rows = await session.execute(text(LIST), {"t": association_id, "me": actor.person_id})
    found = [_row(dict(row), at) for row in rows.mappings()]
    shown = [row for row in found if row.state != DRAFTED or _makes(actor, association_id)]
    return sorted(shown, key=_order)


async def waiting_for(session: AsyncSession, actor: Actor, *, at: datetime) -> list[tuple[UUID, SurveyRow]]:
    """Return the open surveys in reach that ask the actor and that she has not answered, each with its association."""
    found = []
    for association_id, roles in actor.reach.items():
        if not roles & PERMISSIONS["survey.answer"]:
            continue
        for row in await surveys(session, actor, association_id, at=at):
            if (
                row.state == OPENED
                and not row.is_answered
                and await _asks(session, actor, association_id, row.survey, at)
            ):
                found.append((association_id, row))
    return found


async def survey(
    session: AsyncSession, actor: Actor, association_id: UUID, survey_id: UUID, *, at: datetime
) -> SurveySheet:
    """Return one survey; NotFound for a draft that is not the reader's to see, and for one thrown away."""
    require(actor, "survey.read", association_id)
    found = await standing(session, association_id, survey_id)
    state, makes = found.state(at), _makes(actor, association_id)
    if state == DISCARDED or (state == DRAFTED and not makes):
        raise NotFound
    return await _sheet(session, association_id, found, at=at, reader=actor.person_id, makes=makes)


async def closed_sheet(session: AsyncSession, association_id: UUID, survey_id: UUID) -> SurveySheet:
    """Return a closed survey as everybody may read it, for the paper that a job prints."""
    found = await standing(session, association_id, survey_id)
    return await _sheet(session, association_id, found, at=found.closed_at, reader=None, makes=False)


async def _sheet(
    session: AsyncSession, association_id: UUID, found: Standing, *, at: datetime, reader: UUID | None, makes: bool
) -> SurveySheet:
    state = found.state(at)
    named = (await session.execute(text(ANSWERS), {"s": found.id})).all()
    tally = await _tally(session, found, named)
    asked = await heads(session, association_id, audience=found.audience, key_id=found.key_id, day=_day(found, at))
    shown = may_be_shown(is_anonymous=found.is_anonymous, is_open=state == OPENED, answered=tally.answered)
    may_read_words = shown and (state == CLOSED or (makes and not found.is_anonymous))
    mine = next((Answer(tuple(row.places), row.words) for row in named if row.person_id == reader), None)
    marked = bool(await session.scalar(text(MARKED), {"s": found.id, "me": reader}))
    return SurveySheet(
        survey=found,
        state=state,
        asked=int(found.facts.get("asked", len(asked))) if found.what == CLOSED else len(asked),
        answered=tally.answered,
        result=result(found.kind, tally.counts, tally.answered) if shown and state != DRAFTED else None,
        words=tuple(sorted(tally.words, key=str.casefold)) if may_read_words else (),
        by_name=tuple(NamedAnswer(row.name, Answer(tuple(row.places), row.words)) for row in named) if makes else (),
        is_asked=reader in {head.person_id for head in asked},
        is_answered=mine is not None or marked,
        mine=mine,
        may_make=makes,
    )


@dataclass(frozen=True)
class _Tally:
    answered: int
    counts: Sequence[int]
    words: Sequence[str]


async def _tally(session: AsyncSession, found: Standing, named: Sequence[Any]) -> _Tally:
    places = places_of(found.kind, len(found.options))
    if not found.is_anonymous:
        answers = [Answer(tuple(row.places), row.words) for row in named]
        return _Tally(len(answers), counted(answers, places), [each.words for each in answers if each.words])
    row = (await session.execute(text(TALLY), {"s": found.id})).first()
    return _Tally(row.answered, row.counts, row.words) if row else _Tally(0, [0] * places, [])


async def _asks(session: AsyncSession, actor: Actor, association_id: UUID, found: Standing, at: datetime) -> bool:
    asked = await heads(session, association_id, audience=found.audience, key_id=found.key_id, day=legal_day(at))
    return actor.person_id in {head.person_id for head in asked}


def _row(row: Mapping[str, Any], at: datetime) -> SurveyRow:
    found = of_row({name: value for name, value in row.items() if name not in NOT_OF_A_ROW})
    return SurveyRow(found, found.state(at), row["answered"], row["is_answered"])


def _order(row: SurveyRow) -> tuple[int, float]:
    """Open ones by their closing, then drafts, then closed ones, the last closed first."""
    moment = row.survey.closed_at.timestamp()
    return [OPENED, DRAFTED, CLOSED].index(row.state), -moment if row.state == CLOSED else moment


def _makes(actor: Actor, association_id: UUID) -> bool:
    return allows(actor, "survey.make", association_id)


def _day(found: Standing, at: datetime) -> date:
    return legal_day(min(at, found.closed_at)) if found.opened_at else legal_day(at)
