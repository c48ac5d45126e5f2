"""When the counts of a secret poll may be shown."""

import pytest

from koprogo.rules.assemblies.opinion_poll import may_be_shown


@pytest.mark.parametrize(("answered", "shown"), [(0, False), (1, False), (2, False), (3, True), (500, True)])
def test_counts_are_shown_from_three_answers_on(answered, shown):
    assert may_be_shown(answered) is shown
