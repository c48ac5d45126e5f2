"""The plays of the routes of budgets and calls; see routes_played.py. Each takes a year of its own."""

from datetime import date, timedelta
from uuid import UUID

from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.core.period import add_months
from koprogo.rules.accounting.closing import Step
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.accounting import periods
from koprogo.services.assemblies.voting import results
from koprogo.services.charges import budgets, call_letters, calls, making_calls, reserve_waivers
from koprogo.services.charges.budgets import BudgetDraft, LineDraft
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.accounting import ledger_on_stage as on_stage
from tests.services.assemblies import evening

H = "/api/v1/buildings/{association_id}"
B = H + "/budgets/{budget_id}"
A = "/api/v1/associations/{association_id}"
C = A + "/calls/{call_id}"
LINES = (LineDraft("ordinary", "61050", Money(400_000)), LineDraft("reserve", "", Money(30_000)))


async def _year(cast: Cast) -> date:
    """Open the twelve months after the last year."""
    found = await on_stage.act(cast, periods.years)
    starts = found[0].next_starts if found else date(2020, 1, 1)
    await on_stage.year(cast, starts, add_months(starts, 12))
    return starts


async def _budget(cast: Cast, starts: date) -> UUID:
    draft = BudgetDraft(starts, add_months(starts, 12), 4, LINES)
    return await on_stage.act(cast, budgets.save_budget, draft=draft, at=now())


async def _voted(cast: Cast) -> date:
    starts = await _year(cast)
    budget = await _budget(cast, starts)
    await on_stage.act(cast, budgets.take_into_force, budget, act="PV", at=now())
    return starts


async def _call(cast: Cast, *, posted: bool = True, sent: bool = False) -> tuple[UUID, date]:
    starts = await _voted(cast)
    call = await on_stage.act(cast, making_calls.instalment, starts=starts, number=1, at=now())
    if posted or sent:
        await on_stage.act(cast, calls.post_call, call, at=now())
    if sent:
        await on_stage.act(cast, call_letters.send_call, call, at=now())
        await call_letters.print_letters(cast.association_id, call, at=now())
    return call, starts


async def _carried(cast: Cast) -> UUID:
    _, [item] = await evening.opened(cast, "approve_budgets")
    await evening.open_vote(cast, item)
    for who in ("anna", "bram"):
        await evening.press(cast, who, item, Choice.FOR)
    await evening.close_vote(cast, item)
    await on_stage.act(cast, results.confirm_result, item, at=evening.NOW)
    return item


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


def _body(starts: date):
    lines = [{"account": "61050", "amount": "4000.00"}, {"part": "reserve", "amount": "300.00"}]
    return {"starts": starts.isoformat(), "next_starts": add_months(starts, 12).isoformat(), "lines": lines}


@plays(f"POST {H}/budget")
async def save(cast: Cast) -> Play:
    return Play("accountant", _here(cast), json=_body(await _year(cast)))


@plays(f"GET {H}/budgets")
async def read(cast: Cast) -> Play:
    await _voted(cast)
    return Play("anna", _here(cast), writes=False)


@plays(f"GET {B}")
async def one(cast: Cast) -> Play:
    return Play("syndic", _here(cast, budget_id=await _budget(cast, await _year(cast))), writes=False)


@plays(f"POST {H}/budgets/proposal")
async def propose(cast: Cast) -> Play:
    starts = await _voted(cast)
    await on_stage.bill(cast, f"B-{starts}", day=starts)
    body = {"starts": add_months(starts, 12).isoformat(), "index_hundredths": 250}
    return Play("accountant", _here(cast), json=body, writes=False)


@plays(f"POST {B}/agenda")
async def to_vote(cast: Cast) -> Play:
    assembly, _ = await evening.drafted(cast)
    budget = await _budget(cast, await _year(cast))
    return Play("syndic", _here(cast, budget_id=budget), json={"assembly_id": str(assembly)})


@plays(f"POST {B}/force")
async def force(cast: Cast) -> Play:
    return Play("syndic", _here(cast, budget_id=await _budget(cast, await _year(cast))), json={"act": "PV, point 6"})


@plays(f"DELETE {B}")
async def discard(cast: Cast) -> Play:
    return Play("accountant", _here(cast, budget_id=await _budget(cast, await _year(cast))))


@plays(f"GET {H}/budget/{{year}}/variance")
async def variance(cast: Cast) -> Play:
    starts = await _voted(cast)
    params = {"by": "quarter", "on": (starts + timedelta(days=200)).isoformat()}
    return Play("anna", _here(cast, year=str(starts.year)), params=params, writes=False)


@plays("GET /api/v1/financial/variance")
async def variance_statement(cast: Cast) -> Play:
    starts = await _voted(cast)
    days = {"starts": starts.isoformat(), "until": (starts + timedelta(days=200)).isoformat()}
    return Play("anna", {}, params={"association_id": str(cast.association_id), **days}, writes=False)


@plays(f"GET {H}/reserve-fund")
async def reserve(cast: Cast) -> Play:
    return Play("anna", _here(cast), params={"starts": "2026-01-01"}, writes=False)


@plays(f"POST {H}/acceptance")
async def acceptance(cast: Cast) -> Play:
    return Play("syndic", _here(cast), json={"day": "2010-06-01", "act": "PV de réception"})


@plays(f"POST {H}/reserve-fund/waivers")
async def waive(cast: Cast) -> Play:
    return Play("syndic", _here(cast), json={"day": "2019-05-12", "act": "PV du 12 mai 2019, point 9"})


@plays(f"DELETE {H}/reserve-fund/waivers/{{day}}")
async def take_waiver_back(cast: Cast) -> Play:
    facts = {"day": date(2018, 5, 12), "act": "PV du 12 mai 2018, point 9", "at": now()}
    await on_stage.act(cast, reserve_waivers.record_waiver, **facts)
    return Play("syndic", _here(cast, day="2018-05-12"))


@plays(f"GET {A}/calls")
async def list_calls(cast: Cast) -> Play:
    await _call(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"GET {A}/calls/mine")
async def mine(cast: Cast) -> Play:
    await _call(cast)
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {A}/calls/preview")
async def preview(cast: Cast) -> Play:
    body = {"starts": (await _voted(cast)).isoformat(), "number": 1}
    return Play("accountant", _here(cast), json=body, writes=False)


@plays(f"POST {A}/calls")
async def freeze(cast: Cast) -> Play:
    return Play("accountant", _here(cast), json={"starts": (await _voted(cast)).isoformat(), "number": 1})


@plays(f"POST {A}/calls/special")
async def special(cast: Cast) -> Play:
    item = await _carried(cast)
    body = {"item_id": str(item), "amount": "1000.00", "called_on": (await _year(cast)).isoformat()}
    return Play("syndic", _here(cast), json=body)


@plays(f"POST {A}/calls/working-fund")
async def working(cast: Cast) -> Play:
    return Play("syndic", _here(cast), json={"amount": "2000.00", "called_on": (await _year(cast)).isoformat()})


@plays(f"GET {C}")
async def call(cast: Cast) -> Play:
    return Play("syndic", _here(cast, call_id=(await _call(cast))[0]), writes=False)


@plays(f"POST {C}/entry")
async def post(cast: Cast) -> Play:
    return Play("accountant", _here(cast, call_id=(await _call(cast, posted=False))[0]))


@plays(f"POST {C}/reversal")
async def back(cast: Cast) -> Play:
    found, day = await _call(cast)
    return Play("accountant", _here(cast, call_id=found), json={"day": day.isoformat(), "why": "Faux jour"})


@plays(f"POST {C}/letters")
async def send(cast: Cast) -> Play:
    return Play("accountant", _here(cast, call_id=(await _call(cast))[0]))


@plays(f"GET {C}/letters")
async def sent(cast: Cast) -> Play:
    return Play("accountant", _here(cast, call_id=(await _call(cast, sent=True))[0]), writes=False)


@plays(f"POST {C}/posted")
async def posted(cast: Cast) -> Play:
    found, _ = await _call(cast, sent=True)
    return Play("accountant", _here(cast, call_id=found), json={"day": "2026-11-01"})


@plays(f"POST {A}/call-letters/{{letter_id}}/again")
async def again(cast: Cast) -> Play:
    found, _ = await _call(cast, sent=True)
    [first, *_] = await on_stage.act(cast, call_letters.sent, found)
    return Play("accountant", _here(cast, letter_id=first.id))


@plays(f"GET {C}/letters/batch")
async def batch(cast: Cast) -> Play:
    return Play("accountant", _here(cast, call_id=(await _call(cast, sent=True))[0]), writes=False)


@plays(f"GET {C}/owners/{{debtor_id}}/paper")
async def call_paper(cast: Cast) -> Play:
    call, _ = await _call(cast)
    return Play("anna", _here(cast, call_id=call, debtor_id=await on_stage.debtor(cast, "A1")), writes=False)


@plays(f"GET {A}/calls/decisions")
async def decisions(cast: Cast) -> Play:
    await _carried(cast)
    return Play("accountant", _here(cast), writes=False)


@plays(f"POST {A}/calls/special/preview")
async def preview_special(cast: Cast) -> Play:
    item = await _carried(cast)
    body = {"item_id": str(item), "amount": "1000.00", "reserve": "50.00", "called_on": (await _year(cast)).isoformat(),
            "number": 1, "instalments": 3}  # fmt: skip
    return Play("syndic", _here(cast), json=body, writes=False)


@plays(f"POST {A}/transfers/{{transfer_id}}/working-fund", alone=True)
async def working_fund_at_sale(cast: Cast) -> Play:
    day = await _open_until_now(cast)
    call = await on_stage.act(cast, making_calls.working_fund, amount=Money(100_000), called_on=day, at=now())
    await on_stage.act(cast, calls.post_call, call, at=now())
    sold_on = day + timedelta(days=9)
    holders = [NewHolder("full", person_id=await on_stage.buyer(cast, "A3", sold_on))]
    wish = {"lot_id": cast.lots["A3"], "day": sold_on, "act": "Acte", "at": now()}
    deed = await on_stage.act(cast, transfers.record_transfer, holders=holders, **wish)
    return Play("syndic", _here(cast, transfer_id=deed))


async def _open_until_now(cast: Cast) -> date:
    """Return the first day of the latest year that is open and has begun: a deed is never of a day to come."""
    found = await on_stage.act(cast, periods.years)
    begun = [row.starts for row in found if row.starts < today() and row.stands is Step.OPENED]
    return begun[0] if begun else await _year(cast)
