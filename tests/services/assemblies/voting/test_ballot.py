"""Casting: it works, it refuses each way, the stranger finds nothing, twice is once."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import NotAllowed, NotFound, NotSignedIn
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.proof import receipts
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.assemblies.voting import ballot
from koprogo.services.assemblies.voting.refusals import ItemNotOpen, NotPresent
from tests.services.assemblies.evening import close_vote, open_vote, opened, press


async def rows(cast_, item):
    async with db.tenant_session(cast_.syndic) as session:
        found = await session.execute(text("SELECT * FROM ballot WHERE item_id = :i ORDER BY received_at"), {"i": item})
        return found.mappings().all()


async def test_a_press_votes_for_all_own_lots(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    found = await press(cast, "anna", item, Choice.FOR)
    assert [(each.number, each.shares, each.choice) for each in found] == [
        ("1-A1-1", 250, "for"),
        ("1-G1-1", 20, "for"),
    ]
    stored = await rows(cast, item)
    assert {row["lot_id"] for row in stored} == {cast.lots["A1"], cast.lots["G1"]}
    assert all(row["cast_by_id"] == cast.people["anna"] and row["revision"] == 1 for row in stored)


async def test_the_receipt_is_signed_over_its_leaf(cast):
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    _, [item] = await opened(cast)
    await open_vote(cast, item)
    [found] = await press(cast, "bram", item, Choice.AGAINST)
    key = load_pem_public_key(receipts.public_key_pem().encode())
    leaf, salt = bytes.fromhex(found.leaf), bytes.fromhex(found.salt)
    key.verify(bytes.fromhex(found.signature), receipts.signed_bytes(found.number, leaf, salt))
    [stored] = await rows(cast, item)
    assert bytes(stored["leaf"]) == leaf and bytes(stored["salt"]) == salt


async def test_the_same_nonce_has_the_same_receipt_even_after_the_closing(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    first = await press(cast, "bram", item, Choice.FOR, "same-nonce")
    await close_vote(cast, item)
    assert await press(cast, "bram", item, Choice.FOR, "same-nonce") == first
    assert len(await rows(cast, item)) == 1


async def test_a_change_is_a_new_revision_and_the_highest_counts(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR)
    [changed] = await press(cast, "bram", item, Choice.AGAINST)
    assert changed.number == "1-A2-2"
    async with db.tenant_session(cast.syndic) as session:
        seen = await snapshot(session, cast.association_id, assembly)
    assert (seen.in_favour, seen.against, seen.lots_voted) == (0, 230, 1)


async def test_after_the_closing_a_ballot_is_refused_in_words(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await close_vote(cast, item)
    with pytest.raises(ItemNotOpen) as refused:
        await press(cast, "bram", item, Choice.FOR)
    assert refused.value.article == "3.87 §8"
    assert "point 1" in str(refused.value)
    assert await rows(cast, item) == []


async def test_a_countdown_that_has_run_out_refuses(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item, seconds=5)  # counted from the play's NOW, long past or long to come
    async with db.tenant_session(cast.syndic) as session:
        ended = await session.scalar(
            text("SELECT (facts ->> 'closes_at')::timestamptz < clock_timestamp() FROM item_state WHERE item_id = :i"),
            {"i": item},
        )
    if ended:
        with pytest.raises(ItemNotOpen):
            await press(cast, "bram", item, Choice.FOR)
    else:
        assert await press(cast, "bram", item, Choice.FOR)


async def test_only_those_present_vote(cast):
    _, [item] = await opened(cast, present=("anna", "bram", "carla"))
    await open_vote(cast, item)
    with pytest.raises(NotPresent):
        await press(cast, "dirk", item, Choice.FOR)


async def test_nobody_votes_for_another_ones_lot(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(NoVoteHere):
        await press(cast, "bram", item, Choice.FOR, lots=(cast.lots["A1"],))
    with pytest.raises(NoVoteHere):
        await press(cast, "bram", item, Choice.FOR, lots=(cast.lots["A2"], cast.lots["A1"]))


async def test_a_suspended_lot_has_no_vote(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(NoVoteHere):
        await press(cast, "emma", item, Choice.FOR)


async def test_the_stranger_finds_nothing_and_the_accountant_may_not(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(NotFound):
        await press(cast, "stranger", item, Choice.FOR)
    with pytest.raises(NotAllowed):
        await press(cast, "accountant", item, Choice.FOR)
    with pytest.raises(NotFound):
        await press(cast, "bram", uuid4(), Choice.FOR)


async def test_a_revoked_session_casts_nothing(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    revoked = replace(cast.bram, session_id=uuid4())
    from koprogo.services.assemblies.voting.ballot import Press
    from koprogo.services.assemblies.voting.ballot import cast as cast_ballot

    with pytest.raises(NotSignedIn):
        await cast_ballot(revoked, cast.association_id, Press(item, Choice.FOR, "nonce-of-a-thief"))


async def test_pressing_from_two_phones_at_once_counts_once(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    nonces = [f"phone-number-{n}" for n in range(8)]
    found = await asyncio.gather(*(press(cast, "bram", item, Choice.FOR, nonce) for nonce in nonces))
    assert sorted(receipt.revision for [receipt] in found) == list(range(1, 9))
    async with db.tenant_session(cast.syndic) as session:
        counting = await session.scalar(text("SELECT count(*) FROM counting_ballot WHERE item_id = :i"), {"i": item})
    assert counting == 1


async def test_presses_at_once_share_a_transaction_and_answer_each_her_own(cast, monkeypatch):
    """Three owners and one who may not: one transaction, three receipts, one refusal."""
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    batches = []
    once = ballot._transact

    async def watched(association_id, item_id, presses, **more):
        batches.append(len(presses))
        return await once(association_id, item_id, presses, **more)

    monkeypatch.setattr(ballot, "_transact", watched)
    answers = await asyncio.gather(
        press(cast, "anna", item, Choice.FOR, "together-anna"),
        press(cast, "bram", item, Choice.AGAINST, "together-bram"),
        press(cast, "bram", item, Choice.FOR, "together-bram-again"),
        press(cast, "carla", item, Choice.FOR, "together-carla", lots=(uuid4(),)),
        return_exceptions=True,
    )
    assert batches == [3, 1], "nobody twice in one transaction"
    assert [answer[0].choice for answer in answers[:3]] == ["for", "against", "for"]
    assert answers[2][0].revision == answers[1][0].revision + 1
    assert isinstance(answers[3], NoVoteHere)
    again = await press(cast, "anna", item, Choice.AGAINST, "together-anna")
    assert again == answers[0], "the same nonce has the same receipt"
