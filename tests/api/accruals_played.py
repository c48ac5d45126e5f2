"""The plays of what brings costs to their days; see routes_played.py. Each takes a year of its own."""

from datetime import date
from typing import Any
from uuid import UUID

from koprogo.core.money import Money
from koprogo.services.accounting import periods
from koprogo.services.charges import year_end
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.accounting import ledger_on_stage as on_stage
from tests.services.charges.invoices_on_stage import line, step, typed

B = "/api/v1/associations/{association_id}/books"


async def _year(cast: Cast) -> tuple[UUID, date]:
    """Open the year after the last one, and return it with its first day."""
    found = await on_stage.act(cast, periods.years)
    starts = found[0].next_starts if found else date(2020, 1, 1)
    return await on_stage.year(cast, starts, date(starts.year + 1, 1, 1)), starts


async def _in_advance(cast: Cast) -> date:
    """Book an invoice on the first day of a year, for that whole year, and return the day."""
    _, day = await _year(cast)
    facts = {
        "day": day, "due_on": day, "service_from": day, "service_until": date(day.year + 1, 1, 1),
        "gross": Money(36_300), "lines": (line(),),
    }  # fmt: skip
    invoice = await typed(cast, **facts)
    for what in ("submitted", "approved"):
        await step(cast, "syndic", invoice, what)
    return day


def _here(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"association_id": cast.association_id, **more}


@plays(f"GET {B}/spreads")
async def spreads(cast: Cast) -> Play:
    day = await _in_advance(cast)
    return Play("accountant", _here(cast), params={"last_day": day.isoformat()}, writes=False)


@plays(f"POST {B}/spreads")
async def spread(cast: Cast) -> Play:
    day = await _in_advance(cast)
    return Play("accountant", _here(cast), json={"last_day": day.isoformat()})


@plays(f"GET {B}/accruals")
async def accruals(cast: Cast) -> Play:
    year, _ = await _year(cast)
    await _year(cast)
    facts = {"kind": "in_stock", "code": "61210", "amount": Money(900), "words": "Mazout"}
    await on_stage.act(cast, year_end.accrue, year, **facts)
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {B}/years/{{year_id}}/accruals")
async def accrue(cast: Cast) -> Play:
    year, _ = await _year(cast)
    await _year(cast)
    body = {"kind": "not_invoiced", "code": "61210", "amount": "50.00", "words": "Décembre"}
    return Play("syndic", _here(cast, year_id=year), json=body)
