"""The collector waits for a quiet moment, and what it then finds is freed; nothing else is promised of it."""

import gc
import weakref

import pytest

from koprogo.adapters.housekeeping import AT_LATEST_SECONDS, LOOK_SECONDS, Housekeeping


@pytest.fixture(autouse=True)
def _as_before():
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


class _Ring:
    def __init__(self) -> None:
        self.itself = self


def _lost_ring() -> weakref.ref:
    return weakref.ref(_Ring())


def test_collects_when_it_is_quiet():
    ring = _lost_ring()
    assert Housekeeping(lambda: True).look(LOOK_SECONDS)
    assert ring() is None


def test_waits_while_people_press_but_not_for_ever():
    gc.disable()
    try:
        broom, ring = Housekeeping(lambda: False), _lost_ring()
        looks = [broom.look(LOOK_SECONDS) for _ in range(int(AT_LATEST_SECONDS / LOOK_SECONDS) - 1)]
        assert not any(looks) and ring() is not None
        assert broom.look(LOOK_SECONDS)
        assert ring() is None
        assert not broom.look(LOOK_SECONDS), "it waits again from the beginning"
    finally:
        gc.enable()


def test_what_survived_once_is_looked_at_again_after_an_hour_of_quiet():
    broom = Housekeeping(lambda: True)
    kept = [_Ring()]
    ring = weakref.ref(kept[0])
    assert broom.look(LOOK_SECONDS)
    kept.clear()
    assert broom.look(LOOK_SECONDS)
    assert ring() is not None, "set aside: not walked every time"
    assert broom.look(3600.0)
    assert ring() is None
