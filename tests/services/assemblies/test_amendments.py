"""Amendments in the room: a new version before the vote, named by the ballots, releasing locked instructions."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import amendments, proxies
from koprogo.services.assemblies.refusals import InstructionBinds, WrongState
from tests.services.assemblies.evening import NOW, WORDS, arrive, convened, open_vote, opened, press
from tests.services.assemblies.test_parts import act, items_of, view

TEXT = {"fr": "Rénover la toiture, cour comprise", "nl": "Het dak en de koer vernieuwen"}


async def test_an_amended_text_is_shown_and_voted_and_the_title_stays(cast):
    assembly, [item] = await opened(cast)
    before = await view(cast, assembly)
    assert await act(cast, amendments.amend, item, proposal=TEXT, at=NOW) == 2
    after = await view(cast, assembly)
    assert (after.texts, after.version) == (before.texts + 1, before.version + 1)
    [shown] = await items_of(cast, assembly)
    assert (shown.proposal, shown.text_version, shown.title) == (TEXT, 2, WORDS)
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.FOR)
    async with db.tenant_session(cast.syndic) as session:
        assert await session.scalar(text("SELECT text_version FROM ballot WHERE item_id = :i"), {"i": item}) == 2
    with pytest.raises(WrongState):
        await act(cast, amendments.amend, item, proposal=WORDS, at=NOW)


async def test_the_text_of_the_convocation_comes_back(cast):
    _, [item] = await opened(cast)
    await act(cast, amendments.amend, item, proposal=TEXT, at=NOW.replace(year=NOW.year + 1))
    found = await act(cast, amendments.convened_text, item)
    assert found == WORDS
    assert await act(cast, amendments.amend, item, proposal=found, at=NOW) == 3


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
    for words in ({"fr": " "}, {"fr": "x" * 8001}):
        with pytest.raises(BadInput):
            await act(cast, amendments.amend, item, proposal=words, at=NOW)
