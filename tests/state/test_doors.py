"""Every page of an association, opened by every role: the table of doors, the page and its service say the same.

Whoever a page refuses has no way to it (`core.doors` shows the ways); whoever it would let in is not kept out by the table.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import reflex as rx

from koprogo.core.actor import Role
from koprogo.core.doors import PAGES, opened, page_of
from koprogo.routes import HERE, SCREENS
from koprogo.security.policies import policy_of
from koprogo.state.buildings import here
from koprogo.state.identity.session import SessionState
from tests.cast import put_on_stage
from tests.services.charges import invoices_on_stage
from tests.state.tab import Tab

ROLES = [role for role in Role if role is not Role.ATTENDEE]
"""Who is admitted to one assembly signs in with a slip, and opens no page of an association."""
LOOKS_LATER = frozenset({"import"})
"""Pages whose first look asks no service: what is pressed there does."""


def loads() -> Iterator[tuple[str, type[rx.State], str]]:
    """Give every handler that loads a page of an association: the route, its state, its name."""
    for screen in SCREENS:
        if screen.route.startswith(HERE):
            handlers = screen.on_load if isinstance(screen.on_load, list) else [screen.on_load]
            for handler in handlers:
                state = rx.State.get_class_substate(tuple(handler.state_full_name.split(".")))
                if state is not SessionState:
                    yield screen.route, state, handler.fn.__name__


LOADS = list(loads())


@pytest.fixture(scope="module")
async def cast(database):
    made = await put_on_stage()
    await invoices_on_stage.year(made)
    return made


def address(cast, route: str) -> str:
    return route.replace("[association_id]", str(cast.association_id)).replace("[route_part]", str(uuid4()))


async def answer(cast, role: Role, route: str, state: type[rx.State], handler: str) -> str:
    """Return the kind of refusal with which a page answers somebody who is only this; empty for none."""
    actor = replace(cast.actors["anna"], reach={cast.association_id: frozenset({role})})
    tab = Tab(state, address(cast, route), actor)
    assert policy_of(getattr(state, handler).fn) is not None
    await tab.call(handler)
    return tab.state.refusal.kind


def door(cast, role: Role, route: str) -> bool:
    actor = replace(cast.actors["anna"], reach={cast.association_id: frozenset({role})})
    return page_of(address(cast, route)) in opened(actor, cast.association_id)


def test_every_screen_of_an_association_is_a_page_of_the_table_and_the_other_way_round(cast):
    assert {page_of(address(cast, screen.route)) for screen in SCREENS if screen.route.startswith(HERE)} == set(PAGES)


@pytest.mark.parametrize("role", ROLES)
async def test_a_page_refuses_exactly_whom_no_way_leads_to_it(cast, role):
    wrong = []
    for route, state, handler in LOADS:
        refused = await answer(cast, role, route, state, handler) == "not_allowed"
        if refused is door(cast, role, route):
            wrong.append(f"{route} {state.__name__}.{handler}: refused={refused}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
async def test_the_table_keeps_nobody_out_whom_the_service_lets_in(cast, role, monkeypatch):
    """Without the table each page still answers the same, by its service: the door is no stricter and no looser."""
    monkeypatch.setattr(here, "require_page", lambda *_: None)
    first: dict[str, Any] = {}
    for route, state, handler in LOADS:
        first.setdefault(route, (state, handler))
    wrong = []
    for route, (state, handler) in first.items():
        if page_of(address(cast, route)) in LOOKS_LATER:
            continue
        refused = await answer(cast, role, route, state, handler) == "not_allowed"
        if refused is door(cast, role, route):
            wrong.append(f"{route} {state.__name__}.{handler}: refused={refused}")
    assert wrong == []
