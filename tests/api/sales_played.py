"""The plays of the routes of sales; see routes_played.py. Each takes a sale of its own."""

from datetime import date, timedelta
from uuid import UUID

from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.charges import calls, making_calls, sale_acts
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.accounting import ledger_on_stage as on_stage

S = "/api/v1/associations/{association_id}/sales"
ONE = S + "/{transfer_id}"


async def _year(cast: Cast) -> date:
    """Return the first day of a year that is open and has begun: a deed is never of a day to come."""
    found = await on_stage.act(cast, periods.years)
    begun = [row for row in found if row.starts < today() and row.stands is Step.OPENED]
    if not begun:
        starts = found[0].next_starts if found else date(today().year, 1, 1)
        await on_stage.year(cast, starts, date(starts.year + 1, 1, 1))
        return starts
    return begun[0].starts


async def _sold(cast: Cast, *, late: bool = False) -> UUID:
    """Sell a lot to somebody who does not hold it; with `late`, after it was called for a day past the deed."""
    starts = await _year(cast)
    if late:
        wish = {"amount": Money(100_000), "called_on": starts, "due_on": today()}
        call = await on_stage.act(cast, making_calls.working_fund, **wish, at=now())
        await on_stage.act(cast, calls.post_call, call, at=now())
    facts = {"lot_id": cast.lots["A3"], "day": today(), "act": f"Acte {now().isoformat()}", "at": now()}
    holders = [NewHolder("full", person_id=await on_stage.buyer(cast, "A3", today()))]
    return await on_stage.act(cast, transfers.record_transfer, holders=holders, **facts)


def _here(cast: Cast, deed: UUID | None = None, **more):
    return {"association_id": cast.association_id, **({"transfer_id": deed} if deed else {}), **more}


@plays(f"GET {S}", alone=True)
async def read(cast: Cast) -> Play:
    await _sold(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"GET {ONE}", alone=True)
async def one(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _sold(cast)), writes=False)


@plays(f"PUT {ONE}/agreement", alone=True)
async def agreement(cast: Cast) -> Play:
    body = {"agreed_on": (today() - timedelta(days=60)).isoformat(), "buyer_could_attend": True}
    return Play("accountant", _here(cast, await _sold(cast)), json=body)


@plays(f"POST {ONE}/deviations", alone=True)
async def deviate(cast: Cast) -> Play:
    body = {"words": "Le vendeur paie le toit", "bearer": "seller", "proof": "Compromis, art. 7", "amount": "1200.00"}
    return Play("accountant", _here(cast, await _sold(cast)), json=body)


@plays(f"POST {ONE}/deviations/{{deviation_id}}/end", alone=True)
async def end(cast: Cast) -> Play:
    deed = await _sold(cast)
    wish = {"words": "Le toit", "bearer": "seller", "proof": "Art. 7", "at": now()}
    noted = await on_stage.act(cast, sale_acts.note_deviation, deed, **wish)
    return Play("accountant", _here(cast, deed, deviation_id=noted))


@plays(f"POST {ONE}/calls", alone=True)
async def carry(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _sold(cast, late=True)), json={"day": today().isoformat()})


@plays(f"GET {ONE}/statements/{{side}}/paper", alone=True)
async def paper(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _sold(cast), side="seller"), writes=False)
