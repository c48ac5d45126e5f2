"""The plays of the surveys' routes; see routes_played.py."""

from datetime import timedelta
from uuid import UUID

from koprogo.core.clock import now
from koprogo.services.community import opening
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.community import surveys_on_stage as on_stage

S = "/api/v1/associations/{association_id}/surveys"
ONE = S + "/{survey_id}"
BODY = {"kind": "yes_no", "title": {"fr": "Un local à vélos ?"}}


def _here(cast: Cast, survey: UUID | None = None):
    return {"association_id": cast.association_id} | ({"survey_id": survey} if survey else {})


def _body():
    return {**BODY, "closes_at": (now() + timedelta(days=7)).isoformat()}


async def _drafted(cast: Cast) -> UUID:
    return await on_stage.drafted(cast, at=now(), closes_at=now() + timedelta(days=7))


async def _opened(cast: Cast) -> UUID:
    survey = await _drafted(cast)
    await on_stage.act(cast, opening.open_survey, survey, at=now())
    return survey


@plays(f"GET {S}")
async def read(cast: Cast) -> Play:
    await _opened(cast)
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {S}")
async def draft(cast: Cast) -> Play:
    return Play("syndic", _here(cast), json=_body())


@plays(f"GET {ONE}")
async def one(cast: Cast) -> Play:
    return Play("anna", _here(cast, await _opened(cast)), writes=False)


@plays(f"PUT {ONE}")
async def change(cast: Cast) -> Play:
    return Play("syndic", _here(cast, await _drafted(cast)), json=_body())


@plays(f"DELETE {ONE}")
async def discard(cast: Cast) -> Play:
    return Play("syndic", _here(cast, await _drafted(cast)))


@plays(f"POST {ONE}/opening")
async def open_survey(cast: Cast) -> Play:
    return Play("syndic", _here(cast, await _drafted(cast)))


@plays(f"PUT {ONE}/answer")
async def answer(cast: Cast) -> Play:
    return Play("anna", _here(cast, await _opened(cast)), json={"places": [0]})


@plays(f"POST {ONE}/closing")
async def close(cast: Cast) -> Play:
    return Play("syndic", _here(cast, await _opened(cast)))


@plays(f"POST {ONE}/paper")
async def paper(cast: Cast) -> Play:
    survey = await _opened(cast)
    await on_stage.close(cast, survey, at=now())
    return Play("syndic", _here(cast, survey))
