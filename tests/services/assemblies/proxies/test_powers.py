"""Proxies when they are used: judged again, bound by instructions, carried by the substitute, also in a second session."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput
from koprogo.models.organisations import OrganisationMember
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.agenda import assembly_day
from koprogo.services.assemblies.attendance import attendance
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.proxies.refusals import InstructionBinds, ProxyRefused
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room import my_votes, sitting
from koprogo.services.assemblies.voting import hand_entry
from koprogo.services.assemblies.voting.proxy_sheet import proxy_sheets
from tests.cast import LONG_AGO, act
from tests.services.assemblies.evening import NOW, arrive, close_vote, convened, open_vote, press

FOR, AGAINST = Choice.FOR, Choice.AGAINST


async def give(cast, assembly, giver, holder, substitute=None, **more):
    who = {"giver_id": cast.people[giver], "holder_id": cast.people[holder]}
    if substitute:
        who["substitute_id"] = cast.people[substitute]
    return await act(cast, proxies.record_proxy, assembly, at=NOW, **who, **more)


async def carried(cast, assembly):
    names = {person: name for name, person in cast.people.items()}
    numbers = {lot: number for number, lot in cast.lots.items()}
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        now = await room(session, cast.association_id, assembly)
    return {numbers[lot]: names[person] for lot, person in now.carriers.items()}


async def voting_on(cast, assembly, item):
    await act(cast, sitting.open_assembly, assembly, at=NOW)
    await open_vote(cast, item)


async def test_the_substitute_votes_only_when_the_holder_is_not_there(cast):
    assembly, [item] = await convened(cast)
    await give(cast, assembly, "dirk", "bram", substitute="carla")
    await arrive(cast, assembly, "anna", "carla")
    assert (await carried(cast, assembly))["A4"] == "carla"
    await voting_on(cast, assembly, item)
    a4 = (cast.lots["A4"],)
    assert await press(cast, "carla", item, FOR, lots=a4)
    await arrive(cast, assembly, "bram")
    assert (await carried(cast, assembly))["A4"] == "bram"
    with pytest.raises(NoVoteHere):
        await press(cast, "carla", item, AGAINST, "carla-too-late", lots=a4)
    assert await press(cast, "bram", item, AGAINST, "bram-is-there", lots=a4)


async def test_without_a_substitute_a_giver_whose_holder_left_is_absent(cast):
    assembly, _ = await convened(cast)
    await give(cast, assembly, "dirk", "bram")
    await arrive(cast, assembly, "anna", "bram")
    assert (await carried(cast, assembly))["A4"] == "bram"
    await act(cast, attendance.record_presence, assembly, person_id=cast.people["bram"], what="left", at=NOW)
    assert "A4" not in await carried(cast, assembly)


@pytest.mark.parametrize("substitute", ["dirk", "bram", "syndic"])
async def test_who_cannot_be_the_substitute(cast, substitute):
    assembly, _ = await convened(cast)
    with pytest.raises(BadInput) as refused:
        await give(cast, assembly, "dirk", "bram", substitute=substitute)
    assert refused.value.problems[0].where == "substitute"


async def test_who_came_to_work_for_the_syndic_votes_for_nobody_any_more(cast):
    assembly, [item] = await convened(cast)
    await give(cast, assembly, "dirk", "bram")
    await arrive(cast, assembly, "anna", "bram", "carla")
    await voting_on(cast, assembly, item)
    async with db.open_session() as session:
        firm = await session.scalar(
            text("SELECT organisation_id FROM organisation_member WHERE person_id = :p"), {"p": cast.people["syndic"]}
        )
        member = OrganisationMember(organisation_id=firm, person_id=cast.people["bram"], role="syndic", since=LONG_AGO)
        session.add(member)
    try:
        with pytest.raises(ProxyRefused) as refused:
            await press(cast, "bram", item, FOR, lots=(cast.lots["A4"],))
        assert refused.value.article == "3.87 §7"
        assert "A4" not in await carried(cast, assembly)  # nor is she counted as represented
        assert await press(cast, "bram", item, FOR, "her-own-lot")  # she votes for her own lot
    finally:
        async with db.open_session() as session:
            await session.execute(
                text("UPDATE organisation_member SET until = :d WHERE person_id = :p"),
                {"d": LONG_AGO + timedelta(days=1), "p": cast.people["bram"]},
            )


async def test_instructions_bind_on_the_text_they_were_given_on(cast):
    assembly, [item] = await convened(cast)
    await give(cast, assembly, "dirk", "bram", instructions={item: AGAINST})
    await arrive(cast, assembly, "anna", "bram", "carla")
    await voting_on(cast, assembly, item)
    mine = await act(cast, my_votes.mine, assembly, who="bram")
    assert [dict(vote.bound) for vote in mine.votes] == [{}, {item: "against"}]
    a4 = cast.lots["A4"]
    with pytest.raises(InstructionBinds) as refused:
        await press(cast, "bram", item, FOR, "as-she-likes", lots=(a4,))
    assert refused.value.facts() == {"number": 1, "choice": "against"}
    with pytest.raises(InstructionBinds):
        await act(cast, hand_entry.enter_ballots, item, choices={a4: FOR}, channel="proxy_sheet")
    [sheet] = await act(cast, proxy_sheets, assembly)
    assert [(row.owner_name, row.votes, row.bound) for row in sheet.principals] == [("Dirk Maes", 150, "against")]
    assert await press(cast, "bram", item, AGAINST, "as-she-told", lots=(a4,))
    [sheet] = await act(cast, proxy_sheets, assembly)
    assert sheet.principals[0].choice == "against"


async def test_an_amendment_releases_the_instructions(cast):
    assembly, [item] = await convened(cast)
    await give(cast, assembly, "dirk", "bram", instructions={item: AGAINST})
    await arrive(cast, assembly, "anna", "bram", "carla")
    await act(cast, sitting.open_assembly, assembly, at=NOW)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await session.execute(
            text(
                "INSERT INTO item_text (id, association_id, item_id, version, text, by_id, at)"
                ' VALUES (gen_random_uuid(), :t, :i, 2, \'{"fr": "Amendé"}\', :p, now())'
            ),
            {"t": cast.association_id, "i": item, "p": cast.people["syndic"]},
        )
    await open_vote(cast, item)
    assert await press(cast, "bram", item, FOR, "released", lots=(cast.lots["A4"],))


async def test_hands_leave_out_who_decided_otherwise_on_her_proxy(cast):
    assembly, [item] = await convened(cast)
    await give(cast, assembly, "dirk", "bram", instructions={item: AGAINST})
    await arrive(cast, assembly, "anna", "bram", "carla")
    await voting_on(cast, assembly, item)
    entered = await act(cast, hand_entry.enter_show_of_hands, item, choice=FOR, exceptions={})
    assert entered == 4  # A1, G1, A2, A3; Dirk's lot waits for the sheet
    await close_vote(cast, item)


async def test_instructions_are_for_points_that_are_voted(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(BadInput) as refused:
        await give(cast, assembly, "dirk", "bram", instructions={cast.lots["A1"]: FOR})
    assert refused.value.problems[0].where == "instructions"


async def second_session(cast, assembly):
    await act(cast, sitting.without_quorum, assembly, at=NOW)
    return await act(
        cast,
        assembly_day.plan_second_session,
        assembly,
        starts_at=NOW + timedelta(days=40),
        place="Salle",
        at=NOW,
    )


async def test_a_proxy_stands_in_the_second_session_too(cast):
    assembly, _ = await convened(cast)
    await give(cast, assembly, "dirk", "bram")
    await arrive(cast, assembly, "bram")
    second = await second_session(cast, assembly)
    async with db.tenant_session(cast.syndic) as session:
        standing = await session.execute(
            text("SELECT giver_id FROM standing_proxy WHERE assembly_id = :a"), {"a": second}
        )
        assert standing.scalars().all() == [cast.people["dirk"]]


async def test_a_new_proxy_for_the_second_session_takes_the_place_of_the_first(cast):
    assembly, _ = await convened(cast)
    await give(cast, assembly, "dirk", "bram")
    await arrive(cast, assembly, "bram")
    second = await second_session(cast, assembly)
    with pytest.raises(BadInput):  # one at a time: the first is revoked before
        await give(cast, second, "dirk", "anna")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        [proxy] = (await room(session, cast.association_id, second)).proxies
    await act(cast, proxies.revoke_proxy, proxy.id)
    await give(cast, second, "dirk", "anna")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert [each.holder_id for each in (await room(session, cast.association_id, second)).proxies] == [
            cast.people["anna"]
        ]
