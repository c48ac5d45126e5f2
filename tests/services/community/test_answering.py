"""One head, one answer: who is asked, what answers, until when, and who reads it."""

import asyncio
from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput
from koprogo.models.ownership import ActingFor, Holding
from koprogo.services.access import actor_of
from koprogo.services.community import queries
from koprogo.services.community.refusals import CountedAlready, NotAsked, NotOpen
from tests.cast import LONG_AGO, put_on_stage
from tests.services.community.surveys_on_stage import (
    CLOSES,
    MINUTE,
    NOW,
    act,
    answer,
    close,
    drafted,
    group,
    opened,
    sheet,
    someone,
    split,
)


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def listed(cast, who="anna", at=NOW):
    return await act(cast, queries.surveys, at=at, who=who)


async def test_by_name_one_head_one_answer_changed_until_the_closing(cast):
    survey = await opened(cast, "one")
    await answer(cast, survey, "anna", 0)
    await answer(cast, survey, "anna", 2)
    await answer(cast, survey, "bram", 1)
    found = await sheet(cast, survey)
    assert (found.answered, found.result.counts, found.result.is_tie) == (2, (0, 1, 1), True), "shares weigh nothing"
    assert (found.mine.places, found.is_answered, found.by_name) == ((2,), True, ())
    named = (await sheet(cast, survey, "syndic")).by_name
    assert [(each.name, each.answer.places) for each in named] == [("Anna Peeters", (2,)), ("Bram Claes", (1,))]
    await answer(cast, survey, "anna", 1, at=CLOSES - MINUTE)
    for at in (CLOSES, CLOSES + MINUTE):
        with pytest.raises(NotOpen):
            await answer(cast, survey, "anna", 0, at=at)
    assert (await sheet(cast, survey, at=CLOSES)).state == "closed", "before any job came by"


async def test_without_names_once_is_all_even_from_two_phones(cast):
    survey = await opened(cast, "yes_no", is_anonymous=True)
    found = await asyncio.gather(*(answer(cast, survey, "anna", 0) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(each, CountedAlready) for each in found) == 3
    seen = await sheet(cast, survey)
    assert (seen.answered, seen.is_answered, seen.mine, seen.result) == (1, True, None, None)


@pytest.mark.parametrize(
    ("kind", "places", "words"),
    [("yes_no", (2,), ""), ("one", (), ""), ("several", (0, 0), ""), ("rating", (5,), ""), ("text", (), "  "),
     ("text", (), "x" * 1001), ("one", (1,), "words")],
)  # fmt: skip
async def test_what_answers_nothing_is_refused_at_the_field(cast, kind, places, words):
    survey = await opened(cast, kind)
    with pytest.raises(BadInput) as refusal:
        await answer(cast, survey, "anna", *places, words=words)
    assert [problem.where for problem in refusal.value.problems] == ["answer"]


async def test_a_staircase_asks_its_own_and_owners_are_not_usufructuaries(cast):
    survey = await opened(cast, audience="group", key_id=await group(cast, "A2", "A5"))
    assert (await sheet(cast, survey)).asked == 3
    await answer(cast, survey, "emma", 0)
    with pytest.raises(NotAsked):
        await answer(cast, survey, "anna", 0)
    await split(cast)
    survey = await opened(cast, audience="owners")
    assert (await sheet(cast, survey)).asked == 6
    await answer(cast, survey, "dirk", 1)
    with pytest.raises(NotAsked):
        await answer(cast, survey, "usufructuary", 1)
    survey = await opened(cast, audience="rights")
    await answer(cast, survey, "usufructuary", 1)


async def test_a_company_answers_through_one_person_and_has_no_head_of_its_own(cast):
    company = await someone(cast, "Immo SA", kind="legal", lot="A3", right="undivided")
    survey = await opened(cast)
    assert (await sheet(cast, survey)).asked == 6, "nobody acts for it"
    directors = [await someone(cast, name) for name in ("Dora Director", "Dino Director")]
    async with db.association_session(cast.association_id) as session:
        session.add_all(
            ActingFor(association_id=cast.association_id, holder_id=company, person_id=each, capacity="organ",
                      since=LONG_AGO + timedelta(days=place), proof="statutes")
            for place, each in enumerate(directors)
        )  # fmt: skip
    async with db.open_session() as session:
        for place, each in enumerate(directors):
            cast.actors[f"director_{place}"] = await actor_of(session, each, on_day=legal_day(NOW))
    assert (await sheet(cast, survey)).asked == 7
    await answer(cast, survey, "director_0", 0)
    with pytest.raises(NotAsked):
        await answer(cast, survey, "director_1", 0)


async def test_who_sold_is_not_asked_any_more_and_who_bought_is(cast):
    survey = await opened(cast)
    buyer = await someone(cast, "Berta Buyer")
    day = legal_day(NOW) + timedelta(days=2)
    async with db.association_session(cast.association_id) as session:
        lots = Holding.__table__
        await session.execute(lots.update().where(lots.c.person_id == cast.people["carla"]).values(until=day))
        session.add(
            Holding(
                association_id=cast.association_id, lot_id=cast.lots["A3"], person_id=buyer, right="full", since=day
            )
        )
    later = NOW + timedelta(days=3)
    async with db.open_session() as session:
        cast.actors["buyer"] = await actor_of(session, buyer, on_day=legal_day(later))
    await answer(cast, survey, "buyer", 0, at=later)
    with pytest.raises(NotAsked):
        await answer(cast, survey, "carla", 0, at=later)


async def test_words_are_read_by_everybody_after_the_closing_and_without_names(cast):
    survey = await opened(cast, "text")
    await answer(cast, survey, "bram", words="Zeker, met een slot")
    await answer(cast, survey, "anna", words="Avec des arceaux")
    assert (await sheet(cast, survey, "carla")).words == ()
    assert (await sheet(cast, survey, "syndic")).words == ("Avec des arceaux", "Zeker, met een slot")
    await close(cast, survey)
    found = await sheet(cast, survey, "carla")
    assert (found.words, found.by_name) == (("Avec des arceaux", "Zeker, met een slot"), ())


async def test_open_ones_come_first_and_what_waits_for_somebody_is_found(cast):
    first, second = await opened(cast), await opened(cast, closes_at=CLOSES - timedelta(days=7))
    done = await opened(cast)
    await close(cast, done)
    await answer(cast, first, "anna", 0)
    await drafted(cast)
    assert [row.survey.id for row in await listed(cast)] == [second, first, done]
    async with db.tenant_session(cast.anna) as session:
        waiting = await queries.waiting_for(session, cast.anna, at=NOW)
    assert [(where, row.survey.id) for where, row in waiting] == [(cast.association_id, second)]
    for who in ("syndic", "accountant"):
        async with db.tenant_session(cast.actors[who]) as session:
            assert await queries.waiting_for(session, cast.actors[who], at=NOW) == []
