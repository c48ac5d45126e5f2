"""Sending the minutes: everybody with a right on a lot, once, by the way she accepted; what became of each letter."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.ownership import Contact, EmailConsent
from koprogo.services.assemblies.after import register
from koprogo.services.assemblies.after.register_queries import clocks
from koprogo.services.assemblies.convening import posting
from koprogo.services.assemblies.minutes import sending as minutes_sending
from koprogo.services.messages import letters
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW


@pytest.fixture(scope="module")
async def evening(cast):
    """Minutes printed and entered; Bram accepted e-mail, the others have a postal address."""
    assembly = await closed_evening.printed(cast)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    async with db.association_session(cast.association_id) as session:
        for who in ("anna", "bram", "carla", "dirk", "emma", "farid"):
            email = "bram@example.org" if who == "bram" else ""
            place = {"street": "Rue du Parc 1", "postcode": "4000", "city": "Liège"}
            session.add(Contact(association_id=cast.association_id, person_id=cast.people[who], email=email, **place))
        bram = {"person_id": cast.people["bram"], "given_on": date(2026, 1, 1), "proof": "letter"}
        session.add(EmailConsent(association_id=cast.association_id, **bram))
    return assembly


async def send(cast, assembly, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await minutes_sending.send_minutes(session, actor, cast.association_id, assembly, at=NOW)


async def lines(cast, assembly):
    async with db.tenant_session(cast.syndic) as session:
        found = await minutes_sending.sent_minutes(session, cast.syndic, cast.association_id, assembly)
    return {line.name: line for line in found}


async def test_everybody_gets_them_once_by_the_way_she_accepted(cast, evening):
    assert await send(cast, evening) == 6
    assert await send(cast, evening) == 0
    found = await lines(cast, evening)
    assert {name: line.channel for name, line in found.items()} == {
        "Bram Claes": "email", "Anna Peeters": "ordinary", "Carla Dubois": "ordinary", "Dirk Maes": "ordinary",
        "Emma Lambert": "ordinary", "Farid Benali": "ordinary",
    }  # fmt: skip
    assert found["Anna Peeters"].lots == ("A1", "G1")
    async with db.association_session(cast.association_id) as session:
        body = await session.scalar(text("SELECT body FROM outbox_mail WHERE to_email = 'bram@example.org'"))
    assert "3.92 §3" in body and "3.93 §5" in body and "/l/" in body


async def test_the_open_link_leads_to_the_minutes_in_her_language_and_proves_reading(cast, evening):
    await send(cast, evening)
    async with db.association_session(cast.association_id) as session:
        body = await session.scalar(text("SELECT body FROM outbox_mail WHERE to_email = 'bram@example.org'"))
    code = body.split("/l/")[1].split()[0]
    followed = await letters.follow(code, at=NOW)
    assert (followed.kind, followed.language) == ("minutes", "nl")
    paper = await letters.paper_behind(code)
    assert paper.title.startswith("Notulen")
    assert (await lines(cast, evening))["Bram Claes"].state == "opened"


async def test_what_goes_by_post_is_printed_once_and_batched_with_the_minutes(cast, evening):
    await send(cast, evening)
    assert await minutes_sending.print_letters(cast.association_id, evening, at=NOW) == 5
    assert await minutes_sending.print_letters(cast.association_id, evening, at=NOW) == 0
    async with db.tenant_session(cast.syndic) as session:
        rows, minutes = await minutes_sending.batch(session, cast.syndic, cast.association_id, evening)
    with minutes_sending.as_zip(rows, minutes, "fr") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        names = archive.namelist()
        assert b"Anna Peeters" in archive.read("letters.csv")
    assert sum(name.startswith("letters/") for name in names) == 5
    assert {"minutes-fr.pdf", "minutes-nl.pdf", "minutes-de.pdf", "minutes-en.pdf"} <= set(names)
    today = now().date()
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id, evening)
        with pytest.raises(BadInput):
            await minutes_sending.tell_posted(*here, day=today + timedelta(days=2), at=now())
        assert await minutes_sending.tell_posted(*here, day=today, at=now()) == 5
        assert await minutes_sending.tell_posted(*here, day=today, at=now()) == 0
    assert (await lines(cast, evening))["Anna Peeters"].state == "posted"


async def test_the_clock_says_to_how_many_they_were_sent(cast, evening):
    await send(cast, evening)
    async with db.tenant_session(cast.anna) as session:
        rows = await clocks(session, cast.anna, cast.association_id, most=20)
    assert next(row.letters for row in rows if row.assembly_id == evening) == 6


async def test_nothing_is_sent_before_the_minutes_are_there_nor_by_anybody_else(cast, evening):
    waiting, _ = await closed_evening.minuted(cast)
    with pytest.raises(minutes_sending.MinutesNotMade) as refusal:
        await send(cast, waiting)
    assert refusal.value.article == "3.87 §12"
    with pytest.raises(NotAllowed):
        await send(cast, evening, "anna")
    with pytest.raises(NotFound):
        await send(cast, evening, "stranger")
    async with db.tenant_session(cast.syndic) as session:
        with pytest.raises(posting.NothingToPost):
            await minutes_sending.batch(session, cast.syndic, cast.association_id, waiting)
