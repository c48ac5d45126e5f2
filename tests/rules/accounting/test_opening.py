"""Taking over: owners against 410, bank against its statement, the old trial balance against nil."""

import pytest

from koprogo.rules.accounting.opening import Differs, opening_differences

BALANCES = {"551": 265000, "550": 500000, "4400": -70000, "100": -200000, "160": -500000}
STATEMENTS = {"551": 265000, "550": 500000}


def test_the_worked_year_is_taken_over():
    """551 2 650.00, 550 5 000.00, O1 100.00, O3 −50.00, 4400 −700.00, 100 −2 000.00, 160 −5 000.00 = 0."""
    assert opening_differences(BALANCES, 5000, 10000 - 5000, STATEMENTS) == []


@pytest.mark.parametrize(
    ("changes", "control", "owners", "statements", "what"),
    [
        ({}, 5000, 4999, STATEMENTS, [Differs.OWNERS]),
        ({}, 5000, 5000, STATEMENTS | {"551": 264999}, [Differs.BANK]),
        ({}, 5000, 5000, {"551": 265000}, [Differs.BANK]),
        ({"4400": -70001}, 5000, 5000, STATEMENTS, [Differs.WHOLE]),
        ({}, 5001, 5000, STATEMENTS, [Differs.OWNERS, Differs.WHOLE]),
        ({"551": 1}, 5000, 5000, {}, [Differs.BANK, Differs.BANK, Differs.WHOLE]),
    ],
)
def test_everything_that_does_not_agree_is_named(changes, control, owners, statements, what):
    assert [each.what for each in opening_differences(BALANCES | changes, control, owners, statements)] == what
