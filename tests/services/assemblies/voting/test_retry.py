"""Unanimity tried again after thirty days: offered for absence alone, drafted, and counted by those who are there."""

from datetime import date, timedelta

import pytest

from koprogo import db
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.assemblies.voting import results, retry
from koprogo.services.assemblies.voting.refusals import NothingToRetry, RetryTooSoon
from tests.cast import act
from tests.services.assemblies.evening import NOW, arrive, close_vote, missed_unanimity, open_vote, opened, press

LATER = NOW + timedelta(days=60)


async def drafted(cast, first, starts_at=LATER):
    return await act(cast, retry.plan_retry, first, starts_at=starts_at, place="Salle", at=NOW)


async def test_absence_alone_offers_the_retry_from_the_thirtieth_day_on(cast):
    first = await missed_unanimity(cast)
    found = await act(cast, retry.retry_of, first, who="anna")
    assert (found.numbers, found.earliest_day, found.assembly_id) == ((1,), date(2027, 1, 6), None)
    with pytest.raises(RetryTooSoon) as refused:
        await drafted(cast, first, NOW + timedelta(days=45))
    assert refused.value.article == "3.88 §4"
    made = await drafted(cast, first)
    assert await drafted(cast, first) == made  # twice is once
    sheet = await act(cast, queries.sheet, made)
    assert [(item.number, item.kind, item.majority) for item in sheet.items] == [(1, "change_of_shares", "unanimity")]
    assert (await act(cast, retry.retry_of, first)).assembly_id == made


async def test_one_no_leaves_nothing_to_try_again(cast):
    first = await missed_unanimity(cast, against="bram")
    assert await act(cast, retry.retry_of, first) is None
    with pytest.raises(NothingToRetry):
        await drafted(cast, first)


async def test_a_silent_lot_in_the_room_is_no_absence(cast):
    assembly, [item] = await opened(cast, "change_of_shares", present=("anna", "bram", "carla"))
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.FOR)
    await close_vote(cast, item)
    await act(cast, results.confirm_result, item, at=NOW)
    with pytest.raises(WrongState):  # nor while the session lasts
        await drafted(cast, assembly)
    await act(cast, sitting.close_assembly, assembly, at=NOW)
    with pytest.raises(NothingToRetry):
        await drafted(cast, assembly)


async def vote(cast, made, *, silent=()):
    await act(cast, freeze.convene, made, sent_on=NOW.date(), at=NOW)
    await arrive(cast, made, "anna", "bram", "carla")
    await act(cast, sitting.open_assembly, made, at=NOW)
    item = (await act(cast, queries.sheet, made)).items[0].id
    await open_vote(cast, item)
    for who in {"anna", "bram", "carla"} - set(silent):
        await press(cast, who, item, Choice.FOR, f"retry-{who}-{made}"[:60])
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        seen = await snapshot(session, cast.association_id, made)
    await close_vote(cast, item)
    return seen, await act(cast, results.confirm_result, item, at=NOW)


async def test_the_retry_counts_those_present_or_represented(cast):
    seen, carried = await vote(cast, await drafted(cast, await missed_unanimity(cast)))
    assert (seen.needed, seen.in_favour, seen.key_total) == (700, 700, 1000)
    assert carried


async def test_one_silent_voter_defeats_the_retry_too(cast):
    seen, carried = await vote(cast, await drafted(cast, await missed_unanimity(cast)), silent=("carla",))
    assert seen.needed == 700 and not carried


async def test_owners_draft_nothing_and_the_stranger_finds_nothing(cast):
    first = await missed_unanimity(cast)
    with pytest.raises(NotAllowed):
        await act(cast, retry.plan_retry, first, who="anna", starts_at=LATER, place="", at=NOW)
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await retry.retry_of(session, cast.other_syndic, cast.elsewhere_id, first)
