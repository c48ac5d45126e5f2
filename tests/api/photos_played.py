"""The plays of the photos' routes."""

from uuid import UUID

from koprogo.services.assemblies.attendance import photos
from tests.api.routes_played import A, Play, _run, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage
from tests.services.assemblies.attendance.test_photos import picture


async def _kept(cast: Cast) -> tuple[UUID, UUID]:
    assembly, [item] = await on_stage.opened(cast)
    facts = {"kind": "hands", "subject_id": item, "content": picture(), "at": on_stage.NOW}
    return assembly, await _run(cast, photos.keep_photo, assembly, **facts)


@plays(f"GET {A}/photos")
async def photos_here(cast: Cast) -> Play:
    assembly, _ = await _kept(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(A.join(("POST ", "/photos/{kind}/{subject_id}")))
async def keep_photo(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    where: dict[str, UUID | str] = {"assembly_id": assembly, "kind": "hands", "subject_id": item}
    return Play("syndic", where, files={"file": ("a.jpg", picture(), "image/jpeg")})


@plays(A.join(("DELETE ", "/photos/{photo_id}")))
async def withdraw_photo(cast: Cast) -> Play:
    assembly, photo = await _kept(cast)
    return Play("syndic", {"assembly_id": assembly, "photo_id": photo})


@plays(A.join(("GET ", "/photos/{photo_id}/content")))
async def photo_content(cast: Cast) -> Play:
    assembly, photo = await _kept(cast)
    return Play("syndic", {"assembly_id": assembly, "photo_id": photo}, writes=False)
