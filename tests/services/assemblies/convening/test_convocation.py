"""Convening by letters: who gets one and how, what is frozen, what is printed, and what each letter's state is."""

import asyncio
import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pikepdf
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.mail import MailNotSent
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.ownership import Representative
from koprogo.papers.convocation.facts import LotStanding
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.refusals import AgendaEmpty, NoticeTooShort
from koprogo.services.assemblies.convening import convocation, convocation_facts, letter_list, posting
from koprogo.services.assemblies.convening.addressees import addressees
from koprogo.services.assemblies.refusals import AgendaFrozen
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.documents import attachments, queries
from koprogo.services.documents.letterhead import EnterpriseNumberMissing
from koprogo.services.messages import letters, outbox
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.services.assemblies.evening import BY_POST, NOW, drafted
from tests.services.assemblies.letters_on_stage import code_of, give_addresses, mail_of, sent

DAY = NOW.date()


async def lines(cast, assembly):
    async with db.tenant_session(cast.syndic) as session:
        found = await letter_list.letter_list(session, cast.syndic, cast.association_id, assembly)
    return {line.name: line for line in found}


async def syndic_does(cast, act, *arguments, **more):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await act(session, cast.syndic, cast.association_id, *arguments, **more)


@pytest.fixture(scope="module")
async def printed(cast):
    """An assembly convened by letters, all printed."""
    assembly = await sent(cast, "works_on_common_parts", "approve_budgets")
    assert await convocation.print_letters(cast.association_id, assembly, at=NOW) == 6
    return assembly


async def test_everybody_who_holds_a_right_gets_one_letter_by_the_way_she_accepted(cast, printed):
    found = await lines(cast, printed)
    assert {name: line.channel for name, line in found.items()} == {
        "Anna Peeters": "email", "Bram Claes": "registered", "Carla Dubois": "registered", "Dirk Maes": "registered",
        "Emma Lambert": "registered", "Farid Benali": "registered",
    }  # fmt: skip
    assert found["Anna Peeters"].lots == ("A1", "G1") and found["Emma Lambert"].lots == ("A5",)
    assert found["Bram Claes"].language == "nl"


async def test_sending_convenes_today_and_freezes_the_agenda(cast, printed):
    async with db.tenant_session(cast.syndic) as session:
        state = await events.state_of(session, cast.association_id, printed)
    assert (state.what, state.facts["sent_on"]) == ("convened", DAY.isoformat())
    with pytest.raises(AgendaFrozen):
        await syndic_does(cast, convocation.send_convocations, printed, at=NOW)


async def test_printing_again_prints_nothing_twice(cast, printed):
    assert await convocation.print_letters(cast.association_id, printed, at=NOW) == 0
    found = await lines(cast, printed)
    assert all(line.paper_id for line in found.values())
    assert {line.state for line in found.values()} == {"printed"}


async def test_the_mail_leaves_once_its_paper_exists_and_the_link_is_kept_as_a_hash_only(cast, printed):
    code = await code_of(cast, "anna@example.org")
    async with db.association_session(cast.association_id) as session:
        jobs = (
            await session.execute(text("SELECT args FROM procrastinate_jobs WHERE task_name = :n"), {"n": outbox.TASK})
        ).scalars()
        assert len(list(jobs)) == 1, "one mail, queued by the printing"
        kept = (await session.execute(text("SELECT l::text AS row FROM letter l"))).scalars().all()
    assert not [row for row in kept if code in row]
    assert code not in str(cast.association_id)


async def test_only_a_consent_that_stands_that_day_counts(cast):
    await give_addresses(cast, anna=date(2026, 1, 5))
    async with db.association_session(cast.association_id) as session:
        roll = await draft_roll(session, cast.association_id, DAY)
        before = await addressees(session, cast.association_id, roll, day=date(2026, 1, 4))
        after = await addressees(session, cast.association_id, roll, day=date(2026, 1, 5))
    assert [each.channel for each in before if each.name == "Anna Peeters"] == ["registered"]
    assert [each.channel for each in after if each.name == "Anna Peeters"] == ["email"]


async def test_the_representative_is_convened_and_the_other_holders_are_told(cast):
    async with db.association_session(cast.association_id) as session:
        roll = await draft_roll(session, cast.association_id, DAY)
        named = [replace(row, voter_id=cast.people["emma"], agent_id=cast.people["emma"], suspended=False)
                 if row.lot_number == "A5" else row for row in roll]  # fmt: skip
        found = {each.name: each for each in await addressees(session, cast.association_id, named, day=DAY)}
    emma, farid = found["Emma Lambert"], found["Farid Benali"]
    assert [(lot.standing, lot.others) for lot in emma.lots] == [(LotStanding.VOTES, ("Farid Benali",))]
    assert [(lot.standing, lot.others) for lot in farid.lots] == [(LotStanding.REPRESENTED, ("Emma Lambert",))]
    assert emma.is_convened and not farid.is_convened and farid.channel == "ordinary"


async def test_opening_the_link_is_recorded_once_and_looking_is_not(cast, printed):
    code = await code_of(cast, "anna@example.org")
    await letters.look(code)
    assert (await lines(cast, printed))["Anna Peeters"].state == "printed"
    for _ in range(2):
        found = await letters.follow(code, at=NOW)
    assert (found.subject_id, found.language, found.association_id) == (printed, "fr", cast.association_id)
    assert (await lines(cast, printed))["Anna Peeters"].state == "opened"
    async with db.association_session(cast.association_id) as session:
        times = await session.scalar(
            text("SELECT count(*) FROM letter_event WHERE letter_id = :l AND what = 'opened'"), {"l": found.letter_id}
        )
    assert times == 1
    assert (await letters.paper_behind(code)).size > 10_000


@pytest.mark.parametrize("code", ["", "x", "a" * 46, "é" * 10, "A" * 400])
async def test_a_link_we_never_wrote_leads_nowhere(cast, code):
    with pytest.raises(NotFound):
        await letters.follow(code, at=NOW)


async def test_a_code_of_one_association_opens_nothing_in_another(cast, printed):
    code = await code_of(cast, "anna@example.org")
    elsewhere = letters.new_secret(cast.elsewhere_id).code[:21] + code[21:]
    with pytest.raises(NotFound):
        await letters.follow(elsewhere, at=NOW)


async def test_she_reads_her_own_letter_and_nobody_elses(cast, printed):
    found = await lines(cast, printed)
    async with db.tenant_session(cast.anna) as session:
        mine = await queries.paper(session, cast.anna, found["Anna Peeters"].paper_id)
        assert "Anna Peeters" in mine.title
        with pytest.raises(NotFound):
            await queries.paper(session, cast.anna, found["Bram Claes"].paper_id)
        recent = await queries.recent_papers(session, cast.anna, language="fr")
    assert [row.kind for row in recent] == ["convocation"]
    async with db.tenant_session(cast.syndic) as session:
        assert await queries.recent_papers(session, cast.syndic, language="fr") == []


async def test_a_mail_that_cannot_leave_is_seen(cast):
    assembly = await sent(cast)
    await convocation.print_letters(cast.association_id, assembly, at=NOW)
    await mail_of(cast, "anna@example.org")
    async with db.association_session(cast.association_id) as session:
        mail = await session.scalar(
            text(
                "SELECT e.facts->>'mail' FROM letter_event e JOIN letter l ON l.id = e.letter_id"
                " WHERE l.subject_id = :a AND e.facts ? 'mail'"
            ),
            {"a": assembly},
        )
    await outbox._failed(cast.association_id, mail, MailNotSent("550 no such mailbox", is_temporary=False))
    anna = (await lines(cast, assembly))["Anna Peeters"]
    assert (anna.state, anna.problem) == ("failed", "550 no such mailbox")
    await syndic_does(cast, posting.tell_letter, anna.id, what="delivered", day=DAY, at=NOW)
    assert (await lines(cast, assembly))["Anna Peeters"].state == "delivered"


async def test_the_batch_holds_one_paper_per_envelope_and_the_list(cast, printed):
    async with db.tenant_session(cast.syndic) as session:
        rows = await posting.batch(session, cast.syndic, cast.association_id, printed)
    with posting.as_zip(rows, "fr") as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert len(names) == 6 and names[0] == "registered.csv"
        assert all(archive.read(name).startswith(b"%PDF") for name in names[1:])
        told = archive.read("registered.csv").decode("utf-8-sig")
    assert [cells[2] for cells in csv.reader(io.StringIO(told), delimiter=";")][1:] == [
        "Bram Claes", "Carla Dubois", "Dirk Maes", "Emma Lambert", "Farid Benali",
    ]  # fmt: skip


async def test_the_documents_travel_inside_the_mail_and_beside_the_letters(cast):
    await give_addresses(cast, "bram", "carla", "dirk", "emma", "farid", anna=date(2026, 1, 5))
    assembly, [works, _] = await drafted(cast, "works_on_common_parts", "approve_budgets")
    for name, item, content in (
        ("Budget 2027.pdf", None, b"%PDF-1.7 budget"),
        ("Devis.pdf", works, b"%PDF-1.7 devis"),
        ("Plans.pdf", works, b"%PDF-1.7" + bytes(convocation_facts.LARGEST_ENCLOSED)),
    ):
        await syndic_does(cast, attachments.attach, assembly, content=content, name=name, item_id=item, at=NOW)
    await syndic_does(cast, convocation.send_convocations, assembly, at=NOW, despite=BY_POST)
    await convocation.print_letters(cast.association_id, assembly, at=NOW)
    found = await lines(cast, assembly)
    mail, post = await paper_of(cast, found["Anna Peeters"]), await paper_of(cast, found["Carla Dubois"])
    assert problems(mail) == [] and problems(post) == []
    with pikepdf.open(io.BytesIO(mail)) as pdf:
        assert set(pdf.attachments) == {"convocation.json", "01 Budget 2027.pdf", "02 Devis.pdf"}
        assert pdf.attachments["01 Budget 2027.pdf"].get_file().read_bytes() == b"%PDF-1.7 budget"
    with pikepdf.open(io.BytesIO(post)) as pdf:
        assert set(pdf.attachments) == {"convocation.json"}
    told = " ".join(" ".join(await asyncio.to_thread(page_texts, post)).split())
    assert "Budget 2027 – ci-joint : 01 Budget 2027.pdf" in told.replace("\u202f", " ").replace("\xa0", " ")
    assert "Plans (point 1)" in told and "Plans.pdf" not in told, "too large to travel: consulted"
    async with db.tenant_session(cast.syndic) as session:
        rows = await posting.batch(session, cast.syndic, cast.association_id, assembly)
        documents = await posting.enclosures(session, cast.association_id, assembly)
    with posting.as_zip(rows, "fr", documents) as file, zipfile.ZipFile(file) as archive:
        beside = [name for name in archive.namelist() if name.startswith("documents/")]
        assert beside == ["documents/01 Budget 2027.pdf", "documents/02 Devis.pdf"]
        assert archive.read(beside[1]) == b"%PDF-1.7 devis"


async def paper_of(cast, line) -> bytes:
    async with db.tenant_session(cast.syndic) as session:
        row = await queries.paper(session, cast.syndic, line.paper_id)
    with queries.content(row) as file:
        return file.read()


def test_no_cell_of_the_list_is_a_formula():
    class Row:
        id, channel, language, lots = letters.UUID(int=7), "registered", "fr", [{"number": "A1"}]
        address = dict.fromkeys(("attention", "street", "postcode", "city", "country"), "") | {"name": "=1+1"}

    told = posting.registered_list([Row], "fr").decode("utf-8-sig")
    assert ";'=1+1;" in told and ";=1" not in told


async def test_tracking_numbers_come_back_with_the_list(cast, printed):
    async with db.tenant_session(cast.syndic) as session:
        rows = await posting.batch(session, cast.syndic, cast.association_id, printed)
    filled = posting.registered_list(rows[:2], "nl").decode("utf-8-sig").replace(";\r\n", ";0123 4567 890\r\n", 1)
    assert filled.count("0123 4567 890") == 1
    told = {"content": filled.encode(), "day": DAY, "at": NOW}
    assert await syndic_does(cast, posting.import_tracking, printed, **told) == 1
    assert await syndic_does(cast, posting.import_tracking, printed, **told) == 0, "twice is once"
    bram = (await lines(cast, printed))["Bram Claes"]
    assert (bram.state, bram.tracking, bram.posted_on, bram.posted_late) == ("posted", "01234567890", DAY, False)
    assert await syndic_does(cast, posting.post_all, printed, day=DAY, at=NOW) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"Name;Town\nAnna;Uccle\n",
        b"Reference;Tracking number\nKG-FFFFFFFFFF;0123456789\n",
        b"Reference;Tracking number\nKG-00AABBCCDD;!!\n",
        b"Reference;Tracking number\nKG-00AABBCCDD;0123456789\nKG-11AABBCCDD;0123456789\n",
        b"",
        b"\xff\xfe\x00",
        b"x" * 1_000_002,
    ],
)
async def test_a_list_that_is_not_ours_is_refused_whole(cast, printed, content):
    with pytest.raises(BadInput):
        await syndic_does(cast, posting.import_tracking, printed, content=content, day=DAY, at=NOW)


async def test_a_letter_posted_after_the_last_lawful_day_is_recorded_as_late(cast):
    assembly = await sent(cast)
    await convocation.print_letters(cast.association_id, assembly, at=NOW)
    later = NOW + timedelta(days=2)
    assert await syndic_does(cast, posting.post_all, assembly, day=later.date(), at=later) == 5
    assert {line.posted_late for line in (await lines(cast, assembly)).values() if line.state == "posted"} == {True}


async def test_what_became_of_a_letter_is_one_of_four_words_on_a_day_that_has_come(cast, printed):
    bram = (await lines(cast, printed))["Bram Claes"]
    for wrong in ({"what": "burned"}, {"day": DAY + timedelta(days=1)}, {"tracking": "=1"}):
        with pytest.raises(BadInput):
            await syndic_does(cast, posting.tell_letter, bram.id, **({"what": "posted", "day": DAY, "at": NOW} | wrong))


async def test_fifteen_days_are_asked_to_the_day(cast):
    assembly, _ = await drafted(cast)
    with pytest.raises(NoticeTooShort):
        await syndic_does(cast, convocation.send_convocations, assembly, at=NOW + timedelta(days=2))
    urgent = {"at": NOW + timedelta(days=2), "urgent_reason": "La chaudière est en panne.", "despite": "joints"}
    assert await syndic_does(cast, convocation.send_convocations, assembly, **urgent) == 6


async def test_nothing_leaves_without_an_agenda_or_an_enterprise_number(cast):
    assembly, [item] = await drafted(cast)
    async with db.association_session(cast.association_id) as session:
        await session.execute(text("UPDATE association SET enterprise_number = ''"))
    with pytest.raises(EnterpriseNumberMissing):
        await syndic_does(cast, convocation.send_convocations, assembly, at=NOW)
    async with db.association_session(cast.association_id) as session:
        await session.execute(text("UPDATE association SET enterprise_number = '0678.123.436'"))
        await session.execute(text("UPDATE agenda_item SET number = NULL WHERE id = :i"), {"i": item})
    with pytest.raises(AgendaEmpty):
        await syndic_does(cast, convocation.send_convocations, assembly, at=NOW)


async def test_owners_and_strangers_send_and_read_nothing(cast, printed):
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        with pytest.raises(NotAllowed):
            await convocation.send_convocations(session, cast.anna, cast.association_id, printed, at=NOW)
        with pytest.raises(NotAllowed):
            await letter_list.letter_list(session, cast.anna, cast.association_id, printed)
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await letter_list.letter_list(session, cast.stranger, cast.association_id, printed)


async def test_a_designation_changes_who_is_convened_next_time(cast):
    async with db.association_session(cast.association_id) as session:
        session.add(
            Representative(
                association_id=cast.association_id, lot_id=cast.lots["A5"], person_id=cast.people["emma"], since=DAY,
                proof="Désignation écrite",
            )
        )  # fmt: skip
    found = await lines(cast, await sent(cast))
    assert found["Farid Benali"].told and not found["Emma Lambert"].told
