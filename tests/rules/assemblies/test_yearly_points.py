"""What every ordinary assembly has on its agenda."""

import pytest

from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.assemblies.yearly_points import YEARLY, is_council_due, missing_points


@pytest.mark.parametrize("kind", YEARLY)
def test_a_point_that_is_not_there_is_missing_with_its_article(kind):
    assert kind in KINDS
    assert missing_points(set(YEARLY) - {kind}) == {kind: YEARLY[kind]}


def test_nothing_is_missing_when_all_are_there():
    assert missing_points({*YEARLY, "works_on_common_parts"}) == {}


@pytest.mark.parametrize(("main_lots", "has_council", "due"), [
    (19, False, False), (20, False, True), (19, True, True), (3, True, True), (200, False, True),
])  # fmt: skip
def test_a_council_from_twenty_main_lots_or_by_choice(main_lots, has_council, due):
    assert is_council_due(main_lots, has_council=has_council) is due
