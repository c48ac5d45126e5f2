"""Every page of an assembly, before, during and after its evening (see `look.py`)."""

import pytest

from tests.e2e.look import LOOKS, look_at
from tests.e2e.places import IN_ASSEMBLIES, Place
from tests.e2e.stage import Stage


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("place", IN_ASSEMBLIES, ids=str)
def test_axe_finds_nothing_and_nothing_is_too_wide(stage: Stage, known, place: Place, looks):
    look_at(stage, known, place, looks)
