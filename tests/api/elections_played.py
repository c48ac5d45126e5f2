"""The plays of an election, of the next step of the evening, and of what its opening and its points can come to."""

from uuid import UUID

from koprogo import db
from koprogo.services.assemblies.elections import elections
from koprogo.services.assemblies.room import next_step
from tests.api.routes_played import A, I, Play, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage


async def _election(cast: Cast, how: str) -> tuple[UUID, UUID, UUID]:
    assembly, [item] = await on_stage.convened(cast, "elect_bureau")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        candidate = await elections.stand(
            session, cast.syndic, cast.association_id, item, post="chair", person_id=cast.people["anna"], how=how,
            at=on_stage.NOW,
        )  # fmt: skip
    return assembly, item, candidate


@plays(f"GET {I}/candidates")
async def candidates(cast: Cast) -> Play:
    assembly, item, _ = await _election(cast, "room")
    return Play("bram", {"assembly_id": assembly, "item_id": item}, writes=False)


@plays(f"GET {I}/candidates/mine")
async def own_offers(cast: Cast) -> Play:
    assembly, item, _ = await _election(cast, "room")
    return Play("bram", {"assembly_id": assembly, "item_id": item}, writes=False)


@plays(f"POST {I}/candidates")
async def stand(cast: Cast) -> Play:
    assembly, item, _ = await _election(cast, "room")
    return Play("bram", {"assembly_id": assembly, "item_id": item}, json={"post": "chair"})


@plays(f"POST {A}/candidates/{{candidate_id}}/agreement")
async def agree(cast: Cast) -> Play:
    assembly, _, candidate = await _election(cast, "")
    return Play("anna", {"assembly_id": assembly, "candidate_id": candidate}, json={"how": "herself"})


@plays(A.join(("DELETE ", "/candidates/{candidate_id}")))
async def withdraw(cast: Cast) -> Play:
    assembly, _, candidate = await _election(cast, "room")
    return Play("anna", {"assembly_id": assembly, "candidate_id": candidate})


@plays(f"GET {A}/next-step")
async def read_next_step(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/next-step")
async def take_next_step(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    async with db.tenant_session(cast.syndic) as session:
        found = await next_step.what_next(session, cast.syndic, cast.association_id, assembly)
    return Play("syndic", {"assembly_id": assembly}, json={"step": found.step, "seen": found.seen})


@plays(f"GET {A}/opening-reviews")
async def opening_reviews(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/doubts")
async def doubts(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)
