"""A tab's states: a new tree is not emptied, and what nobody wrote to stores nothing once the page has its snapshot."""

from collections.abc import AsyncIterator

import pytest
import reflex as rx

from koprogo.security import gate, trees
from koprogo.security.policies import policy, signed_in
from koprogo.services.identity.sessions import hash_of
from koprogo.state.base import AppState
from tests.security.test_gate import sign_in
from tests.security.tree import Tree, running_tree


class Drawer(rx.State):
    """A page's state with a list, a flag and something of its owner's."""

    papers: list[str] = ["usual"]  # noqa: RUF012
    is_open: bool = False
    _secret: str = ""

    @rx.var
    def thickness(self) -> int:
        return len(self.papers)

    @rx.event
    @policy(signed_in)
    async def fill(self, words: str):
        self.papers = [words]
        self._secret = words


class Shelf(rx.State):
    """Another page's state."""

    names: dict[str, str] = {}  # noqa: RUF012


@pytest.fixture
async def tree() -> AsyncIterator[Tree]:
    async with running_tree() as made:
        yield made
        assert made.faults == []


async def opened(cast, tree, token="drawer"):
    tab = tree.tab(token, hash_of(await sign_in(cast.people["anna"])))
    await tab.connect()
    return tab


def root_of(tree, tab):
    return tree.manager.modify_state(rx.BaseStateToken(ident=tab.token, cls=rx.State))


async def test_a_new_tree_is_bound_without_being_written_to(cast, tree):
    tab = await opened(cast, tree)
    async with root_of(tree, tab) as root:
        assert not (await root.get_state(Shelf))._was_touched
        assert (await root.get_state(gate.BoundState))._bound != ""


async def test_after_the_snapshot_only_what_was_written_is_stored(cast, tree):
    tab = await opened(cast, tree)
    await tab.call(Drawer.fill, words="mine")
    async with root_of(tree, tab) as root:
        root.dict()
        drawer, shelf = await root.get_state(Drawer), await root.get_state(Shelf)
        assert vars(shelf), "the snapshot stores every default, or this test shows nothing"
        assert trees.slim(root) > 0
        assert "names" not in vars(shelf)
        assert (drawer.papers, drawer._secret, drawer.thickness) == (["mine"], "mine", 1)
        assert (shelf.names, (await root.get_state(gate.BoundState))._bound != "") == ({}, True)


async def test_a_page_gives_its_defaults_back_before_its_own_handlers_run(cast, tree):
    tab = await opened(cast, tree)
    async with root_of(tree, tab) as root:
        assert vars(await root.get_state(Shelf))
    await tab.send(gate.LOADS)
    tree.faults.clear()  # this pipeline has no pages, so there is nothing to load
    async with root_of(tree, tab) as root:
        assert not vars(await root.get_state(Shelf))


async def test_a_tree_with_anything_in_it_is_emptied_for_the_next_sign_in(cast, tree):
    tab = await opened(cast, tree)
    await tab.call(Drawer.fill, words="anna's words")
    await tab.send(gate.LOADS)
    tree.faults.clear()
    async with root_of(tree, tab) as root:  # its binding is lost, as when a part of it ran out in Redis
        (await root.get_state(gate.BoundState)).reset()
    other = tree.tab(tab.token, hash_of(await sign_in(cast.people["bram"])))
    tree.deltas.clear()
    await other.connect()
    assert "anna's words" not in other.shown()
    async with root_of(tree, tab) as root:
        drawer = await root.get_state(Drawer)
        assert (drawer.papers, drawer._secret) == (["usual"], "")


class Desk(AppState, rx.State):
    """A state of ours, as every screen has one."""

    papers: list[str] = ["usual"]  # noqa: RUF012

    @rx.event
    @policy(signed_in)
    async def lay(self, words: str):
        self.papers = [words]


class Lamp(AppState, rx.State):
    """One of ours that nobody touches."""

    is_on: bool = False


def names_told(tree, tab):
    return {name for delta in tree.deltas.get(tab.token, []) for name in delta}


async def test_what_nobody_wrote_to_is_told_as_reflex_tells_it(cast, tree):
    tab = await opened(cast, tree)
    async with root_of(tree, tab) as root:
        for state in [await root.get_state(each) for each in (Desk, Lamp)]:
            assert state.dict() == rx.state.BaseState.dict(state)


async def test_a_tab_that_comes_back_is_told_what_was_written_and_no_default_again(cast, tree):
    tab = await opened(cast, tree)
    assert {Desk.get_full_name(), Lamp.get_full_name()} <= names_told(tree, tab)
    await tab.call(Desk.lay, words="mine")
    await tab.send(gate.LOADS)
    tree.faults.clear()
    tree.deltas.clear()
    await tab.connect()
    told = names_told(tree, tab)
    assert (Desk.get_full_name() in told, Lamp.get_full_name() in told) == (True, False)
    assert '"mine"' in tab.shown()


async def test_another_sign_in_in_the_same_tree_is_told_everything(cast, tree):
    tab = await opened(cast, tree)
    await tab.send(gate.LOADS)
    tree.faults.clear()
    other = tree.tab(tab.token, hash_of(await sign_in(cast.people["bram"])))
    tree.deltas.clear()
    await other.connect()
    assert {Desk.get_full_name(), Lamp.get_full_name()} <= names_told(tree, tab)


async def test_a_tree_that_is_gone_is_told_everything_anew(cast, tree):
    tab = await opened(cast, tree)
    await tab.send(gate.LOADS)
    tree.faults.clear()
    tree.deltas.clear()
    tree.manager.states.clear()
    await tab.connect()
    assert Lamp.get_full_name() in names_told(tree, tab)
