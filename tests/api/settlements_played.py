"""The plays of the settlements' routes; see routes_played.py."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from koprogo.core.period import Period
from koprogo.services.accounting import periods
from koprogo.services.charges import settlement_letters
from koprogo.services.charges.rhythms import set_rhythm
from koprogo.services.charges.settlements import issue_settlement
from tests.api.routes_played import Play, plays
from tests.cast import AT, Cast
from tests.services.accounting import ledger_on_stage as on_stage

S = "/api/v1/associations/{association_id}/settlements"
RHYTHM = "/api/v1/associations/{association_id}/settlement-rhythm"


def _here(cast: Cast, settlement: UUID | None = None) -> dict[str, Any]:
    return {"association_id": cast.association_id} | ({"settlement_id": settlement} if settlement else {})


async def _booked(cast: Cast, first: date = on_stage.STARTS) -> Period:
    """Open the next year, with a rhythm and an invoice in it."""
    years = await on_stage.act(cast, periods.years)
    starts = years[0].next_starts if years else first
    year = Period(starts, date(starts.year + 1, 1, 1))
    await on_stage.year(cast, year.start, year.end)
    await on_stage.act(cast, set_rhythm, since=starts, rhythm="provisions", source="Art. 30", at=AT)
    await on_stage.bill(cast, f"F-{starts.year}", day=starts)
    return year


async def _issued(cast: Cast) -> UUID:
    covers = await _booked(cast)
    after = datetime.combine(covers.end, AT.timetz())
    return await on_stage.act(cast, issue_settlement, covers=covers, version=1, at=after)


def _covers(year: Period) -> dict[str, Any]:
    return {"covers_from": year.start.isoformat(), "covers_until": year.end.isoformat()}


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
    return Play("accountant", _here(cast), json=_covers(await _booked(cast)), writes=False)


@plays(f"POST {S}", alone=True)
async def issue(cast: Cast) -> Play:
    past = await _booked(cast, first=date(2024, 1, 1))
    return Play("syndic", _here(cast), json={**_covers(past), "version": 1})


@plays(f"GET {S}/{{settlement_id}}")
async def one(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _issued(cast)), writes=False)


@plays(f"GET {S}/{{settlement_id}}/owners/{{debtor_id}}/paper")
async def paper(cast: Cast) -> Play:
    settlement, owes = await _issued(cast), await on_stage.debtor(cast, "A1")
    return Play("anna", {**_here(cast, settlement), "debtor_id": owes}, writes=False)


@plays(f"GET {S}/{{settlement_id}}/owners/{{debtor_id}}")
async def of_owner(cast: Cast) -> Play:
    settlement, owes = await _issued(cast), await on_stage.debtor(cast, "A1")
    return Play("anna", {**_here(cast, settlement), "debtor_id": owes}, writes=False)


async def _sent(cast: Cast) -> UUID:
    settlement = await _issued(cast)
    await on_stage.act(cast, settlement_letters.send_settlement, settlement, at=AT)
    await settlement_letters.print_letters(cast.association_id, settlement, at=AT)
    return settlement


@plays(f"POST {S}/{{settlement_id}}/letters")
async def send(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _issued(cast)))


@plays(f"GET {S}/{{settlement_id}}/letters")
async def sent(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _sent(cast)), writes=False)


@plays(f"GET {S}/{{settlement_id}}/letters/batch")
async def batch(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _sent(cast)), writes=False)


@plays(f"POST {S}/{{settlement_id}}/letters/posted")
async def posted(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _sent(cast)), json={"day": "2026-11-01"})


@plays("POST /api/v1/associations/{association_id}/settlement-letters/{letter_id}/again")
async def again(cast: Cast) -> Play:
    settlement = await _sent(cast)
    [first, *_] = await on_stage.act(cast, settlement_letters.sent, settlement)
    return Play("accountant", {**_here(cast), "letter_id": first.id})
