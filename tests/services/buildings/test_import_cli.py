"""`koprogo import lots FILE`: the preview in words, the import with --yes, status 1 on a refusal."""

import asyncio

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from koprogo import db
from koprogo.cli.import_lots import app
from koprogo.core.errors import BadInput
from tests.services.buildings.conftest import DATA, Empty


async def run(*arguments: str):
    """Run the command as the shell would: it opens and closes its own pools."""
    await db.close()
    return await asyncio.to_thread(CliRunner().invoke, app, ["lots", *arguments])


async def lots(empty: Empty) -> int:
    async with empty.session() as session:
        return await session.scalar(
            text("SELECT count(*) FROM lot WHERE association_id = :a"), {"a": empty.association_id}
        )


@pytest.mark.parametrize(
    ("name", "denominator", "count"),
    [("lots-60-fr.csv", 10_000, 60), ("kavels-74-nl.xlsx", 1_000, 74), ("lots-184.csv", 100_000, 184)],
)
async def test_a_sample_list_is_shown_and_then_imported(empty: Empty, name: str, denominator: int, count: int):
    options = (str(DATA / name), "--denominator", str(denominator), "--association", empty.name)
    shown = await run(*options)
    assert shown.exit_code == 0, shown.output
    assert f"{name}: {count} lots;" in shown.output
    assert "Nothing was saved. Add --yes to import this." in shown.output
    assert await lots(empty) == 0
    done = await run(*options, "--yes")
    assert done.exit_code == 0, done.output
    assert f"Imported: {count} lots" in done.output
    assert await lots(empty) == count
    again = await run(*options, "--yes")
    assert again.exit_code == 0
    assert f"This file was imported before: {count} lots. Nothing was changed." in again.output


async def test_the_preview_says_what_is_missing_and_the_votes_lost(empty: Empty):
    shown = await run(
        str(DATA / "lots-60-fr.csv"), "--denominator", "10000", "--association", str(empty.association_id)
    )
    for sentence in (
        "lots-60-fr.csv: 60 lots; semicolons, Windows-1252; headers in French on line 1.",
        "Lines set aside: 3 blank, 1 with a total.",
        "Sum of the shares: 10000 of 10000; the total line says 10000.",
        "11 joint or usufruct lots have no designated representative: 2083 votes are lost",
        "Who acts for these organisations is not said: SRL Benali Invest, SRL Hérion Invest, SRL Lefèvre Invest",
        "0 of 60 can be convened by post.",
        "0 of 60 have consented to e-mail.",
        "52 of 60 have an e-mail address.",
    ):
        assert sentence in shown.output


async def test_the_wrong_list_ends_with_status_one_and_every_fault(empty: Empty):
    options = (str(DATA / "lots-60-fr-wrong.csv"), "--denominator", "10000", "--association", empty.name)
    for said in (await run(*options), await run(*options, "--yes")):
        assert said.exit_code == 1
        for sentence in (
            "6 to correct; nothing is saved:",
            "line 7, N° lot: read “A2.1”. This lot is already on line 6. Give another number.",
            "line 11, Copropriétaire(s): read nothing. Write the name of the owner of lot A3.2.",
            "line 14, Quotités: read “0”. Write a whole number greater than 0.",
            "line 16, E-mail: read “not-an-address”. Write an address with an @, or leave it empty.",
            "line 17, Langue: read “ES”. Write FR, NL, DE or EN.",
            "the list, Quotités: read “9679”. 321 shares are missing.",
            "Nothing was saved. Correct the file and give it again.",
        ):
            assert sentence in said.output
    assert await lots(empty) == 0


async def test_another_list_ends_with_status_one(empty: Empty):
    await run(str(DATA / "lots-60-fr.csv"), "--denominator", "10000", "--association", empty.name, "--yes")
    said = await run(str(DATA / "lots-184.csv"), "--denominator", "100000", "--association", empty.name, "--yes")
    assert said.exit_code == 1
    assert "Nothing was saved: this association already has 60 lots." in said.output
    assert await lots(empty) == 60


async def test_answers_and_proposals_are_given_by_id(empty: Empty):
    options = (str(DATA / "lots-60-fr.csv"), "--denominator", "10000", "--association", empty.name)
    shown = await run(*options)
    proposal = next(
        line.split()[0] for line in shown.output.splitlines() if "Wim Rousseau" in line or "Wim Dupont:" in line
    )
    done = await run(*options, "--yes", "--apart", proposal, "--answer", "right:A1.4=usufruct")
    assert done.exit_code == 0, done.output
    assert "Answered: usufruct." in done.output
    async with empty.session() as session:
        found = await session.scalar(
            text(
                'SELECT "right" FROM holding h JOIN lot l ON l.id = h.lot_id WHERE h.association_id = :a'
                " AND l.number = 'A1.4'"
            ),
            {"a": empty.association_id},
        )
        assert found == "usufruct"
        persons = await session.scalar(
            text(
                "SELECT count(DISTINCT p.id) FROM holding h JOIN person p ON p.id = h.person_id"
                " WHERE h.association_id = :a AND p.name = 'Wim Dupont'"
            ),
            {"a": empty.association_id},
        )
        assert persons > 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--association", "Nowhere"], "No association is called Nowhere"),
        (["--association", "{name}", "--as", "somebody@example.org"], "Write the e-mail address of a syndic of"),
        (["--association", "{name}", "--apart", "nothing"], "No proposal is called nothing"),
        (["--association", "{name}", "--answer", "nothing"], "Write nothing as id=value"),
        ([], "Name one of the associations"),
    ],
)
async def test_what_is_not_clear_is_asked_for(empty: Empty, cast, options: list[str], sentence: str):
    asked = [option.format(name=empty.name) for option in options]
    said = await run(str(DATA / "lots-60-fr.csv"), "--denominator", "10000", *asked)
    assert isinstance(said.exception, BadInput)
    assert sentence in str(said.exception)


async def test_the_syndic_is_named_by_address(empty: Empty):
    said = await run(
        str(DATA / "lots-60-fr.csv"),
        "--denominator",
        "10000",
        "--association",
        empty.name,
        "--as",
        empty.email,
        "--yes",
    )
    assert "Imported: 60 lots" in said.output
    async with empty.session() as session:
        by = await session.scalar(
            text("SELECT by_id FROM lot_import WHERE association_id = :a"), {"a": empty.association_id}
        )
    assert by == empty.syndic.person_id


async def test_a_file_that_cannot_be_read_is_said(empty: Empty, tmp_path):
    said = await run(str(tmp_path / "none.csv"), "--denominator", "10", "--association", empty.name)
    assert "This file cannot be read: No such file or directory." in str(said.exception)
