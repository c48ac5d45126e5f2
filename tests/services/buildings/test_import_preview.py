"""What a preview shows, asks and refuses."""

import io

import openpyxl
import pytest

from koprogo.core.errors import BadInput
from tests.services.buildings.conftest import Empty
from tests.services.buildings.lists import confirm, preview, sample


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


async def test_a_hostile_file_is_told_what_to_do(empty: Empty):
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    for content in (b"", b"\x89PNG\r\n", b"<html><table>", book.getvalue()):
        with pytest.raises(BadInput):
            await preview(empty, content, 100)
