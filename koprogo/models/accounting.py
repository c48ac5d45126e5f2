"""The books: accounts, periods, entries and their lines, and what each owner owes from its own side. Only added to.

What PostgreSQL itself refuses (an entry that does not balance, a line added later, a day outside its period, a closed
period) stands in `alembic/versions/2026_11_24_ledger.py`; why, in docs/adr/0051. Amounts are signed cents: a debit is
positive, a credit negative.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field, SQLModel

from koprogo.models.base import TenantModel, append_only, digest, facts, instant, tenant_fk, tenant_key

JOURNALS = "('sales', 'purchases', 'bank', 'general', 'opening', 'closing')"
PARTS = "('reserve', 'other')"
ENTRY_DAY = ["entry.association_id", "entry.id", "entry.day"]
"""A copied day cannot lie: the reference carries it. It carries the association too: lines need no other reference to it."""


@append_only
class Debtor(TenantModel, table=True):
    """Who owes as one: a person, or the set of persons who hold lots together. The same set is the same debtor.

    `number` names its two accounts, 4100.<number> and 4101.<number>. `members`: the persons' ids, sorted.
    """

    __tablename__ = "debtor"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("association_id", "number"),
        UniqueConstraint("association_id", "members"),
        CheckConstraint("number > 0 AND cardinality(members) > 0", name="shape"),
    )

    number: int
    members: list[UUID] = Field(sa_column=Column(ARRAY(PgUUID(as_uuid=True)), nullable=False))


@append_only
class DebtorPerson(TenantModel, table=True):
    """One of the persons of a debtor."""

    __tablename__ = "debtor_person"
    __table_args__ = (tenant_fk("debtor_id", "debtor"), UniqueConstraint("debtor_id", "person_id"))

    debtor_id: UUID
    person_id: UUID = Field(foreign_key="person.id", index=True)


@append_only
class LedgerAccount(TenantModel, table=True):
    """An account in use: a row of the chart, a child of one (`names` by language), or an owner's (`debtor_id`, `part`).

    `fund`: what money or advance it holds, working or reserve. `key_id`: the key proposed for its costs.
    """

    __tablename__ = "ledger_account"
    __table_args__ = (
        tenant_key(),
        tenant_fk("debtor_id", "debtor"),
        tenant_fk("key_id", "apportionment_key"),
        UniqueConstraint("association_id", "code"),
        UniqueConstraint("association_id", "debtor_id", "part"),
        CheckConstraint("(debtor_id IS NULL) = (part IS NULL)", name="owner"),
        CheckConstraint(f"part IN {PARTS}", name="part"),
        CheckConstraint("fund IN ('working', 'reserve')", name="fund"),
        CheckConstraint(
            "kind IN ('asset', 'liability', 'equity', 'mixed', 'expense', 'income', 'appropriation')", name="kind"
        ),
    )

    code: str
    kind: str
    names: dict = facts()
    debtor_id: UUID | None = None
    part: str | None = None
    fund: str | None = None
    key_id: UUID | None = None


@append_only
class Period(TenantModel, table=True):
    """A fiscal year of any start and length; `next_starts` is exclusive.

    `follows` is `starts` again, and refers to where the period before ended; only the first has none.
    """

    __tablename__ = "period"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("association_id", "starts"),
        UniqueConstraint("association_id", "next_starts"),
        ForeignKeyConstraint(["association_id", "follows"], ["period.association_id", "period.next_starts"]),
        CheckConstraint("starts < next_starts", name="days"),
        CheckConstraint("follows = starts", name="follows"),
        Index("uq_period_first", "association_id", unique=True, postgresql_where=text("follows IS NULL")),
    )

    starts: date
    next_starts: date
    follows: date | None = None


@append_only
class PeriodEvent(TenantModel, table=True):
    """opened, provisional, audited, voted, final: the last one is the state; never back.

    `item_id`: the point of the assembly that decided. `hash`: of the closed period, at `final`. `xid`: the transaction.
    """

    __tablename__ = "period_event"
    __table_args__ = (
        tenant_fk("period_id", "period"),
        tenant_fk("item_id", "agenda_item"),
        CheckConstraint("what IN ('opened', 'provisional', 'audited', 'voted', 'final')", name="what"),
        CheckConstraint("(what = 'final') = (hash IS NOT NULL)", name="hash"),
        UniqueConstraint("association_id", "period_id", "seq"),
    )

    period_id: UUID
    seq: int
    what: str
    item_id: UUID | None = None
    hash: bytes | None = digest(nullable=True)
    facts: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    xid: int = Field(sa_type=BigInteger)


@append_only
class PeriodBalance(SQLModel, table=True):
    """The balance of an account on the last day of a period, written by the transaction that made it final."""

    __tablename__ = "period_balance"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "period_id"], ["period.association_id", "period.id"]),
        ForeignKeyConstraint(["association_id", "account_id"], ["ledger_account.association_id", "ledger_account.id"]),
    )

    association_id: UUID = Field(foreign_key="association.id", primary_key=True)
    period_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)


class JournalCounter(SQLModel, table=True):
    """The last number of a journal in a year. Its row is what orders posting, and why numbers have no gaps."""

    __tablename__ = "journal_counter"
    __table_args__ = (
        CheckConstraint(f"journal IN {JOURNALS}", name="journal"),
        CheckConstraint("last >= 0", name="last"),
    )

    association_id: UUID = Field(foreign_key="association.id", primary_key=True)
    journal: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = 0


@append_only
class Entry(TenantModel, table=True):
    """A voucher: its place in a journal, its day, its own reference, and the hash of all it says.

    `year`: that of the first day of its period. `seq`: the order of writing. `reverses`: the entry it takes back.
    `document_id`: the paper it was written from. `xid`: the transaction that wrote it; nothing is added to it later.
    """

    __tablename__ = "entry"
    __table_args__ = (
        tenant_key(),
        tenant_fk("period_id", "period"),
        tenant_fk("reverses", "entry"),
        tenant_fk("document_id", "attachment"),
        UniqueConstraint("association_id", "id", "day"),
        UniqueConstraint("association_id", "reference"),
        UniqueConstraint("association_id", "reverses"),
        UniqueConstraint("association_id", "journal", "year", "number"),
        CheckConstraint(f"journal IN {JOURNALS}", name="journal"),
        CheckConstraint("number > 0 AND length(content_hash) = 32 AND reference <> '' AND kind <> ''", name="shape"),
        CheckConstraint("reverses <> id", name="reverses"),
        Index("ix_entry_period", "association_id", "period_id"),
        Index("ix_entry_day", "association_id", "day", "seq"),
    )

    seq: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False))
    period_id: UUID
    journal: str
    year: int
    number: int
    day: date
    reference: str
    content_hash: bytes = digest()
    kind: str
    text: str
    reverses: UUID | None = None
    document_id: UUID | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    xid: int = Field(sa_type=BigInteger)


@append_only
class EntryLine(SQLModel, table=True):
    """One line: cents on an account, and what explains them: lot, key, weight of total, days of the cost, source row."""

    __tablename__ = "entry_line"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "entry_id", "day"], ENTRY_DAY),
        ForeignKeyConstraint(["association_id", "account_id"], ["ledger_account.association_id", "ledger_account.id"]),
        ForeignKeyConstraint(["association_id", "lot_id"], ["lot.association_id", "lot.id"]),
        ForeignKeyConstraint(
            ["association_id", "key_id"], ["apportionment_key.association_id", "apportionment_key.id"]
        ),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint(
            "(weight IS NULL) = (total IS NULL) AND weight BETWEEN 0 AND total AND total > 0", name="weight"
        ),
        CheckConstraint("(cost_from IS NULL) = (cost_until IS NULL) AND cost_from < cost_until", name="cost"),
        CheckConstraint("(source_kind IS NULL) = (source_id IS NULL)", name="source"),
        Index("ix_entry_line_account", "association_id", "account_id", "day", postgresql_include=["amount"]),
    )

    association_id: UUID = Field(primary_key=True)
    entry_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    day: date
    account_id: UUID
    amount: int = Field(sa_type=BigInteger)
    lot_id: UUID | None = None
    key_id: UUID | None = None
    weight: int | None = Field(default=None, sa_type=BigInteger)
    total: int | None = Field(default=None, sa_type=BigInteger)
    cost_from: date | None = None
    cost_until: date | None = None
    source_kind: str | None = None
    source_id: UUID | None = None


@append_only
class OwnerItem(SQLModel, table=True):
    """What a debtor owes or paid, told by the act itself and not read off the lines: the other side of the check."""

    __tablename__ = "owner_item"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "entry_id", "day"], ENTRY_DAY),
        ForeignKeyConstraint(["association_id", "debtor_id"], ["debtor.association_id", "debtor.id"]),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint(f"part IN {PARTS}", name="part"),
        CheckConstraint(
            "kind IN ('call', 'settlement', 'private', 'receipt', 'refund', 'opening', 'correction')", name="kind"
        ),
        Index("ix_owner_item_debtor", "association_id", "debtor_id", "day"),
        Index(
            "ix_owner_item_carried", "association_id", "source_id", postgresql_where=text("source_kind = 'call_line'")
        ),
    )

    association_id: UUID = Field(primary_key=True)
    entry_id: UUID = Field(primary_key=True)
    item: int = Field(primary_key=True)
    day: date
    debtor_id: UUID
    part: str
    kind: str
    amount: int = Field(sa_type=BigInteger)
    source_kind: str
    source_id: UUID
