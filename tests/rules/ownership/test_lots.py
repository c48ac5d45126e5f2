"""The shares of a building add up (art. 3.85 §1)."""

import pytest

from koprogo.rules.ownership.kinds import ACCESSORIES, Kind
from koprogo.rules.ownership.lots import (
    SumOfShares,
    SumVerdict,
    may_have_no_share,
    sum_of_shares,
    total_line_is_wrong,
)


@pytest.mark.parametrize(
    ("shares", "denominator", "difference", "verdict"),
    [
        ((9_999,), 10_000, -1, SumVerdict.TOO_SMALL),
        ((10_000,), 10_000, 0, SumVerdict.RIGHT),
        ((10_001,), 10_000, 1, SumVerdict.TOO_LARGE),
        ((), 1, -1, SumVerdict.TOO_SMALL),
        ((3, 4), 7, 0, SumVerdict.RIGHT),
    ],
)
def test_the_sum(shares: tuple[int, ...], denominator: int, difference: int, verdict: SumVerdict):
    found = sum_of_shares(shares, denominator)
    assert (found.difference, found.verdict) == (difference, verdict)


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_denominator_is_at_least_one(denominator: int):
    with pytest.raises(ValueError, match="at least one share"):
        sum_of_shares([1], denominator)


@pytest.mark.parametrize("kind", Kind)
def test_no_share(kind: Kind):
    assert may_have_no_share(kind, sum_is_right=True) is (kind in ACCESSORIES)
    assert not may_have_no_share(kind, sum_is_right=False)


@pytest.mark.parametrize(("total", "wrong"), [(10_000, False), (9_679, False), (9_999, True)])
def test_the_total_line_is_a_second_check(total: int, wrong: bool):
    assert total_line_is_wrong(total, SumOfShares(9_679, 10_000)) is wrong
