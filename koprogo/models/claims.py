"""Claims on an insurer: damage, what the insurer says it pays, who bears the rest. Only added to; the newest version counts.

Amounts in whole cents. What was invoiced and received stands in the ledger, on account 4996 (claims in progress).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, instant, tenant_fk, tenant_key


@append_only
class Claim(TenantModel, table=True):
    """Damage of a day, numbered for the life of the association."""

    __tablename__ = "claim"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("association_id", "number"),
        CheckConstraint("words <> ''", name="words"),
    )

    number: int
    happened_on: date
    words: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class ClaimLot(TenantModel, table=True):
    """A lot that the damage touched; without one the common parts alone."""

    __tablename__ = "claim_lot"
    __table_args__ = (
        tenant_fk("claim_id", "claim"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("claim_id", "lot_id"),
    )

    claim_id: UUID
    lot_id: UUID


@append_only
class ClaimVersion(TenantModel, table=True):
    """What is known of a claim, version by version.

    `expected`: what the insurer pays, its deductible taken off. `deductible`: what it does not pay of the damage, borne by
    the association (`lot_id` empty) or by the owner of one lot; `source`: the clause or the decision that says so.
    """

    __tablename__ = "claim_version"
    __table_args__ = (
        tenant_fk("claim_id", "claim"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("claim_id", "version"),
        CheckConstraint("expected >= 0 AND deductible >= 0 AND insurer <> ''", name="amounts"),
        CheckConstraint("lot_id IS NULL OR source <> ''", name="source"),
    )

    claim_id: UUID
    version: int
    insurer: str
    policy: str = ""
    reference: str = ""
    expected: int = Field(sa_type=BigInteger)
    deductible: int = Field(default=0, sa_type=BigInteger)
    lot_id: UUID | None = None
    source: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class ClaimReceipt(TenantModel, table=True):
    """A bank line named as this claim's indemnity; of a line named for several claims the last one counts."""

    __tablename__ = "claim_receipt"
    __table_args__ = (
        tenant_fk("claim_id", "claim"),
        tenant_fk("line_id", "bank_line"),
        UniqueConstraint("line_id", "seq"),
    )

    claim_id: UUID
    line_id: UUID
    seq: int
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class ClaimEnd(TenantModel, table=True):
    """The claim is settled: what it left was booked by `entry_id` (none where nothing was left)."""

    __tablename__ = "claim_end"
    __table_args__ = (
        tenant_fk("claim_id", "claim"),
        tenant_fk("entry_id", "entry"),
        UniqueConstraint("claim_id"),
    )

    claim_id: UUID
    day: date
    entry_id: UUID | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
