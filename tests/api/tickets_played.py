"""Plays of reported problems and of the board of tasks; see routes_played.py."""

from datetime import timedelta

from koprogo.core.clock import now, today
from koprogo.services.governance import tasks
from koprogo.services.works import photos
from tests.api.routes_played import Play, _run, plays
from tests.cast import Cast
from tests.services.works.tickets_on_stage import act, photo, posted, reported

P = "/api/v1/associations/{association_id}/problems"
ONE = P + "/{ticket_id}"
B = "/api/v1/associations/{association_id}/board"
LEAK = {"category": "water", "urgency": "soon", "place": "common", "words": "It drips."}


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


@plays(f"GET {P}")
async def listed(cast: Cast) -> Play:
    await reported(cast)
    return Play("carla", _here(cast), writes=False)


@plays(f"POST {P}")
async def report(cast: Cast) -> Play:
    return Play("anna", _here(cast), json=LEAK)


@plays(f"POST {P}/form")
async def post_form(cast: Cast) -> Play:
    return Play("syndic", _here(cast))


@plays(f"DELETE {P}/form")
async def close_form(cast: Cast) -> Play:
    await posted(cast)
    return Play("syndic", _here(cast))


@plays(f"GET {ONE}")
async def one(cast: Cast) -> Play:
    return Play("carla", _here(cast, ticket_id=await reported(cast)), writes=False)


@plays(f"POST {ONE}/steps")
async def step(cast: Cast) -> Play:
    body = {"what": "planned", "due": (today() + timedelta(days=2)).isoformat()}
    return Play("syndic", _here(cast, ticket_id=await reported(cast)), json=body)


@plays(f"DELETE {ONE}/reporter")
async def forget(cast: Cast) -> Play:
    return Play("syndic", _here(cast, ticket_id=await reported(cast)))


@plays(f"POST {ONE}/photos")
async def add_photo(cast: Cast) -> Play:
    file = {"file": ("leak.jpg", photo(), "image/jpeg")}
    return Play("anna", _here(cast, ticket_id=await reported(cast)), files=file, data={"keep_place": "false"})


async def _with_photo(cast: Cast):
    ticket = await reported(cast)
    return _here(
        cast, ticket_id=ticket, photo_id=await act(cast, "anna", photos.add_photo, ticket, content=photo(), at=now())
    )


@plays(f"DELETE {ONE}/photos/{{photo_id}}")
async def withdraw_photo(cast: Cast) -> Play:
    return Play("anna", await _with_photo(cast))


@plays(f"GET {ONE}/photos/{{photo_id}}/content")
async def content(cast: Cast) -> Play:
    return Play("carla", await _with_photo(cast), writes=False)


async def _task(cast: Cast):
    due, who = today() + timedelta(days=5), cast.people["syndic"]
    facts = {"what": "Call the plumber", "due": due, "owner_id": who, "at": now(), "today": today()}
    return _here(cast, task_id=await _run(cast, tasks.add_task, **facts))


@plays(f"GET {B}")
async def board(cast: Cast) -> Play:
    await _task(cast)
    return Play("syndic", _here(cast), writes=False)


@plays(f"POST {B}")
async def add_task(cast: Cast) -> Play:
    body = {"what": "Call the plumber", "due": today().isoformat(), "owner_id": str(cast.people["syndic"])}
    return Play("syndic", _here(cast), json=body)


@plays(f"POST {B}/{{task_id}}/column")
async def put(cast: Cast) -> Play:
    return Play("syndic", await _task(cast), json={"column": "in_progress"})


@plays(f"POST {B}/{{task_id}}/plan")
async def plan(cast: Cast) -> Play:
    body = {"due": today().isoformat(), "owner_id": str(cast.people["anna"])}
    return Play("syndic", await _task(cast), json=body)


@plays(f"POST {B}/{{task_id}}/words")
async def say(cast: Cast) -> Play:
    return Play("syndic", await _task(cast), json={"what": "noted", "words": "She comes on Monday."})
