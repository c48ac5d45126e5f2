"""Results: provisional until confirmed, then frozen with everything they rest on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.attendance import attendance
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.assemblies.voting import hand_entry, results
from tests.services.assemblies.evening import NOW, WORDS, close_vote, open_vote, opened, press


async def confirm(cast, item, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await results.confirm_result(session, actor, cast.association_id, item, at=NOW)


async def result(cast, item):
    async with db.tenant_session(cast.syndic) as session:
        rows = await session.execute(text("SELECT * FROM result WHERE item_id = :i ORDER BY round"), {"i": item})
        return rows.mappings().all()


async def voted(cast, item, **choices):
    await open_vote(cast, item)
    for who, choice in choices.items():
        await press(cast, who, item, choice)
    await close_vote(cast, item)


async def test_a_result_names_those_against_and_abstaining_and_its_article(cast):
    _, [item] = await opened(cast, "approve_annual_accounts")
    await voted(cast, item, anna=Choice.FOR, bram=Choice.AGAINST, carla=Choice.ABSTAIN)
    assert await confirm(cast, item) is True
    [row] = await result(cast, item)
    assert (row["in_favour"], row["against"], row["abstained"], row["no_ballot"]) == (270, 230, 200, 150)
    assert (row["carried"], row["needed"], row["majority"]) == (True, 251, "absolute")
    assert row["article"] == "3.87 §8 + 3.89 §5 15°"
    assert [each["owner"] for each in row["facts"]["against"]] == ["Bram Claes"]
    assert [each["owner"] for each in row["facts"]["abstained"]] == ["Carla Dubois"]
    assert row["facts"]["no_ballot"] == ["A4"]
    assert row["ballots_sealed"] == 4


async def test_two_thirds_are_not_reached_by_270_of_500(cast):
    assembly, [item] = await opened(cast, "works_on_common_parts")
    await voted(cast, item, anna=Choice.FOR, bram=Choice.AGAINST)
    assert await confirm(cast, item) is False
    [row] = await result(cast, item)
    assert row["needed"] == 334
    async with db.tenant_session(cast.syndic) as session:
        assert (await snapshot(session, cast.association_id, assembly)).agenda == ("rejected",)


async def test_without_a_vote_cast_nothing_is_carried(cast):
    _, [item] = await opened(cast, "approve_annual_accounts")
    await voted(cast, item, carla=Choice.ABSTAIN)
    assert await confirm(cast, item) is False


async def test_a_result_is_confirmed_once_and_never_before_the_closing(cast):
    _, [item] = await opened(cast)
    with pytest.raises(WrongState):
        await confirm(cast, item)
    await open_vote(cast, item)
    with pytest.raises(WrongState):
        await confirm(cast, item)
    await close_vote(cast, item)
    await confirm(cast, item)
    with pytest.raises(WrongState):
        await confirm(cast, item)
    assert len(await result(cast, item)) == 1


async def test_who_left_after_the_closing_still_counts(cast):
    assembly, [item] = await opened(cast, "approve_annual_accounts")
    await voted(cast, item, anna=Choice.AGAINST, bram=Choice.FOR)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        for name in ("anna", "carla"):
            await attendance.record_presence(
                session,
                cast.syndic,
                cast.association_id,
                assembly,
                person_id=cast.people[name],
                what="left",
                at=NOW + timedelta(minutes=1),
            )
    await confirm(cast, item)
    [row] = await result(cast, item)
    assert (row["against"], row["no_ballot"]) == (270, 350)
    assert row["facts"]["base"]["present"] == 850


async def test_entries_nobody_confirmed_are_shown_and_not_counted(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await hand_entry.enter_ballots(
            session,
            cast.syndic,
            cast.association_id,
            item,
            choices={cast.lots["A4"]: Choice.AGAINST},
            channel="paper",
        )
    await close_vote(cast, item)
    await confirm(cast, item)
    [row] = await result(cast, item)
    assert row["against"] == 0
    assert row["facts"]["unconfirmed"] == [{"lot": "A4", "votes": 150}]


async def test_a_vote_by_proxy_is_named_with_who_cast_it(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await proxies.record_proxy(
            session,
            cast.syndic,
            cast.association_id,
            assembly,
            giver_id=cast.people["dirk"],
            holder_id=cast.people["bram"],
            at=NOW,
        )
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.AGAINST, lots=(cast.lots["A4"],))
    await press(cast, "anna", item, Choice.FOR)
    await close_vote(cast, item)
    await confirm(cast, item)
    [row] = await result(cast, item)
    assert row["facts"]["against"] == [
        {"owner": "Dirk Maes", "lots": ["A4"], "votes": 150, "through": str(cast.people["bram"])}
    ]


async def test_a_clause_of_the_bylaws_shows_what_the_law_would_have_given(cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assembly = await plan.create_assembly(
            session,
            cast.syndic,
            cast.association_id,
            kind="ordinary",
            starts_at=NOW + timedelta(days=16),
            place="Salle",
            at=NOW,
        )
        item = await plan.add_item(
            session,
            cast.syndic,
            cast.association_id,
            assembly,
            kind="works_on_common_parts",
            title=WORDS,
            proposal=WORDS,
            majority="four_fifths",
            clause="Art. 23",
            at=NOW,
        )
        await freeze.convene(
            session, cast.syndic, cast.association_id, assembly, sent_on=NOW.date(), at=NOW, despite="by post"
        )
        for name in ("anna", "bram", "carla"):
            await attendance.record_presence(
                session,
                cast.syndic,
                cast.association_id,
                assembly,
                person_id=cast.people[name],
                what="arrived",
                at=NOW,
            )
        await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    await voted(cast, item, anna=Choice.FOR, bram=Choice.FOR, carla=Choice.AGAINST)
    assert await confirm(cast, item) is False  # 500 of 700 is no four fifths
    [row] = await result(cast, item)
    assert row["facts"]["clause"] == "Art. 23"
    assert row["facts"]["alternatives"] == [{"majority": "two_thirds", "carried": True, "needed": 467}]


async def test_only_the_syndic_confirms_and_the_stranger_finds_nothing(cast):
    _, [item] = await opened(cast)
    await voted(cast, item, anna=Choice.FOR)
    with pytest.raises(NotAllowed):
        await confirm(cast, item, "anna")
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await results.confirm_result(session, cast.other_syndic, cast.elsewhere_id, item, at=NOW)
    with pytest.raises(NotFound):
        await confirm(cast, uuid4())
    assert await result(cast, item) == []
