"""Plays of what follows an assembly: signatures, copies, follow-up; see routes_played.py."""

from uuid import UUID

from koprogo import db
from koprogo.core.clock import now
from koprogo.services.assemblies.after import follow_up, register, register_queries
from koprogo.services.assemblies.minutes import sending as minutes_sending
from koprogo.services.assemblies.minutes import signing
from tests.api.routes_played import A, Play, R, plays
from tests.api.routes_played import _run as run
from tests.cast import Cast
from tests.services.assemblies import closed_evening
from tests.services.assemblies import evening as on_stage


async def _entered(cast: Cast) -> UUID:
    """Return the newest carried entry of a register."""
    assembly, _ = await closed_evening.minuted(cast)
    [number, *_] = await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=now())
    async with db.tenant_session(cast.syndic) as session:
        rows = await register_queries.register(session, cast.syndic, cast.association_id)
    return next(row.id for row in rows if row.number == number)


def _plan(cast: Cast) -> dict[str, str]:
    return {"what": "Ask for quotes", "due": "2027-01-15", "owner_id": str(cast.people["anna"])}


H = "/api/v1/associations/{association_id}"


@plays(f"GET {H}/follow-up")
async def read_follow_up(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id}, writes=False)


@plays(f"POST {R}/{{entry_id}}/tasks")
async def plan_task(cast: Cast) -> Play:
    where = {"association_id": cast.association_id, "entry_id": await _entered(cast)}
    return Play("syndic", where, json=_plan(cast))


@plays(f"POST {H}/tasks/{{task_id}}/events")
async def move_task(cast: Cast) -> Play:
    entry = await _entered(cast)
    wish = {"what": "x", "due": on_stage.NOW.date(), "owner_id": cast.people["anna"]}
    task = await run(cast, follow_up.plan_task, entry, at=now(), today=on_stage.NOW.date(), **wish)
    return Play("syndic", {"association_id": cast.association_id, "task_id": task}, json={"what": "done"})


@plays(f"GET {A}/minutes/signatures")
async def read_signatures(cast: Cast) -> Play:
    assembly, _ = await closed_evening.closed(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/minutes/signatures")
async def sign_minutes(cast: Cast) -> Play:
    assembly, _ = await closed_evening.closed(cast)
    found = await run(cast, signing.signing, assembly)
    body = {
        "person_id": str(cast.people["bram"]), "capacity": "owner", "how": "drawn", "text_sha256": found.text_sha256,
        "strokes": [[[each, each] for each in range(20)]],
    }  # fmt: skip
    return Play("bram", {"assembly_id": assembly}, json=body)


@plays(f"GET {A}/minutes/outside")
async def read_outside(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/minutes/outside")
async def print_outside(cast: Cast) -> Play:
    assembly, _ = await closed_evening.minuted(cast)
    return Play("syndic", {"assembly_id": assembly})


@plays(f"GET {A}/results/papers")
async def read_results(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/results/papers")
async def print_results(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly})


@plays(f"GET {A}/minutes/letters")
async def sent_minutes(cast: Cast) -> Play:
    assembly, _ = await closed_evening.minuted(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/minutes/letters")
async def send_minutes(cast: Cast) -> Play:
    return Play("syndic", {"assembly_id": await closed_evening.printed(cast)})


@plays(f"POST {A}/minutes/letters/posted")
async def posted_minutes(cast: Cast) -> Play:
    assembly, _ = await closed_evening.minuted(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"day": now().date().isoformat()})


@plays(f"GET {A}/minutes/letters/batch")
async def minutes_batch(cast: Cast) -> Play:
    assembly = await closed_evening.printed(cast)
    await run(cast, minutes_sending.send_minutes, assembly, at=now())
    await minutes_sending.print_letters(cast.association_id, assembly, at=now())
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/minutes/wall")
async def wall(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/minutes/wall")
async def turn_wall(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"page": 1})


@plays(f"GET {A}/minutes/draft")
async def read_draft(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/minutes/draft")
async def print_draft(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly})
