"""The evening read back in order, what is read out before a result, and what waits for a second person."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.attendance import attendance
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.room import minutes_so_far
from koprogo.services.assemblies.voting import hand_entry, read_out, results, voting
from tests.cast import act
from tests.services.assemblies.evening import WORDS, close_vote, open_vote, opened, press


async def lines(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await minutes_so_far.minutes_so_far(session, cast.syndic, cast.association_id, assembly)


async def test_the_evening_is_told_in_order(cast):
    assembly, [first, second] = await opened(cast, "approve_annual_accounts", "works_on_common_parts")
    await open_vote(cast, first)
    await press(cast, "anna", first, Choice.FOR)
    await press(cast, "bram", first, Choice.AGAINST)
    await close_vote(cast, first)
    await act(cast, results.confirm_result, first, at=now())
    await act(cast, voting.settle_item, second, outcome="postponed", reason="Offres incomplètes")
    await act(
        cast,
        attendance.record_presence,
        assembly,
        person_id=cast.people["dirk"],
        what="left",
        at=now() + timedelta(seconds=1),
    )
    found = [line for line in await lines(cast, assembly) if line.what not in ("chair", "secretary", "teller")]
    assert [line.what for line in found] == ["opened", "carried", "postponed", "left"]
    opening, carried, postponed, left = found
    assert opening.facts == {"owners": 5, "owners_present": 4, "shares": 1000, "shares_present": 850}
    assert (carried.number, carried.title, carried.article) == (1, WORDS, "3.87 §8 + 3.89 §5 15°")
    assert (carried.facts["in_favour"], carried.facts["votes_cast"]) == (270, 500)
    assert (postponed.number, postponed.reason) == (2, "Offres incomplètes")
    assert left.facts == {"name": "Dirk Maes"}


async def test_who_sits_in_the_bureau_is_told(cast):
    assembly, _ = await opened(cast)
    told = {line.what: line.facts["name"] for line in await lines(cast, assembly) if "name" in line.facts}
    assert told == {"chair": "Anna Peeters", "secretary": "Sylvie Simon", "teller": "Bram Claes"}


async def test_only_the_syndic_reads_it_back(cast):
    assembly, _ = await opened(cast)
    with pytest.raises(NotAllowed):
        await act(cast, minutes_so_far.minutes_so_far, assembly, who="anna")


async def test_names_are_read_out_once_the_vote_is_closed(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.AGAINST)
    await press(cast, "carla", item, Choice.ABSTAIN)
    with pytest.raises(WrongState):
        await act(cast, read_out.read_out, item)
    await close_vote(cast, item)
    found = await act(cast, read_out.read_out, item)
    assert [(each.owner_name, each.lots, each.votes) for each in found.against] == [("Anna Peeters", ("A1", "G1"), 270)]
    assert [each.owner_name for each in found.abstained] == ["Carla Dubois"]
    with pytest.raises(NotAllowed):
        await act(cast, read_out.read_out, item, who="anna")
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await read_out.read_out(session, cast.other_syndic, cast.elsewhere_id, item)


async def test_the_bureau_sees_what_it_is_to_confirm(cast):
    assembly, [item] = await opened(cast)
    assert await act(cast, read_out.waiting_entries, assembly, who="bram") == []
    await open_vote(cast, item)
    await act(cast, hand_entry.enter_ballots, item, choices={cast.lots["A4"]: Choice.AGAINST}, channel="paper")
    [entry] = await act(cast, read_out.waiting_entries, assembly, who="bram")
    assert (entry.lot_number, entry.owner_name, entry.choice, entry.shares) == ("A4", "Dirk Maes", "against", 150)
    assert (entry.entered_by, entry.by_me) == ("Sylvie Simon", False)
    [hers] = await act(cast, read_out.waiting_entries, assembly)
    assert hers.by_me
    with pytest.raises(NotFound):  # an owner who does not sit in the bureau
        await act(cast, read_out.waiting_entries, assembly, who="carla")
