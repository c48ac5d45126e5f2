"""The plays of the settlements' routes; see routes_played.py."""

from datetime import date
from typing import Any
from uuid import UUID

from koprogo.core.period import Period
from koprogo.services.charges.rhythms import set_rhythm
from koprogo.services.charges.settlements import issue_settlement
from tests.api.routes_played import Play, plays
from tests.cast import AT, Cast
from tests.services.accounting import ledger_on_stage as on_stage

S = "/api/v1/associations/{association_id}/settlements"
RHYTHM = "/api/v1/associations/{association_id}/settlement-rhythm"
COVERS = {"covers_from": "2026-01-01", "covers_until": "2027-01-01"}
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def _here(cast: Cast, settlement: UUID | None = None) -> dict[str, Any]:
    return {"association_id": cast.association_id} | ({"settlement_id": settlement} if settlement else {})


async def _booked(cast: Cast) -> None:
    await on_stage.year(cast)
    await on_stage.act(cast, set_rhythm, since=YEAR.start, rhythm="provisions", source="Art. 30", at=AT)
    await on_stage.bill(cast)


async def _issued(cast: Cast) -> UUID:
    await _booked(cast)
    return await on_stage.act(cast, issue_settlement, covers=YEAR, version=1, at=AT)


@plays(f"GET {RHYTHM}")
async def rhythm(cast: Cast) -> Play:
    await _booked(cast)
    return Play("anna", _here(cast), writes=False)


@plays(f"PUT {RHYTHM}")
async def enter_rhythm(cast: Cast) -> Play:
    body = {"since": "2026-01-01", "rhythm": "actual_costs", "every": "quarter", "source": "Art. 30"}
    return Play("syndic", _here(cast), json=body)


@plays(f"GET {S}")
async def read(cast: Cast) -> Play:
    await _issued(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"GET {S}/to-settle")
async def to_settle(cast: Cast) -> Play:
    await _booked(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"GET {S}/mine")
async def mine(cast: Cast) -> Play:
    await _issued(cast)
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {S}/preview")
async def preview(cast: Cast) -> Play:
    await _booked(cast)
    return Play("accountant", _here(cast), json=COVERS, writes=False)


@plays(f"POST {S}")
async def issue(cast: Cast) -> Play:
    await _booked(cast)
    return Play("syndic", _here(cast), json={**COVERS, "version": 1})


@plays(f"GET {S}/{{settlement_id}}")
async def one(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _issued(cast)), writes=False)
