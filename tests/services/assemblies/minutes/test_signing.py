"""Signing the minutes: who has a place, drawn and on paper, under which text; and what happens when the text changes."""

import asyncio
import io
import json

import pikepdf
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, Conflict, NotAllowed, NotFound
from koprogo.papers.verifier import verify_minutes
from koprogo.services.assemblies.minutes import draft as minutes_draft
from koprogo.services.assemblies.minutes import minutes, signing
from koprogo.services.assemblies.minutes import outside as minutes_outside
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.documents import queries
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW, opened

LINE = [[10 * each, 150 + each] for each in range(40)]


@pytest.fixture
async def evening(cast):
    """A closed evening, its first minutes not yet printed."""
    return (await closed_evening.closed(cast))[0]


async def places(cast, assembly, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return await signing.signing(session, actor, cast.association_id, assembly)


async def draw(cast, assembly, who, *, by=None, capacity="owner", strokes=None, under=None):
    actor = cast.actors[by or who]
    now = under or (await places(cast, assembly)).text_sha256
    async with db.tenant_session(actor, cast.association_id) as session:
        await signing.sign_drawn(
            session, actor, cast.association_id, assembly, person_id=cast.people[who], capacity=capacity,
            strokes=[LINE] if strokes is None else strokes, text_sha256=now, at=NOW,
        )  # fmt: skip


async def test_the_bureau_and_the_owners_still_present_have_a_place(cast, evening):
    found = await places(cast, evening)
    assert {(place.name, place.capacity) for place in found.places} == {
        ("Anna Peeters", "chair"), ("Sylvie Simon", "secretary"), ("Bram Claes", "owner"), ("Carla Dubois", "owner"),
        ("Dirk Maes", "owner"),
    }  # fmt: skip
    assert found.signed == 0


async def test_one_signs_for_oneself_or_on_the_syndics_tablet_and_once(cast, evening):
    await draw(cast, evening, "bram")
    await draw(cast, evening, "anna", by="syndic", capacity="chair")
    found = await places(cast, evening)
    assert found.signed == 2
    with pytest.raises(Conflict):
        await draw(cast, evening, "bram")
    with pytest.raises(NotAllowed):
        await draw(cast, evening, "carla", by="bram")


async def test_a_place_signed_on_paper_is_said_by_the_syndic_alone(cast, evening):
    now = (await places(cast, evening)).text_sha256
    more = {"person_id": cast.people["dirk"], "capacity": "owner", "text_sha256": now, "at": NOW}
    async with db.tenant_session(cast.dirk, cast.association_id) as session:
        with pytest.raises(NotAllowed):
            await signing.signed_on_paper(session, cast.dirk, cast.association_id, evening, **more)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await signing.signed_on_paper(session, cast.syndic, cast.association_id, evening, **more)
    dirk = next(place for place in (await places(cast, evening)).places if place.name == "Dirk Maes")
    assert dirk.how == "paper"


async def test_who_has_no_place_does_not_sign_and_junk_is_no_signature(cast, evening):
    with pytest.raises(signing.NoPlaceToSign) as refusal:
        await draw(cast, evening, "emma")
    assert refusal.value.article == "3.87 §10"
    with pytest.raises(signing.NoPlaceToSign):
        await draw(cast, evening, "bram", capacity="chair")
    for junk in ([], "<svg/>", [[[1, 1]]], {"a": 1}):
        with pytest.raises(BadInput):
            await draw(cast, evening, "bram", strokes=junk)


async def test_nobody_signs_before_the_end(cast):
    assembly, _ = await opened(cast)
    with pytest.raises(signing.SessionStillOpen) as refusal:
        await draw(cast, assembly, "anna", capacity="chair")
    assert refusal.value.article == "3.87 §10"


async def test_a_text_that_changed_asks_for_new_signatures(cast, evening):
    before = (await places(cast, evening)).text_sha256
    await draw(cast, evening, "bram")
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text(
                "INSERT INTO presence_event (association_id, assembly_id, person_id, what, channel, capacity, at,"
                " recorded_at, by_id, reason, corrects_id) SELECT association_id, assembly_id, person_id, 'left', channel,"
                " capacity, at, recorded_at, by_id, 'He had gone', id FROM presence_event"
                " WHERE assembly_id = :a AND person_id = :p LIMIT 1"
            ),
            {"a": evening, "p": cast.people["dirk"]},
        )
    found = await places(cast, evening)
    assert found.text_sha256 != before and found.signed == 0
    assert next(place for place in found.places if place.name == "Bram Claes").stale
    with pytest.raises(Conflict):
        await draw(cast, evening, "carla", under=before)
    await draw(cast, evening, "bram")


async def test_signatures_are_printed_in_their_places_and_the_file_stays_good(cast, evening):
    await draw(cast, evening, "bram")
    await minutes.issue_minutes(cast.association_id, evening, by=cast.syndic, version=1, at=NOW)
    content = await content_of(cast, evening, "minutes", "fr")
    told = "\n".join(await asyncio.to_thread(page_texts, content))
    assert "Signé à l’écran" in told
    assert problems(content) == []
    assert verify_minutes.verify_file(content).ok
    with pikepdf.open(io.BytesIO(content)) as pdf:
        data = json.loads(pdf.attachments["minutes.json"].get_file().read_bytes())
    bram = next(each for each in data["signatories"] if each["name"] == "Bram Claes")
    assert bram["how"] == "drawn" and len(bram["signature"]) == 64


async def test_the_copy_for_outside_holds_only_the_named_ballots(cast, evening):
    await minutes.issue_minutes(cast.association_id, evening, by=cast.syndic, version=1, at=NOW)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        version = await minutes_outside.request_outside(session, cast.syndic, cast.association_id, evening)
    made = {"by": cast.syndic, "version": version, "at": NOW}
    assert await minutes_outside.issue_outside(cast.association_id, evening, **made) == ["fr", "nl", "de", "en"]
    assert await minutes_outside.issue_outside(cast.association_id, evening, **made) == []
    content = await content_of(cast, evening, "minutes_outside", "nl")
    report = verify_minutes.verify_file(content)
    assert (report.faults, report.verdict) == ([], verify_minutes.OUTSIDE_VERIFIED)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        proof = pdf.attachments["proof.json"].get_file().read_bytes().decode()
    assert '"choice":"for"' not in proof and '"choice":"against"' in proof
    assert problems(content) == []


async def content_of(cast, assembly, kind, language) -> bytes:
    async with db.tenant_session(cast.anna) as session:
        rows = await queries.papers_of(session, cast.anna, cast.association_id, kind=kind, subject_id=assembly)
    with queries.content(next(row for row in rows if row.language == language)) as file:
        return file.read()


async def test_the_stranger_finds_nothing_to_sign(cast, evening):
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await signing.signing(session, cast.stranger, cast.association_id, evening)


async def test_a_draft_is_printed_while_the_session_goes_on_and_not_afterwards(cast, evening):
    assembly, _ = await opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        version = await minutes_draft.request_draft(session, cast.syndic, cast.association_id, assembly)
        with pytest.raises(WrongState):
            await minutes_draft.request_draft(session, cast.syndic, cast.association_id, evening)
    made = {"by": cast.syndic, "version": version, "at": NOW}
    assert await minutes_draft.issue_draft(cast.association_id, assembly, **made) == ["fr", "nl", "de", "en"]
    async with db.tenant_session(cast.syndic) as session:
        rows = await queries.papers_of(
            session, cast.syndic, cast.association_id, kind="minutes_draft", subject_id=assembly
        )
    with queries.content(next(row for row in rows if row.language == "fr")) as file:
        told = await asyncio.to_thread(page_texts, file.read())
    assert all("Projet" in page for page in told)
