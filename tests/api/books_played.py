"""The plays of the books' routes; see routes_played.py. Each takes a year of its own where it needs one that is open."""

from datetime import date, timedelta
from itertools import count
from uuid import UUID

from koprogo.core.clock import today
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import custom_accounts, periods
from koprogo.services.accounting.reports import paper
from koprogo.services.accounting.reports.asked import Asked, What
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.accounting import ledger_on_stage as on_stage

B = "/api/v1/associations/{association_id}/books"
F = "/api/v1/financial"
TURN = count(1)


async def _year(cast: Cast) -> tuple[UUID, date]:
    """Open the year after the last one, and return it with a day in it."""
    found = await on_stage.act(cast, periods.years)
    starts = found[0].next_starts if found else date(2020, 1, 1)
    return await on_stage.year(cast, starts, starts + timedelta(days=365)), starts


async def _billed(cast: Cast):
    _, day = await _year(cast)
    return await on_stage.bill(cast, f"F-{day}", day=day, kind="general"), day


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


def _days(day: date):
    return {"starts": day.isoformat(), "until": (day + timedelta(days=30)).isoformat()}


@plays(f"GET {B}/years")
async def years(cast: Cast) -> Play:
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {B}/years")
async def open_year(cast: Cast) -> Play:
    _, day = await _year(cast)
    starts = day + timedelta(days=365)
    body = {"starts": starts.isoformat(), "next_starts": (starts + timedelta(days=365)).isoformat()}
    return Play("accountant", _here(cast), json=body)


@plays(f"POST {B}/years/{{year_id}}/steps")
async def advance(cast: Cast) -> Play:
    year, _ = await _year(cast)
    return Play("syndic", _here(cast, year_id=year), json={"step": "provisional"})


@plays(f"GET {B}/votes")
async def accounts_votes(cast: Cast) -> Play:
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {B}/years/{{year_id}}/closing", alone=True)
async def close(cast: Cast) -> Play:
    """The years before it must be closed first, and others play in them: so among people of its own."""
    for row in await on_stage.act(cast, periods.years):
        await on_stage.act(cast, periods.close_year, row.id)
    year, _ = await _year(cast)
    await on_stage.act(cast, periods.advance, year, step=Step.VOTED, **on_stage.BY_ACT)
    return Play("syndic", _here(cast, year_id=year))


@plays(f"GET {B}/trial-balance")
async def trial_balance(cast: Cast) -> Play:
    _, day = await _billed(cast)
    return Play("anna", _here(cast), params=_days(day), writes=False)


@plays(f"GET {B}/entries")
async def entries(cast: Cast) -> Play:
    _, day = await _billed(cast)
    return Play("accountant", _here(cast), params=_days(day), writes=False)


@plays(f"POST {B}/entries")
async def write(cast: Cast) -> Play:
    _, day = await _year(cast)
    lines = [{"account": "6500", "cents": 1250}, {"account": "551", "cents": -1250}]
    body = {"day": day.isoformat(), "reference": f"G-{day}", "text": "Bank charges", "lines": lines}
    return Play("accountant", _here(cast), json=body)


@plays(f"GET {B}/entries/{{entry_id}}")
async def entry(cast: Cast) -> Play:
    made, _ = await _billed(cast)
    return Play("anna", _here(cast, entry_id=made.id), writes=False)


@plays(f"POST {B}/entries/{{entry_id}}/reversal")
async def take_back(cast: Cast) -> Play:
    made, day = await _billed(cast)
    body = {"day": day.isoformat(), "reference": f"F-{day}-R", "why": "Wrong supplier"}
    return Play("accountant", _here(cast, entry_id=made.id), json=body)


@plays(f"GET {B}/accounts")
async def own_accounts(cast: Cast) -> Play:
    await _own(cast)
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {B}/accounts")
async def open_account(cast: Cast) -> Play:
    body = {"parent": "61050", "digits": f"{next(TURN):03d}", "names": {"fr": "Garages"}}
    return Play("accountant", _here(cast), json=body)


async def _own(cast: Cast) -> UUID:
    """Open an account with a code that no other play uses."""
    wish = {"parent": "61050", "digits": f"{next(TURN):03d}", "names": {"fr": "Garages"}}
    return await on_stage.act(cast, custom_accounts.open_below, **wish)


@plays(f"GET {B}/accounts/{{account_id}}")
async def account(cast: Cast) -> Play:
    _, day = await _billed(cast)
    return Play("anna", _here(cast, account_id=await on_stage.account(cast, "4400")), params=_days(day), writes=False)


@plays(f"GET {B}/owners")
async def owners(cast: Cast) -> Play:
    await on_stage.debtor(cast, "A1")
    return Play("syndic", _here(cast), writes=False)


@plays(f"GET {B}/owners/{{debtor_id}}")
async def owner(cast: Cast) -> Play:
    anna = await on_stage.debtor(cast, "A1")
    return Play("anna", _here(cast, debtor_id=anna), params={"until": today().isoformat()}, writes=False)


@plays(f"POST {B}/opening")
async def opening(cast: Cast) -> Play:
    _, day = await _year(cast)
    await _take_back_the_last(cast, day)
    body = {
        "day": day.isoformat(), "balances": {"551": 100, "100": -150}, "control": 50, "owners": {"A1": [50, 0]},
        "statements": {"551": 100}, "reference": f"OPENING-{day}",
    }  # fmt: skip
    return Play("syndic", _here(cast), json=body)


async def _take_back_the_last(cast: Cast, day: date) -> None:
    standing = await on_stage.rows(
        cast,
        "SELECT e.id FROM entry e WHERE e.association_id = :t AND e.journal = 'opening' AND e.reverses IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM entry b WHERE b.reverses = e.id)",
    )
    for row in standing:
        await on_stage.act(cast, on_stage.reverse, row["id"], day, f"OPENING-{day}-R", "Once more")


@plays(f"GET {F}/balance-sheet")
async def balance_sheet(cast: Cast) -> Play:
    _, day = await _billed(cast)
    return Play("anna", {}, params={"association_id": str(cast.association_id), "day": day.isoformat()}, writes=False)


@plays(f"GET {F}/income-statement")
async def income_statement(cast: Cast) -> Play:
    _, day = await _billed(cast)
    return Play("anna", {}, params={"association_id": str(cast.association_id), **_days(day)}, writes=False)


async def _figures(cast: Cast, who: str = "anna", **more) -> Play:
    """Ask for a statement of the days of a bill."""
    _, day = await _billed(cast)
    return Play(who, {}, params={"association_id": str(cast.association_id), **_days(day), **more}, writes=False)


@plays(f"GET {F}/trial-balance")
async def whole_trial_balance(cast: Cast) -> Play:
    return await _figures(cast)


@plays(f"GET {F}/ledger")
async def ledger(cast: Cast) -> Play:
    return await _figures(cast, account_id=str(await on_stage.account(cast, "4400")))


@plays(f"GET {F}/journal")
async def whole_journal(cast: Cast) -> Play:
    return await _figures(cast, "accountant")


@plays(f"GET {F}/aged-balances")
async def aged_balances(cast: Cast) -> Play:
    params = {"association_id": str(cast.association_id), "day": today().isoformat()}
    return Play("syndic", {}, params=params, writes=False)


@plays(f"GET {F}/cash-flow")
async def cash_flow(cast: Cast) -> Play:
    return await _figures(cast)


@plays(f"GET {F}/funds")
async def funds(cast: Cast) -> Play:
    return await _figures(cast)


@plays(f"GET {F}/simplified")
async def simplified(cast: Cast) -> Play:
    return await _figures(cast)


@plays(f"GET {F}/papers/{{subject_id}}")
async def statement_on_paper(cast: Cast) -> Play:
    _, day = await _billed(cast)
    asked = Asked(What.FUNDS, day, day + timedelta(days=30))
    waits = await on_stage.act(cast, paper.ask_paper, asked, "fr", who="anna")
    params = {"association_id": str(cast.association_id), "language": "fr"}
    return Play("anna", {"subject_id": waits.subject_id}, params=params, writes=False)
