"""An empty association with a syndic, made anew for every test: a list of lots is imported once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.models.buildings import Association, Mandate
from koprogo.models.identity import Account, Person
from koprogo.models.organisations import Organisation, OrganisationMember
from koprogo.services.access import actor_of

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Empty:
    """An association without lots, its syndic, and a syndic from elsewhere."""

    association_id: UUID
    name: str
    syndic: Actor
    email: str
    stranger: Actor

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Open the syndic's own session on the association."""
        async with db.tenant_session(self.syndic, self.association_id) as session:
            yield session


@pytest_asyncio.fixture
async def empty(database) -> Empty:
    """Make the association, and another one for the stranger."""
    here, name, email = await _association()
    elsewhere, _, _ = await _association()
    async with db.open_session() as session:
        return Empty(
            here[0],
            name,
            await actor_of(session, here[1], on_day=AT.date()),
            email,
            await actor_of(session, elsewhere[1], on_day=AT.date()),
        )


async def _association() -> tuple[tuple[UUID, UUID], str, str]:
    association_id, person_id, firm = uuid4(), uuid4(), uuid4()
    name, email = f"Association {association_id}", f"{person_id}@example.org"
    async with db.open_session() as session:
        session.add(Person(id=person_id, name="Sylvie Simon", created_at=AT))
        session.add(Organisation(id=firm, name="Syndic du Parc", created_at=AT))
        await session.flush()
        session.add(Account(person_id=person_id, email=email, created_at=AT))
        session.add(
            OrganisationMember(organisation_id=firm, person_id=person_id, role="syndic", since=date(2020, 1, 1))
        )
    async with db.association_session(association_id) as session:
        session.add(Association(id=association_id, name=name, shares_total=1, languages=["nl", "fr"], created_at=AT))
        await session.flush()
        session.add(Mandate(association_id=association_id, organisation_id=firm, since=date(2020, 1, 1)))
    return (association_id, person_id), name, email
