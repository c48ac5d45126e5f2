"""The plays of the evening beside voting: the attendance put right, the floor, who was let in."""

from koprogo import db
from koprogo.services.assemblies import visitors as people_let_in
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


@plays(f"GET {A}/floor")
async def own_place(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/floor/list")
async def speaking_list(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)  # she chairs


@plays(f"POST {A}/floor")
async def take_floor(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("bram", {"assembly_id": assembly}, json={"act": "ask"})


@plays(f"GET {A}/protests")
async def protests(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/protests")
async def record_protest(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    body = {"person_id": str(cast.people["bram"]), "words": "Le quorum n’est pas atteint."}
    return Play("syndic", {"assembly_id": assembly}, json=body)


@plays(f"GET {A}/visitors")
async def visitors(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/visitors")
async def admit(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"name": "Maître Huissier", "capacity": "bailiff"})


@plays(A.join(("DELETE ", "/visitors/{number}")))
async def visitor_left(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        number = await people_let_in.admit(
            session, cast.syndic, cast.association_id, assembly, name="Ann Expert", capacity="expert", at=on_stage.NOW
        )
    return Play("syndic", {"assembly_id": assembly, "number": str(number)})
