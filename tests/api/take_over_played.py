"""The plays of the routes that take old books over from files; see routes_played.py."""

from datetime import date

from koprogo.core.clock import now
from koprogo.services.accounting import periods
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.accounting import ledger_on_stage as on_stage
from tests.services.accounting.taking_over.old_books import DATA, FR, sent

OLD = "/api/v1/associations/{association_id}/books/old"
DAY = date(2026, 6, 30)


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


async def _asked(cast: Cast):
    """Send the files and return the body that asks about them; a year is open on their day."""
    if not [row for row in await on_stage.act(cast, periods.years) if row.starts <= DAY < row.next_starts]:
        await on_stage.year(cast)
    request = await sent(cast, FR, at=now())
    return {"day": DAY.isoformat(), "tool": "Old", "files": dict(request.files)}


@plays(f"GET {OLD}/tools")
async def tools(cast: Cast) -> Play:
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {OLD}/files/{{kind}}")
async def send(cast: Cast) -> Play:
    content = (DATA / FR["owners"]).read_bytes()
    return Play("accountant", _here(cast, kind="owners"), files={"file": ("owners.csv", content)}, writes=False)


@plays(f"POST {OLD}/preview", alone=True)
async def preview(cast: Cast) -> Play:
    return Play("syndic", _here(cast), json=await _asked(cast), writes=False)


@plays(f"POST {OLD}/opening", alone=True)
async def opening(cast: Cast) -> Play:
    return Play("syndic", _here(cast), json=await _asked(cast))
