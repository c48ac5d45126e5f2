"""Plays of the council; see routes_played.py."""

from datetime import timedelta

from koprogo.core.clock import now, today
from koprogo.services.governance import mandates, questions
from tests.api.routes_played import Play, _run, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage
from tests.services.governance.council_on_stage import member

C = "/api/v1/associations/{association_id}/council"


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


@plays(f"GET {C}")
async def read(cast: Cast) -> Play:
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {C}/election")
async def propose(cast: Cast) -> Play:
    await on_stage.drafted(cast)
    return Play("syndic", _here(cast))


@plays(f"POST {C}/seats")
async def appoint(cast: Cast) -> Play:
    await member(cast, "bram")
    body = {"person_id": str(cast.people["dirk"]), "since": today().isoformat()}
    return Play("syndic", _here(cast), json=body)


async def _seat(cast: Cast):
    return await _run(cast, mandates.appoint, person_id=cast.people["dirk"], office="council", since=today())


@plays(f"POST {C}/seats/{{seat_id}}/end")
async def end(cast: Cast) -> Play:
    body = {"reason": "resigned", "day": (today() + timedelta(days=1)).isoformat()}
    return Play("syndic", _here(cast, seat_id=await _seat(cast)), json=body)


@plays(f"POST {C}/seats/{{seat_id}}/position")
async def position(cast: Cast) -> Play:
    return Play("syndic", _here(cast, seat_id=await _seat(cast)), json={"position": "chair"})


@plays(f"GET {C}/following")
async def follow(cast: Cast) -> Play:
    return Play("syndic", _here(cast), writes=False)


@plays(f"POST {C}/following/days")
async def days(cast: Cast) -> Play:
    return Play("syndic", _here(cast), json={"kind": "works", "days": 45})


@plays(f"GET {C}/questions")
async def asked(cast: Cast) -> Play:
    return Play("syndic", _here(cast), writes=False)


@plays(f"POST {C}/questions")
async def ask(cast: Cast) -> Play:
    await member(cast, "bram")
    return Play("bram", _here(cast), json={"words": "Where are the three quotes?"})


@plays(f"POST {C}/questions/{{question_id}}/answers")
async def answer(cast: Cast) -> Play:
    actor = await member(cast, "bram")
    from koprogo import db

    async with db.tenant_session(actor, cast.association_id) as session:
        question = await questions.ask(session, actor, cast.association_id, words="When?", at=now())
    return Play("syndic", _here(cast, question_id=question), json={"words": "Next week."})
