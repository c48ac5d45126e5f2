"""What is known of the sale of a lot beside its deed: the agreement before it, and what the parties agreed otherwise."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, instant, tenant_fk, tenant_key


@append_only
class SaleAgreement(TenantModel, table=True):
    """The day of the agreement before a deed, and whether the buyer could attend by proxy since; the newest row counts.

    What the assembly decided in between falls on the buyer only if she could attend (art. 3.94 §2).
    """

    __tablename__ = "sale_agreement"
    __table_args__ = (tenant_fk("transfer_id", "lot_transfer"), UniqueConstraint("transfer_id", "seq"))

    transfer_id: UUID
    seq: int
    agreed_on: date
    buyer_could_attend: bool
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class SaleDeviation(TenantModel, table=True):
    """What seller and buyer agreed otherwise between themselves: `bearer` bears it; `amount` in cents where one was named.

    `proof`: the clause or the letter. A row with `ends_id` takes the one it names back. Nothing of it changes what the
    association claims, and from whom.
    """

    __tablename__ = "sale_deviation"
    __table_args__ = (
        tenant_key(),
        tenant_fk("transfer_id", "lot_transfer"),
        tenant_fk("ends_id", "sale_deviation"),
        UniqueConstraint("association_id", "ends_id"),
        CheckConstraint("bearer IN ('seller', 'buyer')", name="bearer"),
        CheckConstraint("words <> '' AND proof <> ''", name="said"),
        CheckConstraint("amount > 0", name="amount"),
    )

    transfer_id: UUID
    words: str
    bearer: str
    amount: int | None = Field(default=None, sa_type=BigInteger)
    proof: str
    ends_id: UUID | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
