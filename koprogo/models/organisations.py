"""Firms that manage associations (or a self-managed co-ownership), and who works in them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from koprogo.models.base import instant


class Organisation(SQLModel, table=True):
    """A syndic's firm. What it may do follows from its mandates, which belong to the associations."""

    __tablename__ = "organisation"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str
    enterprise_number: str = ""
    ipi_number: str = ""
    created_at: datetime = instant()


class OrganisationMember(SQLModel, table=True):
    """A person who works in a firm, from one day to another (`until` is exclusive)."""

    __tablename__ = "organisation_member"
    __table_args__ = (CheckConstraint("role IN ('syndic', 'accountant')", name="role"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: str
    since: date
    until: date | None = None
