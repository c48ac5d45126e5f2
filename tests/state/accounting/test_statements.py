"""The page of the statements: what each reader sees, any days, and the way from a line to its ledger."""

from datetime import date, timedelta

import pytest

from koprogo.core.clock import today
from koprogo.rules.accounting.cash_flow import CashMonth
from koprogo.state.accounting.account import AccountState
from koprogo.state.accounting.statement_rows import HIGH, WIDE, curve
from koprogo.state.accounting.statements import SHOWN, StatementsState
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as on_stage
from tests.state.tab import Tab

YEAR = date(today().year, 1, 1), date(today().year + 1, 1, 1)
DAY = date(today().year, 3, 15)


@pytest.fixture(scope="module")
async def cast(database):
    """This year's books: a bill, a call to Anna, what she paid of it, a part for the reserve, Bram in credit."""
    found = await put_on_stage()
    await on_stage.year(found, *YEAR)
    await on_stage.bill(found, day=DAY)
    await on_stage.call(found, "A1", 20000, "CALL-1", day=DAY)
    await on_stage.call(found, "A1", 700, "CALL-2", part="reserve", day=DAY)
    await on_stage.receive(found, "A1", 15000, "B-1", day=DAY)
    await on_stage.receive(found, "A2", 400, "B-2", day=DAY)
    return found


async def tab(cast, query="", who="accountant"):
    found = Tab(StatementsState, f"/associations/{cast.association_id}/statements{query}", cast.actors[who])
    await found.call("load")
    return found


def lines(table):
    return [(line.word or line.code, line.cents) for line in table.rows]


async def test_the_overview_of_this_year(cast):
    found = (await tab(cast)).state
    assert (found.what, found.starts, found.last_day) == ("overview", YEAR[0].isoformat(), f"{YEAR[0].year}-12-31")
    assert (found.totals.cash, found.totals.reserve, found.totals.owed, found.totals.costs) == (15400, 700, 5700, 36300)
    assert [(line.code, line.cents) for line in found.costs] == [("61050", 36300)]
    assert found.ages.balance == 5700
    assert found.totals.budget == 0
    assert found.curve.closing == (15400 if today() >= DAY.replace(day=1) else 0)


async def test_who_is_in_credit_owes_nothing_of_the_reserve_fund(database):
    """Anna paid 900 for costs and owes 600 of the reserve fund: for her and for the books that is 300 in her favour."""
    own = await put_on_stage()
    await on_stage.year(own, *YEAR)
    await on_stage.call(own, "A1", 600, "CALL-1", part="reserve", day=DAY)
    await on_stage.receive(own, "A1", 900, "B-1", day=DAY)
    keeper, owner = (await tab(own)).state, (await tab(own, who="anna")).state
    assert (keeper.totals.owed, owner.totals.owed, keeper.ages.balance) == (0, 0, 0)
    await on_stage.call(own, "A2", 200, "CALL-2", day=DAY)
    keeper, owner = (await tab(own)).state, (await tab(own, who="anna")).state
    assert (keeper.totals.owed, owner.totals.owed, keeper.ages.balance) == (200, 200, 200)


async def test_the_balance_sheet_of_a_year_that_runs_is_that_of_today(cast):
    found = await tab(cast, "?what=balance-sheet")
    last = YEAR[1] - timedelta(days=1)
    assert (found.state.sheet_on, found.state.on_today) == (today().isoformat(), today() < last)
    tomorrow = today() + timedelta(days=1)
    bank = [line.href for table in found.state.tables for line in table.rows if line.code == "551"]
    assert all(href.endswith(f"?from={YEAR[0]}&until={tomorrow}") for href in bank)
    await found.call("choose_days", {"starts": YEAR[0].isoformat(), "last_day": last.isoformat()})
    assert (found.state.sheet_on, found.state.on_today) == (last.isoformat(), False), (
        "typed days are taken at their word"
    )


async def test_the_balance_sheet_leads_to_ledgers_over_the_same_days(cast):
    page = await tab(cast, "?what=balance-sheet")
    await page.call("choose_days", {"starts": YEAR[0].isoformat(), "last_day": f"{YEAR[0].year}-12-31"})
    found = page.state
    have, owe = found.tables
    assert lines(have) == [
        ("owners", 5700), ("4100", 700), ("4101", 5000), ("cash", 15400), ("551", 15400), ("unsettled", 16300),
        ("sum_assets", 37400),
    ]  # fmt: skip
    assert lines(owe)[-1] == ("sum_liabilities", 37400)
    bank = next(line for line in have.rows if line.code == "551")
    assert bank.href.endswith(f"?from={YEAR[0]}&until={YEAR[1]}")
    assert next(line for line in have.rows if line.code == "4101").href.endswith("/owner-accounts")
    path, _, query = bank.href.partition("?")
    ledger = Tab(AccountState, f"{path}?{query}", cast.actors["accountant"])
    await ledger.call("load")
    assert (ledger.state.view.code, ledger.state.view.balance, ledger.state.shown.id) == ("551", 15400, "days")
    assert ledger.state.take_along.endswith("&format=") and f"starts={YEAR[0]}" in ledger.state.take_along
    later = Tab(AccountState, f"{path}?from={YEAR[1]}&until=nonsense", cast.actors["accountant"])
    await later.call("load")
    assert later.state.shown.starts == YEAR[0].isoformat(), "days that are none: the year of today"


async def test_every_statement_shows_itself(cast):
    found = await tab(cast)
    for what in SHOWN:
        await found.call("choose", what)
        assert found.state.what == what
        assert found.state.refusal.kind == ""
    await found.call("choose", "income-statement")
    assert [lines(table)[-1] for table in found.state.tables] == [
        ("sum_costs", 36300), ("sum_income", 20000), ("result", -16300),
    ]  # fmt: skip
    await found.call("choose", "cash-flow")
    assert [(table.code, table.rows[-1].closing) for table in found.state.cash] == [("551", 15400)]
    await found.call("choose", "funds")
    assert [line.reserve for line in found.state.funds if line.word in {"closing", "bank", "owed", "unswept"}] == [
        700, 0, 700, 0,
    ]  # fmt: skip
    await found.call("choose", "simplified")
    assert lines(found.state.tables[0])[-1] == ("cash_closing", 15400)
    await found.call("choose", "nonsense")
    assert found.state.what == "overview"


async def test_an_owner_sees_common_figures_and_no_other_owner(cast):
    found = await tab(cast, "?what=aged-balances", "anna")
    assert (found.state.aged, found.state.reads_all, found.state.aged_on) == ([], False, "")
    for what in SHOWN:
        await found.call("choose", what)
        assert "Bram" not in repr(found.state.dict())
    keeper = (await tab(cast, "?what=aged-balances")).state
    assert [(line.people or line.word, line.balance) for line in keeper.aged][-3:] == [
        ("owed", 5700), ("credit", -400), ("owners", 5300),
    ]  # fmt: skip
    assert keeper.aged_on == max(today(), YEAR[0]).isoformat()
    stranger = (await tab(cast, who="stranger")).state
    assert (stranger.refusal.kind, stranger.association, stranger.tables) == ("not_found", "", [])


async def test_any_days_may_be_chosen_and_what_is_wrong_is_said(cast):
    found = await tab(cast, "?what=cash-flow")
    await found.call("choose_days", {"starts": DAY.isoformat(), "last_day": (DAY + timedelta(days=40)).isoformat()})
    begun = [day.isoformat() for day in (DAY, DAY.replace(month=4, day=1)) if day <= max(today(), DAY)]
    assert [line.month for line in found.state.cash[0].rows] == [*begun, ""], "a month to come moves nothing"
    assert found.state.year == ""
    await found.call("choose_days", {"starts": DAY.isoformat(), "last_day": "2001-01-01"})
    assert [problem.where for problem in found.state.refusal.problems] == ["last_day"]
    await found.call("choose_days", {"starts": "soon", "last_day": "later"})
    assert [problem.where for problem in found.state.refusal.problems] == ["starts"]
    await found.call("choose_days", {"starts": "1990-01-01", "last_day": DAY.isoformat()})
    assert found.state.refusal.problems
    await found.call("choose_year", found.state.years[0].id)
    assert found.state.starts == YEAR[0].isoformat()
    await found.call("choose_year", "nonsense")
    assert found.state.refusal.kind == "not_found"


def test_a_curve_is_whole_numbers_from_edge_to_edge():
    months = [CashMonth(date(2026, month, 1), 100 * month, 100, 0) for month in (1, 2, 3, 4)]
    drawn = curve(months, date(2026, 3, 10))
    assert drawn.line == f"M0 75L333 50L666 25L{WIDE} 0"
    assert (drawn.nil, drawn.low, drawn.high, drawn.closing) == (HIGH, 100, 400, 400)
    below = curve([CashMonth(date(2026, 1, 1), 100, 0, 300)], date(2026, 1, 31))
    assert (below.line, below.nil) == (f"M0 0L{WIDE} 100", 34)
    assert curve([], date(2026, 1, 1)).line == ""
