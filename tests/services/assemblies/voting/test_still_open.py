"""Before closing: can the silent still turn it; and hands that nobody else can confirm."""

import pytest

from koprogo import db
from koprogo.core.errors import NotAllowed
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.minutes.events import told_events
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.assemblies.voting import hand_entry, still_open
from koprogo.services.assemblies.voting.refusals import SomebodyCanConfirm
from tests.cast import act
from tests.services.assemblies.choices import a_choice
from tests.services.assemblies.evening import NOW, arrive, close_vote, convened, open_vote, opened, press

FOR, AGAINST = Choice.FOR, Choice.AGAINST


@pytest.mark.parametrize(
    ("votes", "open_"),
    [
        ((), True),
        ((("anna", FOR),), True),  # 270 of 850: 580 silent
        ((("anna", FOR), ("bram", FOR)), False),  # 500 for, 350 silent: absolute majority stands
        ((("anna", FOR), ("bram", AGAINST), ("carla", FOR)), False),  # 470 against 230 and 150 silent
        ((("anna", FOR), ("bram", AGAINST)), True),  # 270, 230, 350 silent
    ],
)
async def test_the_silent_can_turn_it_or_not(cast, votes, open_):
    assembly, [item] = await opened(cast, "approve_annual_accounts")
    await open_vote(cast, item)
    for who, choice in votes:
        await press(cast, who, item, choice)
    assert await act(cast, still_open.may_still_change, assembly) is open_


@pytest.mark.parametrize(
    ("votes", "open_"),
    [
        ((), True),
        ((("anna", "option_1"),), True),  # 270, 580 silent
        ((("anna", "option_1"), ("bram", "option_1")), False),  # 500, 350 silent
        ((("anna", "option_1"), ("bram", "option_2"), ("carla", "option_1")), False),  # 470 and 230, 150 silent
        ((("anna", "option_1"), ("bram", "option_2")), True),
    ],
)
async def test_the_silent_can_turn_a_choice_or_not(cast, votes, open_):
    assembly, item = await a_choice(cast, "Anna", "Bram")
    for who, choice in votes:
        await press(cast, who, item, choice)
    assert await act(cast, still_open.may_still_change, assembly) is open_


async def test_without_an_open_vote_nothing_can_change(cast):
    assembly, [item] = await opened(cast)
    assert not await act(cast, still_open.may_still_change, assembly)
    await open_vote(cast, item)
    await close_vote(cast, item)
    assert not await act(cast, still_open.may_still_change, assembly)
    with pytest.raises(NotAllowed):
        await act(cast, still_open.may_still_change, assembly, who="anna")


async def test_one_volunteer_confirms_alone_and_the_minutes_say_so(cast):
    assembly, [item] = await convened(cast)
    await arrive(cast, assembly, "anna", "bram", "carla")
    await act(cast, sitting.open_assembly, assembly, at=NOW)
    await open_vote(cast, item)
    choices = {cast.lots["A2"]: FOR, cast.lots["A3"]: AGAINST}
    await act(cast, hand_entry.enter_ballots, item, choices=choices, channel="paper")
    assert await act(cast, hand_entry.confirm_alone, item, at=NOW) == 2
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        seen = await snapshot(session, cast.association_id, assembly)
        told = [event.text for event in await told_events(session, assembly, "en")]
    assert (seen.in_favour, seen.against, seen.pending) == (230, 200, 0)
    assert any("Sylvie Simon" in each and "2 ballots" in each for each in told)


async def test_with_a_teller_in_the_room_nobody_confirms_alone(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await act(cast, hand_entry.enter_ballots, item, choices={cast.lots["A4"]: FOR}, channel="paper")
    with pytest.raises(SomebodyCanConfirm) as refused:
        await act(cast, hand_entry.confirm_alone, item, at=NOW)
    assert refused.value.article == "3.87 §10"
    with pytest.raises(NotAllowed):
        await act(cast, hand_entry.confirm_alone, item, who="anna", at=NOW)
