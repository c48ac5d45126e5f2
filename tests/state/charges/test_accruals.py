"""The page that brings costs to their days: the syndic looks at a day, books it, and accrues; an owner is let nowhere."""

from datetime import date

import pytest

from koprogo.core.money import Money
from koprogo.services.accounting import periods
from koprogo.state.charges.accruals import AccrualsState
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import act, line, step, typed
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    """A fresh association with the years 2025 and 2026 open, and an insurance of 365.00 for 2025 paid in January."""
    made = await put_on_stage()
    for year in (2025, 2026):
        await act(made, "syndic", periods.open_year, starts=date(year, 1, 1), next_starts=date(year + 1, 1, 1))
    facts = {
        "day": date(2025, 1, 8), "due_on": date(2025, 1, 8), "service_from": date(2025, 1, 1),
        "service_until": date(2026, 1, 1), "gross": Money(36_500),
        "lines": (line(36_500, account="6140", rate="exempt"),),
    }  # fmt: skip
    invoice = await typed(made, **facts)
    for what in ("submitted", "approved"):
        await step(made, "syndic", invoice, what)
    return made


async def tab_of(cast, who):
    tab = Tab(AccrualsState, f"/associations/{cast.association_id}/accruals", cast.actors[who])
    await tab.call("load")
    return tab


async def test_a_day_is_looked_at_and_booked(cast):
    tab = await tab_of(cast, "syndic")
    assert (tab.state.last_day, tab.state.rows, tab.state.may_close) == ("2025-12-31", [], True)
    await tab.call("look", {"last_day": "2025-01-31"})
    [row] = tab.state.rows
    assert (row.first_day, row.last_day, row.amount, row.belongs, row.move) == (
        "2025-01-01", "2025-12-31", 36_500, 3_100, -33_400,
    )  # fmt: skip
    await tab.call("spread")
    assert (tab.state.rows, tab.state.cents) == ([], 0)
    await tab.call("look", {"last_day": "2025-02-28"})
    assert tab.state.cents == 2_800
    await tab.call("look", {"last_day": "yesterday"})
    assert [each.where for each in tab.state.refusal.problems] == ["last_day"]


async def test_what_is_not_invoiced_yet_is_accrued(cast):
    tab = await tab_of(cast, "syndic")
    assert [each.word for each in tab.state.years] == ["2026", "2025"]
    said = {"year": tab.state.year, "kind": "not_invoiced", "code": "61210", "amount": "125,50", "words": "Décembre"}
    await tab.call("accrue", said)
    [row] = tab.state.accrued
    assert (row.amount, row.day, row.back_on, tab.state.count) == (12_550, "2025-12-31", "2026-01-01", 1)
    await tab.call("accrue", {**said, "amount": "much"})
    assert [each.where for each in tab.state.refusal.problems] == ["amount"]
    assert tab.state.count == 1


async def test_an_owner_is_not_let_in_and_the_accountant_does_not_accrue(cast):
    anna = await tab_of(cast, "anna")
    assert (anna.state.loaded, anna.state.refusal.kind) == (False, "not_allowed")
    accountant = await tab_of(cast, "accountant")
    assert (accountant.state.may_write, accountant.state.may_close) == (True, False)
