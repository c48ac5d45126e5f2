"""Proxies by notarial deed: they stand longer than one assembly, under the limits of every other proxy (art. 3.87 §7)."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.ownership import Representative
from koprogo.papers.minutes.sentences import presence
from koprogo.papers.minutes.words import minutes_words
from koprogo.services.assemblies.attendance import attendance_list
from koprogo.services.assemblies.minutes.facts import minutes_facts
from koprogo.services.assemblies.proxies import notarial_proxies, proxies
from koprogo.services.assemblies.proxies.refusals import ProxyForOneAssembly, ProxyRefused
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room import sitting
from tests.cast import act, put_on_stage
from tests.services.assemblies.evening import NOW, arrive, convened
from tests.services.assemblies.proxies.test_proxies import give, standing

TODAY = NOW.date()
DEED = "Maître Lenoir, acte du 3 mars 2026, nº 112"


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def entered(cast, giver="anna", holder="bram", **more):
    said = {"since": TODAY, "proof": DEED, "notarial": True, "at": NOW} | more
    people = {"giver_id": cast.people[giver], "holder_id": cast.people[holder]}
    return await act(cast, notarial_proxies.record_mandate, **people, **said)


async def test_it_is_used_in_every_assembly_convened_in_its_days(cast):
    before, _ = await convened(cast)
    mandate = await entered(cast)
    after, _ = await convened(cast)
    for assembly in (before, after):
        assert await standing(cast, assembly) == {("anna", "bram")}
    (row,) = await act(cast, notarial_proxies.mandates)
    assert (row.id, row.giver, row.holder, row.proof, len(row.used_on)) == (
        mandate,
        "Anna Peeters",
        "Bram Claes",
        DEED,
        2,
    )
    assert row.stands_on(TODAY) and not row.stands_on(TODAY - timedelta(days=1))


async def test_outside_its_days_it_is_not_used(cast):
    await entered(cast, until=TODAY + timedelta(days=16))  # the day of the assembly is the first without it
    assembly, _ = await convened(cast)
    assert await standing(cast, assembly) == set()


async def test_a_proxy_that_is_not_notarial_is_for_one_assembly(cast):
    with pytest.raises(ProxyForOneAssembly) as refused:
        await entered(cast, notarial=False)
    assert refused.value.article == "3.87 §7"


async def test_the_limits_are_those_of_every_proxy(cast):
    with pytest.raises(ProxyRefused):
        await entered(cast, holder="syndic")
    with pytest.raises(ProxyRefused):
        await entered(cast, holder="anna")
    await entered(cast, holder="dirk")
    for giver in ("bram", "carla"):
        await entered(cast, giver, "dirk")
    assembly, _ = await convened(cast)
    assert await standing(cast, assembly) == {(giver, "dirk") for giver in ("anna", "bram", "carla")}
    # Dirk holds three: a fourth is not taken up, whoever made it
    async with db.association_session(cast.association_id) as session:
        session.add(
            Representative(
                association_id=cast.association_id, lot_id=cast.lots["A5"], person_id=cast.people["emma"],
                since=TODAY, proof="Lettre",
            )
        )  # fmt: skip
    await entered(cast, "emma", "dirk", at=NOW + timedelta(minutes=1))
    full, _ = await convened(cast)
    assert ("emma", "dirk") not in await standing(cast, full) and len(await standing(cast, full)) == 3


async def test_a_proxy_for_one_assembly_goes_before_it_and_who_walks_in_votes_herself(cast):
    await entered(cast)
    assembly, _ = await convened(cast)
    await give(cast, assembly, "anna", "carla")
    assert await standing(cast, assembly) == {("anna", "carla")}
    other, _ = await convened(cast)
    assert await standing(cast, other) == {("anna", "bram")}
    await arrive(cast, other, "anna")
    assert await standing(cast, other) == set()
    third, _ = await convened(cast)
    with pytest.raises(BadInput):  # two for one assembly: the first must be revoked
        await give(cast, third, "anna", "carla")
        await give(cast, third, "anna", "dirk")


async def test_taken_back_it_is_used_no_more_and_what_is_over_stays(cast):
    mandate = await entered(cast)
    assembly, _ = await convened(cast)
    end = {"day": TODAY, "reason": "Révoquée par acte", "at": NOW}
    with pytest.raises(BadInput):
        await act(cast, notarial_proxies.end_mandate, mandate, **end | {"reason": " "})
    with pytest.raises(BadInput):
        await act(cast, notarial_proxies.end_mandate, mandate, **end | {"day": TODAY - timedelta(days=1)})
    for _ in range(2):  # once, however often it is said
        await act(cast, notarial_proxies.end_mandate, mandate, **end)
    assert await standing(cast, assembly) == set()
    later, _ = await convened(cast)
    assert await standing(cast, later) == set()
    assert (await act(cast, notarial_proxies.mandates))[0].reason == "Révoquée par acte"


async def test_what_is_wrong_is_told_and_nobody_else_enters_one(cast):
    await entered(cast)
    with pytest.raises(BadInput):  # a second one of hers in the same days
        await entered(cast, holder="carla", since=TODAY + timedelta(days=3))
    with pytest.raises(BadInput) as wrong:
        await entered(cast, "bram", "carla", proof=" ", until=TODAY)
    assert {each.where for each in wrong.value.problems} == {"proof", "until"}
    with pytest.raises(NotFound):
        await entered(cast, "bram", "stranger")
    people = {"giver_id": cast.people["bram"], "holder_id": cast.people["carla"]}
    for who, no in (("anna", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(no):
            await act(
                cast, notarial_proxies.record_mandate, **people, since=TODAY, proof=DEED, notarial=True, at=NOW, who=who
            )
        with pytest.raises(no):
            await act(cast, notarial_proxies.mandates, who=who)
    assert len(await act(cast, notarial_proxies.mandates, giver_id=cast.people["anna"], who="anna")) == 1


async def test_the_syndic_may_still_revoke_it_for_one_assembly(cast):
    await entered(cast)
    assembly, _ = await convened(cast)
    async with db.tenant_session(cast.syndic) as session:
        (proxy,) = (await room(session, cast.association_id, assembly)).proxies
    await act(cast, proxies.revoke_proxy, proxy.id)
    assert await standing(cast, assembly) == set()


async def test_the_desk_tells_it_apart_from_a_proxy_of_this_assembly(cast):
    await entered(cast)
    assembly, _ = await convened(cast)
    await give(cast, assembly, "carla", "dirk")
    found = await act(cast, attendance_list.attendance_list, assembly)
    deeds = {row.owner_name: row.proxy_deed for row in found.rows if row.proxy_id}
    assert deeds == {"Anna Peeters": DEED, "Carla Dubois": ""}


async def test_the_minutes_tell_it_from_a_proxy_of_one_assembly(cast):
    await entered(cast, until=TODAY + timedelta(days=400))
    assembly, _ = await convened(cast)
    await give(cast, assembly, "carla", "dirk")
    await arrive(cast, assembly, "bram", "dirk")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
        facts = await minutes_facts(session, cast.association_id, assembly, language="fr", version=1)
    rows = {row.owner: row for row in facts.attendance}
    said = presence(rows["Anna Peeters"], minutes_words("fr"))
    assert "procuration notariée" in said and DEED in said and "Bram Claes" in said
    assert rows["Carla Dubois"].deed is None and "notari" not in presence(rows["Carla Dubois"], minutes_words("fr"))
