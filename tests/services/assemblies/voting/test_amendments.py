"""Amendments in the room: a new version before the vote, named by the ballots, releasing locked instructions."""

from itertools import count as counter

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.after import register, register_queries
from koprogo.services.assemblies.minutes import facts as minutes_facts
from koprogo.services.assemblies.minutes import recount
from koprogo.services.assemblies.proof import verify
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.proxies.refusals import InstructionBinds
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.room import minutes_so_far, sitting
from koprogo.services.assemblies.room.refusals import ItemsUnfinished
from koprogo.services.assemblies.voting import amendments, results
from tests.cast import act
from tests.services.assemblies.agenda.test_parts import items_of, view
from tests.services.assemblies.choices import a_choice
from tests.services.assemblies.evening import NOW, WORDS, arrive, close_vote, convened, open_vote, opened, press

fresh = counter()
TEXT = {"fr": "Rénover la toiture, cour comprise", "nl": "Het dak en de koer vernieuwen"}


async def test_an_amended_text_is_shown_and_voted_and_the_title_stays(cast):
    assembly, [item] = await opened(cast)
    before = await view(cast, assembly)
    assert await act(cast, amendments.amend, item, proposal=TEXT, at=NOW) == 2
    after = await view(cast, assembly)
    assert (after.texts, after.version) == (before.texts + 1, before.version + 1)
    [shown] = await items_of(cast, assembly)
    assert (shown.proposal, shown.text_version, shown.title) == (WORDS, 1, WORDS)
    assert (shown.amendment, shown.amendment_version) == (TEXT, 2)
    await open_vote(cast, item)
    assert (await view(cast, assembly)).amendment
    await press(cast, "anna", item, Choice.FOR)
    async with db.tenant_session(cast.syndic) as session:
        assert await session.scalar(text("SELECT text_version FROM ballot WHERE item_id = :i"), {"i": item}) == 2
    for late in (
        act(cast, amendments.amend, item, proposal={"fr": "Encore"}, at=NOW),
        act(cast, amendments.withdraw_amendment, item, at=NOW),
    ):
        with pytest.raises(WrongState):
            await late


async def decide(cast, item, **choices):
    """Vote on what is put to the vote now, and confirm it; return whether it was carried."""
    await open_vote(cast, item)
    for who, choice in choices.items():
        await press(cast, who, item, choice, nonce=f"press-{next(fresh):06}")
    await close_vote(cast, item)
    return await act(cast, results.confirm_result, item, at=NOW)


async def rounds(cast, item):
    async with db.tenant_session(cast.syndic) as session:
        found = await session.execute(
            text("SELECT round, about, text_version, carried FROM result WHERE item_id = :i ORDER BY round"),
            {"i": item},
        )
        return [tuple(row) for row in found]


async def test_an_amendment_carried_is_the_text_that_is_voted_next(cast):
    assembly, [item] = await opened(cast)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    texts = (await view(cast, assembly)).texts
    assert await decide(cast, item, anna="for", bram="for", carla="abstain")
    seen = await view(cast, assembly)
    assert (seen.item_state, seen.item_round, seen.amendment, seen.amended) == ("planned", 2, False, "carried")
    assert (seen.in_favour, seen.against, seen.abstained, seen.texts) == (500, 0, 200, texts + 1)
    [shown] = await items_of(cast, assembly)
    assert (shown.state, shown.proposal, shown.text_version, shown.amendment) == ("reopened", TEXT, 2, None)
    assert shown.carried is None, "the point itself is not decided"
    await open_vote(cast, item)
    assert not (await view(cast, assembly)).amendment
    await press(cast, "anna", item, Choice.AGAINST, nonce="against-the-text")
    await close_vote(cast, item)
    assert not await act(cast, results.confirm_result, item, at=NOW)
    assert await rounds(cast, item) == [(1, "amendment", 2, True), (2, "text", 2, False)]


async def test_an_amendment_rejected_leaves_the_text_to_be_voted(cast):
    assembly, [item] = await opened(cast)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    assert not await decide(cast, item, anna="for", bram="against", carla="against")
    assert (await view(cast, assembly)).amended == "rejected"
    [shown] = await items_of(cast, assembly)
    assert (shown.proposal, shown.text_version) == (WORDS, 1)
    assert await decide(cast, item, anna="for", bram="for", carla="for")
    assert await rounds(cast, item) == [(1, "amendment", 2, False), (2, "text", 1, True)]
    async with db.tenant_session(cast.syndic) as session:
        assert await session.scalar(
            text("SELECT bool_and(text_version = 3 - round) FROM ballot WHERE item_id = :i"), {"i": item}
        )
        assert await recount.recount_results(session, cast.association_id) == []
        assert await verify.verify_ballots(session, cast.association_id) == []


async def test_the_assembly_does_not_close_between_an_amendment_and_its_text(cast):
    assembly, [item] = await opened(cast)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    await decide(cast, item, anna="for", bram="for", carla="for")
    with pytest.raises(ItemsUnfinished):
        await act(cast, sitting.close_assembly, assembly, at=NOW)


async def test_the_minutes_and_the_register_state_the_amendment_at_the_point(cast):
    assembly, [item] = await opened(cast)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    await decide(cast, item, anna="for", bram="for", carla="against")
    await act(cast, amendments.amend, item, proposal={"fr": "Et le jardin"}, at=NOW)
    await decide(cast, item, anna="against", bram="for", carla="abstain")
    await decide(cast, item, anna="for", bram="for", carla="for")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        facts = await minutes_facts.minutes_facts(session, cast.association_id, assembly, language="fr", version=1)
        here = (session, cast.syndic, cast.association_id, assembly)
        lines = [line.what for line in await minutes_so_far.minutes_so_far(*here)]
    [point] = facts.items
    assert point.is_amended and point.proposed_text == TEXT["fr"] and point.earlier_rounds == ()
    first, second = point.amendments
    assert (first.carried, first.version, first.text) == (True, 2, TEXT["fr"])
    assert [voter.lots for voter in first.against_names] == [("A3",)]
    assert (second.carried, second.version, second.text) == (False, 3, "Et le jardin")
    assert [voter.lots for voter in second.abstained_names] == [("A3",)]
    told = [line for line in lines if line in ("amendment_carried", "amendment_rejected", "carried", "reopened")]
    assert told == ["amendment_carried", "amendment_rejected", "carried"]
    await act(cast, sitting.close_assembly, assembly, at=NOW)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    async with db.tenant_session(cast.syndic) as session:
        [entry] = await register_queries.register(session, cast.syndic, cast.association_id)
    assert (entry.outcome, entry.text) == ("carried", TEXT)
    assert [(each["version"], each["carried"]) for each in entry.facts["amendments"]] == [(2, True), (3, False)]


async def test_an_amendment_is_taken_back_and_another_one_replaces_it(cast):
    assembly, [item] = await opened(cast)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    await act(cast, amendments.amend, item, proposal={"fr": "Autrement"}, at=NOW)
    [shown] = await items_of(cast, assembly)
    assert (shown.amendment, shown.amendment_version) == ({"fr": "Autrement"}, 3)
    before = (await view(cast, assembly)).texts
    for _ in range(2):
        await act(cast, amendments.withdraw_amendment, item, at=NOW)
    assert (await view(cast, assembly)).texts == before + 1
    [shown] = await items_of(cast, assembly)
    assert (shown.amendment, shown.text_version) == (None, 1)
    assert await decide(cast, item, anna="for", bram="for", carla="for")
    assert await rounds(cast, item) == [(1, "text", 1, True)]


async def test_an_amendment_of_a_choice_is_voted_by_for_and_against(cast):
    assembly, item = await a_choice(cast, "Dupont", "Martin", begun=False)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    assert await decide(cast, item, anna="for", bram="for", carla="against")
    assert (await view(cast, assembly)).left == ()
    await open_vote(cast, item)
    assert (await view(cast, assembly)).left == (1, 2)
    with pytest.raises(BadInput):
        await press(cast, "anna", item, Choice.FOR, nonce="yes-to-what")


async def test_the_text_of_the_convocation_comes_back_by_a_vote(cast):
    _, [item] = await opened(cast)
    with pytest.raises(BadInput):
        await act(cast, amendments.amend, item, proposal=WORDS, at=NOW)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW.replace(year=NOW.year + 1))
    await decide(cast, item, anna="for", bram="for", carla="for")
    found = await act(cast, amendments.convened_text, item)
    assert found == WORDS
    assert await act(cast, amendments.amend, item, proposal=found, at=NOW) == 3


async def test_rejecting_the_amendment_lets_the_giver_bind_again(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    who = {"giver_id": cast.people["dirk"], "holder_id": cast.people["bram"], "instructions": {item: "against"}}
    await act(cast, proxies.record_proxy, assembly, at=NOW, **who)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    assert not await decide(cast, item, anna="against", bram="against", carla="against")
    await open_vote(cast, item)
    with pytest.raises(InstructionBinds):
        await press(cast, "bram", item, Choice.FOR, lots=(cast.lots["A4"],), nonce="on-her-own-text")


async def test_what_a_giver_decided_on_the_earlier_text_binds_no_more(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    who = {"giver_id": cast.people["dirk"], "holder_id": cast.people["bram"], "instructions": {item: "against"}}
    await act(cast, proxies.record_proxy, assembly, at=NOW, **who)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR, lots=(cast.lots["A4"],), nonce="for-the-new-text")


async def test_on_the_text_it_was_given_on_the_instruction_binds(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    who = {"giver_id": cast.people["dirk"], "holder_id": cast.people["bram"], "instructions": {item: "against"}}
    await act(cast, proxies.record_proxy, assembly, at=NOW, **who)
    await open_vote(cast, item)
    with pytest.raises(InstructionBinds):
        await press(cast, "bram", item, Choice.FOR, lots=(cast.lots["A4"],), nonce="for-the-old-text")


async def test_an_amendment_is_written_by_who_runs_an_open_session(cast):
    assembly, [item] = await convened(cast)
    with pytest.raises(WrongState):
        await act(cast, amendments.amend, item, proposal=TEXT, at=NOW)
    await arrive(cast, assembly, "anna")
    _, [item] = await opened(cast)
    for who, error in (("anna", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(error):
            await act(cast, amendments.amend, item, proposal=TEXT, at=NOW, who=who)
        with pytest.raises(error):
            await act(cast, amendments.convened_text, item, who=who)
        with pytest.raises(error):
            await act(cast, amendments.withdraw_amendment, item, at=NOW, who=who)
    for words in ({"fr": " "}, {"fr": "x" * 8001}):
        with pytest.raises(BadInput):
            await act(cast, amendments.amend, item, proposal=words, at=NOW)
