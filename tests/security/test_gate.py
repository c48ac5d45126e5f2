"""Every event passes the gate: who is nobody gets nothing, and a state tree belongs to one sign-in."""

import pickle
from datetime import timedelta

import pytest
import reflex as rx
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.security import gate
from koprogo.security.policies import anyone, attends, current_actor, member, operator, policy, signed_in
from koprogo.services.access import SlipReach
from koprogo.services.identity import sessions
from koprogo.services.identity.sessions import hash_of
from tests.security.tree import HYDRATE, running_tree

PRESSED = '"pressed_rx_state_": 1'


class Ledger(rx.State):
    """A page's state as any other; `secret` is what only its owner may see."""

    secret: str = ""
    pressed: int = 0

    @rx.event
    @policy(member)
    async def write(self, words: str):
        self.secret = words
        self.pressed += 1

    @rx.event
    @policy(signed_in)
    async def who(self):
        self.secret = current_actor().name

    @rx.event
    @policy(signed_in)
    async def who_later(self):
        return Ledger.who

    @rx.event
    @policy(attends)
    async def sit(self):
        self.pressed += 1

    @rx.event
    @policy(operator)
    async def run_the_platform(self):
        self.pressed += 1

    @rx.event
    @policy(anyone)
    async def look(self):
        self.pressed += 1

    @rx.event
    async def forgotten(self):
        self.pressed += 1

    def public_by_mistake(self):
        self.pressed += 1


async def sign_in(person_id, *, slip=None, method="password"):
    async with db.open_session() as session:
        return await sessions.create(session, person_id, method=method, at=now(), slip=slip)


@pytest.fixture
async def tree(cast):
    sessions.forget_all()
    async with running_tree() as tree:
        yield tree
        assert tree.faults == []


@pytest.fixture
async def annas_tab(cast, tree):
    token = await sign_in(cast.people["anna"])
    tab = tree.tab("anna-tab", hash_of(token))
    await tab.connect()
    return tab


async def test_a_handler_runs_for_who_may_and_knows_her(annas_tab):
    await annas_tab.call(Ledger.who)
    assert "Anna Peeters" in annas_tab.shown()


async def test_a_chained_event_knows_her_too(annas_tab):
    await annas_tab.call(Ledger.who_later)
    assert "Anna Peeters" in annas_tab.shown()


async def test_nobody_is_led_to_the_sign_in_page(tree):
    tab = tree.tab("nobody", None)
    await tab.connect()
    await tab.call(Ledger.write, words="nobody's words")
    assert tab.redirects() == ["/sign-in"]
    assert "nobody's words" not in tab.shown()


async def test_a_cookie_that_never_was_is_nobody(tree):
    tab = tree.tab("guess", hash_of("guess"))
    await tab.connect()
    await tab.call(Ledger.sit)
    assert tab.redirects() == ["/sign-in"]


@pytest.mark.parametrize("name", ["forgotten", "public_by_mistake", "setvar"])
async def test_what_declares_no_policy_nobody_may_call(annas_tab, name):
    await annas_tab.send(
        f"{Ledger.get_full_name()}.{name}", **({"var_name": "secret", "value": "x"} if name == "setvar" else {})
    )
    assert annas_tab.redirects() == ["/404"]
    assert PRESSED not in annas_tab.shown()


async def test_reflexs_own_setvar_is_refused(annas_tab):
    await annas_tab.send("reflex___state____state.setvar", var_name="is_hydrated", value=True)
    assert annas_tab.redirects() == ["/404"]


async def test_an_owner_is_no_operator(annas_tab):
    await annas_tab.call(Ledger.run_the_platform)
    assert annas_tab.redirects() == ["/404"]


async def test_a_slip_sits_in_its_assembly_and_opens_nothing_else(cast, tree):
    slip = SlipReach(cast.association_id, cast.lots["A1"])
    tab = tree.tab("slip", hash_of(await sign_in(cast.people["bram"], slip=slip, method="slip")))
    await tab.connect()
    await tab.call(Ledger.sit)
    assert PRESSED in tab.shown()
    await tab.call(Ledger.write, words="nobody's words")
    assert tab.redirects() == ["/404"]


async def test_a_stolen_token_with_another_cookie_shows_nothing(cast, tree, annas_tab):
    await annas_tab.call(Ledger.write, words="anna's words")
    for session in (None, hash_of(await sign_in(cast.people["stranger"]))):
        thief = tree.tab(annas_tab.token, session, sid="sid-thief")
        tree.deltas.clear()
        await thief.send(HYDRATE)
        assert "anna's words" not in thief.shown()
        await thief.call(Ledger.look)
        assert "anna's words" not in thief.shown()


async def test_a_stolen_token_without_hydrating_changes_nothing(cast, tree, annas_tab):
    await annas_tab.call(Ledger.write, words="anna's words")
    thief = tree.tab(annas_tab.token, hash_of(await sign_in(cast.people["stranger"])), sid="sid-thief")
    tree.deltas.clear()
    await thief.call(Ledger.write, words="thief's words")
    assert thief.redirects() == ["/reload"]
    assert "words" not in thief.shown()
    await annas_tab.connect()
    assert "anna's words" in annas_tab.shown()


async def test_a_tree_that_lost_its_binding_is_not_used(tree, annas_tab):
    key = rx.BaseStateToken(ident=annas_tab.token, cls=gate.BoundState)
    async with tree.manager.modify_state(key) as root:
        (await root.get_state(gate.BoundState)).reset()
    await annas_tab.call(Ledger.write, words="late words")
    assert annas_tab.redirects() == ["/reload"]
    assert "late words" not in annas_tab.shown()


async def test_a_sign_in_that_ended_is_refused_at_the_next_event(cast, tree):
    token = await sign_in(cast.people["anna"])
    tab = tree.tab("ending", hash_of(token))
    await tab.connect()
    async with db.open_session() as session:
        ended = await sessions.revoke_all(session, cast.people["anna"], at=now())
    sessions.forget_all()
    assert ended > 0
    await tab.call(Ledger.write, words="words after")
    assert tab.redirects() == ["/reload"]
    await tab.connect()
    await tab.call(Ledger.write, words="words after")
    assert tab.redirects()[-1] == "/sign-in"
    assert "words after" not in tab.shown()


async def test_idle_too_long_is_nobody(cast, tree):
    token = await sign_in(cast.people["dirk"])
    async with db.open_session() as session:
        await session.execute(
            text("UPDATE sign_in_session SET last_seen_at = :old WHERE person_id = :p"),
            {"old": now() - timedelta(days=3), "p": cast.people["dirk"]},
        )
    tab = tree.tab("idle", hash_of(token))
    await tab.connect()
    await tab.call(Ledger.sit)
    assert tab.redirects() == ["/sign-in"]


async def test_the_cookie_is_nowhere_in_the_state(cast, tree):
    token = await sign_in(cast.people["anna"])
    tab = tree.tab("cookie", hash_of(token))
    await tab.connect()
    await tab.call(Ledger.who)
    root = tree.manager.states[tab.token]
    kept = pickle.dumps(root) + repr(root.dict()).encode() + tab.shown().encode()
    assert token.encode() not in kept
    assert b"anna" in kept.lower()
    assert hash_of(token).hex() not in tab.shown(), "the browser's scripts need not know the hash either"


async def test_a_refusal_is_logged_without_names(cast, tree, annas_tab, capsys):
    await annas_tab.call(Ledger.run_the_platform)
    logged = capsys.readouterr()
    assert "gate.refused" in logged.out + logged.err
    assert "Anna" not in logged.out + logged.err
