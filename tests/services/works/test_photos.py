"""Photos of a problem: where they were taken is gone from the bytes, or kept on purpose; foreign bytes are refused."""

import io
from uuid import uuid4

import pytest
from PIL import Image

from koprogo import db
from koprogo.adapters.pictures import says_where, tidied
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.works import photos
from tests.cast import put_on_stage
from tests.services.governance.council_on_stage import member
from tests.services.works.tickets_on_stage import GPS, LATITUDE, PHONE, act, photo, reported


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


async def add(cast, ticket, content=None, who="anna", **more):
    return await act(cast, who, photos.add_photo, ticket, content=content or photo(), at=now(), **more)


async def kept(cast, ticket, which, who="anna"):
    row, file = await act(cast, who, photos.photo, ticket, which)
    with file:
        return row, file.read()


async def test_neither_the_place_nor_the_phone_is_in_the_bytes_that_are_kept(cast):
    ticket = await reported(cast)
    assert PHONE.encode() in photo() and says_where(photo())
    row, content = await kept(cast, ticket, await add(cast, ticket))
    assert not row.placed and not says_where(content)
    assert PHONE.encode() not in content and b"Exif" not in content and b"2026:11:22" not in content
    assert len(content) == row.size


async def test_the_place_stays_on_purpose_and_nothing_else_of_what_the_camera_noted(cast):
    ticket = await reported(cast)
    row, content = await kept(cast, ticket, await add(cast, ticket, keep_place=True))
    assert row.placed
    with Image.open(io.BytesIO(content)) as found:
        place = found.getexif().get_ifd(GPS)
        assert (place[1], tuple(map(float, place[2]))) == ("N", LATITUDE)
        assert set(found.getexif()) == {GPS} and set(place) <= set(range(1, 7))
    assert PHONE.encode() not in content and b"2026:11:22" not in content
    bare = io.BytesIO()
    Image.new("RGB", (9, 9)).save(bare, "JPEG")
    row, content = await kept(cast, ticket, await add(cast, ticket, bare.getvalue(), keep_place=True))
    assert not row.placed and not says_where(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_becomes_a_small_jpeg(kind):
    content = tidied(photo((4000, 3000), kind), largest_side=photos.LARGEST_SIDE)
    with Image.open(io.BytesIO(content)) as found:
        assert (found.size, found.format) == ((1600, 1200), "JPEG")


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"GIF89a" + b"\0" * 40, b"\xff\xd8\xff\xe0 no picture", b"<svg onload=alert(1)>", b"MZ\x90\0"],
)
async def test_what_is_no_picture_is_refused_in_words(cast, content):
    ticket = await reported(cast)
    with pytest.raises(BadInput) as refusal:
        await act(cast, "anna", photos.add_photo, ticket, content=content, at=now())
    assert [each.where for each in refusal.value.problems] == ["file"]
    assert await act(cast, "anna", photos.photos, ticket) == []


async def test_too_large_and_one_too_many_are_refused_in_words(cast, monkeypatch):
    ticket = await reported(cast)
    monkeypatch.setattr(photos, "LARGEST", 100)
    with pytest.raises(BadInput) as refusal:
        await add(cast, ticket)
    assert "at most" in str(refusal.value)
    monkeypatch.setattr(photos, "LARGEST", 15_000_000)
    monkeypatch.setattr(photos, "MOST", 1)
    await add(cast, ticket)
    with pytest.raises(BadInput):
        await add(cast, ticket)


async def test_who_adds_looks_and_takes_back(cast):
    await member(cast, "bram")
    ticket = await reported(cast)
    hers, his = await add(cast, ticket), await add(cast, ticket, who="bram")
    for who in ("carla", "accountant"):
        assert len(await act(cast, who, photos.photos, ticket)) == 2
        with pytest.raises(NotAllowed):
            await add(cast, ticket, who=who)
        with pytest.raises(NotAllowed):
            await act(cast, who, photos.withdraw_photo, ticket, hers, at=now())
    with pytest.raises(NotAllowed):
        await act(cast, "anna", photos.withdraw_photo, ticket, his, at=now())
    assert [each.mine for each in await act(cast, "anna", photos.photos, ticket)] == [True, False]
    await act(cast, "anna", photos.withdraw_photo, ticket, hers, at=now())
    await act(cast, "syndic", photos.withdraw_photo, ticket, his, at=now())
    assert await act(cast, "anna", photos.photos, ticket) == []
    for gone in (hers, uuid4()):
        with pytest.raises(NotFound):
            await act(cast, "anna", photos.photo, ticket, gone)
        with pytest.raises(NotFound):
            await act(cast, "anna", photos.withdraw_photo, ticket, gone, at=now())


async def test_photos_of_what_she_does_not_see_are_not_found(cast):
    hidden = await reported(cast, place="lot", lot_id=cast.lots["A1"])
    which = await add(cast, hidden)
    for who in ("carla", "stranger"):
        with pytest.raises(NotFound):
            await act(cast, who, photos.photo, hidden, which) if who == "carla" else await _elsewhere(
                cast, hidden, which
            )


async def _elsewhere(cast, ticket, which):
    async with db.tenant_session(cast.stranger) as session:
        await photos.photo(session, cast.stranger, cast.association_id, ticket, which)
