"""Plays of an assembly called off, moved, continued, copied and supplemented (see routes_played.py)."""

from datetime import timedelta

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import voting
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage

A = "/api/v1/assemblies/{assembly_id}"
LATER = {"starts_at": (now() + timedelta(days=60)).isoformat(), "place": "Salle"}


@plays(f"POST {A}/cancellation")
async def cancel(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"reason": "La salle est inondée."})


@plays(f"POST {A}/moved")
async def move(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("syndic", {"assembly_id": assembly}, json=LATER | {"reason": "Grève"})


@plays(f"POST {A}/continuation")
async def continue_another_day(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, json=LATER)


@plays(f"POST {A}/last-agenda")
async def copy_last_agenda(cast: Cast) -> Play:
    held, (item,) = await on_stage.opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        await voting.settle_item(*here, item, outcome="postponed")
        await sitting.close_assembly(*here, held, at=on_stage.NOW)
    assembly, _ = await on_stage.drafted(cast, "approve_budgets")
    return Play("syndic", {"assembly_id": assembly})


@plays(f"POST {A}/supplement")
async def supplement(cast: Cast) -> Play:
    """An assembly forty days from today, convened today."""
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        assembly = await plan.create_assembly(
            *here, kind="extraordinary", starts_at=now() + timedelta(days=40), place="Salle", at=now()
        )
        await plan.add_from_template(*here, assembly, template="budget", at=now())
        await freeze.convene(*here, assembly, sent_on=today(), at=now(), despite="sent before")
    body = {"kind": "start_legal_action", "title": {"fr": "Agir en justice"}, "sent_on": str(today())}
    return Play("syndic", {"assembly_id": assembly}, json=body)
