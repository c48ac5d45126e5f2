"""Everyone presses while the chair closes: each ballot is acknowledged and counted, or refused; every closing agrees.

500 casts race 50 closings, seed by seed. Planted faults (a lost commit, a second row, a stale status) must turn the same
check red: a test that cannot fail proves nothing.
"""

import asyncio
import random
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import KoproError
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.voting import ballot
from koprogo.services.assemblies.voting.refusals import ItemNotOpen
from tests.services.assemblies.evening import close_vote, open_vote, opened, press

CASTS, CLOSINGS = 500, 50
VOTERS = ("anna", "bram", "carla", "dirk")


async def race(cast, seed: int, casts: int = CASTS, closings: int = CLOSINGS) -> tuple[UUID, list, list[int], list]:
    """Press and close in one seeded order; return the item, the receipts, what each closing reported, the refusals."""
    dice = random.Random(seed)
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    receipts, refused = [], []

    async def one_press(number: int) -> None:
        await asyncio.sleep(dice.random() * 0.2)
        who, choice = dice.choice(VOTERS), dice.choice([Choice.FOR, Choice.AGAINST, Choice.ABSTAIN])
        try:
            receipts.extend(await press(cast, who, item, choice, f"press-{seed}-{number}"))
        except KoproError as refusal:
            refused.append(refusal)

    async def one_close() -> int:
        await asyncio.sleep(0.05 + dice.random() * 0.15)
        return await close_vote(cast, item)

    order = [one_press(number) for number in range(casts)] + [one_close() for _ in range(closings)]
    dice.shuffle(order)
    done = await asyncio.gather(*order)
    return item, receipts, [found for found in done if found is not None], refused


async def faults(cast, item: UUID, receipts: list, reported: list[int]) -> list[str]:
    """Hold what was acknowledged against what is stored and sealed, on a connection of its own; name each difference."""
    async with db.platform_session(None, "a test compares") as session:
        stored = (
            await session.execute(
                text("SELECT lot_id, revision, encode(leaf, 'hex') AS leaf, id FROM ballot WHERE item_id = :i"),
                {"i": item},
            )
        ).all()
        sealed = (
            (await session.execute(text("SELECT ballot_id FROM seal WHERE item_id = :i"), {"i": item})).scalars().all()
        )
        late = await session.scalar(
            text(
                "SELECT count(*) FROM ballot b JOIN item_event e ON e.item_id = b.item_id AND e.what = 'closed'"
                " WHERE b.item_id = :i AND b.received_at > e.at"
            ),
            {"i": item},
        )
    acknowledged = Counter((receipt.lot_id, receipt.revision, receipt.leaf) for receipt in receipts)
    kept = Counter((row.lot_id, row.revision, row.leaf) for row in stored)
    found = []
    if acknowledged - kept:
        found.append("acknowledged, but not stored")
    if kept - acknowledged:
        found.append("stored, but nobody was told")
    if set(sealed) != {row.id for row in stored} or len(sealed) != len(set(sealed)):
        found.append("sealed is not stored")
    if len({(row.lot_id, row.revision) for row in stored}) != len(stored):
        found.append("a revision is there twice")
    if len(set(reported)) != 1 or reported[0] != len(stored):
        found.append("the closings disagree")
    if late:
        found.append("stored after the closing")
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_casts_racing_closings(cast, seed):
    item, receipts, reported, refused = await race(cast, seed)
    assert await faults(cast, item, receipts, reported) == []
    assert receipts and refused, "the race was no race"
    assert all(isinstance(refusal, ItemNotOpen) for refusal in refused)
    assert len(reported) == CLOSINGS


@pytest.mark.full
@pytest.mark.parametrize("seed", range(4, 24))
async def test_casts_racing_closings_twenty_times(cast, seed):
    item, receipts, reported, _ = await race(cast, seed)
    assert await faults(cast, item, receipts, reported) == []


async def test_a_lost_commit_is_noticed(cast, monkeypatch):
    """A cast acknowledges and then rolls back, once."""
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with monkeypatch.context() as planted:
        planted.setattr(ballot, "COMMIT", "ROLLBACK")
        receipts = await press(cast, "bram", item, Choice.FOR)
    await db.close()  # a driver that saw ROLLBACK drops its prepared statements at a moment of its own choice
    reported = [await close_vote(cast, item)]
    assert "acknowledged, but not stored" in await faults(cast, item, receipts, reported)


async def test_a_second_row_is_noticed(cast):
    """A copy of a ballot slipped in behind the service, under the next revision."""
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    receipts = await press(cast, "bram", item, Choice.FOR)
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text(
                "INSERT INTO ballot SELECT gen_random_uuid(), association_id, assembly_id, item_id, round, text_version,"
                " lot_id, revision + 1, choice, shares, cast_by_id, on_behalf_of_id, channel, identified_by,"
                " needs_confirmation, nonce || '-copy', salt, received_at, leaf FROM ballot WHERE item_id = :i"
            ),
            {"i": item},
        )
    reported = [await close_vote(cast, item)]
    assert "stored, but nobody was told" in await faults(cast, item, receipts, reported)


async def test_a_stale_status_is_noticed(cast, monkeypatch):
    """Casters that do not wait for the lock see the item open after it was closed; the race finds them."""
    unlocked = ballot.STANDING.replace("LEFT JOIN item_state s ON s.item_id = i.id", STALE)
    assert unlocked != ballot.STANDING
    monkeypatch.setattr(ballot, "STANDING", unlocked)
    item, receipts, reported, _ = await race(cast, seed=99, casts=120, closings=10)
    assert set(await faults(cast, item, receipts, reported)) & {"the closings disagree", "stored after the closing"}


STALE = (
    "LEFT JOIN (SELECT DISTINCT ON (item_id) * FROM item_event WHERE what = 'opened' ORDER BY item_id, seq DESC) s"
    " ON s.item_id = i.id"
)
