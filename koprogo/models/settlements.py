"""Settlements as they were issued: which rhythm an association has, its versions, costs, cells and owners. Only added to.

Amounts are signed cents, a cost positive; ends of days are exclusive. What PostgreSQL refuses (a cell or an owner added
later, an owner whose sums do not agree) stands in `alembic/versions/2026_11_24_settlement.py`; why, in docs/adr/0058.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from koprogo.models.base import TenantModel, append_only, instant, tenant_fk, tenant_key


@append_only
class SettlementRhythm(TenantModel, table=True):
    """From a first day on: provisions with a yearly settlement, or statements of actual costs; the newest row counts.

    `every` of statements: month, quarter, half_year. `days_of`: which days split a lot that changed hands. `source`: the
    clause or the decision that says so; `item_id` its point where the assembly was held here.
    """

    __tablename__ = "settlement_rhythm"
    __table_args__ = (
        tenant_key(),
        tenant_fk("item_id", "agenda_item"),
        CheckConstraint("rhythm IN ('provisions', 'actual_costs')", name="rhythm"),
        CheckConstraint("every IN ('month', 'quarter', 'half_year')", name="every"),
        CheckConstraint("(rhythm = 'actual_costs') = (every IS NOT NULL)", name="shape"),
        CheckConstraint("days_of IN ('year', 'service')", name="days_of"),
        CheckConstraint("source <> ''", name="source"),
        Index("ix_settlement_rhythm_since", "association_id", "since"),
    )

    since: date
    rhythm: str
    every: str | None = None
    days_of: str = "year"
    source: str
    item_id: UUID | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class Settlement(TenantModel, table=True):
    """A version of a settlement of some days of a year; a corrected one is made again in full.

    `entry_id`: what was posted, the differences to the version before; none where nobody's balance moved. `why`: of a
    later version. `xid`: the transaction that wrote it; nothing is added to it later.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        tenant_key(),
        tenant_fk("period_id", "period"),
        tenant_fk("entry_id", "entry"),
        tenant_fk("item_id", "agenda_item"),
        UniqueConstraint("association_id", "covers_from", "covers_until", "version"),
        CheckConstraint("rhythm IN ('provisions', 'actual_costs')", name="rhythm"),
        CheckConstraint("covers_from < covers_until", name="covers"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("version = 1 OR why <> ''", name="why"),
        Index("ix_settlement_period", "association_id", "period_id"),
    )

    period_id: UUID
    rhythm: str
    days_of: str
    covers_from: date
    covers_until: date
    version: int
    why: str = ""
    item_id: UUID | None = None
    entry_id: UUID | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    xid: int = Field(sa_type=BigInteger)


@append_only
class SettlementCost(SQLModel, table=True):
    """What an account cost, by who bears it: a key (the shares without one), an owner alone, or given lots.

    `from_reserve`: what the reserve fund paid of it. `decision_id`: whose special calls pay it.
    """

    __tablename__ = "settlement_cost"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "settlement_id"], ["settlement.association_id", "settlement.id"]),
        ForeignKeyConstraint(
            ["association_id", "key_id"], ["apportionment_key.association_id", "apportionment_key.id"]
        ),
        ForeignKeyConstraint(["association_id", "debtor_id"], ["debtor.association_id", "debtor.id"]),
        ForeignKeyConstraint(["association_id", "lot_id"], ["lot.association_id", "lot.id"]),
        ForeignKeyConstraint(
            ["association_id", "decision_id"], ["funding_decision.association_id", "funding_decision.id"]
        ),
        CheckConstraint("split IN ('key', 'private', 'given')", name="split"),
        CheckConstraint("(split = 'private') = (debtor_id IS NOT NULL)", name="private"),
        CheckConstraint("cost_from < cost_until", name="days"),
    )

    association_id: UUID = Field(primary_key=True)
    settlement_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    account: str
    split: str
    key_id: UUID | None = None
    debtor_id: UUID | None = None
    lot_id: UUID | None = None
    decision_id: UUID | None = None
    amount: int = Field(sa_type=BigInteger)
    from_reserve: int = Field(default=0, sa_type=BigInteger)
    cost_from: date
    cost_until: date
    tenant: bool
    ordinary: bool


@append_only
class SettlementLine(SQLModel, table=True):
    """One cell: what a debtor bears of a line for a lot, with its sentence (docs/algorithms/settlement.md).

    `line`: the number of its cost, or 0 where a statement puts the costs of a key together.
    """

    __tablename__ = "settlement_line"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "settlement_id"], ["settlement.association_id", "settlement.id"]),
        ForeignKeyConstraint(["association_id", "debtor_id"], ["debtor.association_id", "debtor.id"]),
        ForeignKeyConstraint(["association_id", "lot_id"], ["lot.association_id", "lot.id"]),
        ForeignKeyConstraint(
            ["association_id", "key_id"], ["apportionment_key.association_id", "apportionment_key.id"]
        ),
        CheckConstraint("weight BETWEEN 0 AND total AND days BETWEEN 1 AND of_days", name="fraction"),
        Index("ix_settlement_line_debtor", "association_id", "debtor_id"),
    )

    association_id: UUID = Field(primary_key=True)
    settlement_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    line: int
    debtor_id: UUID
    lot_id: UUID | None = None
    key_id: UUID | None = None
    amount: int = Field(sa_type=BigInteger)
    whole: int = Field(sa_type=BigInteger)
    weight: int = Field(sa_type=BigInteger)
    total: int = Field(sa_type=BigInteger)
    of_lot: int = Field(sa_type=BigInteger)
    before: int = Field(sa_type=BigInteger)
    days: int
    of_days: int


@append_only
class SettlementOwner(SQLModel, table=True):
    """One debtor's sums: `actual` less `called` is `to_pay`, of which `posted` is new with this version.

    `tenant`: what leases usually let her pass on.
    """

    __tablename__ = "settlement_owner"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "settlement_id"], ["settlement.association_id", "settlement.id"]),
        ForeignKeyConstraint(["association_id", "debtor_id"], ["debtor.association_id", "debtor.id"]),
        CheckConstraint("to_pay = actual - called", name="to_pay"),
        Index("ix_settlement_owner_debtor", "association_id", "debtor_id"),
    )

    association_id: UUID = Field(primary_key=True)
    settlement_id: UUID = Field(primary_key=True)
    debtor_id: UUID = Field(primary_key=True)
    actual: int = Field(sa_type=BigInteger)
    called: int = Field(sa_type=BigInteger)
    to_pay: int = Field(sa_type=BigInteger)
    posted: int = Field(sa_type=BigInteger)
    tenant: int = Field(sa_type=BigInteger)


@append_only
class SettlementWorks(SQLModel, table=True):
    """One decision's special calls on one lot as a settlement leaves them, for one debtor; all sums since the decision.

    `called`: what she owes of the calls, by law. `used`: what costs used of it. `claimed`: what costs took of her beyond the
    calls. `kept`: what stays for the works on account 489; what is neither used nor kept was given back.
    """

    __tablename__ = "settlement_works"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "settlement_id"], ["settlement.association_id", "settlement.id"]),
        ForeignKeyConstraint(
            ["association_id", "decision_id"], ["funding_decision.association_id", "funding_decision.id"]
        ),
        ForeignKeyConstraint(["association_id", "debtor_id"], ["debtor.association_id", "debtor.id"]),
        ForeignKeyConstraint(["association_id", "lot_id"], ["lot.association_id", "lot.id"]),
        CheckConstraint("used BETWEEN 0 AND called AND kept BETWEEN 0 AND called - used", name="sums"),
        Index("ix_settlement_works_debtor", "association_id", "debtor_id"),
    )

    association_id: UUID = Field(primary_key=True)
    settlement_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    decision_id: UUID
    lot_id: UUID
    debtor_id: UUID
    called: int = Field(sa_type=BigInteger)
    used: int = Field(sa_type=BigInteger)
    claimed: int = Field(sa_type=BigInteger)
    kept: int = Field(sa_type=BigInteger)
