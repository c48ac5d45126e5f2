"""Dividing a whole by shares: nothing lost, nothing made, ties by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.shares import NoShares, largest_remainder

shares = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 1000), min_size=1, max_size=20).filter(
    lambda found: sum(found.values()) > 0
)


@pytest.mark.parametrize(
    ("whole", "of", "parts"),
    [
        (100, {"A": 1, "B": 1, "C": 1}, {"A": 34, "B": 33, "C": 33}),
        (500, {"for": 500, "against": 200}, {"for": 357, "against": 143}),
        (401, {"for": 300, "against": 300}, {"for": 200, "against": 201}),
        (0, {"A": 1}, {"A": 0}),
        (7, {"A": 0, "B": 3}, {"A": 0, "B": 7}),
    ],
)
def test_largest_remainder(whole: int, of: dict[str, int], parts: dict[str, int]) -> None:
    assert largest_remainder(whole, of) == parts


def test_pairs_are_names_too() -> None:
    assert largest_remainder(3, {("Piet", "for"): 1, ("Piet", "against"): 1}) == {
        ("Piet", "for"): 1,
        ("Piet", "against"): 2,
    }


@given(st.integers(0, 10**12), shares)
def test_the_parts_add_up_and_none_is_one_or_more_off(whole: int, of: dict[str, int]) -> None:
    parts, total = largest_remainder(whole, of), sum(of.values())
    assert sum(parts.values()) == whole
    assert all(abs(parts[name] * total - whole * of[name]) < total for name in of)


def test_nothing_to_divide_by_is_said_with_what_to_enter() -> None:
    with pytest.raises(NoShares, match="Enter at least one share above 0"):
        largest_remainder(100, {"A": 0})


@pytest.mark.parametrize(("whole", "of"), [(-1, {"A": 1}), (1, {"A": -1, "B": 3})])
def test_negative_numbers_are_refused(whole: int, of: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="negative"):
        largest_remainder(whole, of)
