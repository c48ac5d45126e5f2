"""Conflict of interest: chosen, proposed by the kind, lifted; no vote for oneself, nor for those one carries."""

from datetime import date
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.governance import Appointment
from koprogo.models.ownership import Holding
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.agenda import exclusions
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.voting.counting import count_round, counting_ballots
from koprogo.services.assemblies.voting.item_rule import rule_of
from koprogo.services.assemblies.voting.refusals import ConflictOfInterest
from tests.services.assemblies.evening import NOW, close_vote, convened, drafted, open_vote, opened, press

LONG_AGO = date(2020, 1, 1)


async def exclude(cast, item, who, by="syndic", reason="supplier", **more):
    actor = cast.actors[by]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await exclusions.exclude(
            session, actor, cast.association_id, item, person_id=cast.people[who], reason=reason, **more
        )


async def lift(cast, exclusion, by="syndic"):
    actor = cast.actors[by]
    async with db.tenant_session(actor, cast.association_id) as session:
        await exclusions.lift(session, actor, cast.association_id, exclusion, at=NOW)


async def out_of(cast, assembly, item):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        found = await exclusions.exclusions_of(session, cast.syndic, cast.association_id, assembly)
    return [each.name for each in found.get(item, ())]


async def proposed(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await exclusions.proposals(session, cast.syndic, cast.association_id, assembly)


async def test_who_is_kept_out_votes_neither_for_herself_nor_for_a_giver(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        who = {"giver_id": cast.people["dirk"], "holder_id": cast.people["bram"]}
        await proxies.record_proxy(session, cast.syndic, cast.association_id, assembly, at=NOW, **who)
    await exclude(cast, item, "bram")
    await open_vote(cast, item)
    with pytest.raises(ConflictOfInterest):
        await press(cast, "bram", item, Choice.FOR)
    with pytest.raises(ConflictOfInterest):
        await press(cast, "bram", item, Choice.FOR, lots=(cast.lots["A4"],), nonce="for-my-giver")
    await press(cast, "anna", item, Choice.FOR)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        now = await room(session, cast.association_id, assembly)
        rule = await rule_of(session, cast.association_id, item)
        counted = count_round(now, rule, await counting_ballots(session, item, 1))
    assert counted.present == 470  # Anna's 270 and Carla's 200: neither Bram's 230 nor Dirk's 150 by his proxy
    assert counted.count.in_favour == 200  # and the ceiling is among these


async def test_an_exclusion_is_lifted_and_can_be_made_again(cast):
    assembly, [item] = await drafted(cast)
    first = await exclude(cast, item, "anna")
    assert await exclude(cast, item, "anna") == first
    await lift(cast, first)
    await lift(cast, first)
    assert await out_of(cast, assembly, item) == []
    assert await exclude(cast, item, "anna") != first
    assert await out_of(cast, assembly, item) == ["Anna Peeters"]


async def test_a_conflict_that_shows_up_later_is_recorded_until_the_vote(cast):
    _, [item] = await convened(cast)
    await exclude(cast, item, "carla")
    _, [item] = await opened(cast)
    standing = await exclude(cast, item, "carla")
    await open_vote(cast, item)
    with pytest.raises(WrongState):
        await exclude(cast, item, "dirk")
    with pytest.raises(WrongState):
        await lift(cast, standing)


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"reason": "friend"}, "reason"),
        ({"reason": "other"}, "note"),
        ({"reason": "supplier", "note": "x" * 301}, "note"),
    ],
)
async def test_a_reason_is_one_of_the_law(cast, facts, where):
    _, [item] = await drafted(cast)
    with pytest.raises(BadInput) as refused:
        await exclude(cast, item, "anna", **facts)
    assert [problem.where for problem in refused.value.problems] == [where]


async def test_only_the_syndic_keeps_out_and_only_who_is_known(cast):
    _, [item] = await drafted(cast)
    with pytest.raises(NotAllowed):
        await exclude(cast, item, "bram", by="anna")
    with pytest.raises(NotFound):
        await exclude(cast, item, "bram", by="stranger")
    with pytest.raises(NotFound):
        await exclude(cast, item, "stranger")
    with pytest.raises(NotFound):
        await exclude(cast, uuid4(), "anna")
    with pytest.raises(NotFound):
        await lift(cast, uuid4())
    _, [duty] = await drafted(cast, "create_council_20_lots_or_more")
    with pytest.raises(NotFound):  # nothing is voted there
        await exclude(cast, duty, "anna")


async def test_the_kind_proposes_whose_mission_it_is(cast):
    kinds = ("discharge_syndic", "discharge_auditor", "discharge_council", "works_on_common_parts")
    assembly, items = await drafted(cast, *kinds)
    assert await proposed(cast, assembly) == {}  # the syndic votes for no lot, and nobody holds an office
    async with db.association_session(cast.association_id) as session:
        session.add_all(
            Appointment(association_id=cast.association_id, person_id=cast.people[who], office=office, since=LONG_AGO)
            for who, office in (("anna", "auditor"), ("bram", "council"), ("carla", "council"))
        )
        session.add(
            Holding(
                association_id=cast.association_id,
                lot_id=cast.lots["A4"],
                person_id=cast.people["syndic"],
                right="undivided",
                since=LONG_AGO,
            )
        )
    found = await proposed(cast, assembly)
    assert {items.index(item): [each.name for each in rows] for item, rows in found.items()} == {
        0: ["Sylvie Simon"],
        1: ["Anna Peeters"],
        2: ["Bram Claes", "Carla Dubois"],
    }
    await exclude(cast, items[2], "bram", reason="council")
    assert [each.name for each in (await proposed(cast, assembly))[items[2]]] == ["Carla Dubois"]


async def test_a_search_finds_people_by_name_or_lot(cast):
    assembly, _ = await drafted(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id, assembly)
        for words, names in (("claes", ["Bram Claes"]), ("A3", ["Carla Dubois"]), ("x", []), ("Vreemd", [])):
            rows = await exclusions.search_people(*here, words, day=NOW.date())
            assert [row.name for row in rows] == names
