"""The list of associations: hers, a page at a time."""

from koprogo.core.actor import Actor, Role
from koprogo.state.buildings import here
from koprogo.state.buildings.associations import AssociationsState
from tests.state.tab import Tab


async def listed(actor) -> Tab:
    tab = Tab(AssociationsState, "/associations", actor)
    await tab.call("load")
    return tab


async def test_everybody_sees_her_own(cast):
    tab = await listed(cast.syndic)
    assert [(row.name, row.roles, row.lots, row.suspended) for row in tab.state.rows] == [
        ("Kouterhof", ["owner"], 2, 0),
        ("Résidence Les Tilleuls", ["syndic"], 6, 1),
    ]
    stranger = await listed(cast.stranger)
    assert [row.name for row in stranger.state.rows] == ["Kouterhof"]
    assert str(cast.association_id) not in stranger.shown()


async def test_a_page_that_is_not_there_is_the_nearest(cast):
    tab = await listed(cast.anna)
    for page in (99, -1, 0):
        await tab.call("turn", page)
        assert (tab.state.page, tab.state.pages, len(tab.state.rows)) == (1, 1, 1)


async def test_who_has_no_association_reads_an_empty_list(cast):
    nobody = Actor(cast.people["anna"], "Anna", "fr", {cast.lots["A1"]: frozenset({Role.OWNER})})
    tab = await listed(nobody)
    assert (tab.state.rows, tab.state.loaded) == ([], True)


def test_pages_are_counted_from_one():
    assert [here.pages_of(count) for count in (0, 1, 50, 51, 184)] == [1, 1, 1, 2, 4]
    assert [here.page_within(page, 184) for page in (0, 1, 4, 5, "x")] == [1, 1, 4, 4, 1]
