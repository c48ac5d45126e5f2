"""The room with three hundred owners: found by name and lot, by groups, page by page; nobody is left out in silence."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.models.assemblies import PresenceEvent, Proxy, ProxyEvent
from koprogo.models.identity import Person
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.access import actor_of
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import hand_entry, voting
from koprogo.state.assemblies.attendance.attendance import AttendanceState
from koprogo.state.assemblies.attendance.bureau import BureauState
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.assemblies.voting.proxy_sheet import ProxySheetState
from tests import cast as stage
from tests.services.assemblies.evening import BY_POST, NOW, WORDS
from tests.state.tab import Tab

OWNERS, PROXIES, ABSENT = 300, 60, 30
MOST = 50


@pytest.fixture(scope="module")
async def house(cast):
    """Three hundred owners of one lot each: 210 in the room, sixty of whom carry a proxy of sixty others, thirty away."""
    here, syndic = uuid4(), cast.people["syndic"]
    names = {f"o{n}": uuid4() for n in range(OWNERS)}
    async with db.open_session() as session:
        session.add_all(
            Person(id=person, name=f"Owner {name[1:].zfill(3)}", language="fr", created_at=stage.AT)
            for name, person in names.items()
        )
    async with db.association_session(cast.association_id) as session:
        firm = await session.scalar(text("SELECT organisation_id FROM mandate LIMIT 1"))
    cast.people |= names
    lots = {f"K{n:03d}": 4 if n < 100 else 3 for n in range(OWNERS)}
    await stage._association(
        cast, here, "Residentie Driehonderd", firm, lots, {f"K{n:03d}": [f"o{n}"] for n in range(OWNERS)}
    )
    async with db.open_session() as session:
        actors = {name: await actor_of(session, cast.people[name], on_day=stage.AT.date()) for name in ("syndic", "o0")}
    everybody = [cast.people[f"o{n}"] for n in range(OWNERS)]
    assembly, item = await _evening(actors["syndic"], here, everybody, syndic)
    return actors, here, assembly, item


async def _evening(syndic, here: UUID, everybody: list[UUID], by: UUID) -> tuple[UUID, UUID]:
    async with db.tenant_session(syndic, here) as session:
        assembly = await plan.create_assembly(
            session, syndic, here, kind="ordinary", starts_at=NOW + timedelta(days=16), place="Hal", at=NOW
        )
        item = await plan.add_item(
            session, syndic, here, assembly, kind="works_on_common_parts", title=WORDS, proposal=WORDS, at=NOW
        )
        await session.flush()
        await freeze.convene(session, syndic, here, assembly, sent_on=NOW.date(), at=NOW, despite=BY_POST)
        present = everybody[: OWNERS - PROXIES - ABSENT]
        session.add_all(
            PresenceEvent(
                association_id=here,
                assembly_id=assembly,
                person_id=each,
                what="arrived",
                at=NOW,
                recorded_at=NOW,
                by_id=by,
            )
            for each in present
        )
        for holder, giver in zip(present, everybody[OWNERS - PROXIES - ABSENT : OWNERS - ABSENT], strict=False):
            proxy = Proxy(
                id=uuid4(), association_id=here, assembly_id=assembly, giver_id=giver, holder_id=holder, shares=3,
                recorded_by_id=by, at=NOW,
            )  # fmt: skip
            session.add(proxy)
            await session.flush()
            session.add(
                ProxyEvent(
                    association_id=here, assembly_id=assembly, proxy_id=proxy.id, seq=1, what="given", by_id=by, at=NOW
                )
            )
        await session.flush()
        await bureau.name_to_bureau(session, syndic, here, assembly, office="chair", person_id=everybody[0], at=NOW)
        await sitting.open_assembly(session, syndic, here, assembly, at=NOW)
        await voting.open_item(session, syndic, here, item, at=NOW, seconds=None)
    return assembly, item


def tab_of(house, state, page, who="syndic"):
    actors, _, assembly, _ = house
    return Tab(state, f"/assemblies/{assembly}/{page}", actors[who])


@pytest.mark.parametrize(
    ("state", "page", "show", "groups"),
    [
        (AttendanceState, "attendance", "show_group", {"present": 210, "represented": 60, "absent": 30}),
        (AssemblyRoomState, "room", "show_segment", {"without": 270, "proxies": 60, "absent": 30}),
    ],
)
async def test_every_group_is_read_page_by_page(house, state, page, show, groups):
    tab = tab_of(house, state, page)
    await tab.call("load")
    for group, size in groups.items():
        await tab.call(show, group)
        assert getattr(tab.state.counts, group) == size
        seen = []
        for number in range(1, tab.state.pages + 1):
            await tab.call("turn_to", number)
            assert 0 < len(tab.state.lines) <= MOST
            seen += [line.key for line in tab.state.lines]
        assert len(set(seen)) == len(seen) == size


@pytest.mark.parametrize(("state", "page"), [(AttendanceState, "attendance"), (AssemblyRoomState, "room")])
async def test_one_of_three_hundred_is_found_by_name_or_lot(house, state, page):
    tab = tab_of(house, state, page)
    await tab.call("load")
    for words in ("k287", "OWNER 287"):
        await tab.call("search", words)
        assert [line.name for line in tab.state.lines] == ["Owner 287"] and tab.state.pages == 1


async def test_no_proxy_sheet_is_left_out(house):
    tab = tab_of(house, ProxySheetState, "room")
    await tab.call("look")
    assert (len(tab.state.holders), tab.state.pages) == (MOST, 2)
    await tab.call("turn_to", 2)
    assert len(tab.state.holders) == PROXIES - MOST
    await tab.call("search", "k215")  # the giver's lot leads to who carries it
    assert [each.name for each in tab.state.holders] == ["Owner 005"]
    await tab.call("search", "nobody")
    assert (tab.state.holders, tab.state.page, tab.state.pages) == ([], 1, 1)


async def test_all_entries_are_seen_before_they_count_and_all_names_read_out(house):
    actors, here, _, item = house
    async with db.tenant_session(actors["syndic"], here) as session:
        entered = await hand_entry.enter_show_of_hands(
            session, actors["syndic"], here, item, choice=Choice.AGAINST, exceptions={}
        )
    assert entered == 270
    chair = tab_of(house, BureauState, "bureau", "o0")
    await chair.call("look")
    assert (len(chair.state.waiting), chair.state.pages, chair.state.waiting_for_me) == (MOST, 6, 270)
    seen = []
    for number in range(1, 7):
        await chair.call("turn_to", number)
        seen += [entry.lot for entry in chair.state.waiting]
    assert len(set(seen)) == 270
    await chair.call("confirm", str(item))
    assert (chair.state.confirmed, chair.state.waiting, chair.state.page) == (270, [], 1)
    room = tab_of(house, AssemblyRoomState, "room")
    await room.call("load")
    await room.call("close_item", str(item))
    names = []
    for number in range(1, room.state.read_pages + 1):
        await room.call("read_on", number)
        assert len(room.state.read.against) <= MOST
        names += [each.name for each in room.state.read.against]
    assert len(set(names)) == 270
    await room.call("read_on", "x")
    assert room.state.read_page == 1
