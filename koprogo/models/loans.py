"""Loans of an association: who pays cash and who takes part, the drawing that freezes it, and what was repaid.

Everything here is only added to. What was drawn or repaid counts while its entry is not taken back: the ledger says so, and
no second place. Amounts are whole cents; rates thousandths of a per cent a year.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, instant, tenant_fk, tenant_key


@append_only
class Loan(TenantModel, table=True):
    """What a decision lets the association borrow: works of `amount`, shared by a key, without one by the shares."""

    __tablename__ = "loan"
    __table_args__ = (
        tenant_key(),
        tenant_fk("decision_id", "funding_decision"),
        tenant_fk("key_id", "apportionment_key"),
        UniqueConstraint("association_id", "number"),
        UniqueConstraint("association_id", "decision_id"),
        CheckConstraint("amount > 0 AND number > 0 AND lender <> '' AND words <> ''", name="said"),
    )

    number: int
    decision_id: UUID
    lender: str
    words: str
    key_id: UUID | None = None
    amount: int = Field(sa_type=BigInteger)
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class LoanChoice(TenantModel, table=True):
    """What was said for a lot on a day: it takes part, or its part is paid cash. The newest counts, until the drawing."""

    __tablename__ = "loan_choice"
    __table_args__ = (
        tenant_fk("loan_id", "loan"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("loan_id", "lot_id", "seq"),
    )

    loan_id: UUID
    lot_id: UUID
    seq: int
    participates: bool
    chosen_on: date
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class LoanDrawing(TenantModel, table=True):
    """The day the bank paid out, by which contract. `way` table: the bank's own schedule, without a rate."""

    __tablename__ = "loan_drawing"
    __table_args__ = (
        tenant_key(),
        tenant_fk("loan_id", "loan"),
        tenant_fk("entry_id", "entry"),
        UniqueConstraint("association_id", "entry_id"),
        CheckConstraint("way IN ('annuity', 'principal', 'table')", name="way"),
        CheckConstraint("(way = 'table') = (rate IS NULL)", name="rate"),
        CheckConstraint("every IN ('month', 'quarter')", name="every"),
        CheckConstraint("amount > 0 AND instalments > 0 AND rate >= 0", name="amount"),
    )

    loan_id: UUID
    day: date
    amount: int = Field(sa_type=BigInteger)
    way: str
    rate: int | None = None
    every: str
    instalments: int
    entry_id: UUID
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    xid: int = Field(sa_type=BigInteger)


@append_only
class LoanShare(TenantModel, table=True):
    """A lot's part of the works at the drawing: `weight` of `of_weight`, borrowed or paid cash.

    `place`: its turn among the lots on that day, by which equal remainders go for the life of the loan.
    """

    __tablename__ = "loan_share"
    __table_args__ = (
        tenant_fk("drawing_id", "loan_drawing"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("drawing_id", "lot_id"),
        UniqueConstraint("drawing_id", "place"),
        CheckConstraint("amount > 0 AND weight BETWEEN 1 AND of_weight", name="amount"),
    )

    drawing_id: UUID
    lot_id: UUID
    place: int
    weight: int = Field(sa_type=BigInteger)
    of_weight: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)
    participates: bool


@append_only
class LoanLeaving(TenantModel, table=True):
    """A lot repays early all it owes after instalment `after`; the bank's `fee` is hers alone.

    The instalments after it are those of schedule `version`.
    """

    __tablename__ = "loan_leaving"
    __table_args__ = (
        tenant_key(),
        tenant_fk("drawing_id", "loan_drawing"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("drawing_id", "version"),
        UniqueConstraint("drawing_id", "lot_id"),
        CheckConstraint("principal > 0 AND fee >= 0 AND after >= 0 AND version > 1", name="amount"),
    )

    drawing_id: UUID
    lot_id: UUID
    version: int
    after: int
    day: date
    principal: int = Field(sa_type=BigInteger)
    fee: int = Field(sa_type=BigInteger)
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class LoanInstalment(TenantModel, table=True):
    """A line of the bank's schedule; of each number the newest version counts."""

    __tablename__ = "loan_instalment"
    __table_args__ = (
        tenant_key(),
        tenant_fk("drawing_id", "loan_drawing"),
        UniqueConstraint("drawing_id", "version", "number"),
        CheckConstraint("principal >= 0 AND interest >= 0 AND version > 0 AND number > 0", name="amount"),
    )

    drawing_id: UUID
    version: int
    number: int
    due_on: date
    principal: int = Field(sa_type=BigInteger)
    interest: int = Field(sa_type=BigInteger)


@append_only
class LoanRepayment(TenantModel, table=True):
    """What the bank took: an instalment, or what a lot repaid early. It counts while its entry is not taken back."""

    __tablename__ = "loan_repayment"
    __table_args__ = (
        tenant_fk("drawing_id", "loan_drawing"),
        tenant_fk("leaving_id", "loan_leaving"),
        tenant_fk("entry_id", "entry"),
        UniqueConstraint("association_id", "entry_id"),
        CheckConstraint("(number IS NULL) = (leaving_id IS NOT NULL)", name="of"),
        CheckConstraint("principal >= 0 AND interest >= 0 AND principal + interest > 0", name="amount"),
    )

    drawing_id: UUID
    number: int | None = None
    leaving_id: UUID | None = None
    day: date
    principal: int = Field(sa_type=BigInteger)
    interest: int = Field(sa_type=BigInteger)
    entry_id: UUID
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
