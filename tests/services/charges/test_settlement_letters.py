"""Letters of settlements: to sellers and buyers alike, to the one designated, with a code only where something is due."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.models.ownership import Contact, EmailConsent, Representative
from koprogo.papers.settlement import build
from koprogo.services.accounting import periods
from koprogo.services.assemblies.convening.posting import NothingToPost
from koprogo.services.charges import settlement_letters, settlement_paper, settlement_queries
from koprogo.services.charges.settlement_refusals import AnotherVersion
from koprogo.services.ownership.transfers import NewHolder, record_transfer
from tests.papers.snapshots import text_of
from tests.services.accounting.ledger_on_stage import BY_ACT
from tests.services.charges import books_of_the_year as made
from tests.services.charges import worked_year as stage_of

MAILS = "SELECT subject, body FROM outbox_mail WHERE association_id = :t"
PAPERS = "SELECT language, title FROM paper WHERE association_id = :t AND kind = 'settlement'"


async def rows(books, query):
    async with db.association_session(books.stage.association_id) as session:
        return (await session.execute(text(query), {"t": books.stage.association_id})).all()


@pytest.fixture
async def books(database):
    """Return the booked year; everybody has an address, and O2 accepted e-mail."""
    found = await made.year_of_provisions()
    stage = found.stage
    async with db.association_session(stage.association_id) as session:
        for name in ("O1", "O2", "O3", "O4", "O5"):
            session.add(
                Contact(
                    association_id=stage.association_id, person_id=stage.people[name], email=f"{name}@example.org",
                    street="Rue du Bilan 1", postcode="1300", city="Wavre",
                )
            )  # fmt: skip
        session.add(
            EmailConsent(
                association_id=stage.association_id, person_id=stage.people["O2"], given_on=stage_of.LONG_AGO, proof="x"
            )
        )
    return found


async def test_everybody_settled_with_gets_one_letter_the_seller_too(books):
    issued = await books.issue(made.YEAR)
    act = books.stage.act
    assert await act(settlement_letters.send_settlement, issued, at=now()) == 5
    assert await act(settlement_letters.send_settlement, issued, at=now()) == 0
    with pytest.raises(NothingToPost):
        await act(settlement_letters.batch, issued)
    lines = await act(settlement_letters.sent, issued)
    assert [(line.name.split()[0], line.channel, line.lots) for line in lines] == [
        ("O1", "ordinary", ("A",)), ("O2", "email", ("B",)), ("O3", "ordinary", ("C",)), ("O4", "ordinary", ("D",)),
        ("O5", "ordinary", ("C",)),
    ]  # fmt: skip
    here = books.stage.association_id
    assert await settlement_letters.print_letters(here, issued, at=now()) == 5
    assert await settlement_letters.print_letters(here, issued, at=now()) == 0
    assert sorted(row.language for row in await rows(books, PAPERS)) == ["fr", "fr", "fr", "fr", "nl"]
    [mail] = await rows(books, MAILS)
    assert "106,36" in mail.body
    assert len(await act(settlement_letters.batch, issued)) == 4
    assert await act(settlement_letters.tell_posted, issued, day=today(), at=now()) == 4
    assert {line.state for line in await act(settlement_letters.sent, issued)} == {"posted", "waiting"}


async def test_one_letter_is_sent_anew_and_only_of_the_last_version(books):
    issued = await books.issue(made.YEAR)
    act = books.stage.act
    await act(settlement_letters.send_settlement, issued, at=now())
    first = (await act(settlement_letters.sent, issued))[0]
    assert await act(settlement_letters.send_again, first.id, at=now()) == issued
    assert len(await act(settlement_letters.sent, issued)) == 6
    await books.reject_the_fee()
    later = await books.issue(made.YEAR, 2, why="The fee was rejected")
    for send, what in ((settlement_letters.send_settlement, issued), (settlement_letters.send_again, first.id)):
        with pytest.raises(AnotherVersion):
            await act(send, what, at=now())
    assert await act(settlement_letters.send_settlement, later, at=now()) == 5


async def test_who_may_not(books):
    issued = await books.issue(made.YEAR)
    act = books.stage.act
    with pytest.raises(NotAllowed):
        await act(settlement_letters.send_settlement, issued, at=now(), who="O1")
    for look in (settlement_letters.sent, settlement_letters.batch):
        with pytest.raises(NotAllowed):
            await act(look, issued, who="O1")
    with pytest.raises(NotAllowed):
        await act(settlement_letters.tell_posted, issued, day=today(), at=now(), who="O1")
    for send in (settlement_letters.send_settlement, settlement_letters.send_again):
        with pytest.raises(NotFound):
            await act(send, uuid4(), at=now())


async def test_a_code_stands_only_where_the_account_owes_something(books):
    """O1 owes 106.92 of the settlement, but her account only 33.14 + her reserve; O4 has a credit and owes nothing."""
    issued = await books.issue(made.YEAR)
    here = books.stage.association_id
    async with db.association_session(here) as session:
        due = await settlement_paper.due_of(session, here, issued)
        scene = await settlement_paper.paper_scene(session, here, issued)
    found = await books.stage.act(settlement_queries.sheet, issued)
    by_name = {owner.people[0].split()[0]: owner for owner in found.owners}
    assert due[by_name["O2"].debtor_id] == by_name["O2"].to_pay.cents == 10_636
    assert due[by_name["O4"].debtor_id] == 0 < by_name["O4"].to_pay.cents
    said = {name: text_of(build.build(scene.facts(owner.debtor_id, "en"), "en")) for name, owner in by_name.items()}
    assert "+++" not in said["O4"]
    assert "already covered by the credit on your account: you have nothing to pay" in said["O4"]
    assert scene.permanent[by_name["O4"].debtor_id]


async def test_a_letter_says_subject_to_approval_until_the_accounts_are_voted(books):
    """In every language, from the day of the vote on no more."""
    issued, here = await books.issue(made.YEAR), books.stage.association_id
    sentences = {
        "fr": "Sous réserve de l’approbation des comptes", "nl": "Onder voorbehoud van de goedkeuring van de rekeningen",
        "de": "Vorbehaltlich der Genehmigung der Rechnung", "en": "Subject to the approval of the accounts",
    }  # fmt: skip

    async def letter(language: str) -> str:
        async with db.association_session(here) as session:
            scene = await settlement_paper.paper_scene(session, here, issued)
        return text_of(build.build(scene.facts(await books.debtor("O2"), language), language))

    assert [sentence in await letter(language) for language, sentence in sentences.items()] == [True] * 4
    [year] = [each for each in await books.stage.act(periods.years) if each.starts == stage_of.STARTS]
    await books.stage.act(periods.advance, year.id, step=periods.Step.AUDITED, **BY_ACT)
    assert sentences["en"] in await letter("en")
    await books.stage.act(periods.advance, year.id, step=periods.Step.VOTED, **BY_ACT)
    assert [sentence in await letter(language) for language, sentence in sentences.items()] == [False] * 4
    assert "106.36" in await letter("en")


async def test_a_lot_in_usufruct_goes_to_the_one_who_was_designated(books):
    """Lot D passes to a usufructuary and two bare owners: each gets a letter, until they designate one of them."""
    stage = books.stage
    holders = [
        NewHolder("usufruct", name="Ursula"), NewHolder("bare_ownership", name="Bart"),
        NewHolder("bare_ownership", name="Bea"),
    ]  # fmt: skip
    wish = {"lot_id": stage.lots["D"], "day": date(2025, 10, 1), "act": "Acte", "at": now()}
    await stage.act(record_transfer, holders=holders, **wish)
    issued = await books.issue(made.YEAR)
    await stage.act(settlement_letters.send_settlement, issued, at=now())
    lines = await stage.act(settlement_letters.sent, issued)
    assert {line.name for line in lines if line.lots == ("D",)} == {"O4 Owner", "Ursula", "Bart", "Bea"}
    here = stage.association_id
    async with db.association_session(here) as session:
        ursula = await session.scalar(
            text("SELECT p.id FROM person p JOIN holding h ON h.person_id = p.id WHERE p.name = 'Ursula'"
                 " AND h.association_id = :t"), {"t": here}
        )  # fmt: skip
        session.add(
            Representative(
                association_id=here, lot_id=stage.lots["D"], person_id=ursula, since=today() - timedelta(days=9),
                proof="Lettre du 3 mars",
            )
        )  # fmt: skip
    await books.invoice((12, 20), "LATE", "61050", 1_000)
    later = await books.issue(made.YEAR, 2, why="A late invoice")
    await stage.act(settlement_letters.send_settlement, later, at=now())
    lines = await stage.act(settlement_letters.sent, later)
    assert {line.name for line in lines if line.lots == ("D",)} == {"O4 Owner", "Ursula"}
