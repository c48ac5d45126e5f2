"""One's own part of the room says the same as the whole room, for everybody in it, before and after the opening."""

import pytest

from koprogo import db
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.roll import lots_of, room
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.own_place import own_place
from tests.services.assemblies.evening import NOW, arrive, convened

EVERYBODY = ("anna", "bram", "carla", "dirk", "emma", "farid", "syndic", "accountant")


def said_of(now, person_id):
    """Return what `my_votes.mine` reads of a room for one person."""
    givers = {proxy.giver_id for proxy in now.proxies if proxy.holder_id == person_id}
    return {
        "own": sorted(row.lot_number for row in lots_of(now.roll, person_id)),
        "given": sorted(row.lot_number for row in now.roll if row.voter_id in givers and not row.suspended),
        "suspended": sorted(
            row.lot_number for row in now.roll if row.suspended and str(person_id) in row.owner_key.split("+")
        ),
        "present": person_id in now.present,
        "holders": {proxy.holder_id for proxy in now.proxies if proxy.giver_id == person_id},
        "rows": {row for row in map(_frozen, now.roll) if row[0] in _hers(now, person_id, givers)},
    }


def _hers(now, person_id, givers):
    return {row.lot_id for row in now.roll if person_id in (row.agent_id, row.voter_id) or row.voter_id in givers}


def _frozen(row):
    return (
        row.lot_id,
        row.owner_key,
        row.owner_name,
        row.voter_id,
        row.agent_id,
        row.shares,
        *sorted(row.weights.items()),
    )


async def both(cast, assembly, who):
    async with db.tenant_session(cast.syndic) as session:
        whole = await room(session, cast.association_id, assembly)
        part = await own_place(session, cast.association_id, assembly, cast.people[who])
    return whole, part


async def an_evening(cast, opened: bool):
    assembly, _ = await convened(cast)
    async with db.tenant_session(cast.bram, cast.association_id) as session:
        await proxies.give_proxy(
            session, cast.bram, cast.association_id, assembly, holder_id=cast.people["anna"], at=NOW
        )
    await arrive(cast, assembly, "anna", "carla", "dirk")
    if opened:
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    return assembly


@pytest.mark.parametrize("opened", [False, True])
async def test_the_part_says_the_same_as_the_whole(cast, opened):
    assembly = await an_evening(cast, opened)
    for who in EVERYBODY:
        whole, part = await both(cast, assembly, who)
        assert said_of(part, cast.people[who]) == said_of(whole, cast.people[who]), who
        assert (part.shares_total, part.frozen) == (whole.shares_total, opened)


@pytest.mark.parametrize("opened", [False, True])
async def test_nobody_elses_lots_are_read(cast, opened):
    assembly = await an_evening(cast, opened)
    _, part = await both(cast, assembly, "anna")
    assert {row.lot_number for row in part.roll} == {"A1", "G1", "A2"}
    _, nothing = await both(cast, assembly, "accountant")
    assert nothing.roll == () and nothing.present == frozenset() and nothing.proxies == ()
