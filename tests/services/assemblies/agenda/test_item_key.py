"""Who pays decides: only the lots of the key vote, by their weights; quorum and the tenth stay on all lots."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.agenda import item_key
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.proxies.refusals import ProxyRefused
from koprogo.services.assemblies.refusals import AgendaFrozen, NoVoteHere
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting.counting import count_round, counting_ballots
from koprogo.services.assemblies.voting.item_rule import rule_of
from koprogo.services.charges import keys
from tests.services.assemblies.agenda.test_plan import send
from tests.services.assemblies.evening import NOW, arrive, close_vote, convened, drafted, open_vote, press

TICKED = {"only_they_bear": True, "common_management_unaffected": True, "reason": "Art. 14: l’ascenseur du bloc A"}


TURN = count(1)


async def a_key(cast, lines="A1 60\nA2 25\nA4 15", since=date(2021, 1, 1), name=""):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await keys.enter_key(
            session, cast.syndic, cast.association_id,
            name={"fr": name or f"Ascenseur {next(TURN)}"}, source="Acte de base, art. 14", since=since, lines=lines,
        )  # fmt: skip


async def set_key(cast, item, key, who="syndic", **facts):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        await item_key.set_key(session, actor, cast.association_id, item, key_id=key, **facts)


async def counted(cast, assembly, item):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        now = await room(session, cast.association_id, assembly)
        rule = await rule_of(session, cast.association_id, item)
        return now, count_round(now, rule, await counting_ballots(session, item, 1))


async def test_only_who_bears_the_cost_votes_and_the_ceiling_is_among_them(cast):
    assembly, [item] = await drafted(cast)
    await set_key(cast, item, await a_key(cast), **TICKED)
    await send(cast, assembly)
    await arrive(cast, assembly, "anna", "bram", "carla", "dirk")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    await open_vote(cast, item)
    with pytest.raises(NoVoteHere):
        await press(cast, "carla", item, Choice.FOR)
    await press(cast, "anna", item, Choice.AGAINST)
    await press(cast, "bram", item, Choice.FOR)
    await press(cast, "dirk", item, Choice.FOR)
    await close_vote(cast, item)
    now, found = await counted(cast, assembly, item)
    assert (found.key_total, found.present, found.lots_present) == (100, 100, 3)
    assert found.ceiling == (60, 40)
    assert (found.count.in_favour, found.count.against) == (40, 40)  # Anna's 60 count for 40, what the others hold
    assert now.attendance().shares_present == 850  # the quorum counts every lot
    assert now.quorum().half_needed == 500


async def test_the_tenth_of_a_proxy_holder_stays_on_all_lots(cast):
    """Art. 3.87 §7: a tenth of the votes of all lots, 100 of 1000, and not of the key's weights."""
    assembly, [item] = await drafted(cast)
    await set_key(cast, item, await a_key(cast, lines="A1 1\nA2 1\nA3 1\nA4 1"), **TICKED)
    await send(cast, assembly)
    for giver in ("bram", "carla", "dirk"):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            who = {"giver_id": cast.people[giver], "holder_id": cast.people["accountant"]}
            await proxies.record_proxy(session, cast.syndic, cast.association_id, assembly, at=NOW, **who)
    with pytest.raises(ProxyRefused):  # 850 of the 1000 of all lots
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            who = {"giver_id": cast.people["anna"], "holder_id": cast.people["accountant"]}
            await proxies.record_proxy(session, cast.syndic, cast.association_id, assembly, at=NOW, **who)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"only_they_bear": False}, "only_they_bear"),
        ({"common_management_unaffected": False}, "common_management_unaffected"),
        ({"reason": "  "}, "key_reason"),
        ({"reason": "x" * 501}, "key_reason"),
    ],
)
async def test_both_conditions_are_ticked_and_the_reason_is_written(cast, change, where):
    _, [item] = await drafted(cast)
    with pytest.raises(BadInput) as refused:
        await set_key(cast, item, await a_key(cast), **TICKED | change)
    assert [problem.where for problem in refused.value.problems] == [where]


async def test_a_key_is_one_in_force_on_the_day(cast):
    _, [item] = await drafted(cast)
    late = await a_key(cast, since=NOW.date() + timedelta(days=17))
    with pytest.raises(BadInput) as refused:
        await set_key(cast, item, late, **TICKED)
    assert [problem.where for problem in refused.value.problems] == ["key_id"]
    with pytest.raises(NotFound):
        await set_key(cast, item, uuid4(), **TICKED)


async def test_everybody_votes_again_once_the_key_is_taken_off(cast):
    assembly, [item] = await drafted(cast)
    await set_key(cast, item, await a_key(cast, name="Ascenseur"), **TICKED)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        [(name, reason)] = (await item_key.key_names(session, cast.association_id, assembly)).values()
    assert (name, reason) == ({"fr": "Ascenseur"}, TICKED["reason"])
    await set_key(cast, item, None)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert await item_key.key_names(session, cast.association_id, assembly) == {}


async def test_the_voters_are_frozen_with_the_agenda_and_chosen_by_the_syndic(cast):
    key = await a_key(cast)
    _, [item] = await drafted(cast)
    with pytest.raises(NotAllowed):
        await set_key(cast, item, key, "anna", **TICKED)
    with pytest.raises(NotFound):
        await set_key(cast, item, key, "stranger", **TICKED)
    _, [item] = await convened(cast)
    with pytest.raises(AgendaFrozen):
        await set_key(cast, item, key, **TICKED)
