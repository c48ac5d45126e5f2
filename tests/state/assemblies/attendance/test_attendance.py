"""The door: arrivals in one press, a list that stays still, proxies, slips, the bureau, joint lots, the opening."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import today
from koprogo.models.buildings import Lot
from koprogo.models.identity import Person
from koprogo.models.ownership import Holding
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.state.assemblies.attendance.attendance import AttendanceState
from koprogo.state.assemblies.attendance.bureau import BureauState
from koprogo.state.assemblies.attendance.desk import DeskState
from tests.cast import AT, LONG_AGO
from tests.services.assemblies.evening import NOW, arrive, convened, opened
from tests.state.assemblies.agenda.test_plan import leads_to
from tests.state.tab import Tab


async def tab_of(cast, state, assembly, who="syndic", load=True):
    tab = Tab(state, f"/assemblies/{assembly}/attendance", cast.actors[who])
    if load:
        await tab.call("load")
    return tab


async def door(cast, assembly, who="syndic"):
    return await tab_of(cast, AttendanceState, assembly, who)


def line(tab, name):
    return next(each for each in tab.state.lines if each.name.startswith(name))


async def view(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await snapshot(session, cast.association_id, assembly)


async def test_the_door_opens_on_who_is_missing(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "bram")
    tab = await door(cast, assembly)
    assert [each.name for each in tab.state.lines] == ["Anna Peeters", "Carla Dubois", "Dirk Maes"]
    assert (tab.state.counts.absent, tab.state.counts.present, tab.state.counts.represented) == (3, 1, 0)


async def test_one_press_checks_in_and_the_line_stays_where_it_is(cast):
    assembly, _ = await convened(cast)
    tab = await door(cast, assembly)
    await tab.call("arrive", line(tab, "Bram").comes_id, "room")
    assert [each.name.split()[0] for each in tab.state.lines] == ["Anna", "Bram", "Carla", "Dirk"]
    assert (line(tab, "Bram").status, line(tab, "Bram").channel) == ("present", "room")
    await tab.call("arrive", line(tab, "Carla").comes_id, "remote")
    assert line(tab, "Carla").channel == "remote"
    await tab.call("depart", line(tab, "Bram").comes_id)
    assert line(tab, "Bram").status == "absent"
    await tab.call("show_group", "present")
    assert [each.name for each in tab.state.lines] == ["Carla Dubois"]


async def test_a_search_looks_in_every_group_and_forgets_nothing(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "bram")
    tab = await door(cast, assembly)
    await tab.call("search", "cla")
    assert [each.name for each in tab.state.lines] == ["Bram Claes"]
    await tab.call("search", "no one")
    assert tab.state.lines == []
    await tab.call("search", "")
    assert len(tab.state.lines) == 3


async def test_three_hundred_owners_come_in_pages_of_fifty(cast):
    people = [uuid4() for _ in range(120)]
    async with db.open_session() as session:
        session.add_all(Person(id=each, name=f"Owner {n:03}", created_at=AT) for n, each in enumerate(people))
    async with db.association_session(cast.elsewhere_id) as session:
        lots = [uuid4() for _ in people]
        session.add_all(
            Lot(id=lot, association_id=cast.elsewhere_id, number=f"X{n}", shares=0, kind="cellar")
            for n, lot in enumerate(lots, start=1)
        )
        await session.flush()
        session.add_all(
            Holding(association_id=cast.elsewhere_id, lot_id=lot, person_id=who, since=LONG_AGO)
            for lot, who in zip(lots, people, strict=True)
        )
    async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
        assembly = await plan.create_assembly(
            session, cast.other_syndic, cast.elsewhere_id, kind="ordinary", starts_at=NOW + timedelta(days=20),
            place="", at=NOW,
        )  # fmt: skip
    tab = await door(cast, assembly, "other_syndic")
    assert (len(tab.state.lines), tab.state.pages, tab.state.counts.absent) == (50, 3, 122)
    assert [each.lots for each in tab.state.lines[:4]] == [["B1"], ["B2"], ["X1"], ["X2"]]  # X2 before X10
    for asked, found in ((3, 3), (99, 3), (-4, 1), ("x", 1)):
        await tab.call("turn_to", asked)
        assert tab.state.page == found
    await tab.call("turn_to", 3)
    assert len(tab.state.lines) == 22


async def test_opening_is_refused_with_its_sums_until_the_quorum_is_there(cast):
    assembly, _ = await convened(cast)
    tab = await door(cast, assembly)
    await tab.call("arrive", line(tab, "Bram").comes_id, "room")
    assert await tab.call("open_session") is None
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.87 §5")
    assert tab.state.refusal.facts["heads_present"] == 1
    for name in ("Anna", "Carla"):
        await tab.call("arrive", line(tab, name).comes_id, "room")
    assert leads_to(await tab.call("open_session")) == f"/assemblies/{assembly}/room"
    assert (await view(cast, assembly)).state == "opened"


async def test_a_missed_quorum_leads_to_a_second_session(cast):
    assembly, _ = await convened(cast)
    tab = await door(cast, assembly)
    await tab.call("record_no_quorum")
    assert (await view(cast, assembly)).state == "without_quorum"
    answers = {"starts_at": tab.state.first_day_of_second, "hour": "19:30", "place": "Salle"}
    too_soon = (today() + timedelta(days=17)).isoformat()
    assert await tab.call("plan_second", answers | {"starts_at": too_soon}) is None
    assert tab.state.refusal.article == "3.87 §5"
    assert leads_to(await tab.call("plan_second", answers)).endswith("/plan")


async def test_a_paper_proxy_is_recorded_refused_and_taken_back(cast):
    assembly, _ = await convened(cast)
    desk = await tab_of(cast, DeskState, assembly)
    tab = await door(cast, assembly)
    await desk.call("search", "claes")
    [holder] = desk.state.found
    giver = line(tab, "Anna").giver_id
    await desk.call("record_proxy", {"giver": giver})
    assert [each.where for each in desk.state.refusal.problems] == ["holder"]
    await desk.call("record_proxy", {"giver": giver, "holder": str(cast.people["syndic"])})
    assert desk.state.refusal.article == "3.87 §7"
    assert await desk.call("record_proxy", {"giver": giver, "holder": holder.id, "document": "farde 3"})
    await tab.call("refresh")
    assert (line(tab, "Anna").holder_name, line(tab, "Anna").status) == ("Bram Claes", "absent")
    await tab.call("arrive", holder.id, "room")
    assert (line(tab, "Anna").status, line(tab, "Bram").holds) == ("represented", 1)
    await desk.call("revoke_proxy", line(tab, "Anna").proxy_id)
    await tab.call("refresh")
    assert line(tab, "Anna").status == "absent"


async def test_a_slip_is_shown_once_and_put_away(cast):
    assembly, _ = await convened(cast)
    desk = await tab_of(cast, DeskState, assembly)
    tab = await door(cast, assembly)
    person = line(tab, "Carla").comes_id
    await desk.call("issue", {"person": person})
    assert [each.where for each in desk.state.refusal.problems] == ["identity_check"]
    await desk.call("issue", {"person": person, "identity_check": "identity_card"})
    slip = desk.state.slip
    assert (slip.name, len(slip.code), slip.address.endswith("/slip")) == ("Carla Dubois", 14, True)
    assert slip.path.startswith("M0 0.5h7") and slip.modules >= 25
    await tab.call("refresh")
    assert line(tab, "Carla").slip_id == slip.id
    await desk.call("put_away")
    assert slip.code not in desk.shown()
    await desk.call("load")
    assert slip.code not in desk.shown()
    await desk.call("revoke", slip.id)
    await tab.call("refresh")
    assert line(tab, "Carla").slip_id == ""


async def test_a_joint_lot_gets_its_representative_before_the_opening(cast):
    assembly, _ = await convened(cast)
    desk = await tab_of(cast, DeskState, assembly)
    [lot] = desk.state.suspended
    assert (lot.lot, lot.shares, desk.state.votes_lost) == ("A5", 150, 150)
    assert [each.name for each in lot.holders] == ["Emma Lambert", "Farid Benali"]
    await desk.call("choose_lot", lot.lot_id)
    await desk.call("designate", {"proof": "Lettre du 3 novembre"})
    assert [each.where for each in desk.state.refusal.problems] == ["representative"]
    await desk.call("designate", {"representative": lot.holders[0].id, "proof": ""})
    assert [each.where for each in desk.state.refusal.problems] == ["proof"]
    await desk.call("designate", {"representative": lot.holders[0].id, "proof": "Lettre du 3 novembre"})
    assert desk.state.suspended == [] and desk.state.designating == ""
    tab = await door(cast, assembly)
    assert line(tab, "Emma").other_name == "Emma Lambert"
    async with db.association_session(cast.association_id) as session:
        await session.execute(text("UPDATE representative SET until = since"))


async def test_the_bureau_is_named_and_ended(cast):
    assembly, _ = await convened(cast)
    tab = await tab_of(cast, BureauState, assembly)
    await tab.call("choose_office", "chair")
    await tab.call("search", "sylvie")
    await tab.call("name", tab.state.found[0].id)
    assert tab.state.refusal.article == "3.87 §5"  # the syndic is no co-owner
    await tab.call("search", "anna")
    await tab.call("name", tab.state.found[0].id)
    assert [(seat.office, seat.name) for seat in tab.state.seats] == [("chair", "Anna Peeters")]
    assert tab.state.office == ""
    await tab.call("choose_office", "teller")
    await tab.call("name", str(cast.people["bram"]))
    await tab.call("end", "teller", str(cast.people["bram"]))
    assert [seat.office for seat in tab.state.seats] == ["chair"]
    await tab.call("choose_office", "emperor")
    assert tab.state.office == ""


async def test_nobody_else_keeps_the_door(cast):
    assembly, _ = await convened(cast)
    person = str(cast.people["bram"])
    acts = {
        AttendanceState: (("load",), ("arrive", person, "room"), ("open_session",), ("record_no_quorum",)),
        DeskState: (("load",), ("issue", {"person": person, "identity_check": "identity_card"})),
        BureauState: (("name", person),),
    }
    for who in ("anna", "stranger", "other_syndic"):
        for state, presses in acts.items():
            tab = await tab_of(cast, state, assembly, who, load=False)
            for press in presses:
                await tab.call(*press)
                assert tab.state.refusal.kind in ("not_found", "not_allowed", "bad_input"), (who, press)
    seen = await view(cast, assembly)
    assert (seen.heads, seen.state) == (0, "convened")


@pytest.mark.parametrize("junk", ["", "x", None, ["a"], "00000000-0000-0000-0000-000000000000"])
async def test_hostile_arguments_change_nothing(cast, junk):
    assembly, _ = await convened(cast)
    tab, desk = await door(cast, assembly), await tab_of(cast, DeskState, assembly)
    for state, press in (
        (tab, ("arrive", junk, "room")),
        (tab, ("depart", junk)),
        (desk, ("revoke", junk)),
        (desk, ("revoke_proxy", junk)),
        (desk, ("issue", {"person": junk, "identity_check": "identity_card"})),
    ):
        await state.call(*press)
        assert state.state.refusal.kind in ("not_found", "refused", "")
    await tab.call("show_group", junk)
    assert tab.state.group == "absent"
    assert (await view(cast, assembly)).heads == 0


async def test_the_door_still_works_while_the_session_is_open(cast):
    assembly, _ = await opened(cast, present=("anna", "bram", "carla"))
    tab = await door(cast, assembly)
    await tab.call("arrive", line(tab, "Dirk").comes_id, "room")
    assert (await view(cast, assembly)).heads == 4


async def test_a_paper_proxy_names_a_substitute_and_decides_a_point(cast):
    assembly, [item] = await convened(cast)
    desk = await tab_of(cast, DeskState, assembly)
    await desk.call("search_substitute", "Carla")
    [carla] = desk.state.substitutes
    form = {
        "giver": str(cast.people["dirk"]),
        "holder": str(cast.people["bram"]),
        "substitute": carla.id,
        f"on_{item}": "against",
    }
    assert await desk.call("record_proxy", form)
    async with db.tenant_session(cast.syndic) as session:
        row = (
            await session.execute(
                text("SELECT substitute_id, instructions FROM standing_proxy WHERE assembly_id = :a"), {"a": assembly}
            )
        ).one()
    assert row.substitute_id == cast.people["carla"]
    assert row.instructions == {str(item): {"choice": "against", "text": 1}}
