"""The kept receipt: the voter sees hers with its place in the chain, nobody else sees it."""

from uuid import uuid4

import pytest

from koprogo import db
from koprogo.rules.assemblies import proof
from koprogo.services.assemblies.proof import seal
from koprogo.state.assemblies.proof.receipt import ReceiptState
from tests.services.assemblies.evening import open_vote, opened, press
from tests.state.tab import Refused, Tab


@pytest.fixture
async def voted(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    receipts = await press(cast, "anna", item, "for")
    return assembly, item, receipts


async def look(actor, assembly, leaf) -> Tab:
    tab = Tab(ReceiptState, f"/assemblies/{assembly}/receipt/{leaf}", actor)
    await tab.call("load")
    return tab


async def test_it_says_what_was_stored_for_each_lot_of_the_press(cast, voted):
    assembly, _, receipts = voted
    shown = (await look(cast.anna, assembly, receipts[1].leaf)).state.kept
    assert [(each.number, each.shares, each.choice, each.newest) for each in shown] == [
        ("1-A1-1", 250, "for", True),
        ("1-G1-1", 20, "for", True),
    ]
    assert {(each.association_name, each.voter_name) for each in shown} == {("Résidence Les Tilleuls", "Anna Peeters")}
    assert [each.signature for each in shown] == [each.signature for each in receipts]
    assert all(each.position == 0 and each.chain == "" for each in shown)


async def test_once_sealed_it_has_its_place_in_the_chain(cast, voted):
    assembly, item, receipts = voted
    async with db.association_session(cast.association_id) as session:
        await seal.try_seal(session, cast.association_id, item, 1)
    shown = (await look(cast.anna, assembly, receipts[0].leaf)).state.kept
    assert sorted(each.position for each in shown) == [1, 2] and {each.sealed for each in shown} == {2}
    first = next(each for each in shown if each.position == 1)
    assert first.chain == proof.chain(proof.START, bytes.fromhex(first.leaf)).hex()


async def test_a_replaced_ballot_says_so(cast, voted):
    assembly, item, receipts = voted
    await press(cast, "anna", item, "against")
    shown = (await look(cast.anna, assembly, receipts[0].leaf)).state.kept
    assert [each.newest for each in shown] == [False, False]


async def test_nobody_else_sees_it(cast, voted):
    assembly, _, receipts = voted
    for who in ("bram", "syndic", "stranger"):
        tab = await look(cast.actors[who], assembly, receipts[0].leaf)
        assert tab.state.refusal.kind == "not_found" and tab.state.kept == []
    with pytest.raises(Refused):
        await look(None, assembly, receipts[0].leaf)


async def test_a_wrong_address_finds_nothing(cast, voted):
    assembly, _, receipts = voted
    elsewhere, _ = await opened(cast)
    for place, leaf in ((assembly, "00" * 32), (assembly, "zz"), (elsewhere, receipts[0].leaf), (uuid4(), "00" * 32)):
        assert (await look(cast.anna, place, leaf)).state.refusal.kind == "not_found"
