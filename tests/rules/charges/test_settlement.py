"""The yearly settlement: the worked year to the cent, every cell with its fraction, and what must not be done."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import ZERO, Money, total
from koprogo.core.period import Period, fiscal_year
from koprogo.core.shares import NoShares
from koprogo.rules.charges.cost_lines import (
    ByKey,
    CostLine,
    Given,
    Holding,
    NobodyHolds,
    NotTheSum,
    Private,
    days_held,
    paid_by_reserve,
)
from koprogo.rules.charges.settlement import DaysOf, NotNil, balances, by_owner, comes_to_nil, difference, settle
from tests.rules.charges import worked_year as year

amounts = st.integers(-(10**9), 10**9).map(Money)
weights = st.lists(st.integers(0, 500), min_size=1, max_size=8).filter(any)


def of(cells, line):
    found = dict.fromkeys(year.OWNERS, 0)
    for cell in cells:
        if cell.line == line:
            found[cell.owner] += cell.amount.cents
    return tuple(found.values())


def in_order(by: dict[str, Money]) -> tuple[int, ...]:
    return tuple(by.get(owner, ZERO).cents for owner in year.OWNERS)


@pytest.mark.parametrize("line", list(year.CELLS))
def test_each_line_of_the_worked_year(line):
    cells = settle(year.yearly(), year.HOLDINGS, year.YEAR)
    assert of(cells, line) == year.CELLS[line]


def test_the_worked_year_in_all():
    cells = settle(year.yearly(), year.HOLDINGS, year.YEAR)
    found = balances(cells, year.PROVISIONS)
    assert in_order({owner: balance.actual for owner, balance in found.items()}) == year.ACTUAL
    assert in_order({owner: balance.difference for owner, balance in found.items()}) == year.TO_PAY
    assert (total(by_owner(cells).values()), sum(year.TO_PAY)) == (Money(539_481), 39_381)


def test_rejected_accounts_are_settled_again_in_full():
    first = by_owner(settle(year.yearly(), year.HOLDINGS, year.YEAR))
    second = by_owner(settle(year.yearly(without="61305"), year.HOLDINGS, year.YEAR))
    assert in_order(difference(second, first)) == year.REJECTED
    assert sum(year.REJECTED) == -12_100
    assert (second["O1"], total(second.values())) == (Money(160_814), Money(527_381))


def test_a_split_of_the_difference_is_another_answer():
    """Trap 1: here the two ways differ by a cent for two owners."""
    key = ByKey("key", {"A": 1, "B": 1, "C": 1})
    held = [Holding(lot, lot, year.LONG_AGO) for lot in "ABC"]

    def settled(cents):
        return by_owner(settle([CostLine("x", "61050", Money(cents), key, year.YEAR)], held, year.YEAR))

    assert difference(settled(5), settled(4)) == {"B": Money(1)}
    assert settled(1) == {"A": Money(1), "B": ZERO, "C": ZERO}


def test_a_cell_tells_its_whole_sentence():
    cell = next(c for c in settle(year.yearly(), year.HOLDINGS, year.YEAR) if (c.line, c.owner) == ("61011", "O5"))
    assert (cell.whole, cell.weight, cell.total, cell.of_lot) == (Money(106_000), 1, 3, Money(35_333))
    assert (cell.before, cell.days, cell.of_days, cell.amount) == (ZERO, 184, 365, Money(17_812))


def test_what_the_reserve_paid_is_not_shared_again():
    """Trap 2: the roof stays gross in the books, and its owners paid it when they filled the reserve."""
    roof = CostLine("roof", "61073", Money(121_000), year.SHARES, year.YEAR, from_reserve=Money(121_000))
    partly = CostLine("gutter", "61073", Money(50_000), year.SHARES, year.YEAR, from_reserve=Money(40_000))
    cells = settle([*year.yearly(), roof], year.HOLDINGS, year.YEAR)
    assert in_order(by_owner(cells)) == year.ACTUAL
    assert total(cell.amount for cell in settle([partly], year.HOLDINGS, year.YEAR)) == Money(10_000)
    assert paid_by_reserve([roof, partly]) == Money(161_000)


@pytest.mark.parametrize(
    ("first_day", "sale", "days"),
    [
        (date(2025, 1, 1), date(2025, 7, 1), (181, 184)),
        (date(2024, 1, 1), date(2024, 7, 1), (182, 184)),  # a leap year has 366
        (date(2025, 1, 1), date(2025, 1, 1), (365,)),  # sold on the first day: the buyer's whole year
        (date(2025, 1, 1), date(2025, 12, 31), (364, 1)),  # the day itself is the buyer's
        (date(2025, 7, 1), date(2025, 7, 2), (1, 364)),
        (date(2023, 7, 1), date(2024, 3, 1), (244, 122)),  # a fiscal year over 29 February
    ],
)
def test_days_are_half_open(first_day, sale, days):
    """Trap 5."""
    period = fiscal_year(first_day)
    held = days_held([Holding("C", "old", year.LONG_AGO, sale), Holding("C", "new", sale)], "C", period)
    assert tuple(held.values()) == days
    assert sum(days) == period.days


def test_who_sells_and_buys_back_has_one_number_of_days():
    held = [
        Holding("C", "O3", year.LONG_AGO, date(2025, 2, 1)),
        Holding("C", "O5", date(2025, 2, 1), date(2025, 3, 1)),
        Holding("C", "O3", date(2025, 3, 1)),
    ]
    assert days_held(held, "C", year.YEAR) == {"O3": 337, "O5": 28}


@pytest.mark.parametrize(
    "held",
    [
        [],
        [Holding("C", "O3", year.LONG_AGO, date(2025, 12, 31))],
        [Holding("C", "O3", date(2025, 1, 2))],
        [Holding("C", "O3", year.LONG_AGO, year.SALE), Holding("C", "O5", date(2025, 7, 2))],
        [Holding("C", "O3", year.LONG_AGO), Holding("C", "O5", year.SALE)],
    ],
)
def test_a_day_without_a_holder_or_with_two_is_named(held):
    line = CostLine("x", "61050", Money(1), ByKey("c", {"C": 1}), year.YEAR)
    with pytest.raises(NobodyHolds, match=r"Lot C.*2025-01-01 to 2025-12-31"):
        settle([line], held, year.YEAR)


def test_a_lot_outside_the_key_may_have_no_holder():
    line = CostLine("x", "61050", Money(7), ByKey("c", {"C": 1, "cellar": 0}), year.YEAR)
    [cell] = settle([line], [Holding("C", "O3", year.LONG_AGO)], year.YEAR)
    assert (cell.lot, cell.amount) == ("C", Money(7))


def test_given_amounts_are_the_line_or_refused():
    def metering(*cents):
        split = Given(dict(zip("ABCD", map(Money, cents), strict=True)))
        return settle([CostLine("heat", "6122", Money(1_000), split, year.YEAR)], year.HOLDINGS, year.YEAR)

    cells = metering(400, 0, 365, 235)
    assert in_order(by_owner(cells)) == (400, 0, 181, 184, 235)
    assert [cell.total for cell in cells] == [0] * 4
    with pytest.raises(NotTheSum, match=r"heat.*add up to 999.*says 1000"):
        metering(400, 0, 365, 234)


def test_a_line_without_weights_is_refused():
    with pytest.raises(NoShares):
        settle([CostLine("x", "61050", Money(1), ByKey("k", {"A": 0}), year.YEAR)], year.HOLDINGS, year.YEAR)


@pytest.mark.parametrize(("days_of", "old", "new"), [(DaysOf.YEAR, 496, 504), (DaysOf.SERVICE, 1_000, 0)])
def test_the_by_laws_choose_the_days(days_of, old, new):
    line = CostLine("x", "61050", Money(1_000), ByKey("c", {"C": 1}), Period(date(2025, 1, 1), date(2025, 7, 1)))
    found = by_owner(settle([line], year.HOLDINGS, year.YEAR, days_of=days_of))
    assert (found["O3"].cents, found.get("O5", ZERO).cents) == (old, new)


def test_a_cost_of_a_closed_year_goes_by_who_held_the_lot_then():
    """Trap 11: the closed year is not touched; the invoice is booked in the open one, and keeps its own days."""
    line = CostLine("late invoice", "61210", Money(900), ByKey("c", {"C": 1}), fiscal_year(date(2024, 1, 1)))
    assert by_owner(settle([line], year.HOLDINGS, year.YEAR)) == {"O3": Money(900)}


def test_who_was_called_and_bears_nothing_gets_it_back():
    found = balances((), {"O9": Money(500)})
    assert found["O9"].difference == Money(-500)


def test_a_year_that_does_not_come_to_nil_is_refused_with_its_difference():
    comes_to_nil({"6140": Money(5), "7420": Money(-2)}, {"6140": Money(5), "7420": Money(-2)})
    with pytest.raises(NotNil) as refused:
        comes_to_nil({"6140": Money(500), "61073": Money(1_200)}, {"6140": Money(500)})
    assert refused.value.facts() == {
        "costs_cents": 1_700,
        "shared_cents": 500,
        "left_cents": 1_200,
        "accounts": "61073",
    }
    with pytest.raises(NotNil, match=r"\. 0 would fall.*: 61210, 6140"):
        comes_to_nil({"6140": Money(5), "61210": Money(-5)}, {})


@st.composite
def years(draw):
    of_lots = draw(weights)
    lots = [f"L{place}" for place in range(len(of_lots))]
    held = []
    for lot in lots:
        sale = draw(st.one_of(st.none(), st.dates(date(2025, 1, 2), date(2025, 12, 31))))
        held.append(Holding(lot, f"old {lot}", year.LONG_AGO, sale))
        if sale:
            held.append(Holding(lot, draw(st.sampled_from(["buyer", f"new {lot}"])), sale))
    key = ByKey("key", dict(zip(lots, of_lots, strict=True)))
    made = [
        CostLine(f"{n}", "61050", amount, key, year.YEAR)
        for n, amount in enumerate(draw(st.lists(amounts, max_size=6)))
    ]
    return made, held


@given(years())
def test_columns_and_totals_are_exact(case):
    lines, held = case
    cells = settle(lines, held, year.YEAR)
    for line in lines:
        assert total(cell.amount for cell in cells if cell.line == line.name) == line.amount
    assert total(by_owner(cells).values()) == total(line.amount for line in lines)


@given(years())
def test_every_cell_follows_from_its_own_fraction(case):
    lines, held = case
    for cell in settle(lines, held, year.YEAR):
        assert abs(cell.of_lot.cents * cell.total - cell.whole.cents * cell.weight) < cell.total
        assert abs(cell.amount.cents * cell.of_days - cell.of_lot.cents * cell.days) < cell.of_days


@given(years(), st.randoms())
def test_the_order_of_the_register_is_irrelevant(case, chance):
    lines, held = case
    mixed = list(held)
    chance.shuffle(mixed)
    assert settle(lines, mixed, year.YEAR) == settle(lines, held, year.YEAR)


@given(years())
def test_a_credit_mirrors_the_bill(case):
    lines, held = case
    mirrored = [CostLine(line.name, line.account, -line.amount, line.split, line.period) for line in lines]
    for cell, credit in zip(settle(lines, held, year.YEAR), settle(mirrored, held, year.YEAR), strict=True):
        assert credit.amount == -cell.amount


@given(years())
def test_settling_the_same_again_changes_nothing(case):
    lines, held = case
    once, twice = (by_owner(settle(lines, held, year.YEAR)) for _ in range(2))
    assert difference(twice, once) == {}


@given(years())
def test_a_correction_is_the_difference_of_the_wholes(case):
    lines, held = case
    first = by_owner(settle(lines, held, year.YEAR))
    second = by_owner(settle(lines[:-1], held, year.YEAR))
    changes = difference(second, first)
    assert total(changes.values()) == (-lines[-1].amount if lines else ZERO)
    for owner, share in first.items():
        assert share + changes.get(owner, ZERO) == second.get(owner, ZERO)


def test_a_private_line_belongs_to_its_owner_whatever_her_days():
    line = CostLine("badge", "643", Money(4_500), Private("O3", "C"), year.YEAR)
    [cell] = settle([line], [], year.YEAR)
    assert (cell.owner, cell.lot, cell.amount, cell.total) == ("O3", "C", Money(4_500), 0)


def test_an_amount_given_for_a_lot_goes_by_its_own_days():
    season = Period(date(2025, 6, 30), date(2025, 7, 2))
    line = CostLine("deductible", "6147", Money(200), Given({"C": Money(200)}), season)
    assert by_owner(settle([line], year.HOLDINGS, year.YEAR)) == {"O3": Money(100), "O5": Money(100)}
