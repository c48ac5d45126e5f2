"""Plays of a syndic's season: many convocations, who goes where, minutes spent (see routes_played.py)."""

from datetime import timedelta

from koprogo import db
from koprogo.core.clock import now
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.season import run as season_run
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage

A = "/api/v1/assemblies/{assembly_id}"
RUNS = "/api/v1/season/convocations"


async def _draft(cast: Cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        assembly = await plan.create_assembly(
            *here, kind="extraordinary", starts_at=now() + timedelta(days=40), place="Salle", at=now()
        )
        await plan.add_from_template(*here, assembly, template="bureau", at=now())
    return assembly


@plays(f"POST {RUNS}")
async def start(cast: Cast) -> Play:
    return Play("syndic", json={"assemblies": [str(await _draft(cast))]})


@plays(f"GET {RUNS}/{{run_id}}")
async def run(cast: Cast) -> Play:
    found = await season_run.start(cast.syndic, [await _draft(cast)], at=now())
    return Play("syndic", {"run_id": found}, writes=False)


@plays(f"PUT {A}/attendant")
async def attend(cast: Cast) -> Play:
    return Play("syndic", {"assembly_id": await _draft(cast)}, json={"person_id": str(cast.people["syndic"])})


@plays(f"GET {A}/minutes-spent")
async def spent(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)
