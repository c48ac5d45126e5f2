"""Who may bear what: a key or one lot on costs and income alone, and a private cost never without its lot."""

import pytest

from koprogo.rules.accounting.bearers import NOT_SHARED, ONE_OF_BOTH, WHOSE, bearer_problems, is_shared


@pytest.mark.parametrize(
    ("code", "shared"),
    [("7420", True), ("61050", True), ("6500", True), ("643", True), ("680", True), ("681", False), ("700", False),
     ("701", False), ("71", True), ("551", False), ("4101.1", False), ("160", False)],
)  # fmt: skip
def test_what_the_settlement_shares(code, shared):
    assert is_shared(code) is shared


@pytest.mark.parametrize(
    ("code", "by_key", "to_a_lot", "wrong"),
    [
        ("7420", False, False, []),
        ("7420", True, False, []),
        ("7420", False, True, []),
        ("7420", True, True, [ONE_OF_BOTH]),
        ("551", False, False, []),
        ("551", True, False, [NOT_SHARED]),
        ("551", False, True, [NOT_SHARED]),
        ("701", True, False, [NOT_SHARED]),
        ("643", False, True, []),
        ("643", False, False, [WHOSE]),
        ("643", True, False, [WHOSE]),
        ("643", True, True, [ONE_OF_BOTH]),
    ],
)
def test_what_is_wrong_is_said_at_one_field(code, by_key, to_a_lot, wrong):
    found = bearer_problems(code, by_key=by_key, to_a_lot=to_a_lot)
    assert [problem.message_id for problem in found] == wrong
    assert {problem.where for problem in found} <= {"bearer"}
