"""What is kept of a take-over beside its opening voucher: how the old tool's files were read, its open calls one by one,
what the last years cost, the minutes of before."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
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


@append_only
class OldCall(TenantModel, table=True):
    """What one debtor still owed of a call of the old program when its books were taken over, in cents.

    `communication`: twelve digits, or the old program's free text, or nothing; either it or `number` names the call.
    `called`: what was asked at the time. `entry_id`: the opening voucher; taken back, the call is asked for no more.
    """

    __tablename__ = "old_call"
    __table_args__ = (
        tenant_key(),
        tenant_fk("entry_id", "entry"),
        tenant_fk("debtor_id", "debtor"),
        CheckConstraint("part IN ('provision', 'reserve', 'special', 'working')", name="part"),
        CheckConstraint("other >= 0 AND reserve >= 0 AND other + reserve > 0", name="amount"),
        CheckConstraint("number <> '' OR communication <> ''", name="named"),
    )

    entry_id: UUID
    debtor_id: UUID
    number: str
    communication: str
    due_on: date
    part: str
    called: int = Field(sa_type=BigInteger)
    other: int = Field(sa_type=BigInteger)
    reserve: int = Field(sa_type=BigInteger)


@append_only
class OldMinutes(TenantModel, table=True):
    """Minutes of an assembly held before the association came here; the file is an attachment of this row,
    and these minutes are taken back with it.

    `found`: text; a picture (it can be read, not searched); closed by a password; damaged.
    """

    __tablename__ = "old_minutes"
    __table_args__ = (
        tenant_key(),
        CheckConstraint("length(title) BETWEEN 1 AND 120", name="title"),
        CheckConstraint("found IN ('text', 'picture', 'closed', 'damaged')", name="found"),
        CheckConstraint("pages >= 0", name="pages"),
    )

    day: date
    title: str
    pages: int
    found: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class OldMinutesPage(TenantModel, table=True):
    """The words of a page, as they were found in the file; page 0 is the title somebody gave.

    `search`: its words in four languages, noted by the database when the row comes.
    """

    __tablename__ = "old_minutes_page"
    __table_args__ = (
        tenant_fk("minutes_id", "old_minutes"),
        UniqueConstraint("minutes_id", "page"),
        CheckConstraint("page >= 0", name="page"),
        CheckConstraint("length(words) <= 20000", name="words"),
    )

    minutes_id: UUID
    page: int
    words: str
    search: str = Field(default="", sa_column=Column(TSVECTOR, nullable=False, server_default=""))
