"""A sale: the days add up to the year, and the fund goes back to the cent it came."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import Money, total
from koprogo.core.period import Period
from koprogo.rules.charges.succession import bears_extraordinary, days_of_enjoyment, working_fund_share

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


@given(st.lists(st.integers(-400, 800), max_size=6))
def test_the_days_of_all_holders_are_the_year(days: list[int]) -> None:
    transfers = tuple(sorted(YEAR.start + timedelta(days=each) for each in days))
    found = days_of_enjoyment(YEAR, transfers)
    assert sum(found) == YEAR.days
    assert len(found) == len(transfers) + 1
    assert min(found) >= 0


def test_transfers_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        days_of_enjoyment(YEAR, (date(2025, 7, 1), date(2025, 6, 1)))


def test_a_transfer_before_its_agreement_is_refused() -> None:
    day = date(2025, 7, 1)
    with pytest.raises(ValueError, match="agreement"):
        bears_extraordinary(
            decided=day, due=day, agreement=day, transfer=day - timedelta(days=1), buyer_could_attend=False
        )


@given(st.integers(0, 10**8), st.dictionaries(st.text("ABC1", min_size=1), st.integers(1, 500), min_size=1, max_size=9))
def test_the_shares_of_the_fund_are_the_fund(cents: int, shares: dict[str, int]) -> None:
    assert total(working_fund_share(Money(cents), shares, lot) for lot in shares) == Money(cents)
