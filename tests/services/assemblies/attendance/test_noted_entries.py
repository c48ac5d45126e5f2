"""Paper and hands that the desk noted without a network: entered once, never over something newer, never late in silence."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.attendance import attendance, noted_entries
from koprogo.services.assemblies.attendance.attendance_list import attendance_list
from koprogo.services.assemblies.attendance.noted_entries import Noted
from koprogo.services.assemblies.minutes.events import told_events
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.voting import hand_entry, voting
from koprogo.services.assemblies.voting.refusals import ItemNotOpen, NewerThanNoted, PressedByAnother, VoteHeldAgain
from koprogo.services.assemblies.voting.waited import Known
from tests.services.assemblies.evening import NOW, close_vote, open_vote, opened, press

LATER = NOW + timedelta(minutes=20)
NONCE = "noted-without-a-network"


def noted(nonce=NONCE, at=NOW, **known):
    return Noted(nonce, at, Known(**known))


async def paper(cast_, item, choices, this=None, *, actor=None, at=LATER, channel="paper"):
    actor = actor or cast_.syndic
    async with db.tenant_session(actor, cast_.association_id) as session:
        return await noted_entries.enter_noted_ballots(
            session, actor, cast_.association_id, item, channel=channel, noted=this or noted(), at=at,
            choices={cast_.lots[lot]: choice for lot, choice in choices.items()},
        )  # fmt: skip


async def hands(cast_, item, choice, this=None, left_out=""):
    async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
        return await noted_entries.enter_noted_hands(
            session, cast_.syndic, cast_.association_id, item,
            choice=choice, left_out=left_out, noted=this or noted(), at=LATER,
        )  # fmt: skip


async def ballots(cast_, item):
    async with db.tenant_session(cast_.syndic) as session:
        rows = await session.execute(
            text("SELECT l.number, b.choice, b.channel, b.needs_confirmation FROM ballot b JOIN lot l ON l.id = b.lot_id"
                 " WHERE b.item_id = :i ORDER BY b.received_at, l.number"),
            {"i": item},
        )  # fmt: skip
        return [tuple(row) for row in rows]


async def test_paper_is_entered_with_both_its_times_and_waits_for_a_second_person(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    assert await paper(cast, item, {"A2": Choice.AGAINST}, noted(based_on={cast.lots["A2"]: 0}, round=1)) == 1
    assert await ballots(cast, item) == [("A2", "against", "paper", True)]
    async with db.tenant_session(cast.syndic) as session:
        [row] = await session.execute(
            text("SELECT noted_at, at, ballots FROM desk_entry WHERE item_id = :i"), {"i": item}
        )
        [log] = (await session.execute(text("SELECT facts FROM audit_event WHERE action = 'ballot.noted'"))).scalars()
    assert (row.noted_at, row.at, row.ballots) == (NOW, LATER, 1)
    assert log["noted_at"] == NOW.isoformat()


async def test_sent_again_it_is_entered_once_even_after_the_vote_was_closed(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    assert await paper(cast, item, {"A2": Choice.FOR}) == 1
    assert await paper(cast, item, {"A2": Choice.FOR}) == 1
    await close_vote(cast, item)
    assert await paper(cast, item, {"A2": Choice.FOR}) == 1
    assert len(await ballots(cast, item)) == 1


async def test_sent_twice_at_once_it_is_entered_once(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    answers = await asyncio.gather(*(paper(cast, item, {"A2": Choice.FOR}) for _ in range(4)))
    assert answers == [1, 1, 1, 1]
    assert len(await ballots(cast, item)) == 1


async def test_it_gives_way_to_a_ballot_the_desk_had_not_seen(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    [newer] = await press(cast, "bram", item, Choice.AGAINST)
    with pytest.raises(NewerThanNoted) as conflict:
        await paper(cast, item, {"A2": Choice.FOR}, noted(based_on={cast.lots["A2"]: 0}))
    assert conflict.value.facts() == {
        "lot": "A2", "newer": "against", "yours": "for", "at": newer.received_at.isoformat(), "channel": "phone",
    }  # fmt: skip
    assert conflict.value.article == "3.87 §6"
    assert await paper(cast, item, {"A2": Choice.FOR}, noted("on-top-of-it", based_on={cast.lots["A2"]: 1})) == 1


async def test_it_takes_the_place_of_its_own_earlier_entry_whose_answer_was_lost(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await paper(cast, item, {"A2": Choice.FOR}, noted("answer-was-lost"))
    lots = {cast.lots["A2"]: 0}
    with pytest.raises(NewerThanNoted):
        await paper(cast, item, {"A2": Choice.AGAINST}, noted("of-another-desk", based_on=lots))
    mine = noted("misread-at-first", based_on=lots, replaces=("answer-was-lost",))
    assert await paper(cast, item, {"A2": Choice.AGAINST}, mine) == 1
    assert [row[1] for row in await ballots(cast, item)] == ["for", "against"]


async def test_a_vote_that_was_closed_or_held_again_meanwhile_refuses_it_in_words(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await close_vote(cast, item)
    with pytest.raises(ItemNotOpen):
        await paper(cast, item, {"A2": Choice.FOR}, noted(round=1))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.reopen_item(session, cast.syndic, cast.association_id, item, reason="misunderstood")
    await open_vote(cast, item)
    with pytest.raises(VoteHeldAgain):
        await paper(cast, item, {"A2": Choice.FOR}, noted(round=1))
    with pytest.raises(VoteHeldAgain):
        await hands(cast, item, Choice.FOR, noted(round=1))
    assert await ballots(cast, item) == []


async def test_a_show_of_hands_covers_who_was_there_when_it_was_noted_and_has_no_ballot_yet(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    await open_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await attendance.record_presence(
            session, cast.syndic, cast.association_id, assembly,
            person_id=cast.people["dirk"], what="arrived", at=NOW + timedelta(minutes=10),
        )  # fmt: skip
    await press(cast, "bram", item, Choice.AGAINST)
    this = noted(at=NOW + timedelta(minutes=5))
    assert (
        await hands(cast, item, Choice.FOR, this, left_out="a3") == 2
    )  # A1 and G1; A2 voted, A3 left out, A4 came later
    assert {row[0] for row in await ballots(cast, item)} == {"A1", "A2", "G1"}
    assert await hands(cast, item, Choice.FOR, this, left_out="a3") == 2
    assert len(await ballots(cast, item)) == 3


@pytest.mark.parametrize(
    ("this", "channel", "where"),
    [
        (noted("short"), "paper", "nonce"),
        (noted("übermäßig-lang"), "paper", "nonce"),
        (noted(at=LATER - timedelta(hours=12, seconds=1)), "paper", "noted_at"),
        (noted(at=NOW.replace(tzinfo=None)), "paper", "noted_at"),
        (noted(), "correction", "channel"),
        (noted(replaces=("x" * 8,) * 9), "paper", "replaces"),
    ],
)
async def test_what_is_wrong_with_an_entry_is_said(cast, this, channel, where):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(BadInput) as refused:
        await paper(cast, item, {"A2": Choice.FOR}, this, channel=channel)
    assert refused.value.problems[0].where == where


async def test_only_who_noted_it_and_keeps_the_desk_enters_it(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(PressedByAnother):
        await paper(cast, item, {"A2": Choice.FOR}, noted(pressed_by=cast.people["anna"]))
    with pytest.raises(NotAllowed):
        await paper(cast, item, {"A2": Choice.FOR}, actor=cast.actors["anna"])
    with pytest.raises(NoVoteHere):
        await paper(cast, item, {"A5": Choice.FOR})  # suspended
    assert await ballots(cast, item) == []


async def test_the_list_tells_the_desk_the_newest_ballot_of_each_lot(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.AGAINST)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await hand_entry.enter_ballots(
            session, cast.syndic, cast.association_id, item, choices={cast.lots["A2"]: "for"}, channel="paper"
        )
        rows = (await attendance_list(session, cast.syndic, cast.association_id, assembly)).rows
    [row] = [row for row in rows if "A2" in row.lots]
    assert row.revisions == {cast.lots["A2"]: 2}


async def test_the_minutes_say_that_the_desk_had_no_network(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await paper(cast, item, {"A2": Choice.FOR}, noted("first-of-two"))
    await paper(cast, item, {"A3": Choice.FOR}, noted("second-of-two", at=NOW + timedelta(minutes=4)))
    async with db.tenant_session(cast.syndic) as session:
        [told] = [each.text for each in await told_events(session, assembly, "en") if "network" in each.text]
    assert told.startswith("2 ballots were noted by hand from 19:00 on") and "19:20" in told
