"""How few are too few: the line on both sides."""

import pytest

from koprogo.core.secrecy import FEWEST, enough_to_hide


@pytest.mark.parametrize(("answered", "hidden"), [(0, False), (1, False), (2, False), (3, True), (400, True)])
def test_three_answers_hide_each_other_and_two_do_not(answered, hidden):
    assert enough_to_hide(answered) is hidden
    assert FEWEST == 3
