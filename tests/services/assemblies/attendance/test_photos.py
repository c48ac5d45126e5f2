"""Photos of the evening: tidied, one for each thing, seen by the bureau, listed in the association's copy of the minutes."""

import io
from uuid import uuid4

import pytest
from PIL import Image

from koprogo import db
from koprogo.adapters.pictures import LARGEST_SIDE, NotAPicture, tidied
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.attendance import photos
from koprogo.services.assemblies.minutes import facts as minutes_facts
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.documents import attachments
from tests.cast import act
from tests.services.assemblies.evening import NOW, convened, opened

PDF = b"%PDF-1.7\n1 0 obj\n"
PLACE, TURN = 0x8825, 0x0112


def picture(size=(40, 20), kind="JPEG", *, turned=False) -> bytes:
    """Return a picture whose metadata says where it was taken."""
    image, data = Image.new("RGB", size, "red"), Image.Exif()
    data[0x0110] = "Telefoon van Anna"
    data.get_ifd(PLACE)[1] = "N"
    if turned:
        data[TURN] = 6
    out = io.BytesIO()
    image.save(out, kind, exif=data)
    return out.getvalue()


async def keep(cast, assembly, kind, subject, content=None, who="syndic"):
    facts = {"kind": kind, "subject_id": subject, "content": content or picture(), "at": NOW}
    return await act(cast, photos.keep_photo, assembly, who=who, **facts)


def test_what_the_camera_noted_is_gone_and_the_turn_is_carried_out():
    assert b"Telefoon" in picture()
    with Image.open(io.BytesIO(tidied(picture(turned=True)))) as found:
        assert (found.size, dict(found.getexif()), found.format) == ((20, 40), {}, "JPEG")
    with Image.open(io.BytesIO(tidied(picture((LARGEST_SIDE * 2, 100), "PNG")))) as found:
        assert found.size == (LARGEST_SIDE, 50)
    with pytest.raises(NotAPicture):
        tidied(b"\xff\xd8\xff\xe0 no picture at all")


async def test_one_photo_stands_for_the_hands_of_a_point(cast):
    assembly, [item] = await opened(cast)
    await keep(cast, assembly, "hands", item)
    second = await keep(cast, assembly, "hands", item, picture((30, 30), "WEBP"))
    [row] = await act(cast, photos.photos, assembly)
    assert (row.id, row.about, row.media_type, row.by_name) == (second, "1", "image/jpeg", cast.syndic.name)
    async with db.tenant_session(cast.syndic) as session:
        here = (session, cast.syndic, cast.association_id, assembly)
        _, file = await photos.photo(*here, second)
        with file, Image.open(file) as found:
            assert found.size == (30, 30)
        assert await attachments.attachments_of(*here) == [], "no document of the agenda"
    await act(cast, photos.withdraw_photo, assembly, second, at=NOW)
    assert await act(cast, photos.photos, assembly) == []
    with pytest.raises(NotFound):
        await act(cast, photos.withdraw_photo, assembly, second, at=NOW)


async def test_a_deed_a_designation_and_a_proxy_are_kept_and_listed_in_the_minutes(cast):
    assembly, _ = await opened(cast, present=("anna", "bram", "carla"))
    who = {"giver_id": cast.people["dirk"], "holder_id": cast.people["bram"]}
    proxy = await act(cast, proxies.record_proxy, assembly, at=NOW, **who)
    await keep(cast, assembly, "proxy", proxy, PDF)
    await keep(cast, assembly, "deed", cast.lots["A1"])
    await keep(cast, assembly, "designation", cast.lots["A2"])
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        facts = await minutes_facts.minutes_facts(session, cast.association_id, assembly, language="fr", version=1)
    kept = {each.kind: each.about for each in facts.kept}
    assert kept.pop("proxy").startswith("Dirk") and kept == {"deed": "A1", "designation": "A2"}
    assert all(len(each.sha256) == 64 for each in facts.kept)


async def test_the_bureau_sees_them_and_nobody_else(cast):
    assembly, [item] = await opened(cast)
    made = await keep(cast, assembly, "hands", item)
    assert [row.id for row in await act(cast, photos.photos, assembly, who="anna")] == [made], "the chair"
    for who in ("carla", "stranger"):
        with pytest.raises(NotFound):
            await act(cast, photos.photos, assembly, who=who)
        with pytest.raises((NotFound, NotAllowed)):
            await keep(cast, assembly, "hands", item, who=who)
        with pytest.raises((NotFound, NotAllowed)):
            await act(cast, photos.withdraw_photo, assembly, made, who=who, at=NOW)


async def test_what_is_no_photo_of_this_evening_is_not_kept(cast):
    assembly, [item] = await opened(cast)
    for kind, subject, content in (
        ("hands", item, b"GIF89a"),
        ("hands", item, PDF),
        ("selfie", item, None),
        ("deed", cast.lots["A1"], b"x" * 15_000_001),
    ):
        with pytest.raises(BadInput):
            await keep(cast, assembly, kind, subject, content)
    for kind in ("hands", "deed", "designation", "proxy"):
        with pytest.raises(NotFound):
            await keep(cast, assembly, kind, uuid4())
    _, [elsewhere] = await convened(cast)
    with pytest.raises(NotFound):
        await keep(cast, assembly, "hands", elsewhere)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        from koprogo.services.assemblies import events

        for what in ("closed", "minuted"):
            await events.append(session, cast.syndic, cast.association_id, assembly, what)
    with pytest.raises(WrongState):
        await keep(cast, assembly, "hands", item)
