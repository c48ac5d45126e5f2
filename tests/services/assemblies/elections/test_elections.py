"""Elections: who may stand, with whose word; a contest is a choice; the elected sit down by themselves."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.elections import elections
from koprogo.services.assemblies.elections.refusals import CouncilNeedsAVote, NobodyAgreed, SyndicIsNeither
from koprogo.services.assemblies.refusals import ChairIsNoOwner, WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import amendments, results, run_off
from tests.services.assemblies.evening import NOW, arrive, close_vote, convened, drafted, open_vote, opened, press

FOUR = ("anna", "bram", "carla", "dirk")


async def stand(cast, item, post, who, how="room", **more):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await elections.stand(
            session, cast.syndic, cast.association_id, item, post=post, person_id=cast.people.get(who), how=how, at=NOW,
            **more,
        )  # fmt: skip


async def names(cast, item):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        found = await elections.candidates(session, cast.syndic, cast.association_id, item)
    return [(each.post, each.label, each.agreed) for each in found]


async def sheet(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return (await queries.sheet(session, cast.syndic, cast.association_id, assembly)).items


async def seats(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return [
            (each.office, each.name) for each in await bureau.seats(session, cast.syndic, cast.association_id, assembly)
        ]


async def vote(cast, item, **choices):
    """Vote, close and confirm; return whether it is carried."""
    await open_vote(cast, item)
    for who, choice in choices.items():
        await press(cast, who, item, choice)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)


async def began(cast, *kinds):
    assembly, items = await convened(cast, *kinds)
    await arrive(cast, assembly, *FOUR)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    return assembly, items


async def test_the_elected_sit_down_by_themselves(cast):
    assembly, [item] = await began(cast, "elect_bureau")
    await stand(cast, item, "chair", "anna")
    await stand(cast, item, "secretary", "syndic", how="writing")
    await stand(cast, item, "teller", "bram")
    await stand(cast, item, "teller", "carla")
    [point] = await sheet(cast, assembly)
    assert point.options == []  # nobody stands against anybody: one vote, for or against
    assert [line.partition(": ")[2] for line in point.proposal["fr"].splitlines()[-4:]] == [
        "Anna Peeters (A1, G1)", "Sylvie Simon", "Bram Claes (A2)", "Carla Dubois (A3)",
    ]  # fmt: skip
    assert await vote(cast, item, anna=Choice.FOR, bram=Choice.FOR)
    assert await seats(cast, assembly) == [
        ("chair", "Anna Peeters"), ("secretary", "Sylvie Simon"), ("teller", "Bram Claes"), ("teller", "Carla Dubois"),
    ]  # fmt: skip
    async with db.platform_session(None, "test") as session:
        facts = await session.scalar(text("SELECT facts FROM audit_event WHERE action = 'bureau.named' LIMIT 1"))
    assert facts["item"] == str(item) and facts["round"] == 1


async def test_who_is_not_elected_does_not_sit(cast):
    assembly, [item] = await began(cast, "elect_bureau")
    await stand(cast, item, "chair", "anna")
    assert not await vote(cast, item, anna=Choice.FOR, bram=Choice.AGAINST, carla=Choice.AGAINST)
    assert await seats(cast, assembly) == []


async def test_a_contested_chair_is_chosen_alone_and_the_others_follow(cast):
    assembly, [item] = await began(cast, "elect_bureau")
    await stand(cast, item, "chair", "anna")
    await stand(cast, item, "secretary", "syndic")
    await stand(cast, item, "chair", "bram")
    await vote(cast, item, anna="option_1", bram="option_2", carla="option_2")
    assert await seats(cast, assembly) == [("chair", "Bram Claes")]
    first, second = await sheet(cast, assembly)
    assert (first.part, second.part) == ("a", "b")
    assert [each["fr"] for each in first.options] == ["Anna Peeters (A1, G1)", "Bram Claes (A2)"]
    assert second.options == [] and "Sylvie Simon" in second.proposal["fr"] and "Anna" not in second.proposal["fr"]
    await stand(cast, second.id, "teller", "dirk")  # a post that is still to be voted
    with pytest.raises(BadInput):
        await stand(cast, second.id, "chair", "carla")
    assert await vote(cast, second.id, anna=Choice.FOR)
    assert [office for office, _ in await seats(cast, assembly)] == ["chair", "secretary", "teller"]


async def test_a_run_off_keeps_the_candidates(cast):
    assembly, [item] = await began(cast, "elect_bureau")
    for who in ("anna", "bram", "carla"):
        await stand(cast, item, "chair", who)
    await vote(cast, item, anna="option_1", bram="option_2", carla="option_3")
    assert await seats(cast, assembly) == []
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert await run_off.begin_run_off(session, cast.syndic, cast.association_id, item) == ("option_1", "option_2")
    with pytest.raises(WrongState):
        await stand(cast, item, "chair", "dirk")
    await vote(cast, item, anna="option_1", bram="option_2", carla="option_2", dirk="option_2")
    assert await seats(cast, assembly) == [("chair", "Bram Claes")]


async def test_the_chair_is_a_co_owner_and_the_syndic_no_council_member(cast):
    _, [board, council, auditor] = await convened(cast, "elect_bureau", "elect_council_member", "appoint_auditor")
    with pytest.raises(ChairIsNoOwner) as refused:
        await stand(cast, board, "chair", "syndic")
    assert refused.value.article == "3.87 §5"
    with pytest.raises(CouncilNeedsAVote) as refused:
        await stand(cast, council, "council", "syndic")
    assert refused.value.article == "3.90 §3"
    with pytest.raises(SyndicIsNeither) as refused:
        await stand(cast, auditor, "auditor", "syndic")
    assert refused.value.article == "3.89 §9"
    with pytest.raises(NotFound):
        await stand(cast, board, "teller", "stranger")
    with pytest.raises(BadInput):
        await stand(cast, board, "chair", None, name="Somebody Else")


async def test_a_firm_from_outside_stands_where_the_law_allows_it(cast):
    _, [item] = await convened(cast, "appoint_auditor")
    await stand(cast, item, "auditor", None, name="  Contrôle  & Cie ", is_firm=True)
    await stand(cast, item, "auditor", None, name="Contrôle & Cie", is_firm=True)  # twice is once
    assert await names(cast, item) == [("auditor", "Contrôle & Cie", True)]


async def test_nobody_is_put_to_the_vote_without_agreeing(cast):
    _, [item] = await began(cast, "elect_bureau")
    asked = await stand(cast, item, "chair", "anna", how="")
    assert await names(cast, item) == [("chair", "Anna Peeters (A1, G1)", False)]
    with pytest.raises(NobodyAgreed):
        await open_vote(cast, item)
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        await elections.agree(session, cast.anna, cast.association_id, asked, how="herself", at=NOW)
    await open_vote(cast, item)
    with pytest.raises(WrongState):
        await stand(cast, item, "chair", "bram")


async def test_an_owner_stands_herself_and_withdraws(cast):
    assembly, [item] = await drafted(cast, "elect_council_member")
    async with db.tenant_session(cast.bram, cast.association_id) as session:
        with pytest.raises(WrongState):  # not convened yet
            await elections.stand_oneself(session, cast.bram, cast.association_id, item, post="council", at=NOW)
    await stand(cast, item, "council", "anna")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await freeze.convene(
            session, cast.syndic, cast.association_id, assembly, sent_on=NOW.date(), at=NOW, despite="By post."
        )
    async with db.tenant_session(cast.bram, cast.association_id) as session:
        mine = await elections.stand_oneself(session, cast.bram, cast.association_id, item, post="council", at=NOW)
    assert len((await sheet(cast, assembly))[0].options) == 2
    async with db.tenant_session(cast.carla, cast.association_id) as session:
        with pytest.raises(NotAllowed):
            await elections.withdraw(session, cast.carla, cast.association_id, mine, at=NOW)
    async with db.tenant_session(cast.bram, cast.association_id) as session:
        await elections.withdraw(session, cast.bram, cast.association_id, mine, at=NOW)
        await elections.withdraw(session, cast.bram, cast.association_id, mine, at=NOW)
    [point] = await sheet(cast, assembly)
    assert point.options == [] and "Bram" not in point.proposal["fr"] and "Anna Peeters" in point.proposal["fr"]


async def test_an_election_without_candidates_is_voted_as_its_text_says(cast):
    assembly, [item] = await opened(cast, "elect_bureau")
    before = await seats(cast, assembly)
    assert await vote(cast, item, anna=Choice.FOR)
    assert await seats(cast, assembly) == before


async def test_a_decision_that_elects_nobody_has_no_candidates(cast):
    _, [item] = await convened(cast, "approve_annual_accounts")
    with pytest.raises(NotFound):
        await names(cast, item)


async def test_a_stranger_finds_no_candidates(cast):
    _, [item] = await convened(cast, "elect_bureau")
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await elections.candidates(session, cast.stranger, cast.association_id, item)


async def test_an_amendment_of_an_election_is_voted_first_and_elects_nobody(cast):
    assembly, [item] = await began(cast, "appoint_auditor")
    await stand(cast, item, "auditor", "anna")
    await stand(cast, item, "auditor", "bram")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await amendments.amend(
            session, cast.syndic, cast.association_id, item, proposal={"fr": "Pour deux ans"}, at=NOW
        )
    assert await vote(cast, item, anna=Choice.FOR)  # for or against the amendment
    [point] = await sheet(cast, assembly)
    assert (point.state, point.proposal["fr"]) == ("reopened", "Pour deux ans")
    await vote(cast, item, anna="option_1", bram="option_2", carla="option_2")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        rows = await session.execute(
            text("SELECT facts -> 'elected' FROM result WHERE item_id = :i ORDER BY round"), {"i": item}
        )
        assert list(rows.scalars()) == [None, [{"name": "Bram Claes", "post": "auditor"}]]
