"""Hands and paper: entered for others, counted only once a second person confirmed them; nobody silent abstains."""

from datetime import timedelta
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.assemblies import ItemExclusion
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.attendance import attendance
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.assemblies.voting import hand_entry, results, voting
from koprogo.services.assemblies.voting.refusals import ItemNotOpen, SecondPersonNeeded
from tests.services.assemblies.evening import NOW, close_vote, convened, open_vote, opened, press


async def enter(cast, item, choices, channel="paper", who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await hand_entry.enter_ballots(
            session,
            actor,
            cast.association_id,
            item,
            choices={cast.lots.get(lot) or uuid4(): choice for lot, choice in choices.items()},
            channel=channel,
        )


async def hands(cast, item, choice, exceptions=None, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await hand_entry.enter_show_of_hands(
            session,
            actor,
            cast.association_id,
            item,
            choice=choice,
            exceptions={cast.lots[lot]: each for lot, each in (exceptions or {}).items()},
        )


async def confirm(cast, item, who):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await hand_entry.confirm_entries(session, actor, cast.association_id, item, at=NOW)


async def view(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await snapshot(session, cast.association_id, assembly)


async def test_paper_waits_for_a_second_person(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    assert await enter(cast, item, {"A4": Choice.AGAINST}) == 1
    seen = await view(cast, assembly)
    assert (seen.against, seen.pending, seen.lots_voted) == (0, 1, 0)
    with pytest.raises(SecondPersonNeeded):
        await confirm(cast, item, "syndic")
    assert await confirm(cast, item, "bram") == 1  # a teller
    seen = await view(cast, assembly)
    assert (seen.against, seen.pending, seen.lots_voted) == (150, 0, 1)
    assert await confirm(cast, item, "bram") == 0  # twice is once


async def test_one_press_for_all_without_a_ballot_of_their_own_and_exceptions_by_lot(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.AGAINST)
    assert await hands(cast, item, Choice.FOR, {"A3": Choice.ABSTAIN, "A4": None}) == 3  # A1, G1 and A3
    await confirm(cast, item, "anna")
    seen = await view(cast, assembly)
    assert (seen.in_favour, seen.against, seen.abstained, seen.no_ballot) == (270, 230, 200, 150)


async def test_hands_entered_twice_add_nothing(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    assert await hands(cast, item, Choice.FOR) == 5
    assert await hands(cast, item, Choice.AGAINST) == 0


async def test_an_exception_is_a_lot_that_is_there_without_a_ballot(cast):
    _, [item] = await opened(cast, present=("anna", "bram", "carla"))
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR)
    for lot in ("A2", "A4", "A5"):  # voted, absent, suspended
        with pytest.raises(BadInput) as refused:
            await hands(cast, item, Choice.FOR, {lot: Choice.AGAINST})
        assert refused.value.problems[0].where == "exceptions"


async def test_a_phone_ballot_after_the_paper_counts_and_the_paper_no_longer_waits(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await enter(cast, item, {"A2": Choice.AGAINST})
    await press(cast, "bram", item, Choice.FOR)
    seen = await view(cast, assembly)
    assert (seen.in_favour, seen.pending) == (230, 0)
    assert await confirm(cast, item, "anna") == 0


async def test_paper_after_a_phone_ballot_replaces_it_once_confirmed(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR)
    await enter(cast, item, {"A2": Choice.AGAINST})
    assert (await view(cast, assembly)).in_favour == 230
    await confirm(cast, item, "anna")
    seen = await view(cast, assembly)
    assert (seen.in_favour, seen.against) == (0, 230)


async def test_lots_that_are_not_there_or_do_not_vote_are_refused(cast):
    _, [item] = await opened(cast, present=("anna", "bram", "carla"))
    await open_vote(cast, item)
    for lot in ("A4", "A5", "no such lot"):
        with pytest.raises(NoVoteHere):
            await enter(cast, item, {"A1": Choice.FOR, lot: Choice.FOR})
    with pytest.raises(NoVoteHere):
        await enter(cast, item, {})
    with pytest.raises(BadInput):
        await enter(cast, item, {"A1": Choice.FOR}, channel="phone")


async def test_who_is_excluded_casts_no_paper_for_those_who_gave_her_a_proxy(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await proxies.record_proxy(
            session,
            cast.syndic,
            cast.association_id,
            assembly,
            giver_id=cast.people["dirk"],
            holder_id=cast.people["bram"],
            at=NOW,
        )
        session.add(
            ItemExclusion(
                association_id=cast.association_id, item_id=item, person_id=cast.people["bram"], reason="Sa mission"
            )
        )
    await open_vote(cast, item)
    for lot in ("A2", "A4"):
        with pytest.raises(NoVoteHere):
            await enter(cast, item, {lot: Choice.FOR})
    assert await hands(cast, item, Choice.FOR) == 3  # A1, G1, A3


async def test_a_correction_looks_at_who_was_there_when_the_vote_closed(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "dirk", item, Choice.FOR)
    with pytest.raises(ItemNotOpen):
        await enter(cast, item, {"A4": Choice.AGAINST}, channel="correction")
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await attendance.record_presence(
            session,
            cast.syndic,
            cast.association_id,
            assembly,
            person_id=cast.people["dirk"],
            what="left",
            at=NOW + timedelta(minutes=1),
        )
    with pytest.raises(ItemNotOpen):
        await enter(cast, item, {"A4": Choice.AGAINST})
    assert await enter(cast, item, {"A4": Choice.AGAINST}, channel="correction") == 1
    await confirm(cast, item, "bram")
    seen = await view(cast, assembly)
    assert (seen.in_favour, seen.against) == (0, 150)


async def test_after_the_result_nothing_is_corrected_or_confirmed(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await enter(cast, item, {"A4": Choice.AGAINST})
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)
    with pytest.raises(ItemNotOpen):
        await enter(cast, item, {"A4": Choice.FOR}, channel="correction")
    with pytest.raises(ItemNotOpen):
        await confirm(cast, item, "bram")


async def test_before_the_vote_nothing_is_entered(cast):
    _, [item] = await opened(cast)
    with pytest.raises(ItemNotOpen):
        await enter(cast, item, {"A1": Choice.FOR})
    _, [planned] = await convened(cast)
    with pytest.raises(ItemNotOpen):
        await hands(cast, planned, Choice.FOR)


async def test_the_second_person_sits_in_the_bureau_or_works_for_the_syndic(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await enter(cast, item, {"A4": Choice.AGAINST})
    with pytest.raises(NotFound):  # an owner of the bench
        await confirm(cast, item, "carla")
    with pytest.raises(NotAllowed):
        await confirm(cast, item, "accountant")
    with pytest.raises(NotFound):
        await confirm(cast, item, "stranger")


async def test_only_the_syndic_enters(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    for who, refusal in (("anna", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(refusal):
            await enter(cast, item, {"A1": Choice.FOR}, who=who)
        with pytest.raises(refusal):
            await hands(cast, item, Choice.FOR, who=who)
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await hand_entry.enter_show_of_hands(
                session, cast.other_syndic, cast.elsewhere_id, item, choice=Choice.FOR, exceptions={}
            )


async def test_a_second_round_takes_entries_of_its_own(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await enter(cast, item, {"A4": Choice.AGAINST})
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.reopen_item(session, cast.syndic, cast.association_id, item, reason="Texte corrigé")
    await open_vote(cast, item)
    assert (await view(cast, assembly)).pending == 0
    assert await enter(cast, item, {"A4": Choice.FOR}) == 1
