"""Surveys of co-owners: made, opened, answered, closed. They decide nothing; without names nothing here says who answered
what.
"""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Moment
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now
from koprogo.services.community import answering, making, opening, queries, result_paper

router = APIRouter(prefix="/api/v1/associations/{association_id}/surveys", tags=["surveys"])
S = "/{survey_id}"


class SurveyIn(Typed):
    """What is asked: texts by language, whom, and the instant at which it closes by itself."""

    kind: Literal["yes_no", "one", "several", "rating", "text"]
    title: dict[str, str]
    closes_at: Moment
    words: dict[str, str] = Field(default_factory=dict)
    options: list[dict[str, str]] = Field(default_factory=list)
    audience: Literal["rights", "owners", "group"] = "rights"
    key_id: UUID | None = None
    is_anonymous: bool = False

    def draft(self) -> making.Draft:
        """Return it as the service takes it."""
        return making.Draft(**{name: getattr(self, name) for name in type(self).model_fields})


class AnswerIn(Typed):
    """What is chosen, counted from 0 (no is 1, the mark 5 is 4), or words."""

    places: list[int] = Field(default_factory=list, max_length=20)
    words: str = ""


@router.get("", summary="Surveys")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the surveys of an association, open ones first; drafts only to council and syndic."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await queries.surveys(session, caller, association_id, at=now())
    return [_shown(row.survey) | {"state": row.state, "answered": row.answered} for row in rows]


@router.post("", summary="Draft a survey", status_code=201)
async def draft(caller: Caller, association_id: UUID, survey: SurveyIn) -> Made:
    """Write a draft, seen by council and syndic only (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await making.make_survey(session, caller, association_id, draft=survey.draft(), at=now())
    return Made(id=made)


@router.get(S, summary="A survey")
async def one(caller: Caller, association_id: UUID, survey_id: UUID) -> dict[str, Any]:
    """Return a survey with what may be shown of its result, and whether the caller is asked and answered."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await queries.survey(session, caller, association_id, survey_id, at=now())
    found = sheet.result
    result = found and {
        "counts": found.counts,
        "leaders": found.leaders,
        "tie": found.is_tie,
        "mean": _mean(found.mean),
    }
    mine = sheet.mine and {"places": sheet.mine.places, "words": sheet.mine.words}
    return _shown(sheet.survey) | {
        "state": sheet.state,
        "asked": sheet.asked,
        "answered": sheet.answered,
        "result": result,
        "words": sheet.words,
        "by_name": [
            {"name": each.name, "places": each.answer.places, "words": each.answer.words} for each in sheet.by_name
        ],
        "is_asked": sheet.is_asked,
        "is_answered": sheet.is_answered,
        "mine": mine,
    }


@router.put(S, summary="Change a draft", status_code=204)
async def change(caller: Caller, association_id: UUID, survey_id: UUID, survey: SurveyIn) -> None:
    """Write a draft anew (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await making.change_survey(session, caller, association_id, survey_id, draft=survey.draft(), at=now())


@router.delete(S, summary="Throw a draft away", status_code=204)
async def discard(caller: Caller, association_id: UUID, survey_id: UUID) -> None:
    """Throw a draft away (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await making.discard_survey(session, caller, association_id, survey_id, at=now())


@router.post(S + "/opening", summary="Open a survey")
async def open_survey(caller: Caller, association_id: UUID, survey_id: UUID) -> dict[str, int]:
    """Open a draft and invite everybody it asks; return how many letters left (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        return {"mailed": await opening.open_survey(session, caller, association_id, survey_id, at=now())}


@router.put(S + "/answer", summary="Answer a survey", status_code=204)
async def answer(caller: Caller, association_id: UUID, survey_id: UUID, said: AnswerIn) -> None:
    """Answer, or by name answer otherwise; without names once is all."""
    async with db.tenant_session(caller, association_id) as session:
        await answering.answer_survey(session, caller, association_id, survey_id, **said.model_dump(), at=now())


@router.post(S + "/closing", summary="Close a survey", status_code=204)
async def close(caller: Caller, association_id: UUID, survey_id: UUID) -> None:
    """Close a survey before its time (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await opening.close_survey(session, caller, association_id, survey_id, at=now())


@router.post(S + "/paper", summary="Print the result", status_code=202)
async def print_result(caller: Caller, association_id: UUID, survey_id: UUID) -> dict[str, int]:
    """Have the result of a closed survey printed anew, in four languages; return its version (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        return {"version": await result_paper.request_paper(session, caller, association_id, survey_id)}


def _shown(survey: queries.Standing) -> dict[str, Any]:
    """Return what is asked, of whom, until when."""
    names = ("id", "kind", "title", "words", "options", "audience", "key_id", "is_anonymous", "opened_at", "closes_at")
    return {name: getattr(survey, name) for name in names}


def _mean(mean: Any) -> str | None:
    """Write a mean as the fraction it is: `11/3`."""
    return str(mean) if mean is not None else None
