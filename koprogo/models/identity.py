"""People, how they sign in, and what they were invited to. None of these belongs to one association."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity
from sqlmodel import Field, SQLModel

from koprogo.models.base import append_only, digest, facts, instant


class Person(SQLModel, table=True):
    """Somebody who can hold a right: a human being or an organisation. Addresses are per association (`Contact`)."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("kind IN ('natural', 'legal')", name="kind"),
        CheckConstraint("language IN ('fr', 'nl', 'de', 'en')", name="language"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str = "natural"
    name: str
    language: str = "fr"
    created_at: datetime = instant()


class Account(SQLModel, table=True):
    """How a person signs in. `failed_count` slows down by account, never by address."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    email: str = Field(unique=True)
    password_hash: str | None = None
    is_operator: bool = False
    failed_count: int = 0
    last_failed_at: datetime | None = instant(nullable=True)
    locked_until: datetime | None = instant(nullable=True)
    created_at: datetime = instant()


class SignInSession(SQLModel, table=True):
    """A live sign-in. Only the hash of the cookie's value is kept. A slip session reaches one assembly."""

    __tablename__ = "sign_in_session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: bytes = digest(unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    association_id: UUID | None = None
    assembly_id: UUID | None = None
    slip_id: UUID | None = None
    method: str
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)


class Invitation(SQLModel, table=True):
    """A link that lets a known person choose a password. Only the hash of its secret is kept."""

    __tablename__ = "invitation"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: bytes = digest(unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    association_id: UUID | None = None
    email: str
    purpose: str = "join"
    created_by: UUID | None = None
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(nullable=True)


@append_only
class PlatformEvent(SQLModel, table=True):
    """What happened outside any association: sign-ins, refusals at the gate, operators' look-ups with their reason."""

    __tablename__ = "platform_event"

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    at: datetime = instant()
    actor_id: UUID | None = None
    action: str
    facts: dict = facts()
