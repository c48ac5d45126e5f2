"""Minutes with a digital seal and a timestamp: put when they can be, never waited for, and the paper stays what it was."""

import asyncio
import io
import json
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.pdf_signature import StampUnavailable
from koprogo.adapters.storage import storage
from koprogo.papers.verifier import verify_minutes
from koprogo.services.assemblies.minutes import minutes
from koprogo.services.documents import queries, sealing
from koprogo.settings import settings
from tests.adapters.throw_away import STAMPED_AT, authority, pkcs12_files
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW
from tests.services.assemblies.minutes.test_signing import draw

NAME = "Syndic Fleur SRL"


@pytest.fixture
async def evening(cast):
    """A closed evening, its first minutes not yet printed."""
    return (await closed_evening.closed(cast))[0]


@pytest.fixture
def configured(monkeypatch, tmp_path):
    """Return what sets the settings of seal and timestamp for one test."""

    def configure(*, days: int = 365, stamps: str = "", passphrase: str = ""):
        archive, secret = pkcs12_files(tmp_path, NAME, since=NOW - timedelta(days=30), days=days)
        if passphrase:
            secret.write_text(passphrase)
        monkeypatch.setenv("KOPROGO_SEAL_CERTIFICATE", str(archive))
        monkeypatch.setenv("KOPROGO_SEAL_PASSPHRASE_FILE", str(secret))
        monkeypatch.setenv("KOPROGO_TIMESTAMP_URL", stamps)
        settings.cache_clear()

    yield configure
    monkeypatch.undo()
    settings.cache_clear()


async def papers(cast, assembly, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        rows = await queries.papers_of(session, actor, cast.association_id, kind="minutes", subject_id=assembly)
    return {row.language: row for row in rows}


def content(row) -> bytes:
    with queries.content(row) as file:
        return file.read()


async def issued(cast, assembly):
    await minutes.issue_minutes(cast.association_id, assembly, by=cast.syndic, version=1, at=NOW)
    return await papers(cast, assembly)


async def test_the_minutes_get_the_seal_and_keep_every_rule(cast, evening, configured):
    configured()
    await draw(cast, evening, "bram")
    for language, row in (await issued(cast, evening)).items():
        file = content(row)
        assert (row.sealed_by, row.seal_refused, row.stamped_by) == (NAME, "", "")
        assert problems(file, signed=1) == [], language
        (seal,) = await asyncio.to_thread(sealing.seals_of, file)
        assert (seal.intact, seal.genuine, seal.whole_file, seal.name) == (True, True, True, NAME)
        assert NAME in "\n".join(await asyncio.to_thread(page_texts, file))
        with pikepdf.open(io.BytesIO(file)) as pdf:
            assert {str(each.AFRelationship) for each in pdf.Root.AF} == {"/Data", "/Supplement"}


async def test_the_verifier_says_what_the_seal_covers_and_finds_a_changed_byte(cast, evening, configured):
    configured()
    file = content((await issued(cast, evening))["fr"])
    report = verify_minutes.verify_file(file)
    assert report.ok
    assert ("Seal {number} covers the whole file; a PDF reader shows whose it is.", {"number": "1"}) in report.notes
    longer = verify_minutes.verify_file(file + b"%more")
    assert longer.ok and ("Seal {number} covers all but the {n} bytes added after it.", {"number": "1", "n": "5"}) in (
        longer.notes
    )
    changed = verify_minutes.verify_file(file.replace(b"<pdfaid:part>3", b"<pdfaid:part>2"))
    assert changed.faults == [("Seal {number}: a byte it covers was changed.", {"number": "1"})]


async def test_minutes_that_lost_their_seal_are_found(cast, evening, configured):
    configured()
    file = content((await issued(cast, evening))["fr"])
    cut = verify_minutes.verify_file(file[: file.index(b"%%EOF") + 6])
    assert cut.faults == [("The minutes say that a digital seal stands behind this file. There is none.", {})]


@pytest.mark.parametrize(("how", "reason"), [({"days": 1}, "expired"), ({"passphrase": "other"}, "unreadable")])
async def test_a_certificate_that_cannot_seal_stops_nothing(cast, evening, configured, how, reason):
    configured(**how)
    assert sealing.seal_state(NOW).problem == reason
    await draw(cast, evening, "bram")
    row = (await issued(cast, evening))["nl"]
    file = content(row)
    assert (row.sealed_by, row.seal_refused) == ("", reason)
    assert problems(file) == []
    with pikepdf.open(io.BytesIO(file)) as pdf:
        data = json.loads(pdf.attachments["minutes.json"].get_file().read_bytes())
    assert data["proof"]["sealed_by"] == ""
    assert [each["how"] for each in data["signatories"] if each["name"] == "Bram Claes"] == ["drawn"]
    async with db.association_session(cast.association_id) as session:
        told = await session.scalar(text("SELECT count(*) FROM audit_event WHERE action = 'paper.seal_refused'"))
    assert told >= 4


async def test_the_timestamp_comes_later_and_nothing_waits_for_it(cast, evening, configured):
    async with authority() as service:
        service.answers = False
        configured(stamps=service.url)
        rows = await issued(cast, evening)
        assert {row.sealed_by for row in rows.values()} == {NAME}
        assert service.asked == 0
        here = {"by": cast.syndic}
        with pytest.raises(StampUnavailable):
            await sealing.stamp(cast.association_id, rows["fr"].id, **here)
        async with db.platform_session(None, "test") as session:
            waiting = [paper for association, paper, by in await sealing.waiting(session)]
        assert {row.id for row in rows.values()} <= set(waiting)
        service.answers = True
        assert await sealing.stamp(cast.association_id, rows["fr"].id, **here)
        assert not await sealing.stamp(cast.association_id, rows["fr"].id, **here)
    now = (await papers(cast, evening, "anna"))["fr"]
    assert (now.stamped_by, now.stamped_at) == ("Essai Horodatage", STAMPED_AT)
    file = content(now)
    with storage(settings()).open(rows["fr"].sha256) as before:
        assert file.startswith(before.read())
    assert problems(file, signed=2) == []
    report = verify_minutes.verify_file(file)
    assert report.ok and any(message.startswith("Seal {number} covers the whole") for message, _ in report.notes)
    async with db.platform_session(None, "test") as session:
        assert rows["fr"].id not in [paper for _, paper, _ in await sealing.waiting(session)]


async def test_what_is_behind_a_paper_is_only_added_to(cast, evening, configured):
    configured()
    await issued(cast, evening)
    for order in ("UPDATE paper_seal SET by_name = 'X'", "DELETE FROM paper_seal"):
        with pytest.raises(Exception, match=r"permission denied|never"):
            async with db.association_session(cast.association_id) as session:
                await session.execute(text(order))
    async with db.tenant_session(cast.stranger) as session:
        assert await session.scalar(text("SELECT count(*) FROM paper_seal")) == 0


async def test_without_a_certificate_minutes_are_as_they_were(cast, evening):
    row = (await issued(cast, evening))["de"]
    assert (row.sealed_by, row.seal_refused, row.stamped_by) == ("", "", "")
    assert problems(content(row)) == []
    assert sealing.seal_state(NOW) == sealing.SealState()
