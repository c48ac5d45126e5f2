"""The request by one fifth: the whole share that reaches it, and the thirty days of the syndic."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.requests import assembly_request, may_signatory_convene, threshold

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(("total", "signed", "reached", "missing"), [
    (1000, [200], True, 0),
    (1000, [199], False, 1),
    (1001, [200], False, 1),
    (1001, [201], True, 0),
    (1004, [100, 100], False, 1),
    (5, [1], True, 0),
    (1000, [], False, 200),
])  # fmt: skip
def test_one_fifth_of_the_shares(total, signed, reached, missing):
    found = assembly_request(total, signed, DAY)
    assert (found.threshold_reached, found.missing) == (reached, missing)
    assert found.convene_by == (date(2026, 12, 1) if reached else None)


@given(st.integers(1, 10**6))
def test_the_threshold_is_the_smallest_number_that_is_a_fifth(total):
    needed = threshold(total, DAY)
    assert 5 * needed >= total > 5 * (needed - 1)


@pytest.mark.parametrize(("today", "may"), [(date(2026, 12, 1), False), (date(2026, 12, 2), True)])
def test_a_signatory_convenes_after_the_thirtieth_day(today, may):
    assert may_signatory_convene(DAY, today) is may


@pytest.mark.parametrize(("total", "signed", "said"), [
    (0, [], "at least one share"), (10, [-1], "from 0 upwards"), (10, [6, 5], "11 shares cannot sign"),
])  # fmt: skip
def test_facts_that_cannot_be(total, signed, said):
    with pytest.raises(ValueError, match=said):
        assembly_request(total, signed, DAY)
