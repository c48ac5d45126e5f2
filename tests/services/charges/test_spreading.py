"""Costs in the days they are for: a yearly insurance over four statements, a bill for next year, what was not invoiced."""

from datetime import date

import pytest

from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.charges import spreading, year_end
from koprogo.services.charges.proposal import propose_budget
from koprogo.services.charges.refusals import NextYearNotOpen
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage
from tests.services.charges.invoices_on_stage import act, line, step, typed

STARTS, NEXT, AFTER = date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)
QUARTERS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31))
INSURANCE = line(119_999, account="6140", rate="exempt", words="Incendie")


@pytest.fixture
async def cast(database):
    """An association of its own with the year 2025 open."""
    made = await put_on_stage()
    await act(made, "syndic", periods.open_year, starts=STARTS, next_starts=NEXT)
    return made


async def insured(cast, *, since=STARTS, until=NEXT, day=date(2025, 1, 15), **more):
    """Book a yearly insurance paid in advance."""
    facts = {"gross": Money(119_999), "lines": (INSURANCE,), "service_from": since, "service_until": until, **more}
    invoice = await typed(cast, day=day, due_on=day, **facts)
    for what in ("submitted", "approved"):
        await step(cast, "syndic", invoice, what)
    return invoice


async def costs(cast, since, until):
    """Return what stands on 6140 and 490 in some days, in cents."""
    query = """
        SELECT a.code, sum(l.amount) AS cents FROM entry_line l JOIN ledger_account a ON a.id = l.account_id
         WHERE l.association_id = :t AND a.code IN ('6140', '490') AND l.day >= :since AND l.day < :until
         GROUP BY a.code"""
    rows = await ledger_on_stage.rows(cast, query, since=since, until=until)
    found = {row["code"]: int(row["cents"]) for row in rows}
    return found.get("6140", 0), found.get("490", 0)


async def test_a_yearly_insurance_comes_to_the_costs_quarter_by_quarter(cast):
    await insured(cast)
    [waits] = await act(cast, "accountant", spreading.spreads, last_day=QUARTERS[0])
    assert (str(waits.move), str(waits.belongs), waits.code) == ("-904.10", "295.89", "6140")
    starts = STARTS
    for last_day, cents in zip(QUARTERS, (29_589, 29_917, 30_247, 30_246), strict=True):
        posted = await act(cast, "accountant", spreading.spread, last_day=last_day)
        assert posted is not None
        ends = date.fromordinal(last_day.toordinal() + 1)
        assert (await costs(cast, starts, ends))[0] == cents
        starts = ends
    assert await costs(cast, STARTS, NEXT) == (119_999, 0)


async def test_asked_again_it_writes_nothing_and_a_late_invoice_gets_an_entry_of_its_own(cast):
    await insured(cast)
    assert await act(cast, "accountant", spreading.spread, last_day=QUARTERS[1])
    assert await act(cast, "accountant", spreading.spread, last_day=QUARTERS[1]) is None
    await insured(cast, day=date(2025, 2, 1))
    assert await act(cast, "accountant", spreading.spread, last_day=QUARTERS[1])
    assert await costs(cast, STARTS, date(2025, 7, 1)) == (2 * 59_506, 2 * (119_999 - 59_506))


async def test_what_is_taken_back_is_spread_anew(cast):
    await insured(cast)
    posted = await act(cast, "accountant", spreading.spread, last_day=QUARTERS[0])
    await act(cast, "accountant", reverse, posted.id, QUARTERS[0], "BACK-1", "Too early")
    assert await costs(cast, STARTS, NEXT) == (119_999, 0)
    [waits] = await act(cast, "accountant", spreading.spreads, last_day=QUARTERS[0])
    assert str(waits.move) == "-904.10"


async def test_a_bill_for_next_year_leaves_this_one_and_comes_back(cast):
    await act(cast, "syndic", periods.open_year, starts=NEXT, next_starts=AFTER)
    await insured(cast, since=NEXT, until=AFTER, day=date(2025, 12, 10))
    assert await act(cast, "accountant", spreading.spread, last_day=QUARTERS[3])
    assert await costs(cast, STARTS, NEXT) == (0, 119_999)
    assert await act(cast, "accountant", spreading.spread, last_day=date(2026, 12, 31))
    assert await costs(cast, NEXT, AFTER) == (119_999, -119_999)


async def test_in_a_year_that_is_drawn_up_it_goes_to_the_closing_journal(cast):
    [year] = await act(cast, "syndic", periods.years)
    await insured(cast, until=date(2026, 7, 1))
    await act(cast, "syndic", periods.advance, year.id, step=Step.PROVISIONAL)
    posted = await act(cast, "accountant", spreading.spread, last_day=QUARTERS[3])
    assert posted.journal == "closing"


async def test_owners_neither_see_nor_spread(cast):
    for service in (spreading.spreads, spreading.spread):
        with pytest.raises(NotAllowed):
            await act(cast, "anna", service, last_day=QUARTERS[0])


async def test_what_is_not_invoiced_yet_is_borne_by_its_year_and_taken_back_in_the_next(cast):
    [year] = await act(cast, "syndic", periods.years)
    wish = {"kind": "not_invoiced", "code": "6140", "amount": Money(5_000), "words": "Franchise"}
    with pytest.raises(NextYearNotOpen):
        await act(cast, "syndic", year_end.accrue, year.id, **wish)
    await act(cast, "syndic", periods.open_year, starts=NEXT, next_starts=AFTER)
    await act(cast, "syndic", periods.advance, year.id, step=Step.PROVISIONAL)
    posted = await act(cast, "syndic", year_end.accrue, year.id, **wish)
    assert posted.journal == "closing"
    assert (await costs(cast, STARTS, NEXT), await costs(cast, NEXT, AFTER)) == ((5_000, 0), (-5_000, 0))
    [row] = await act(cast, "accountant", year_end.accruals)
    assert (row.code, row.amount, row.day, row.back_on) == ("6140", Money(5_000), QUARTERS[3], NEXT)
    proposed = await act(cast, "syndic", propose_budget, starts=NEXT, index_hundredths=0)
    assert (proposed.lines[0].account, proposed.lines[0].amount) == ("6140", Money(5_000)), "what the year cost"


async def test_what_is_in_stock_is_borne_by_the_year_that_burns_it(cast):
    [year] = await act(cast, "syndic", periods.years)
    await act(cast, "syndic", periods.open_year, starts=NEXT, next_starts=AFTER)
    wish = {"kind": "in_stock", "code": "6140", "amount": Money(7_000), "words": "Mazout"}
    for _ in range(2):
        await act(cast, "syndic", year_end.accrue, year.id, **wish)
    assert (await costs(cast, STARTS, NEXT), await costs(cast, NEXT, AFTER)) == ((-14_000, 14_000), (14_000, -14_000))


async def test_what_is_wrong_with_it_is_said_by_field(cast):
    [year] = await act(cast, "syndic", periods.years)
    with pytest.raises(BadInput) as refused:
        await act(cast, "syndic", year_end.accrue, year.id, kind="x", code="551", amount=Money(0), words=" ")
    assert {each.where for each in refused.value.problems} == {"kind", "code", "amount", "words"}
    wish = {"kind": "in_stock", "code": "6140", "amount": Money(1), "words": "Mazout"}
    with pytest.raises(BadInput):
        await act(cast, "syndic", year_end.accrue, year.id, **{**wish, "code": "6999999"})
    with pytest.raises(NotFound):
        await act(cast, "syndic", year_end.accrue, year.id, **wish, key_id=year.id)
    with pytest.raises(NotAllowed):
        await act(cast, "accountant", year_end.accrue, year.id, **wish)
