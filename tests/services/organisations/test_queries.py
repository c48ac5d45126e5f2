"""Figures of the installation: an operator's, and nobody else's."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.core.errors import NotFound
from koprogo.services.identity import sessions
from koprogo.services.organisations.queries import figures, letters


@pytest.fixture
def operator(cast):
    return Actor(cast.people["accountant"], "Odile", "fr", is_operator=True)


async def test_sign_ins_count_while_they_are_alive(cast, operator):
    async with db.open_session() as session:
        before = await figures(session, operator, at=now(), recent=now() - timedelta(hours=1))
        await sessions.create(session, cast.people["anna"], method="password", at=now())
        after = await figures(session, operator, at=now(), recent=now() - timedelta(hours=1))
        later = await figures(session, operator, at=now(), recent=now() + timedelta(hours=1))
    assert (after.sign_ins - before.sign_ins, later.sign_ins) == (1, 0)
    assert (after.jobs_waiting, after.jobs_failed) == (before.jobs_waiting, 0)


async def test_for_anybody_else_there_is_nothing_here(cast):
    for who in ("syndic", "anna"):
        async with db.open_session() as session:
            with pytest.raises(NotFound):
                await figures(session, cast.actors[who], at=now(), recent=now())
            with pytest.raises(NotFound):
                await letters(session, cast.actors[who], at=now())
