"""The plays of the agenda's routes: who votes on a point, keys of apportionment, the guard, options, amendments."""

from datetime import date
from itertools import count
from uuid import UUID

from koprogo import db
from koprogo.services.assemblies.agenda import exclusions
from koprogo.services.assemblies.voting import amendments, results
from koprogo.services.charges import keys as charge_keys
from tests.api.routes_played import A, I, Play, _run, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage
from tests.services.assemblies.choices import a_choice
from tests.services.charges.key_votes import carried_change


async def _excluded(cast: Cast) -> tuple[UUID, UUID, UUID]:
    assembly, [item] = await on_stage.drafted(cast)
    who = {"person_id": cast.people["anna"], "reason": "supplier"}
    return assembly, item, await _run(cast, exclusions.exclude, item, **who)


@plays(f"GET {A}/exclusions")
async def exclusions_here(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/exclusions/proposed")
async def exclusions_proposed(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"POST {I}/exclusions")
async def exclude(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    body = {"person_id": str(cast.people["bram"]), "reason": "employee"}
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json=body)


@plays(A.join(("DELETE ", "/exclusions/{exclusion_id}")))
async def lift_exclusion(cast: Cast) -> Play:
    assembly, _, exclusion = await _excluded(cast)
    return Play("syndic", {"assembly_id": assembly, "exclusion_id": exclusion})


TURN = count(1)


def _facts() -> dict[str, object]:
    """Return a key of a name of its own: two of one name are not in force together."""
    name = {"fr": f"Ascenseur {next(TURN)}"}
    return {"name": name, "source": "art. 14", "since": "2021-01-01", "lines": "A1 60\nA2 40"}


async def _key(cast: Cast) -> UUID:
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        facts = _facts() | {"since": date(2021, 1, 1)}
        return await charge_keys.enter_key(session, cast.syndic, cast.association_id, **facts)


@plays(f"PUT {I}/key")
async def set_key(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    ticked = {"only_they_bear": True, "common_management_unaffected": True, "reason": "art. 14"}
    body = {"key_id": str(await _key(cast)), **ticked}
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json=body)


@plays("GET /api/v1/associations/{association_id}/keys")
async def list_keys(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id}, writes=False)


@plays("POST /api/v1/associations/{association_id}/keys")
async def enter_key(cast: Cast) -> Play:
    changed = {"replaces_id": str(await _key(cast)), "item_id": str(await carried_change(cast))}
    return Play("syndic", {"association_id": cast.association_id}, json=_facts() | changed)


@plays("GET /api/v1/associations/{association_id}/keys/changes")
async def changes_of_keys(cast: Cast) -> Play:
    await carried_change(cast)
    return Play("syndic", {"association_id": cast.association_id}, writes=False)


@plays("GET /api/v1/associations/{association_id}/keys/{key_id}")
async def lots_of_key(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id, "key_id": await _key(cast)}, writes=False)


@plays("POST /api/v1/associations/{association_id}/keys/{key_id}/end")
async def end_key(cast: Cast) -> Play:
    where = {"association_id": cast.association_id, "key_id": await _key(cast)}
    return Play("syndic", where, json={"until": "2026-12-01"})


@plays(f"GET {A}/guard")
async def guard_of(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/guard/points")
async def add_legal_point(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"template": "bureau"})


@plays(f"GET {A}/outlook")
async def outlook_of(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly}, params={"percent": 50}, writes=False)


@plays(f"POST {I}/parts")
async def split(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    body = {"parts": [{"decides": "option", "options": [{"fr": "Offre A"}, {"fr": "Offre B"}]}]}
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json=body)


@plays(f"PUT {I}/options")
async def options(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast, "elect_council_member")
    body = {"options": [{"fr": "Anna Peeters"}, {"fr": "Bram Claes"}]}
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json=body)


@plays(f"PUT {I}/tally")
async def tally(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={"hidden": True})


@plays(f"POST {I}/run-off")
async def run_off(cast: Cast) -> Play:
    assembly, item = await a_choice(cast, "Anna", "Bram", "Carla")
    for who, option in (("anna", "option_1"), ("bram", "option_2"), ("carla", "option_3")):
        await on_stage.press(cast, who, item, option)
    await on_stage.close_vote(cast, item)
    await _run(cast, results.confirm_result, item, at=on_stage.NOW)
    return Play("syndic", {"assembly_id": assembly, "item_id": item})


@plays(f"POST {I}/amendments")
async def amend(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={"proposal": {"fr": "Texte amendé"}})


@plays(f"DELETE {I}/amendments")
async def withdraw_amendment(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    await _run(cast, amendments.amend, item, proposal={"fr": "Texte amendé"}, at=on_stage.NOW)
    return Play("syndic", {"assembly_id": assembly, "item_id": item})
