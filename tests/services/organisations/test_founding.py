"""Beginning: the syndic can sign in and manages her association; twice is once; mistakes say what to enter."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, NotFound
from koprogo.services.access import actor_of
from koprogo.services.identity.sign_in import sign_in
from koprogo.services.organisations.founding import Founding, found

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WISH = Founding(
    "Les Ormes", "0678.123.436", "Rue des Ormes 1", "1000", "Bruxelles", ("fr", "nl"), "Syndic Dupuis", "Dina Dupuis",
    "dina@example.org",
)  # fmt: skip
OPERATOR = Actor(uuid4(), "koprogo found", "fr", is_operator=True)


async def test_the_syndic_signs_in_and_manages_the_association(database):
    assert await found(OPERATOR, WISH, password="quatre mots bien choisis", at=AT)
    assert await sign_in(email=WISH.email, password="quatre mots bien choisis", at=AT)
    async with db.open_session() as session:
        person = await session.scalar(text("SELECT person_id FROM account WHERE email = :e"), {"e": WISH.email})
        actor = await actor_of(session, person, on_day=AT.date())
    assert list(actor.reach.values()) == [frozenset({Role.SYNDIC})]


async def test_a_second_association_uses_the_same_firm_and_account(database):
    assert not await found(OPERATOR, replace(WISH, association="Les Frênes"), password="another one entirely", at=AT)
    async with db.open_session() as session:
        assert await session.scalar(text("SELECT count(*) FROM organisation")) == 1
        person = await session.scalar(text("SELECT person_id FROM account WHERE email = :e"), {"e": WISH.email})
        assert len((await actor_of(session, person, on_day=AT.date())).reach) == 2


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"association": "Les Ormes"}, "association"),
        ({"association": " "}, "association"),
        ({"enterprise_number": "0678.123.437"}, "enterprise_number"),
        ({"email": "no address"}, "email"),
        ({"association": "Neuf", "languages": ("es",)}, "languages"),
    ],
)
async def test_a_mistake_says_what_to_enter(database, change, where):
    with pytest.raises(BadInput) as refused:
        await found(OPERATOR, replace(WISH, **change), password="quatre mots bien choisis", at=AT)
    assert [problem.where for problem in refused.value.problems] == [where]


async def test_only_an_operator_begins(database):
    with pytest.raises(NotFound):
        await found(replace(OPERATOR, is_operator=False), WISH, password="quatre mots bien choisis", at=AT)
