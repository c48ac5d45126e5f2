"""Files of an agenda: what is taken, by its bytes; who sees it and when; taken back without being changed."""

import io
import zipfile
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.documents import attachments
from tests.services.assemblies.evening import NOW, convened, drafted

PDF = b"%PDF-1.7\n1 0 obj\n"


def workbook(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


BOOK = workbook("[Content_Types].xml", "xl/workbook.xml")


async def attach(cast, assembly, content=PDF, name="Devis toiture.pdf", actor=None, **more):
    actor = actor or cast.syndic
    async with db.tenant_session(actor, cast.association_id) as session:
        return await attachments.attach(
            session, actor, cast.association_id, assembly, content=content, name=name, at=NOW, **more
        )


async def seen(cast, assembly, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return await attachments.attachments_of(session, actor, cast.association_id, assembly)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (BOOK, attachments.XLSX),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content, kind):
    assert attachments.check(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"MZ\x90\x00",
        workbook("anything.txt"),
        workbook("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
        b"PK\x03\x04 broken",
        b"%PDF-" + b"x" * attachments.LARGEST,
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(BadInput):
        attachments.check(content)


async def test_owners_see_it_from_the_convocation_on(cast):
    draft, [item] = await drafted(cast)
    made = await attach(cast, draft, name="..\\..\\secret\\Devis <b>.exe", item_id=item)
    [row] = await seen(cast, draft)
    assert (row.id, row.item, row.item_id, row.file_name) == (made, "1", item, "Devis b.pdf")
    assert await seen(cast, draft, "anna") == []
    async with db.tenant_session(cast.anna) as session:
        with pytest.raises(NotFound):
            await attachments.attachment(session, cast.anna, made)
    ready, _ = await convened(cast)
    kept = await attach(cast, ready)
    assert [each.id for each in await seen(cast, ready, "anna")] == [kept]
    async with db.tenant_session(cast.anna) as session:
        row = await attachments.attachment(session, cast.anna, kept)
    with attachments.content(row) as file:
        assert file.read() == PDF


async def test_the_stranger_finds_nothing(cast):
    ready, _ = await convened(cast)
    kept = await attach(cast, ready)
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await attachments.attachments_of(session, cast.stranger, cast.association_id, ready)
        with pytest.raises(NotFound):
            await attachments.attachment(session, cast.stranger, kept)


async def test_taken_back_it_is_gone_and_its_row_stays(cast):
    ready, _ = await convened(cast)
    kept = await attach(cast, ready)
    for _ in range(2):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await attachments.withdraw(session, cast.syndic, cast.association_id, kept, at=NOW)
    assert await seen(cast, ready) == []
    async with db.tenant_session(cast.syndic) as session:
        with pytest.raises(NotFound):
            await attachments.attachment(session, cast.syndic, kept)
        rows = await session.scalar(text("SELECT count(*) FROM attachment WHERE subject_id = :a"), {"a": ready})
    assert rows == 2


async def test_only_who_plans_adds_and_only_to_points_of_this_assembly(cast):
    ready, _ = await convened(cast)
    _, [elsewhere] = await drafted(cast)
    with pytest.raises(NotAllowed):
        await attach(cast, ready, actor=cast.anna)
    for item in (elsewhere, uuid4()):
        with pytest.raises(NotFound):
            await attach(cast, ready, item_id=item)


async def test_there_are_not_endlessly_many(cast, monkeypatch):
    monkeypatch.setattr(attachments, "MOST", 1)
    ready, _ = await convened(cast)
    await attach(cast, ready)
    with pytest.raises(BadInput):
        await attach(cast, ready)


async def test_the_newest_are_found_across_agendas_once_their_reader_may_see_them(cast):
    draft, _ = await drafted(cast)
    called, _ = await convened(cast)
    hidden, shown = await attach(cast, draft), await attach(cast, called)

    async def newest(who):
        actor = cast.actors[who]
        async with db.tenant_session(actor) as session:
            found = await attachments.newest(session, actor, cast.association_id)
        return {each.id for each in found} & {hidden, shown}

    assert await newest("anna") == {shown}
    assert await newest("syndic") == {hidden, shown}
    with pytest.raises(NotFound):
        await newest("stranger")
