"""A secret poll: by heads, once, shown after the closing; nothing stored or logged says who answered what."""

import asyncio

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, Conflict, NotAllowed, NotFound
from koprogo.services.assemblies.agenda import exclusions
from koprogo.services.assemblies.minutes import facts as minutes_facts
from koprogo.services.assemblies.refusals import AnotherItemOpen, PollOpen, WrongState
from koprogo.services.assemblies.voting import opinion_polls, voting
from koprogo.services.assemblies.voting.opinion_polls import PollResult
from koprogo.services.assemblies.voting.refusals import AnsweredAlready, ConflictOfInterest, NotPresent
from tests.cast import act
from tests.services.assemblies.agenda.test_parts import items_of, view
from tests.services.assemblies.evening import NOW, close_vote, open_vote, opened


async def polled(cast, item, **answers):
    """Open a poll and answer it; return its id."""
    poll = await act(cast, opinion_polls.open_poll, item, at=NOW)
    for who, answer in answers.items():
        await act(cast, opinion_polls.answer_poll, poll, answer=answer, who=who)
    return poll


async def rows(cast, query, **facts):
    async with db.tenant_session(cast.syndic) as session:
        return [dict(row) for row in (await session.execute(text(query), facts)).mappings()]


async def remarks(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        found = await minutes_facts.minutes_facts(session, cast.association_id, assembly, language="en", version=1)
    return [event.text for event in found.events if "secret poll" in event.text]


async def test_it_is_counted_by_heads_and_shown_after_the_closing(cast):
    assembly, [item] = await opened(cast)
    poll = await polled(cast, item, anna="for", bram="for", carla="against")
    seen = await view(cast, assembly)
    assert (seen.poll, seen.poll_item, seen.poll_answered, seen.poll_shown) == ("open", str(item), 3, False)
    assert (seen.poll_for, seen.poll_against, seen.poll_undecided) == (0, 0, 0), "nothing before the closing"
    assert await act(cast, opinion_polls.poll_result, poll, who="bram") == PollResult(3)
    for _ in range(2):
        assert await act(cast, opinion_polls.close_poll, poll, at=NOW) == PollResult(3, 2, 1, 0)
    seen = await view(cast, assembly)
    assert (seen.poll, seen.poll_shown, seen.poll_for, seen.poll_against) == ("closed", True, 2, 1)
    await open_vote(cast, item)
    assert (await view(cast, assembly)).poll == "", "the vote that decides takes the screen"


async def test_it_makes_no_ballot_no_result_and_no_decision(cast):
    assembly, [item] = await opened(cast)
    poll = await polled(cast, item, anna="for", bram="for", carla="for")
    await act(cast, opinion_polls.close_poll, poll, at=NOW)
    for table in ("ballot", "result"):
        assert await rows(cast, f"SELECT 1 FROM {table} WHERE item_id = :i", i=item) == []
    [point] = await items_of(cast, assembly)
    assert (point.state, point.carried) == ("planned", None)
    assert await remarks(cast, assembly) == [], "only if the chair says so"


async def test_nothing_stored_or_logged_links_who_to_what(cast):
    _, [item] = await opened(cast)
    before = {row["id"] for row in await rows(cast, "SELECT id FROM audit_event")}
    poll = await act(cast, opinion_polls.open_poll, item, at=NOW)
    opened_log = {row["id"] for row in await rows(cast, "SELECT id FROM audit_event")}
    for who, answer in (("anna", "for"), ("bram", "against"), ("carla", "undecided")):
        await act(cast, opinion_polls.answer_poll, poll, answer=answer, who=who)
    assert {row["id"] for row in await rows(cast, "SELECT id FROM audit_event")} == opened_log > before
    markers = await rows(cast, "SELECT * FROM opinion_marker WHERE poll_id = :p", p=poll)
    assert len(markers) == 3 and set(markers[0]) == {"id", "association_id", "poll_id", "person_id"}
    [count] = await rows(cast, "SELECT * FROM opinion_count WHERE poll_id = :p", p=poll)
    assert set(count) == {"id", "association_id", "poll_id", "in_favour", "against", "undecided"}
    assert (count["in_favour"], count["against"], count["undecided"]) == (1, 1, 1)


async def test_one_answers_once_even_from_two_phones(cast):
    _, [item] = await opened(cast)
    poll = await act(cast, opinion_polls.open_poll, item, at=NOW)
    presses = (act(cast, opinion_polls.answer_poll, poll, answer="for", who="bram") for _ in range(4))
    found = await asyncio.gather(*presses, return_exceptions=True)
    assert sum(isinstance(each, AnsweredAlready) for each in found) == 3
    assert await act(cast, opinion_polls.answered, poll, who="bram")
    assert not await act(cast, opinion_polls.answered, poll, who="anna")
    [count] = await rows(cast, "SELECT in_favour FROM opinion_count WHERE poll_id = :p", p=poll)
    assert count["in_favour"] == 1


async def test_two_answers_are_too_few_to_be_shown(cast):
    assembly, [item] = await opened(cast)
    poll = await polled(cast, item, anna="for", bram="against")
    assert await act(cast, opinion_polls.close_poll, poll, at=NOW) == PollResult(2)
    seen = await view(cast, assembly)
    assert (seen.poll_shown, seen.poll_for, seen.poll_answered) == (False, 0, 2)
    await act(cast, opinion_polls.tell_in_minutes, poll, at=NOW)
    [told] = await remarks(cast, assembly)
    assert "too few" in told


async def test_the_minutes_mention_it_when_the_chair_says_so(cast):
    assembly, [item] = await opened(cast)
    poll = await polled(cast, item, anna="for", bram="for", carla="undecided")
    with pytest.raises(Conflict):
        await act(cast, opinion_polls.tell_in_minutes, poll, at=NOW, who="anna")
    await act(cast, opinion_polls.close_poll, poll, at=NOW)
    with pytest.raises(NotAllowed):
        await act(cast, opinion_polls.tell_in_minutes, poll, at=NOW, who="carla")
    for _ in range(2):
        await act(cast, opinion_polls.tell_in_minutes, poll, at=NOW, who="anna")
    [told] = await remarks(cast, assembly)
    assert "without legal effect" in told and "2 for, 0 against, 1 undecided" in told


async def test_one_question_at_a_time(cast):
    _, [item, other] = await opened(cast, "works_on_common_parts", "approve_annual_accounts")
    poll = await act(cast, opinion_polls.open_poll, item, at=NOW)
    with pytest.raises(PollOpen) as refused:
        await act(cast, voting.open_item, item, at=NOW)
    assert refused.value.article == "3.87 §10"
    with pytest.raises(PollOpen):
        await act(cast, opinion_polls.open_poll, other, at=NOW)
    await act(cast, opinion_polls.close_poll, poll, at=NOW)
    with pytest.raises(WrongState):
        await act(cast, opinion_polls.answer_poll, poll, answer="for", who="anna")
    await open_vote(cast, item)
    with pytest.raises(AnotherItemOpen):
        await act(cast, opinion_polls.open_poll, other, at=NOW)
    await close_vote(cast, item)
    with pytest.raises(WrongState):
        await act(cast, opinion_polls.open_poll, item, at=NOW)


async def test_who_is_not_there_or_may_not_vote_on_it_does_not_answer(cast):
    _, [item] = await opened(cast, present=("anna", "bram", "carla"))
    await act(cast, exclusions.exclude, item, person_id=cast.people["bram"], reason="supplier")
    poll = await act(cast, opinion_polls.open_poll, item, at=NOW)
    for who, error in (("dirk", NotPresent), ("bram", ConflictOfInterest), ("stranger", NotFound)):
        with pytest.raises(error):
            await act(cast, opinion_polls.answer_poll, poll, answer="for", who=who)
    with pytest.raises(BadInput):
        await act(cast, opinion_polls.answer_poll, poll, answer="blank", who="anna")
    for do in (opinion_polls.open_poll, opinion_polls.close_poll):
        with pytest.raises(NotAllowed):
            await act(cast, do, item if do is opinion_polls.open_poll else poll, at=NOW, who="anna")
        with pytest.raises(NotFound):
            await act(cast, do, item if do is opinion_polls.open_poll else poll, at=NOW, who="stranger")
    with pytest.raises(NotFound):
        await act(cast, opinion_polls.poll_result, poll, who="stranger")
