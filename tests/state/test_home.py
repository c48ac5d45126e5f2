"""The home page: everybody finds her own part, and nobody another's."""

from datetime import timedelta

import pytest

from koprogo import db, urls
from koprogo.core.actor import Actor
from koprogo.services.access import SlipReach, build_actor
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import results, voting
from koprogo.state import home, home_rows
from koprogo.state.home import HomeState
from tests.cast import put_on_stage
from tests.services.assemblies.evening import NOW, convened, drafted, opened
from tests.state.tab import Refused, Tab

DAY = NOW.date()
ASSEMBLY_DAY = DAY + timedelta(days=16)


@pytest.fixture
async def cast(database):
    return await put_on_stage()


@pytest.fixture
def on(monkeypatch):
    """Choose the day of the page."""

    def choose(day):
        monkeypatch.setattr(home, "today", lambda: day)

    choose(DAY)
    return choose


async def at_home(actor) -> HomeState:
    tab = Tab(HomeState, "/", actor)
    await tab.call("load")
    assert tab.state.refusal.kind == ""
    return tab.state


async def test_an_owner_finds_her_lots_and_the_next_assembly(cast, on):
    assembly, _ = await convened(cast, "works_on_common_parts", "approve_annual_accounts")
    state = await at_home(cast.anna)
    [mine] = state.homes
    assert (mine.name, mine.shares, mine.total) == ("Résidence Les Tilleuls", 270, 1000)
    assert [(lot.number, lot.shares, lot.votes, lot.is_suspended) for lot in mine.lots] == [
        ("A1", 250, True, False),
        ("G1", 20, True, False),
    ]
    card = mine.assembly
    assert (card.days, card.points, card.qualified, card.is_open) == (16, 2, 1, False)
    assert card.href == f"/assemblies/{assembly}/agenda"
    assert not state.is_syndic and state.late == [] and state.managed == []


async def test_a_draft_is_nobodys_next_assembly_but_the_syndics(cast, on):
    await drafted(cast)
    assert (await at_home(cast.anna)).homes[0].assembly.id == ""
    [card] = (await at_home(cast.syndic)).coming
    assert card.state == "drafted" and card.href.endswith("/plan")


async def test_an_open_session_says_so_and_stays_past_midnight(cast, on):
    await opened(cast)
    on(ASSEMBLY_DAY + timedelta(days=1))
    card = (await at_home(cast.bram)).homes[0].assembly
    assert (card.is_open, card.days) == (True, -1)


async def test_a_joint_owner_sees_that_her_lot_does_not_vote_yet(cast, on):
    [mine] = (await at_home(cast.emma)).homes
    [lot] = mine.lots
    assert (lot.number, lot.votes, lot.is_suspended, mine.shares) == ("A5", False, True, 0)


async def test_the_syndic_finds_deadlines_by_group_with_the_page_where_they_are_done(cast, on):
    assembly, _ = await drafted(cast)
    state = await at_home(cast.syndic)
    assert state.is_syndic and state.today == DAY.isoformat()
    assert [(row.duty, row.n, row.href) for row in state.soon] == [("convene", 1, f"/assemblies/{assembly}/convene")]
    assert [(row.duty, row.n, row.count, row.shares) for row in state.near] == [("designate", 16, 1, 150)]
    assert state.near[0].href == f"/associations/{cast.association_id}"
    on(DAY + timedelta(days=2))
    assert [row.n for row in (await at_home(cast.syndic)).late] == [-1]


async def test_a_duty_without_a_day_has_none(cast, on):
    state = await at_home(cast.syndic)
    assert [(row.duty, row.due) for row in state.undated] == [("designate", "")]


async def test_who_is_syndic_here_and_owner_there_sees_both(cast, on):
    state = await at_home(cast.syndic)
    assert [line.name for line in state.managed] == ["Résidence Les Tilleuls"]
    assert [mine.name for mine in state.homes] == ["Kouterhof"]


async def test_the_accountant_reads_the_associations_and_has_no_duties(cast, on):
    await drafted(cast)
    state = await at_home(cast.accountant)
    assert (state.is_accountant, state.is_syndic, state.managed_count) == (True, False, 1)
    assert state.soon == state.near == state.undated == state.coming == []


async def test_decisions_are_counted_for_the_last_assembly(cast, on):
    assembly, [item] = await opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.open_item(session, cast.syndic, cast.association_id, item, at=NOW, seconds=None)
        await voting.close_item(session, cast.syndic, cast.association_id, item)
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)
        await sitting.close_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    state = await at_home(cast.anna)
    assert [(row.title["fr"], row.carried) for row in state.decided] == [("Rénover la toiture", False)]
    assert (state.carried_count, state.rejected_count) == (0, 1)
    stranger = await at_home(cast.stranger)
    assert stranger.decided == [] and (stranger.carried_count, stranger.rejected_count) == (0, 0)


async def test_a_stranger_sees_nothing_of_this_association(cast, on):
    await convened(cast)
    tab = Tab(HomeState, "/", cast.stranger)
    await tab.call("load")
    assert "Tilleuls" not in tab.shown() and "A1" not in tab.shown()


async def test_a_slip_leads_to_its_assembly_and_an_operator_to_the_installation(cast, on):
    slip = build_actor(
        cast.people["anna"], name="Anna", language="fr", reach=(), is_operator=False, session_id=None,
        slip=SlipReach(cast.association_id, cast.lots["A1"]),
    )  # fmt: skip
    led = await Tab(HomeState, "/", slip).call("load")
    assert f"/assemblies/{cast.lots['A1']}/vote" in str(led.args)
    operator = Actor(cast.people["accountant"], "Odile", "fr", is_operator=True)
    assert urls.PLATFORM in str((await Tab(HomeState, "/", operator).call("load")).args)


async def test_nobody_has_no_home(cast):
    with pytest.raises(Refused):
        await Tab(HomeState, "/", None).call("load")


def test_the_pages_of_duties_exist():
    from koprogo.routes import EVENING, SCREENS

    routes = {screen.route for screen in SCREENS}
    assert {f"{EVENING}/{page}" for page in home_rows.PAGES.values()} <= routes
