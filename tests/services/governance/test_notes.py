"""Notes and visits with their files: written by council and syndic, read by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.after import register
from koprogo.services.documents import kept_files
from koprogo.services.governance import decision_sheet, notes
from tests.cast import put_on_stage
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW
from tests.services.governance.council_on_stage import PDF, again, member


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a member of the council."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


async def act(cast, who, service, *arguments, **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await service(session, actor, cast.association_id, *arguments, **more)


async def write(cast, who, words="The cellar is dry.", **more):
    return await act(
        cast, who, notes.write_note, **{"words": words, "day": today(), "today": today(), "at": now(), **more}
    )


async def entry_of(cast):
    assembly, _ = await closed_evening.minuted(cast)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(text("SELECT id FROM register_entry WHERE outcome = 'carried'"))


async def test_a_note_on_a_decision_stands_on_its_sheet_with_its_files(cast):
    entry = await entry_of(cast)
    note = await write(cast, "bram", " Two  quotes are in. ", entry_id=entry, in_report=True)
    await write(cast, "syndic", "All lamps work.", what="visit", day=today() - timedelta(days=2))
    file = await act(cast, "bram", notes.add_file, note, content=PDF, name="quote 1.pdf", at=now())
    first, second = await act(cast, "syndic", notes.notes)
    assert (first.words, first.number > 0, first.in_report) == ("Two quotes are in.", True, True)
    assert [(each.id, each.title, each.file_name) for each in first.files] == [(file, "quote 1", "quote 1.pdf")]
    assert (second.what, second.number, second.files) == ("visit", 0, ())
    hers = await act(cast, "bram", decision_sheet.decision_sheet, entry, today=today())
    assert [each.words for each in hers.notes] == ["Two quotes are in."]
    assert hers.may_note and hers.followed is not None
    owners = await act(cast, "anna", decision_sheet.decision_sheet, entry, today=today())
    assert (owners.entry.id, owners.notes, owners.questions, owners.may_note) == (entry, (), (), False)
    with pytest.raises(NotFound):
        await act(cast, "stranger", decision_sheet.decision_sheet, entry, today=today())
    with pytest.raises(NotFound):
        await act(cast, "anna", decision_sheet.decision_sheet, note, today=today())


async def test_who_may_write_read_and_open(cast):
    note = await write(cast, "bram")
    file = await act(cast, "syndic", notes.add_file, note, content=PDF, name="a.pdf", at=now())
    for who, no in (("anna", NotAllowed), ("accountant", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(no):
            await write(cast, who)
        with pytest.raises(no):
            await act(cast, who, notes.notes)
        with pytest.raises(no):
            await act(cast, who, notes.add_file, note, content=PDF, name="b.pdf", at=now())
        async with db.tenant_session(cast.actors[who]) as session:
            with pytest.raises(NotFound):
                await kept_files.kept_file(session, cast.actors[who], file)
    async with db.tenant_session(cast.bram) as session:
        row = await kept_files.kept_file(session, cast.bram, file)
    with kept_files.content(row) as content:
        assert content.read() == PDF
    await again(cast, "bram", today() - timedelta(days=1))  # the day before the mandate began
    with pytest.raises(NotAllowed):
        await act(cast, "bram", notes.notes)


async def test_what_is_not_kept(cast):
    note = await write(cast, "bram")
    for wrong in ({"words": " "}, {"what": "rumour"}, {"day": today() + timedelta(days=1)}):
        with pytest.raises(BadInput):
            await write(cast, "bram", **wrong)
    with pytest.raises(NotFound):
        await write(cast, "bram", entry_id=note)
    with pytest.raises(NotFound):
        await act(cast, "bram", notes.add_file, cast.association_id, content=PDF, name="a.pdf", at=now())
    for content in (b"", b"MZ a program", b"\xff\xd8\xff no picture"):
        with pytest.raises(BadInput):
            await act(cast, "bram", notes.add_file, note, content=content, name="a.jpg", at=now())
