"""The floor on the phone and in the room, protests and visitors on the syndic's screen."""

from koprogo import db
from koprogo.services.assemblies.room import protests
from koprogo.state.assemblies.room.floor import FloorState
from koprogo.state.assemblies.room.notes import NotesState
from koprogo.state.assemblies.voting.proxy_sheet import ProxySheetState
from koprogo.state.assemblies.voting.retry import RetryState
from tests.services.assemblies.evening import opened
from tests.state.tab import Tab


def tab_of(cast, state, assembly, who, page="vote"):
    return Tab(state, f"/assemblies/{assembly}/{page}", cast.actors[who])


async def test_a_phone_asks_and_the_room_gives(cast):
    assembly, _ = await opened(cast)
    phone, room = tab_of(cast, FloorState, assembly, "bram"), tab_of(cast, FloorState, assembly, "syndic", "room")
    await phone.call("ask")
    assert (phone.state.place, phone.state.leads, phone.state.lines) == (1, False, [])
    await room.call("look")
    assert (room.state.leads, room.state.waiting, room.state.place) == (True, 1, 0)
    await room.call("give", room.state.lines[0].person_id)
    await phone.call("look")
    assert phone.state.speaks
    await phone.call("withdraw")
    assert not phone.state.speaks
    await phone.call("give", str(cast.people["carla"]))
    assert phone.state.refusal.kind == "not_allowed"


async def test_protests_and_visitors_are_noted_from_their_forms(cast):
    assembly, [item] = await opened(cast)
    tab = tab_of(cast, NotesState, assembly, "syndic", "room")
    await tab.call("note", "protest")
    await tab.call("search", "Bram")
    [bram] = tab.state.found
    await tab.call("protest", str(item), {"words": "Non."})
    assert tab.state.refusal.problems[0].where == "person" and tab.state.noting == "protest"
    await tab.call("protest", str(item), {"person": bram.id, "about": "point", "words": "Non."})
    await tab.call("protest", str(item), {"person": bram.id, "about": "evening", "words": "Rien ne va."})
    async with db.tenant_session(cast.syndic) as session:
        found = await protests.protests(session, cast.syndic, cast.association_id, assembly)
    assert [row.number for row in found] == [1, None]
    await tab.call("admit", {"name": "Ann", "capacity": "expert", "person": bram.id})
    [line] = tab.state.visitors
    assert (line.name, line.assists, line.left_at) == ("Ann", "", "")
    assert line.admitted_by == cast.syndic.name, "the list says who let her in"
    door = tab_of(cast, NotesState, assembly, "syndic", "attendance")
    await door.call("look")
    assert [each.name for each in door.state.visitors] == ["Ann"]
    await tab.call("depart", line.number)
    assert tab.state.visitors[0].left_at


async def test_an_address_of_nobodys_leads_nowhere_and_breaks_nothing(cast):
    """The page's own refusal is shown; these views stay empty."""
    assembly, _ = await opened(cast)
    for state in (FloorState, NotesState, ProxySheetState, RetryState):
        for who, where in (("stranger", assembly), ("anna", cast.people["anna"])):
            await tab_of(cast, state, where, who).call("look")
    tab = tab_of(cast, ProxySheetState, assembly, "anna", "room")
    await tab.call("look")
    assert tab.state.holders == []
