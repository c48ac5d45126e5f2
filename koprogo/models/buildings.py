"""Associations (ACP / VME), who manages them, and their lots."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from koprogo.models.base import TenantModel, append_only, facts, instant, tenant_fk, tenant_key


class Association(SQLModel, table=True):
    """The tenant: the association of co-owners. `shares_total` is the base deed's denominator, any whole number."""

    __tablename__ = "association"
    __table_args__ = (CheckConstraint("shares_total > 0", name="shares_total"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str
    enterprise_number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    languages: list[str] = Field(default_factory=lambda: ["fr", "nl"], sa_column=Column(ARRAY(Text), nullable=False))
    shares_total: int
    created_at: datetime = instant()


class Mandate(TenantModel, table=True):
    """An organisation is syndic of the association from one day to another (`until` is exclusive, art. 3.89 §1)."""

    __tablename__ = "mandate"
    __table_args__ = (tenant_key(),)

    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    since: date
    until: date | None = None


class Lot(TenantModel, table=True):
    """A private part with its share in the common parts: whole `shares` of the association's `shares_total`.

    Zero only for a cellar or the like to which the base deed gives no share of its own.
    """

    __tablename__ = "lot"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("association_id", "number"),
        CheckConstraint("shares >= 0", name="shares"),
    )

    number: str
    kind: str = "apartment"
    floor: str = ""
    shares: int


@append_only
class LotChange(TenantModel, table=True):
    """A lot changed by hand: what stood before and after; its shares only with the act that changes the base deed."""

    __tablename__ = "lot_change"
    __table_args__ = (tenant_fk("lot_id", "lot"),)

    lot_id: UUID = Field(index=True)
    before: dict = facts()
    after: dict = facts()
    act: str = ""
    day: date
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class LotImport(TenantModel, table=True):
    """A list of lots that was read and confirmed; the file's hash makes a second confirmation a no-op."""

    __tablename__ = "lot_import"
    __table_args__ = (tenant_key(), UniqueConstraint("association_id", "sha256"))

    file_name: str
    sha256: str
    shares_total: int
    lot_count: int
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
