"""The plays of the routes of old minutes; see routes_played.py."""

from datetime import date
from uuid import uuid4

from koprogo.core.clock import now
from koprogo.services.assemblies.after.old_minutes import keep_minutes, send_minutes
from tests.adapters.old_pdfs import LINES, typed
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.accounting.ledger_on_stage import act

OLD = "/api/v1/associations/{association_id}/old-minutes"
KEPT = {"day": date(2021, 3, 12), "title": "AG 2021"}


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


async def _sent(cast: Cast) -> str:
    """Send minutes that nobody sent before: a play may be played more than once."""
    content = typed((*LINES, f"No {uuid4()}"))
    return await send_minutes(cast.syndic, cast.association_id, content=content, name="AG.pdf", at=now())


@plays(f"GET {OLD}")
async def found(cast: Cast) -> Play:
    return Play("anna", _here(cast), params={"words": '"rénovation de la toiture" voté', "year": 2021}, writes=False)


@plays(f"POST {OLD}/files")
async def send(cast: Cast) -> Play:
    return Play("syndic", _here(cast), files={"file": ("AG.pdf", typed(LINES))}, writes=False)


@plays(f"GET {OLD}/files/{{file_id}}")
async def read(cast: Cast) -> Play:
    return Play("syndic", _here(cast, file_id=await _sent(cast)), writes=False)


@plays(f"POST {OLD}")
async def keep(cast: Cast) -> Play:
    file_id = await _sent(cast)
    return Play("syndic", _here(cast), json={"file_id": file_id, "day": "2021-03-12", "title": "AG 2021"})


@plays(f"DELETE {OLD}/{{minutes_id}}")
async def withdraw(cast: Cast) -> Play:
    made = await act(cast, keep_minutes, await _sent(cast), at=now(), **KEPT)
    return Play("syndic", _here(cast, minutes_id=made))
