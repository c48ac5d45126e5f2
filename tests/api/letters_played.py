"""Plays of the routes about letters; see routes_played.py."""

from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.services.assemblies import convocation
from tests.api.routes_played import A, Play, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage
from tests.services.assemblies.letters_on_stage import sent

L = A + "/letters"


async def _printed(cast: Cast) -> UUID:
    assembly = await sent(cast)
    await convocation.print_letters(cast.association_id, assembly, at=on_stage.NOW)
    return assembly


@plays(f"GET {L}")
async def letters_of(cast: Cast) -> Play:
    return Play("syndic", {"assembly_id": await sent(cast)}, writes=False)


@plays(f"POST {L}")
async def send_letters(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"urgent_reason": "an essay"})


@plays(f"GET {L}/batch")
async def letter_batch(cast: Cast) -> Play:
    return Play("syndic", {"assembly_id": await _printed(cast)}, writes=False)


@plays(f"GET {L}/registered")
async def registered_list(cast: Cast) -> Play:
    return Play("syndic", {"assembly_id": await _printed(cast)}, writes=False)


@plays(f"POST {L}/posted")
async def letters_posted(cast: Cast) -> Play:
    return Play("syndic", {"assembly_id": await _printed(cast)}, json={"day": "2026-11-20"})


async def _one_letter(cast: Cast, assembly: UUID) -> UUID:
    async with db.tenant_session(cast.syndic) as session:
        return UUID(
            str(await session.scalar(text("SELECT id FROM letter WHERE subject_id = :a LIMIT 1"), {"a": assembly}))
        )


@plays(f"POST {L}/tracking")
async def letter_tracking(cast: Cast) -> Play:
    assembly = await sent(cast)
    reference = f"KG-{(await _one_letter(cast, assembly)).hex[:10].upper()}"
    told = f"Reference;Tracking number\n{reference};0123456789\n".encode()
    sent_along = {"files": {"file": ("list.csv", told, "text/csv")}, "data": {"day": "2026-11-20"}}
    return Play("syndic", {"assembly_id": assembly}, **sent_along)


@plays(f"POST {L}/reminders")
async def remind(cast: Cast) -> Play:
    return Play("syndic", {"assembly_id": await sent(cast)})


@plays(L.join(("POST ", "/{letter_id}/events")))
async def letter_event(cast: Cast) -> Play:
    assembly = await sent(cast)
    where = {"assembly_id": assembly, "letter_id": await _one_letter(cast, assembly)}
    return Play("syndic", where, json={"what": "returned", "day": "2026-11-20"})
