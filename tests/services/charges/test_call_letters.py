"""Letters of calls: to whom, in which language, printed one by one, sent again, and once only."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.pdf import PdfNotMade
from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed
from koprogo.models.ownership import Contact, EmailConsent
from koprogo.services.charges import call_letters, call_queries, calls
from koprogo.services.charges.refusals import NotPosted
from koprogo.services.documents import issue, letter_papers
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
