"""Importing a list of lots: the four sample files, refusals, who may not, twice is once, undoing a merge."""

import asyncio
import io
from collections import Counter
from datetime import date

import openpyxl
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.buildings.import_lots import confirm_import, preview_import
from koprogo.services.buildings.refusals import AnotherFile, LotsAlreadyThere
from koprogo.services.ownership.merges import standing_merges, undo_merge
from tests.services.buildings.conftest import AT, DATA, Empty

DAY = date(2026, 11, 21)
SAMPLES = [("lots-60-fr.csv", 10_000, 60), ("kavels-74-nl.xlsx", 1_000, 74), ("lots-184.csv", 100_000, 184)]
TABLES = ("lot", "holding", "contact", "representative", "acting_for", "email_consent", "person_merge", "lot_import")
HEADER = "lot;kind;shares;owner;regime;email;language;address;phone;enterprise number;representative;e-mail consent\n"


async def preview(empty: Empty, content: bytes, denominator: int, **options):
    async with empty.session() as session:
        return await preview_import(
            session, empty.syndic, empty.association_id, content=content, filename="list.csv", denominator=denominator,
            at=AT, **options,
        )  # fmt: skip


async def confirm(
    empty: Empty, content: bytes, denominator: int, *, filename="list.csv", answers=None, accepted=None, **options
):
    seen = await preview(empty, content, denominator)
    async with empty.session() as session:
        return await confirm_import(
            session, empty.syndic, empty.association_id, content=content, filename=filename, denominator=denominator,
            merges_accepted={each.id for each in seen.proposals} if accepted is None else accepted,
            answers=answers or {}, at=AT, **options,
        )  # fmt: skip


async def rows(empty: Empty, statement: str) -> list:
    async with empty.session() as session:
        return list((await session.execute(text(statement), {"a": empty.association_id})).all())


async def counts(empty: Empty) -> dict[str, int]:
    return {
        table: (await rows(empty, f"SELECT count(*) FROM {table} WHERE association_id = :a"))[0][0] for table in TABLES
    }


def sample(name: str) -> bytes:
    return (DATA / name).read_bytes()


@pytest.mark.parametrize(("name", "denominator", "lots"), SAMPLES)
async def test_a_sample_list_is_imported_as_it_is(empty: Empty, name: str, denominator: int, lots: int):
    result = await confirm(empty, sample(name), denominator, filename=name)
    assert (result.changed, result.lots) == (True, lots)
    written = await rows(empty, "SELECT number, shares FROM lot WHERE association_id = :a")
    assert len(written) == lots
    assert sum(row.shares for row in written) == denominator
    assert (await rows(empty, "SELECT shares_total FROM association WHERE id = :a"))[0][0] == denominator
    assert (await rows(empty, "SELECT lot_count, file_name FROM lot_import WHERE association_id = :a")) == [
        (lots, name)
    ]
    assert (await rows(empty, "SELECT action FROM audit_event WHERE association_id = :a")) == [("lots.imported",)]


@pytest.mark.parametrize(("name", "denominator", "lots"), SAMPLES)
async def test_the_same_list_twice_changes_nothing(empty: Empty, name: str, denominator: int, lots: int):
    first = await confirm(empty, sample(name), denominator)
    before = await counts(empty)
    again = await confirm(empty, sample(name), denominator)
    assert (again.changed, again.import_id, again.lots) == (False, first.import_id, lots)
    assert await counts(empty) == before
    assert (await preview(empty, sample(name), denominator)).imported_before


async def test_the_wrong_list_is_refused_whole_with_its_six_faults(empty: Empty):
    seen = await preview(empty, sample("lots-60-fr-wrong.csv"), 10_000)
    assert not seen.can_be_confirmed
    with pytest.raises(BadInput) as refused:
        await confirm(empty, sample("lots-60-fr-wrong.csv"), 10_000)
    assert [str(problem) for problem in refused.value.problems] == [
        "row 7, column N° lot: This lot is already on line 6. Give another number.",
        "row 11, column Copropriétaire(s): Write the name of the owner of lot A3.2.",
        "row 14, column Quotités: Write a whole number greater than 0.",
        "row 16, column E-mail: Write an address with an @, or leave it empty.",
        "row 17, column Langue: Write FR, NL, DE or EN.",
        "column Quotités: 321 shares are missing. The sum of the lots must be that of the base deed.",
    ]
    assert set((await counts(empty)).values()) == {0}
    assert (await rows(empty, "SELECT shares_total FROM association WHERE id = :a"))[0][0] == 1
    assert await rows(empty, "SELECT id FROM audit_event WHERE association_id = :a") == []


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


async def test_an_answer_joins_two_of_one_name(empty: Empty):
    content = sample("lots-60-fr.csv")
    seen = await preview(empty, content, 10_000)
    question = next(each for each in seen.questions if each.facts == {"name": "Hilde Benali", "lot": "K18"})
    joined = question.choices[0]
    assert (joined.lots, question.choices[-1].value) == (("C1",), "different")
    answers = {question.id: joined.value}
    after = await preview(empty, content, 10_000, answers=answers)
    assert len(after.persons) == len(seen.persons) - 1
    assert any(each.about == "language" and each.facts["name"] == "Hilde Benali" for each in after.questions)
    result = await confirm(empty, content, 10_000, answers=answers)
    assert result.persons == len(after.persons)


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


FULL = (
    HEADER
    + "A1;appartement;400;Eva Dupont / An D'Hondt;Indivision;;FR;Rue Haute 1, 1000 Bruxelles;;;Eva Dupont;\n"
    + "A2;appartement;300;Wim Maes;;wim@example.org;NL;Kerkstraat 2, 9000 Gent;0475 12 34 56;;;oui 12/03/2024\n"
    + "A3;commerce;200;SRL Benali Invest;;info@example.org;FR;;;0403.170.701;Karim Benali (gérant);non\n"
    + "A4;cave;100;Jan Peeters;Usufruit / nue-propriété;jan@example.org;NL;;;;Me Paul Simon;oui\n"
)


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


async def test_the_log_of_an_import_holds_no_name_and_no_address(empty: Empty):
    await confirm(empty, FULL.encode(), 1_000)
    log = str(await rows(empty, "SELECT facts FROM audit_event WHERE association_id = :a"))
    assert "lots" in log
    assert not any(word in log for word in ("Dupont", "example.org", "Kerkstraat", "Benali"))


MERGED = (
    HEADER
    + "A1;apartment;500;An Claes;;an@example.org;;;0475 12 34 56;;;\n"
    + "G1;garage;300;An Claes;;an@example.org;NL;Kerkstraat 2, 9000 Gent;;;;\n"
    + "K1;cellar;200;An Claes;;an@example.org;;Kerkstraat 2, 9000 Gent;;;;yes 01/02/2024\n"
)


async def contact_of(empty: Empty, number: str):
    return (
        await rows(
            empty,
            "SELECT p.id, c.email, c.phone, c.street,"
            " (SELECT count(*) FROM email_consent e WHERE e.person_id = p.id) AS consents FROM lot l"
            " JOIN holding h ON h.lot_id = l.id JOIN person p ON p.id = h.person_id"
            f" JOIN contact c ON c.person_id = p.id WHERE l.association_id = :a AND l.number = '{number}'",
        )
    )[0]


async def test_a_merge_is_undone_with_what_its_row_said(empty: Empty):
    await confirm(empty, MERGED.encode(), 1_000)
    whole = await contact_of(empty, "A1")
    assert whole[1:] == ("an@example.org", "0475 12 34 56", "Kerkstraat 2", 1)
    assert (await contact_of(empty, "K1")).id == whole.id
    async with empty.session() as session:
        merges = await standing_merges(session, empty.syndic, empty.association_id)
        assert sorted((each.name, each.lots) for each in merges) == [("An Claes", ("G1",)), ("An Claes", ("K1",))]
        cellar = next(each for each in merges if each.lots == ("K1",))
        back = await undo_merge(session, empty.syndic, empty.association_id, cellar.id, at=AT)
    apart = await contact_of(empty, "K1")
    assert apart == (back, "an@example.org", "", "Kerkstraat 2", 1)  # with her own consent
    assert (await contact_of(empty, "A1")) == (whole.id, "an@example.org", "0475 12 34 56", "Kerkstraat 2", 0)
    async with empty.session() as session:
        garage = next(
            each for each in await standing_merges(session, empty.syndic, empty.association_id) if each.lots == ("G1",)
        )
        await undo_merge(session, empty.syndic, empty.association_id, garage.id, at=AT)
    # Only the garage's row had the address still; the apartment's row never had one.
    assert (await contact_of(empty, "A1"))[1:] == ("an@example.org", "0475 12 34 56", "", 0)
    assert (await contact_of(empty, "G1"))[1:] == ("an@example.org", "", "Kerkstraat 2", 0)


async def test_undoing_twice_is_once(empty: Empty):
    await confirm(empty, MERGED.encode(), 1_000)
    async with empty.session() as session:
        merge = (await standing_merges(session, empty.syndic, empty.association_id))[0]
        first = await undo_merge(session, empty.syndic, empty.association_id, merge.id, at=AT)
    before = await counts(empty)
    async with empty.session() as session:
        assert await undo_merge(session, empty.syndic, empty.association_id, merge.id, at=AT) == first
    assert await counts(empty) == before


async def test_undoing_gives_a_designation_back(empty: Empty):
    content = HEADER + (
        "A1;apartment;600;An Claes / Jan Maes;;an@example.org;;;;;An Claes;\n"
        "G1;garage;400;An Claes;;an@example.org;;;;;;\n"
        "A2;apartment;100;Jan Maes;;jan@example.org;;;;;;\n"
        "A3;apartment;100;Jan Maes / Eva Wit;;jan@example.org;;;;;Jan Maes;\n"
    )
    await confirm(empty, content.encode(), 1_200)
    async with empty.session() as session:
        merge = next(
            each for each in await standing_merges(session, empty.syndic, empty.association_id) if each.lots == ("A3",)
        )
        back = await undo_merge(session, empty.syndic, empty.association_id, merge.id, at=AT)
    found = await rows(
        empty,
        "SELECT r.person_id FROM representative r JOIN lot l ON l.id = r.lot_id WHERE r.association_id = :a"
        " AND l.number = 'A3'",
    )
    assert found == [(back,)]


async def test_another_list_is_refused_while_there_are_lots(empty: Empty):
    await confirm(empty, sample("lots-60-fr.csv"), 10_000)
    before = await counts(empty)
    with pytest.raises(LotsAlreadyThere, match="60 lots"):
        await confirm(empty, sample("lots-184.csv"), 100_000)
    assert await counts(empty) == before
    seen = await preview(empty, sample("lots-184.csv"), 100_000)
    assert (seen.lots_there, seen.can_be_confirmed) == (60, False)


async def test_the_same_list_with_another_denominator_is_judged_again(empty: Empty):
    await confirm(empty, sample("lots-60-fr.csv"), 10_000)
    with pytest.raises(BadInput, match="Check the denominator that was typed"):
        await confirm(empty, sample("lots-60-fr.csv"), 1_000)


async def test_the_file_confirmed_is_the_file_shown(empty: Empty):
    seen = await preview(empty, sample("lots-60-fr.csv"), 10_000)
    with pytest.raises(AnotherFile):
        await confirm(empty, sample("lots-60-fr.csv") + b"\n", 10_000, expected_sha256=seen.sha256)
    assert (await counts(empty))["lot"] == 0


@pytest.mark.parametrize("denominator", [0, -5, 3_000_000_000])
async def test_a_denominator_that_is_none_is_refused(empty: Empty, denominator: int):
    with pytest.raises(BadInput, match="denominator: Write the whole number of shares"):
        await preview(empty, sample("lots-60-fr.csv"), denominator)


async def test_answers_and_proposals_of_no_such_list_are_refused(empty: Empty):
    for options in (
        {"merges_accepted": {"nothing"}},
        {"answers": {"language:nobody": "fr"}},
        {"answers": {"right:A1.4": "king"}},
    ):
        with pytest.raises(BadInput):
            await preview(empty, sample("lots-60-fr.csv"), 10_000, **options)


async def test_an_answer_to_a_question_that_a_refused_proposal_dissolved_may_stay(empty: Empty):
    seen = await preview(empty, sample("lots-60-fr.csv"), 10_000)
    question = next(each for each in seen.questions if each.facts["name"] == "Bart El Amrani")
    after = await preview(empty, sample("lots-60-fr.csv"), 10_000, merges_accepted=set(), answers={question.id: "de"})
    assert question.id not in {each.id for each in after.questions}


async def test_who_may_not(empty: Empty, cast):
    for act in (preview_import, confirm_import):
        options = {"merges_accepted": set(), "answers": {}} if act is confirm_import else {}
        for actor, association, refusal in (
            (empty.stranger, empty.association_id, NotFound),
            (cast.accountant, cast.association_id, NotAllowed),
            (cast.anna, cast.association_id, NotAllowed),
            (cast.syndic, cast.elsewhere_id, NotAllowed),
        ):
            async with db.tenant_session(actor) as session:
                with pytest.raises(refusal):
                    await act(
                        session, actor, association, content=FULL.encode(), filename="x", denominator=1_000, at=AT,
                        **options,
                    )  # fmt: skip
    assert set((await counts(empty)).values()) == {0}


async def test_a_stranger_undoes_nothing(empty: Empty):
    await confirm(empty, MERGED.encode(), 1_000)
    async with empty.session() as session:
        merge = (await standing_merges(session, empty.syndic, empty.association_id))[0]
    own = next(iter(empty.stranger.reach))
    async with db.tenant_session(empty.stranger, own) as session:
        with pytest.raises(NotFound):
            await undo_merge(session, empty.stranger, own, merge.id, at=AT)
        with pytest.raises(NotFound):
            await undo_merge(session, empty.stranger, empty.association_id, merge.id, at=AT)
    async with empty.session() as session:
        assert len(await standing_merges(session, empty.syndic, empty.association_id)) == 2


async def test_two_confirmations_at_once_write_one_list(empty: Empty):
    results = await asyncio.gather(
        confirm(empty, sample("lots-60-fr.csv"), 10_000), confirm(empty, sample("lots-60-fr.csv"), 10_000)
    )
    assert sorted(result.changed for result in results) == [False, True]
    assert (await counts(empty))["lot"] == 60


async def test_a_hostile_file_is_told_what_to_do(empty: Empty):
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    for content in (b"", b"\x89PNG\r\n", b"<html><table>", book.getvalue()):
        with pytest.raises(BadInput):
            await preview(empty, content, 100)
