"""The photos on the syndic's screens: shown after sending, taken back, nothing for who sits in no bureau."""

import pytest

from koprogo.services.assemblies.attendance import photos
from koprogo.state.assemblies.attendance.photos import PhotosState
from tests.cast import act
from tests.services.assemblies.attendance.test_photos import picture
from tests.services.assemblies.evening import NOW, opened
from tests.state.tab import Tab


async def test_a_photo_is_shown_where_it_belongs_and_taken_back(cast):
    assembly, [item] = await opened(cast)
    tab = Tab(PhotosState, f"/assemblies/{assembly}/room", cast.syndic)
    await tab.call("look")
    assert tab.state.photos == []
    made = await act(cast, photos.keep_photo, assembly, kind="hands", subject_id=item, content=picture(), at=NOW)
    await tab.call("sent", str(made), "a.jpg")
    [shown] = tab.state.photos
    assert (shown.about, shown.is_picture, tab.state.taken) == ("1", True, [f"hands/{item}"])
    await tab.call("withdraw", str(made))
    assert (tab.state.photos, tab.state.taken, tab.state.refusal.kind) == ([], [], "")


@pytest.mark.parametrize("who", ["carla", "stranger"])
async def test_who_sits_in_no_bureau_sees_and_changes_nothing(cast, who):
    assembly, [item] = await opened(cast)
    made = await act(cast, photos.keep_photo, assembly, kind="hands", subject_id=item, content=picture(), at=NOW)
    tab = Tab(PhotosState, f"/assemblies/{assembly}/room", cast.actors[who])
    await tab.call("look")
    assert tab.state.photos == []
    for call in (("sent", str(made), "a.jpg"), ("withdraw", str(made))):
        await tab.call(*call)
        assert tab.state.refusal.kind in ("not_allowed", "not_found") and tab.state.photos == []
