"""A survey goes out with a letter to everybody asked, and closes by hand or at its minute."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput
from koprogo.services.community import making, opening
from koprogo.services.community.refusals import NobodyIsAsked, NotOpen, StaysAsOpened
from tests.cast import put_on_stage
from tests.services.community.surveys_on_stage import (
    CLOSES,
    MINUTE,
    NOW,
    accounts,
    act,
    answer,
    close,
    drafted,
    group,
    opened,
    rows,
    sheet,
    wish,
)


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def test_everybody_asked_with_an_account_hears_of_it_in_her_language_once(cast):
    await accounts(cast, "anna", "bram", "stranger")
    survey = await drafted(cast)
    assert await act(cast, opening.open_survey, survey, at=NOW) == 2
    assert await act(cast, opening.open_survey, survey, at=NOW) == 0, "nobody hears of it twice"
    letters = await rows(cast, "SELECT to_email, subject, body FROM outbox_mail WHERE association_id = :t ORDER BY 1",
                         t=cast.association_id)  # fmt: skip
    assert [letter["to_email"].split("-")[0] for letter in letters] == ["anna", "bram"]
    assert "Un local à vélos dans le hall ?" in letters[0]["subject"]
    assert "Een fietsenstalling in de hal?" in letters[1]["subject"]
    for letter in letters:
        assert f"/associations/{cast.association_id}/surveys/{survey}" in letter["body"]
        assert "3.87" in letter["body"], "it says that it decides nothing"
    found = await sheet(cast, survey)
    assert found.survey.opened_facts == {"invited": 6, "mailed": 2}
    assert (found.asked, found.answered, found.state, found.is_asked) == (6, 0, "opened", True)


async def test_what_was_sent_out_stays_as_it_is(cast):
    survey = await opened(cast)
    with pytest.raises(StaysAsOpened):
        await act(cast, making.change_survey, survey, draft=wish("rating"), at=NOW)
    with pytest.raises(StaysAsOpened):
        await act(cast, making.discard_survey, survey, at=NOW)


async def test_a_draft_that_waited_too_long_needs_a_new_closing(cast):
    survey = await drafted(cast)
    with pytest.raises(BadInput) as refusal:
        await act(cast, opening.open_survey, survey, at=CLOSES - MINUTE)
    assert [problem.where for problem in refusal.value.problems] == ["closes_at"]


async def test_a_survey_that_nobody_can_answer_is_not_opened(cast):
    survey = await drafted(cast, audience="group", key_id=await group(cast, "A3"))
    async with db.association_session(cast.association_id) as session:
        sold = "UPDATE holding SET until = :day WHERE lot_id = :l"
        await session.execute(text(sold), {"day": legal_day(NOW), "l": cast.lots["A3"]})
    with pytest.raises(NobodyIsAsked):
        await act(cast, opening.open_survey, survey, at=NOW)


async def test_the_job_closes_at_the_minute_in_the_name_of_who_opened_it(cast):
    await opening.close_all_due(at=CLOSES + MINUTE)  # those of the tests before this one
    survey, later = await opened(cast), await opened(cast, closes_at=CLOSES + MINUTE)
    assert await opening.close_all_due(at=CLOSES - MINUTE) == 0
    assert await opening.close_all_due(at=CLOSES) == 1
    assert await opening.close_all_due(at=CLOSES) == 0, "twice is once"
    found = await sheet(cast, survey, at=CLOSES)
    assert (found.state, found.survey.closed_at, found.survey.facts) == ("closed", CLOSES, {"how": "time", "asked": 6})
    assert (await sheet(cast, later, at=CLOSES)).state == "opened"
    [event] = await rows(cast, "SELECT by_id FROM survey_event WHERE survey_id = :s AND what = 'closed'", s=survey)
    assert event["by_id"] == cast.people["syndic"]


async def test_closed_by_hand_it_takes_no_answer_and_stays_closed(cast):
    survey = await opened(cast)
    for _ in range(2):
        await close(cast, survey, at=NOW + MINUTE)
    found = await sheet(cast, survey)
    assert (found.state, found.survey.facts["how"], found.survey.closed_at) == ("closed", "hand", NOW + MINUTE)
    with pytest.raises(NotOpen):
        await answer(cast, survey, "anna", 0, at=NOW + 2 * MINUTE)
    assert await opening.close_all_due(at=CLOSES) == 0
    with pytest.raises(NotOpen):
        await close(cast, await drafted(cast))


async def test_closed_by_hand_after_its_time_it_closed_at_its_time(cast):
    survey = await opened(cast)
    await close(cast, survey, at=CLOSES + timedelta(hours=1))
    assert (await sheet(cast, survey, at=CLOSES)).survey.facts["how"] == "time"
