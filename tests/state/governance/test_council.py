"""The council's page: what each reader sees of it, and what its buttons do."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.clock import today
from koprogo.models.buildings import Lot
from koprogo.services.assemblies.season.deadlines import Duty, deadlines
from koprogo.state.governance.council import CouncilState
from tests.cast import put_on_stage
from tests.services.assemblies.evening import drafted
from tests.services.governance.council_on_stage import member
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


async def at(cast, who):
    tab = Tab(CouncilState, f"/associations/{cast.association_id}/council", cast.actors[who])
    await tab.call("load")
    return tab


async def grow(cast, to=20):
    """Give the building enough main lots for a council to be due."""
    async with db.association_session(cast.association_id) as session:
        session.add_all(
            Lot(association_id=cast.association_id, number=f"Z{n}", kind="studio", shares=0) for n in range(to - 5)
        )


async def test_an_owner_reads_the_rule_and_who_sits_and_nothing_the_council_asks(cast):
    await member(cast, "bram")
    tab = await at(cast, "anna")
    assert tab.state.loaded and tab.state.refusal.kind == ""
    assert [(each.name, each.lots) for each in tab.state.members] == [("Bram Claes", "A2")]
    rule = tab.state.rule
    assert (rule.counted, rule.threshold, rule.required, rule.missing) == (5, 20, False, False)
    assert not tab.state.may_follow and tab.state.people == []
    await tab.call("ask", {"words": "Where are the quotes?"})
    assert tab.state.refusal.kind == "not_allowed"


async def test_twenty_main_lots_and_nobody_elected_is_said_and_put_right(cast):
    await grow(cast, 19)
    assert not (await at(cast, "anna")).state.rule.required
    async with db.tenant_session(cast.syndic) as session:
        assert Duty.ELECT_COUNCIL not in {each.duty for each in await deadlines(session, cast.syndic, day=today())}
    await grow_one(cast)
    assert (await at(cast, "anna")).state.rule.missing
    async with db.tenant_session(cast.syndic) as session:
        [duty] = [e for e in await deadlines(session, cast.syndic, day=today()) if e.duty is Duty.ELECT_COUNCIL]
    assert (duty.count, duty.due, duty.article) == (20, None, "3.90 §1")
    tab = await at(cast, "syndic")
    await tab.call("propose_election")
    assert (tab.state.refusal.kind, tab.state.proposed_at) == ("refused", "")
    await drafted(cast)
    await tab.call("propose_election")
    assert tab.state.proposed_at.endswith("/plan") and tab.state.rule.planned
    await tab.call("propose_election")
    assert tab.state.refusal.kind == ""
    async with db.tenant_session(cast.syndic) as session:
        assert Duty.ELECT_COUNCIL not in {each.duty for each in await deadlines(session, cast.syndic, day=today())}


async def grow_one(cast):
    async with db.association_session(cast.association_id) as session:
        session.add(Lot(association_id=cast.association_id, number="Z99", kind="office", shares=0))


async def test_the_council_asks_the_syndic_answers(cast):
    await member(cast, "bram")
    council = await at(cast, "bram")
    assert council.state.may_follow and council.state.may_ask and not council.state.may_answer
    await council.call("ask", {"words": ""})
    assert [each.where for each in council.state.refusal.problems] == ["words"]
    await council.call("ask", {"words": "Who checks the lift?", "entry": ""})
    assert (council.state.waiting, council.state.asked[0].words) == (1, "Who checks the lift?")
    syndic = await at(cast, "syndic")
    await syndic.call("answer", {"question": syndic.state.asked[0].id, "words": "On Monday."})
    assert (syndic.state.waiting, syndic.state.asked[0].answers[0].by) == (0, "Sylvie Simon")


async def test_the_syndic_records_ends_and_chooses_days(cast):
    tab = await at(cast, "syndic")
    await tab.call("appoint", {"person": "", "office": "council", "since": today().isoformat()})
    assert [each.where for each in tab.state.refusal.problems] == ["person"]
    anna = next(each.value for each in tab.state.people if each.word == "Anna Peeters")
    await tab.call("appoint", {"person": anna, "office": "council", "since": today().isoformat()})
    [seat] = tab.state.members
    await tab.call("name_position", seat.id, "chair")
    assert tab.state.members[0].position == "chair"
    syndic = next(each.value for each in tab.state.people if each.word == "Sylvie Simon")
    await tab.call("appoint", {"person": syndic, "office": "council", "since": today().isoformat()})
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.89 §9")
    await tab.call("choose_days", {"works": "45", "quotes": "many"})
    assert [each.where for each in tab.state.refusal.problems] == ["quotes"]
    await tab.call("choose_days", {"works": "45", "quotes": "20"})
    assert (tab.state.works_days, tab.state.quotes_days) == (45, 20)
    end = {"seat": seat.id, "reason": "dismissed", "day": (today() + timedelta(days=1)).isoformat()}
    await tab.call("end_seat", end)
    assert tab.state.members[0].until == end["day"]


async def test_a_member_steps_down_by_herself(cast):
    await member(cast, "bram")
    tab = await at(cast, "bram")
    seat = next(each for each in tab.state.members if each.is_mine)
    await tab.call("end_seat", {"seat": seat.id, "day": today().isoformat()})
    assert tab.state.members == [] and tab.state.past[0].end_reason == "resigned"


async def test_the_stranger_sees_nothing(cast):
    tab = Tab(CouncilState, f"/associations/{cast.association_id}/council", cast.stranger)
    await tab.call("load")
    assert (tab.state.refusal.kind, tab.state.loaded, tab.state.members) == ("not_found", False, [])
