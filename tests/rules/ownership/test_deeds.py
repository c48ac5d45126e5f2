"""Which rights make a lot whole, each fault beside what has none."""

import pytest

from koprogo.rules.ownership.deeds import DeedFault, deed_fault
from koprogo.rules.ownership.rights import Right

FULL, UNDIVIDED, USUFRUCT, BARE = Right.FULL, Right.UNDIVIDED, Right.USUFRUCT, Right.BARE_OWNERSHIP
USE, UNCLEAR = Right.USE_OR_HABITATION, Right.USUFRUCT_OR_BARE


@pytest.mark.parametrize(("rights", "fault"), [
    ([FULL], None),
    ([], DeedFault.NOBODY),
    ([FULL, FULL], DeedFault.FULL_IS_ALONE),
    ([FULL, USUFRUCT], DeedFault.FULL_IS_ALONE),
    ([UNDIVIDED, UNDIVIDED], None),
    ([UNDIVIDED], DeedFault.UNDIVIDED_IS_SHARED),
    ([USUFRUCT, BARE], None),
    ([USE, BARE, BARE], None),
    ([USUFRUCT], DeedFault.SPLIT_HAS_TWO_HALVES),
    ([BARE, BARE], DeedFault.SPLIT_HAS_TWO_HALVES),
    ([UNDIVIDED, USUFRUCT], None),  # an undivided lot of which one half is split
    ([UNCLEAR, BARE], DeedFault.SAY_WHICH),
])  # fmt: skip
def test_deed_fault(rights, fault):
    assert deed_fault(rights) is fault
