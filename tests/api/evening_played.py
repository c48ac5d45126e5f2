"""The plays of the evening beside voting: the attendance put right, the floor, who was let in."""

from tests.api.routes_played import A, Play, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage


@plays(f"GET {A}/movements")
async def movements(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/movements/corrections")
async def correct(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast, present=("anna", "bram", "carla"))
    body = {
        "person_id": str(cast.people["dirk"]),
        "what": "arrived",
        "happened_at": on_stage.NOW.isoformat(),
        "reason": "forgotten",
    }
    return Play("syndic", {"assembly_id": assembly}, json=body)


@plays(f"GET {A}/reviews")
async def reviews(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/proxy-sheets")
async def proxy_sheets(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    await on_stage.open_vote(cast, item)
    return Play("syndic", {"assembly_id": assembly}, writes=False)
