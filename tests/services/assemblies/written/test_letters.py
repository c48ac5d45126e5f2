"""Asking by letter for a decision in writing: everybody once, by the way she accepted, with the sheet that answers."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.api import open_links
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.ownership import Contact, EmailConsent, Representative
from koprogo.services.assemblies.convening import posting, sendings
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.written import letters as written_letters
from koprogo.services.assemblies.written import paper as written_paper
from koprogo.services.assemblies.written import read as written_read
from koprogo.services.assemblies.written import written
from koprogo.services.documents.queries import recent_papers
from koprogo.services.messages import letters
from tests.api.web import Browser
from tests.cast import LONG_AGO, act

WORDS = {"kind": "works_on_common_parts", "title": {"fr": "Peindre"}, "proposal": {"fr": "Peindre le hall."}}


@pytest.fixture(scope="module")
async def reachable(cast):
    """Bram accepted e-mail, the others have a postal address."""
    async with db.association_session(cast.association_id) as session:
        for who in ("anna", "bram", "carla", "dirk", "emma", "farid"):
            email = "bram@example.org" if who == "bram" else ""
            place = {"street": "Rue du Parc 1", "postcode": "4000", "city": "Liège"}
            session.add(Contact(association_id=cast.association_id, person_id=cast.people[who], email=email, **place))
        bram = {"person_id": cast.people["bram"], "given_on": date(2026, 1, 1), "proof": "letter"}
        session.add(EmailConsent(association_id=cast.association_id, **bram))


async def asked(cast, days=10):
    return await act(cast, written.ask, **WORDS, answer_by=today() + timedelta(days=days), at=now())


async def send(cast, decision, who="syndic", **more):
    return await act(cast, written_letters.send_letters, decision, who=who, **{"at": now(), **more})


async def lines(cast, decision):
    return {line.name: line for line in await act(cast, written_letters.sent_letters, decision)}


async def test_everybody_with_a_right_gets_one_by_the_way_of_her_convocation(cast, reachable):
    decision = await asked(cast)
    assert await send(cast, decision) == 6
    assert await send(cast, decision) == 0
    found = await lines(cast, decision)
    assert {name: line.channel for name, line in found.items()} == {
        "Bram Claes": "email", "Anna Peeters": "registered", "Carla Dubois": "registered", "Dirk Maes": "registered",
        "Emma Lambert": "registered", "Farid Benali": "registered",
    }  # fmt: skip
    assert found["Anna Peeters"].lots == ("A1", "G1") and found["Anna Peeters"].state == "waiting"


async def test_the_e_mail_leaves_once_its_letter_is_printed_and_its_link_proves_reading(cast, reachable):
    decision = await asked(cast)
    await send(cast, decision)
    assert (await lines(cast, decision))["Bram Claes"].state == "waiting"
    assert await written_letters.print_letters(cast.association_id, decision, at=now()) == 6
    assert await written_letters.print_letters(cast.association_id, decision, at=now()) == 0
    async with db.association_session(cast.association_id) as session:
        found = "SELECT body FROM outbox_mail WHERE to_email = 'bram@example.org' ORDER BY created_at DESC LIMIT 1"
        body = await session.scalar(text(found))
    code = body.split("/l/")[1].split()[0]
    assert "3.87 §11" in body
    followed = await letters.look(code)
    assert (followed.kind, followed.language) == ("written", "nl")
    assert (await letters.paper_behind(code)).title.startswith("Vraag om een schriftelijke beslissing")
    opened = await Browser(open_links.router).post(f"/l/{code}")
    assert f"/associations/{cast.association_id}/written" in opened.text
    assert (await lines(cast, decision))["Bram Claes"].state == "opened"
    mine = await recent_papers_of(cast, "bram", "nl")
    assert [row.kind for row in mine].count("written_letter") >= 1
    assert not [row for row in await recent_papers_of(cast, "carla", "nl") if row.kind == "written_letter"]


async def recent_papers_of(cast, who, language):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return await recent_papers(session, actor, language=language)


async def test_what_goes_by_post_is_batched_with_its_list_and_told_of(cast, reachable):
    decision = await asked(cast)
    with pytest.raises(posting.NothingToPost):
        await act(cast, written_letters.batch, decision)
    await send(cast, decision)
    await written_letters.print_letters(cast.association_id, decision, at=now())
    rows, beside = await act(cast, written_letters.batch, decision)
    with sendings.as_zip(rows, "fr", beside) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        names = archive.namelist()
        assert b"Anna Peeters" in archive.read("letters.csv")
        assert archive.read(names[1]).startswith(b"%PDF")
    assert sum(name.startswith("letters/") for name in names) == 5
    with pytest.raises(BadInput):
        await act(cast, written_letters.tell_posted, decision, day=today() + timedelta(days=2), at=now())
    assert await act(cast, written_letters.tell_posted, decision, day=today(), at=now()) == 5
    assert await act(cast, written_letters.tell_posted, decision, day=today(), at=now()) == 0
    assert (await lines(cast, decision))["Anna Peeters"].state == "posted"


async def test_nothing_is_sent_when_it_is_over_nor_by_anybody_else(cast, reachable):
    decision = await asked(cast, days=3)
    with pytest.raises(written_letters.AnswersAreOver) as refusal:
        await send(cast, decision, at=now() + timedelta(days=4))
    assert refusal.value.article == "3.87 §11"
    with pytest.raises(NotAllowed):
        await send(cast, decision, "anna")
    with pytest.raises(NotAllowed):
        await act(cast, written_letters.sent_letters, decision, who="anna")
    with pytest.raises(NotFound):
        await send(cast, decision, "stranger")
    await act(cast, written.withdraw, decision, reason="mistake", at=now())
    with pytest.raises(WrongState):
        await send(cast, decision)


@pytest.fixture
async def taken(cast, reachable):
    """A decision that all lots agreed to, Emma for the joint one; its minutes are printed."""
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        person = {"association_id": cast.association_id, "person_id": cast.people["emma"], "lot_id": cast.lots["A5"]}
        session.add(Representative(since=LONG_AGO, proof="form", **person))
    decision = await asked(cast)
    for who in ("anna", "bram", "carla", "dirk", "emma"):
        await act(cast, written.answer, decision, who=who, choice="for", at=now())
    with pytest.raises(written_letters.MinutesNotPrinted) as refusal:
        await send(cast, decision)
    assert refusal.value.article == "3.87 §12"
    await written_paper.issue_paper(cast.association_id, decision, by=cast.syndic, version=1, at=now())
    return decision


async def test_the_minutes_of_what_was_taken_go_to_everybody_within_thirty_days(cast, taken):
    [row] = [each for each in await act(cast, written_read.decisions, today=today()) if each.id == taken]
    assert row.send_by == today() + timedelta(days=30)
    assert await act(cast, written_letters.sent_letters, taken) == []
    assert await send(cast, taken) == 6
    assert await send(cast, taken) == 0
    found = await lines(cast, taken)
    assert (found["Bram Claes"].channel, found["Anna Peeters"].channel) == ("email", "ordinary")
    async with db.association_session(cast.association_id) as session:
        last = "SELECT body FROM outbox_mail WHERE to_email = 'bram@example.org' ORDER BY created_at DESC LIMIT 1"
        body = await session.scalar(text(last))
    assert "3.87 §11" in body and "3.92 §3" in body and "3.93 §5" in body
    code = body.split("/l/")[1].split()[0]
    assert (await letters.look(code)).kind == "written_minutes"
    assert (await letters.paper_behind(code)).title.startswith("Eenparige schriftelijke beslissing")
    assert await written_letters.print_letters(cast.association_id, taken, at=now()) == 5
    rows, beside = await act(cast, written_letters.batch, taken)
    assert (len(rows), {name for name, _ in beside}) == (
        5,
        {f"minutes-{each}.pdf" for each in ("fr", "nl", "de", "en")},
    )
    assert await act(cast, written_letters.tell_posted, taken, day=today(), at=now()) == 5
