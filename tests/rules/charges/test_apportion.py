"""Splitting an amount: worked examples, and no cent lost or made whatever the shares."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import Money, total
from koprogo.core.shares import NoShares
from koprogo.rules.charges.apportion import apportion

amounts = st.integers(-(10**11), 10**11).map(Money)
shares = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 10_000), min_size=1, max_size=30).filter(
    lambda found: sum(found.values()) > 0
)


@pytest.mark.parametrize(
    ("cents", "of", "parts"),
    [
        (100_000, {"A1": 334, "A2": 333, "A3": 333}, {"A1": 33_400, "A2": 33_300, "A3": 33_300}),
        (10_000, {"A3": 1, "A1": 1, "A2": 1}, {"A1": 3334, "A2": 3333, "A3": 3333}),
        (5, {"A1": 1, "A2": 1, "A3": 1}, {"A1": 2, "A2": 2, "A3": 1}),
        (10, {"A1": 52, "A2": 29, "A3": 19}, {"A1": 5, "A2": 3, "A3": 2}),
        (1, {"9": 1, "10": 1}, {"9": 0, "10": 1}),
        (-10_000, {"A1": 1, "A2": 1, "A3": 1}, {"A1": -3334, "A2": -3333, "A3": -3333}),
        (5_445_000, {"A1": 400, "A2": 600, "cellar": 0}, {"A1": 2_178_000, "A2": 3_267_000, "cellar": 0}),
        (0, {"A1": 1, "A2": 2}, {"A1": 0, "A2": 0}),
    ],
)
def test_apportion(cents: int, of: dict[str, int], parts: dict[str, int]) -> None:
    assert {lot: part.cents for lot, part in apportion(Money(cents), of).items()} == parts


@given(amounts, shares)
def test_no_cent_is_lost_or_made(amount: Money, of: dict[str, int]) -> None:
    assert total(apportion(amount, of).values()) == amount


@given(amounts, shares)
def test_nobody_is_a_cent_or_more_from_the_exact_part(amount: Money, of: dict[str, int]) -> None:
    whole = sum(of.values())
    for lot, part in apportion(amount, of).items():
        assert abs(part.cents * whole - amount.cents * of[lot]) < whole


@given(amounts, shares, st.randoms())
def test_order_is_irrelevant(amount: Money, of: dict[str, int], chance: object) -> None:
    lots = list(of)
    chance.shuffle(lots)  # type: ignore[attr-defined]
    assert apportion(amount, {lot: of[lot] for lot in lots}) == apportion(amount, of)


@given(amounts, shares)
def test_a_credit_mirrors_the_bill(amount: Money, of: dict[str, int]) -> None:
    assert apportion(-amount, of) == {lot: -part for lot, part in apportion(amount, of).items()}


@given(amounts, shares, st.integers(2, 1000))
def test_counting_in_other_shares_changes_nothing(amount: Money, of: dict[str, int], scale: int) -> None:
    assert apportion(amount, {lot: share * scale for lot, share in of.items()}) == apportion(amount, of)


@given(amounts.filter(lambda amount: amount.cents >= 0), shares)
def test_who_has_more_shares_never_pays_less(amount: Money, of: dict[str, int]) -> None:
    parts = apportion(amount, of)
    by_share = sorted(of, key=lambda lot: of[lot])
    for fewer, more in pairwise(by_share):
        assert of[fewer] == of[more] or parts[fewer].cents <= parts[more].cents


@given(amounts, shares)
def test_a_lot_without_shares_pays_nothing(amount: Money, of: dict[str, int]) -> None:
    assert apportion(amount, {**of, "a cellar without shares": 0})["a cellar without shares"] == Money(0)


@pytest.mark.parametrize("of", [{}, {"A1": 0, "A2": 0}])
def test_without_shares_there_is_nothing_to_divide_by(of: dict[str, int]) -> None:
    with pytest.raises(NoShares, match="at least one share"):
        apportion(Money(100), of)


def test_a_negative_share_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        apportion(Money(100), {"A1": 2, "A2": -1})
