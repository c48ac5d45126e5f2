"""What is kept of a take-over beside its opening voucher: how the old tool's files were read, what the last years cost."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, facts, instant, tenant_fk, tenant_key


@append_only
class OldToolMapping(TenantModel, table=True):
    """How the files of an old tool were read: what each heading means, and which of our accounts its codes are.

    `columns`: kind of file -> meaning -> heading as written. `accounts`: old code -> ours. The newest row of a tool counts,
    in whichever association of the same keeper it was written.
    """

    __tablename__ = "old_tool_mapping"
    __table_args__ = (tenant_key(), CheckConstraint("length(tool) BETWEEN 1 AND 60", name="tool"))

    tool: str
    columns: dict = facts()
    accounts: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class OldYearCost(TenantModel, table=True):
    """What one account cost in a year kept elsewhere (`next_starts` exclusive), in cents; for comparison, never an entry.

    `entry_id`: the opening voucher it came with; taken back, these figures count no more.
    """

    __tablename__ = "old_year_cost"
    __table_args__ = (
        tenant_fk("entry_id", "entry"),
        UniqueConstraint("association_id", "entry_id", "starts", "code"),
        CheckConstraint("starts < next_starts", name="year"),
    )

    starts: date
    next_starts: date
    code: str
    name: str
    amount: int = Field(sa_type=BigInteger)
    entry_id: UUID
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
