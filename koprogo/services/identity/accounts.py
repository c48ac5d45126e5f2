"""Make people and accounts directly: for the first operator of an installation, and for the demo building.

Everybody else gets an account through an invitation.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.models.identity import Account, Person
from koprogo.services.identity import platform_log
from koprogo.services.identity.passwords import hash_password


async def create_person(session: AsyncSession, *, name: str, language: str, at: datetime) -> UUID:
    """Make a human being and return her id."""
    person = Person(id=uuid4(), kind="natural", name=name, language=language, created_at=at)
    session.add(person)
    await session.flush()
    return person.id


async def create_account(
    session: AsyncSession, person_id: UUID, *, email: str, password: str, at: datetime, is_operator: bool = False
) -> None:
    """Give a person an account with a password; the address must be free."""
    session.add(
        Account(
            person_id=person_id,
            email=email.lower(),
            password_hash=await hash_password(password),
            is_operator=is_operator,
            created_at=at,
        )
    )
    await session.flush()
    await platform_log.record(session, person_id, "account.created", at=at)
