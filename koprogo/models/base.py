"""What every table shares: keys, instants, and the composite keys that keep tenants apart.

A tenant table carries `association_id` and a unique `(association_id, id)`; references between tenant tables go through
both columns (`tenant_fk`), because a plain foreign key is checked past row-level security.
"""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, ForeignKeyConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

T = TypeVar("T", bound=type[SQLModel])

APPEND_ONLY: set[str] = set()
"""Names of the tables to which rows are only ever added; the migrations take UPDATE and DELETE away from everyone."""


class TenantModel(SQLModel):
    """A row that belongs to one association."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    association_id: UUID = Field(foreign_key="association.id", index=True)


def append_only(model: T) -> T:
    """Mark a table as never edited."""
    APPEND_ONLY.add(str(model.__tablename__))
    return model


def tenant_key() -> UniqueConstraint:
    """Return the key that composite references point at."""
    return UniqueConstraint("association_id", "id")


def tenant_fk(column: str, table: str) -> ForeignKeyConstraint:
    """Return the reference from `column` to a row of the same association in `table`."""
    return ForeignKeyConstraint(["association_id", column], [f"{table}.association_id", f"{table}.id"])


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    """Return a field for an instant, stored in UTC."""
    return Field(default=None if nullable else ..., sa_type=DateTime(timezone=True), nullable=nullable, index=index)


class SecondLook(TenantModel):
    """What happened to an account number that waits for a second person, or for 48 hours; the last event says whether it
    may be paid.

    `waits_until`: with `told`, the end of the 48 hours. `letters`: how many owners were written to by e-mail. `on_paper`:
    how many have no address; with `told`, `told_on` is the day and `how` the way they were told.
    """

    seq: int
    what: str
    words: str = ""
    waits_until: datetime | None = instant(nullable=True)
    letters: int = 0
    on_paper: int = 0
    told_on: date | None = None
    how: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


def facts(**kwargs: Any) -> Any:
    """Return a field for a small JSON object."""
    return Field(default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}"), **kwargs)


def rows(**kwargs: Any) -> Any:
    """Return a field for a small JSON list."""
    return Field(default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]"), **kwargs)


def digest(*, nullable: bool = False, unique: bool = False) -> Any:
    """Return a field for bytes of a fixed length: a hash, a salt."""
    return Field(default=None if nullable else ..., sa_type=LargeBinary, nullable=nullable, unique=unique)
