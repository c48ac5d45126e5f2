"""Importing a list of lots: the sample files, refusals, who may not, twice is once."""

import asyncio

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.buildings.import_lots import confirm_import, preview_import
from koprogo.services.buildings.refusals import AnotherFile, LotsAlreadyThere
from tests.services.buildings.conftest import AT, Empty
from tests.services.buildings.lists import (
    FULL,
    SAMPLES,
    confirm,
    counts,
    preview,
    rows,
    sample,
)


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


async def test_the_log_of_an_import_holds_no_name_and_no_address(empty: Empty):
    await confirm(empty, FULL.encode(), 1_000)
    log = str(await rows(empty, "SELECT facts FROM audit_event WHERE association_id = :a"))
    assert "lots" in log
    assert not any(word in log for word in ("Dupont", "example.org", "Kerkstraat", "Benali"))


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


async def test_two_confirmations_at_once_write_one_list(empty: Empty):
    results = await asyncio.gather(
        confirm(empty, sample("lots-60-fr.csv"), 10_000), confirm(empty, sample("lots-60-fr.csv"), 10_000)
    )
    assert sorted(result.changed for result in results) == [False, True]
    assert (await counts(empty))["lot"] == 60
