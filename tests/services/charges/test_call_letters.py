"""Letters of calls: to whom, in which language, printed one by one, sent again, and once only."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.pdf import PdfNotMade
from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed
from koprogo.models.ownership import Contact, EmailConsent, Representative
from koprogo.papers.call_for_funds import build
from koprogo.services.charges import call_letters, call_queries, calls
from koprogo.services.charges.refusals import NotPosted
from koprogo.services.documents import issue, letter_papers
from koprogo.services.documents.letterhead import letterhead
from koprogo.services.ownership.transfers import NewHolder, record_transfer
from tests.papers.snapshots import text_of
from tests.services.charges import worked_year as stage_of

MAILS = "SELECT subject, body FROM outbox_mail WHERE association_id = :t"
PAPERS = "SELECT language, title FROM paper WHERE association_id = :t AND kind = 'call_for_funds' ORDER BY title"


async def rows(stage, query):
    async with db.association_session(stage.association_id) as session:
        return (await session.execute(text(query), {"t": stage.association_id})).all()


@pytest.fixture
async def stage(database):
    made = await stage_of.worked_year()
    await stage_of.voted(made)
    async with db.association_session(made.association_id) as session:
        for name in ("O1", "O2", "O3", "O4", "O5"):
            session.add(
                Contact(
                    association_id=made.association_id, person_id=made.people[name], email=f"{name}@example.org",
                    street="Rue du Bilan 1", postcode="1300", city="Wavre",
                )
            )  # fmt: skip
        session.add(
            EmailConsent(
                association_id=made.association_id, person_id=made.people["O2"], given_on=stage_of.LONG_AGO, proof="x"
            )
        )
    return made


async def test_everybody_who_owes_gets_one_letter(stage):
    call = await stage.call(1)
    with pytest.raises(NotPosted):
        await stage.act(call_letters.send_call, call, at=now())
    await stage.act(calls.post_call, call, at=now())
    assert await stage.act(call_letters.send_call, call, at=now()) == 4
    assert await stage.act(call_letters.send_call, call, at=now()) == 0
    lines = await stage.act(call_letters.sent, call)
    assert [(line.name.split()[0], line.channel) for line in lines] == [
        ("O1", "ordinary"), ("O2", "email"), ("O3", "ordinary"), ("O4", "ordinary"),
    ]  # fmt: skip
    assert await call_letters.print_letters(stage.association_id, call, at=now()) == 4
    assert await call_letters.print_letters(stage.association_id, call, at=now()) == 0
    assert sorted(row.language for row in await rows(stage, PAPERS)) == ["fr", "fr", "fr", "nl"]
    [mail] = await rows(stage, MAILS)
    assert "CALL-2025-Q1" in mail.subject
    assert "404,82" in mail.body
    assert (await stage.act(call_queries.calls))[0].state == "sent"
    states = {line.name.split()[0]: line.state for line in await stage.act(call_letters.sent, call)}
    assert states == {"O1": "printed", "O2": "waiting", "O3": "printed", "O4": "printed"}
    posted = await stage.act(call_letters.tell_posted, call, day=stage_of.AT.date(), at=now())
    assert posted == 3


async def test_a_letter_is_readable_before_the_next_is_made_and_a_fault_takes_none_back(stage, monkeypatch):
    call = await stage.call(1)
    await stage.act(calls.post_call, call, at=now())
    await stage.act(call_letters.send_call, call, at=now())
    real, readable = issue.print_paper, []

    async def one_after_the_other(*said, **more):
        readable.append(len(await rows(stage, PAPERS)))
        if len(readable) == 3:
            raise PdfNotMade("the third cannot be printed")
        return await real(*said, **more)

    monkeypatch.setattr(issue, "print_paper", one_after_the_other)
    monkeypatch.setattr(letter_papers, "IN_HAND", 1)
    with pytest.raises(PdfNotMade):
        await call_letters.print_letters(stage.association_id, call, at=now())
    assert readable == [0, 1, 2]
    monkeypatch.setattr(issue, "print_paper", real)
    assert await call_letters.print_letters(stage.association_id, call, at=now()) == 2
    assert len(await rows(stage, PAPERS)) == 4


async def test_after_the_sale_the_buyer_gets_it(stage):
    for quarter in (1, 2, 3):
        call = await stage.call(quarter)
        await stage.act(calls.post_call, call, at=now())
    await stage.act(call_letters.send_call, call, at=now())
    names = {line.name.split()[0] for line in await stage.act(call_letters.sent, call)}
    assert names == {"O1", "O2", "O4", "O5"}


async def test_one_letter_is_sent_again(stage):
    call = await stage.call(1)
    await stage.act(calls.post_call, call, at=now())
    await stage.act(call_letters.send_call, call, at=now())
    first = (await stage.act(call_letters.sent, call))[0]
    assert await stage.act(call_letters.send_again, first.id, at=now()) == call
    assert len(await stage.act(call_letters.sent, call)) == 5
    with pytest.raises(NotAllowed):
        await stage.act(call_letters.send_call, call, at=now(), who="O1")
    with pytest.raises(NotAllowed):
        await stage.act(call_letters.sent, call, who="O1")


URSULA = (
    "SELECT p.id FROM person p JOIN holding h ON h.person_id = p.id WHERE h.association_id = :t AND p.name = 'Ursula'"
)
CALLED_ON, DUE_ON = date(2025, 1, 20), date(2025, 2, 20)
SEVERAL = [
    ([("usufruct", "Ursula"), ("bare_ownership", "Bart"), ("bare_ownership", "Bea")], {"Ursula", "Bart", "Bea"}),
    ([("undivided", "Ursula"), ("undivided", "Udo")], {"Ursula", "Udo"}),
]


async def passes(stage, holders, day):
    """Record a deed by which lot D passes to several."""
    holders = [NewHolder(right, name=name) for right, name in holders]
    await stage.act(record_transfer, lot_id=stage.lots["D"], day=day, act="Acte", at=now(), holders=holders)


async def designate(stage, since):
    """Have those who hold lot D together name Ursula from a day on."""
    ursula = (await rows(stage, URSULA))[0].id
    async with db.association_session(stage.association_id) as session:
        session.add(
            Representative(
                association_id=stage.association_id, lot_id=stage.lots["D"], person_id=ursula, since=since, proof="Lettre",
            )
        )  # fmt: skip


async def written_for_lot_d(stage, number=1, called_on=CALLED_ON, due_on=DUE_ON):
    """Call an instalment and send its letters; return the call and who was written to about lot D."""
    call = await stage.call(number, called_on=called_on, due_on=due_on)
    await stage.act(calls.post_call, call, at=now())
    await stage.act(call_letters.send_call, call, at=now())
    lines = await stage.act(call_letters.sent, call)
    return call, {line.name for line in lines if line.lots == ("D",)}


@pytest.mark.parametrize(("holders", "all_of_them"), SEVERAL, ids=["usufruct", "undivided"])
async def test_a_lot_of_several_is_written_about_to_each_of_them_or_the_one_designated(stage, holders, all_of_them):
    """Each letter asks the same of all together, once: what the lot owes is not owed by each."""
    await passes(stage, holders, CALLED_ON)
    call, written = await written_for_lot_d(stage)
    assert written == all_of_them
    found = await stage.act(call_queries.call, call)
    [asked] = [each for each in found.asked if {line.lot for line in each.lines} == {"D"}]
    assert (set(asked.names), asked.total.cents) == (all_of_them, 15_004 + 1_125)
    async with db.association_session(stage.association_id) as session:
        head = await letterhead(session, stage.association_id)
    said = text_of(build.build(call_letters.call_facts(head, "", found, asked, ("Ursula",), "en"), "en"))
    assert "161.29" in said
    assert all(name in said for name in all_of_them)
    await designate(stage, date(2025, 4, 2))
    assert (await written_for_lot_d(stage, 2, date(2025, 4, 2), date(2025, 4, 2)))[1] == {"Ursula"}


@pytest.mark.parametrize(
    ("deed", "named", "written"),
    [
        # The lot is theirs who hold it on the day the call is due, whenever it was made.
        (DUE_ON, None, {"Ursula", "Udo"}),
        (DUE_ON + timedelta(days=1), None, {"O4 Owner"}),
        # The designation that counts is that of the same day, not of the day on which it is sent.
        (CALLED_ON, DUE_ON, {"Ursula"}),
        (CALLED_ON, DUE_ON + timedelta(days=1), {"Ursula", "Udo"}),
    ],
)
async def test_who_is_written_to_is_who_held_the_lot_on_the_day_the_call_is_due(stage, deed, named, written):
    await passes(stage, SEVERAL[1][0], deed)
    if named:
        await designate(stage, named)
    assert (await written_for_lot_d(stage))[1] == written
