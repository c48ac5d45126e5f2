"""The room in a tab: who may watch, what the agenda says, nothing personal in it."""

import pytest

from koprogo.core.errors import NotFound
from koprogo.realtime import broadcast
from koprogo.state.assemblies.room.live import LiveState, _in_order, assembly_of
from tests.services.assemblies.evening import opened
from tests.state.tab import Refused, Tab


@pytest.fixture
def watched(monkeypatch):
    """Stand in for the sockets: joining returns the room's first view and remembers who asked."""
    joined = []

    async def join(sid, association_id, assembly_id):
        from dataclasses import asdict

        from koprogo import db
        from koprogo.services.assemblies.room.snapshot import snapshot

        joined.append((sid, assembly_id))
        async with db.association_session(association_id) as session:
            return asdict(await snapshot(session, association_id, assembly_id))

    monkeypatch.setattr(broadcast, "join", join)
    return joined


async def test_an_owner_enters_and_sees_the_room_and_its_agenda(cast, watched):
    assembly, [item] = await opened(cast)
    tab = Tab(LiveState, f"/assemblies/{assembly}/vote", cast.anna)
    await tab.call("enter")
    assert tab.state.room.state == "opened" and tab.state.room.heads == 4
    assert tab.state.assembly.association_name == "Résidence Les Tilleuls"
    assert [(row.id, row.number) for row in tab.state.agenda] == [(str(item), 1)]
    assert len(watched) == 1


async def test_nothing_personal_is_in_the_room(cast, watched):
    assembly, _ = await opened(cast)
    tab = Tab(LiveState, f"/assemblies/{assembly}/screen", cast.syndic)
    await tab.call("enter")
    shown = tab.shown()
    assert not any(name in shown for name in ("Anna", "Peeters", "Claes", "A1", "G1"))


async def test_a_refused_address_shows_nothing_of_the_last_one(cast, watched):
    assembly, _ = await opened(cast)
    tab = Tab(LiveState, f"/assemblies/{assembly}/vote", cast.anna)
    await tab.call("enter")
    tab.go("/assemblies/00000000-0000-4000-8000-000000000000/vote")
    await tab.call("enter")
    assert tab.state.refusal.kind == "not_found"
    assert (tab.state.assembly.id, tab.state.agenda, tab.state.room.state) == ("", [], "")


async def test_a_stranger_and_a_nobody_watch_nothing(cast, watched):
    assembly, _ = await opened(cast)
    tab = Tab(LiveState, f"/assemblies/{assembly}/screen", cast.stranger)
    await tab.call("enter")
    assert tab.state.refusal.kind == "not_found" and tab.state.agenda == [] and tab.state.assembly.id == ""
    with pytest.raises(Refused):
        await Tab(LiveState, f"/assemblies/{assembly}/screen", None).call("enter")
    assert watched == []


@pytest.mark.parametrize("path", ["/", "/assemblies", "/assemblies/new/plan", "/assemblies/" + "-" * 36 + "/vote"])
def test_an_address_without_an_assembly_is_nowhere(path):
    with pytest.raises(NotFound):
        assembly_of(path)


def test_the_associations_languages_come_first():
    texts = {"de": "Dach", "fr": "Toit", "nl": "Dak"}
    assert list(_in_order(texts, ("nl", "fr"))) == ["nl", "fr", "de"]
    assert list(_in_order({"en": "Roof"}, ("nl", "fr"))) == ["en"]
