"""Plays of the routes about letters; see routes_played.py."""

from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.services.assemblies.convening import convocation
from koprogo.services.assemblies.proxies import online_proxy
from koprogo.services.documents import attachments
from koprogo.services.ownership import designations
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
    return Play("syndic", {"assembly_id": assembly}, json={"urgent_reason": "an essay", "despite": "by post"})


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


PDF = b"%PDF-1.7\n"


async def _attached(cast: Cast) -> tuple[UUID, UUID]:
    assembly, _ = await on_stage.convened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        made = await attachments.attach(
            session, cast.syndic, cast.association_id, assembly, content=PDF, name="a.pdf", at=on_stage.NOW
        )
    return assembly, made


@plays(f"GET {A}/attachments")
async def attachments_of(cast: Cast) -> Play:
    return Play("anna", {"assembly_id": (await _attached(cast))[0]}, writes=False)


@plays(f"POST {A}/attachments")
async def attach(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly}, files={"file": ("a.pdf", PDF, "application/pdf")})


@plays(A.join(("POST ", "/items/{item_id}/attachments")))
async def attach_to_item(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    where = {"assembly_id": assembly, "item_id": item}
    return Play("syndic", where, files={"file": ("a.pdf", PDF, "application/pdf")})


@plays("DELETE /api/v1/attachments/{attachment_id}")
async def withdraw(cast: Cast) -> Play:
    return Play("syndic", {"attachment_id": (await _attached(cast))[1]})


@plays("GET /api/v1/attachments/{attachment_id}/content")
async def attachment_content(cast: Cast) -> Play:
    return Play("anna", {"attachment_id": (await _attached(cast))[1]}, writes=False)


@plays(f"POST {A}/answers")
async def answer(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("anna", {"assembly_id": assembly}, json={"answer": "room"})


@plays(f"GET {A}/answers")
async def expected(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/my-proxy")
async def my_proxy(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("anna", {"assembly_id": assembly}, json={"holder_name": "Greta Vandenberghe"})


@plays(f"DELETE {A}/my-proxy")
async def take_back(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        await online_proxy.give(
            session, cast.anna, cast.association_id, assembly, holder_id=cast.people["bram"], at=on_stage.NOW
        )
    return Play("anna", {"assembly_id": assembly})


S = "/api/v1/associations/{association_id}"


async def _proposed(cast: Cast) -> UUID:
    async with db.tenant_session(cast.emma, cast.association_id) as session:
        return await designations.propose(
            session, cast.emma, cast.association_id, lot_id=cast.lots["A5"], representative_id=cast.people["emma"],
            at=on_stage.NOW,
        )  # fmt: skip


@plays(f"POST {S}" + "/lots/{lot_id}/designations")
async def propose(cast: Cast) -> Play:
    where = {"association_id": cast.association_id, "lot_id": cast.lots["A5"]}
    return Play("emma", where, json={"representative_id": str(cast.people["emma"])})


@plays(f"POST {S}" + "/designations/{proposal_id}/signatures")
async def sign(cast: Cast) -> Play:
    return Play("farid", {"association_id": cast.association_id, "proposal_id": await _proposed(cast)}, json={})


@plays(f"POST {S}/designations")
async def ask_holders(cast: Cast) -> Play:
    return Play("syndic", {"association_id": cast.association_id})


@plays(f"POST {A}/occupant-notices")
async def occupant_notice(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("syndic", {"assembly_id": assembly})


@plays(f"GET {A}/observations")
async def observations(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)
