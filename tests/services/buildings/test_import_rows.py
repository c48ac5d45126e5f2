"""What a confirmed list leaves in the tables, each fact with its proof."""

from collections import Counter
from datetime import date

from koprogo.services.assemblies.roll import draft_roll
from tests.services.buildings.conftest import Empty
from tests.services.buildings.lists import DAY, FULL, HEADER, confirm, preview, rows, sample


async def test_everything_the_columns_say_is_written_with_its_proof(empty: Empty):
    seen = await preview(empty, FULL.encode(), 1_000)
    assert [count.have for count in seen.readiness] == [2, 2, 1, 2, 3, 2, 1]
    await confirm(empty, FULL.encode(), 1_000, filename="acp.csv", answers={"right:A4": "usufruct"})
    found = await rows(
        empty,
        'SELECT l.number, p.name, p.kind, h."right", h.since FROM holding h JOIN lot l ON l.id = h.lot_id'
        " JOIN person p ON p.id = h.person_id WHERE h.association_id = :a ORDER BY 1, 2",
    )
    assert found == [
        ("A1", "An D'Hondt", "natural", "undivided", DAY),
        ("A1", "Eva Dupont", "natural", "undivided", DAY),
        ("A2", "Wim Maes", "natural", "full", DAY),
        ("A3", "SRL Benali Invest", "legal", "full", DAY),
        ("A4", "Jan Peeters", "natural", "usufruct", DAY),
    ]
    assert await rows(
        empty,
        "SELECT l.number, p.name, r.proof FROM representative r JOIN lot l ON l.id = r.lot_id"
        " JOIN person p ON p.id = r.person_id WHERE r.association_id = :a ORDER BY 1",
    ) == [
        ("A1", "Eva Dupont", "acp.csv, 2, representative: Eva Dupont"),
        ("A4", "Me Paul Simon", "acp.csv, 5, representative: Me Paul Simon"),
    ]
    assert await rows(
        empty,
        "SELECT h.name, p.name, capacity, proof FROM acting_for a JOIN person h ON h.id = a.holder_id"
        " JOIN person p ON p.id = a.person_id WHERE a.association_id = :a",
    ) == [("SRL Benali Invest", "Karim Benali", "organ", "acp.csv, 4, representative: Karim Benali (gérant)")]
    assert await rows(
        empty,
        "SELECT p.name, given_on, proof FROM email_consent e JOIN person p ON p.id = e.person_id"
        " WHERE e.association_id = :a ORDER BY 1",
    ) == [
        ("Jan Peeters", DAY, "acp.csv, 5, e-mail consent: oui"),
        ("Wim Maes", date(2024, 3, 12), "acp.csv, 3, e-mail consent: oui 12/03/2024"),
    ]
    assert await rows(
        empty,
        "SELECT p.name, street, postcode, city, phone, enterprise_number FROM contact c JOIN person p ON p.id = c.person_id"
        " WHERE c.association_id = :a AND p.name IN ('Wim Maes', 'SRL Benali Invest') ORDER BY 1",
    ) == [
        ("SRL Benali Invest", "", "", "", "", "0403170701"),
        ("Wim Maes", "Kerkstraat 2", "9000", "Gent", "0475 12 34 56", ""),
    ]


async def test_the_roll_of_the_imported_list_suspends_what_the_preview_said(empty: Empty):
    result = await confirm(empty, sample("lots-60-fr.csv"), 10_000)
    async with empty.session() as session:
        roll = await draft_roll(session, empty.association_id, DAY)
    assert sum(row.shares for row in roll if row.suspended) == result.votes_lost == 2_083
    assert result.suspended == 11
    suspended = {row.lot_number for row in roll if row.suspended}
    assert {"A1.3", "A1.4", "A4.4", "A6.1"} <= suspended  # joint, and the three split ones


async def test_same_name_and_address_is_one_person(empty: Empty):
    await confirm(empty, sample("lots-184.csv"), 100_000)
    held = Counter(
        row.name
        for row in await rows(
            empty,
            "SELECT DISTINCT p.id, p.name FROM holding h JOIN person p ON p.id = h.person_id WHERE association_id = :a",
        )
    )
    assert held["Guy Goossens"] == 1  # several lots, always with her address
    assert held["Luc Nowak"] == 2  # once without an address: asked, not guessed
    lots = await rows(
        empty,
        "SELECT l.number FROM holding h JOIN person p ON p.id = h.person_id JOIN lot l ON l.id = h.lot_id"
        " WHERE h.association_id = :a AND p.name = 'Guy Goossens'",
    )
    assert len(lots) > 1


async def test_a_contradicted_language_is_not_guessed(empty: Empty):
    seen = await preview(empty, sample("lots-60-fr.csv"), 10_000)
    question = next(each for each in seen.questions if each.facts["name"] == "Bart El Amrani")
    assert question.about == "language"
    assert {choice.value for choice in question.choices} == {"fr", "nl", "de", "en"}
    assert {choice.value: choice.lots for choice in question.choices if choice.lots} == {
        "de": ("A4.3",),
        "fr": ("G04",),
    }
    await confirm(empty, sample("lots-60-fr.csv"), 10_000, answers={question.id: "de"})
    names = {
        row.name: row.language
        for row in await rows(
            empty,
            "SELECT p.name, p.language FROM holding h JOIN person p ON p.id = h.person_id WHERE association_id = :a",
        )
    }
    assert names["Bart El Amrani"] == "de"
    assert names["Wim Simon"] == "nl"  # EN and FR in the list, no answer: the association's own
    assert names["Fatima Willems"] == "fr"  # said once


async def test_a_refused_proposal_stays_two_persons(empty: Empty):
    content = (
        HEADER + "1;apartment;60;An Claes;;an@example.org;nl\n2;garage;40;An Claes;;an@example.org;nl\n"
    ).encode()
    seen = await preview(empty, content, 100)
    assert [(each.name, each.lots, each.because) for each in seen.proposals] == [
        ("An Claes", ("1", "2"), ("an@example.org",))
    ]
    result = await confirm(empty, content, 100, accepted=set())
    assert (result.persons, result.merges) == (2, 0)
    assert len(await rows(empty, "SELECT DISTINCT person_id FROM holding WHERE association_id = :a")) == 2
