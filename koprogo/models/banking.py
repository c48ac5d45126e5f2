"""The bank: accounts, files, statements and their lines as the bank sent them, rules, and what each line was matched with.

Only added to. A match that was wrong is undone by an event with its counter-entry, and another one follows. Amounts are
signed cents: a receipt is positive.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import (
    SecondLook,
    TenantModel,
    append_only,
    digest,
    facts,
    instant,
    rows,
    tenant_fk,
    tenant_key,
)

TARGETS = "('debtor', 'rule', 'order', 'invoice', 'own', 'account', 'suspense')"


@append_only
class BankAccount(TenantModel, table=True):
    """An account of the association with a bank: `purpose` current (551), reserve (550) or other (552).

    Each has a ledger account of its own, so that its balance can be held against the bank's (art. 3.86 §3).
    """

    __tablename__ = "bank_account"
    __table_args__ = (
        tenant_key(),
        tenant_fk("account_id", "ledger_account"),
        UniqueConstraint("association_id", "iban"),
        UniqueConstraint("association_id", "account_id"),
        CheckConstraint("purpose IN ('current', 'reserve', 'other')", name="purpose"),
        CheckConstraint("iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'", name="iban"),
        Index("ix_bank_account_iban", "iban"),
    )

    iban: str
    purpose: str
    name: str = ""
    account_id: UUID
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class BankAccountEvent(TenantModel, table=True):
    """An account was ended: from `day` on nothing is paid from it, and no statement of later days is taken."""

    __tablename__ = "bank_account_event"
    __table_args__ = (
        tenant_fk("bank_account_id", "bank_account"),
        UniqueConstraint("association_id", "bank_account_id"),
        CheckConstraint("what IN ('ended')", name="what"),
    )

    bank_account_id: UUID
    what: str = "ended"
    day: date
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class BankAccountStep(SecondLook, table=True):
    """What happened to the number of an account that was entered beside another: it is paid to once it was confirmed.

    The first account of an association has none of these, nor has one that was entered before there were any.
    """

    __tablename__ = "bank_account_step"
    __table_args__ = (
        tenant_fk("bank_account_id", "bank_account"),
        UniqueConstraint("bank_account_id", "seq"),
        CheckConstraint("what IN ('entered', 'to_tell', 'told', 'confirmed', 'refused')", name="what"),
        CheckConstraint("(what = 'told') = (waits_until IS NOT NULL)", name="waits"),
        CheckConstraint("what <> 'refused' OR words <> ''", name="words"),
        CheckConstraint("what <> 'told' OR on_paper = 0 OR (told_on IS NOT NULL AND how <> '')", name="paper"),
    )

    bank_account_id: UUID


@append_only
class BankFile(TenantModel, table=True):
    """A CODA file that brought something for this association; `sha256` of all its bytes.

    `refused`: its statements of this association that were not taken, each with its reason.
    """

    __tablename__ = "bank_file"
    __table_args__ = (tenant_key(), Index("ix_bank_file_sha256", "association_id", "sha256"))

    sha256: bytes = digest()
    name: str
    size: int
    refused: list = rows()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class BankStatement(TenantModel, table=True):
    """A statement: `old_balance` + its lines = `new_balance`. `year`, `sequence`: the bank's. `sha256`: of all it says."""

    __tablename__ = "bank_statement"
    __table_args__ = (
        tenant_key(),
        tenant_fk("bank_account_id", "bank_account"),
        tenant_fk("file_id", "bank_file"),
        UniqueConstraint("association_id", "bank_account_id", "year", "sequence"),
        CheckConstraint("sequence > 0", name="sequence"),
    )

    bank_account_id: UUID
    file_id: UUID
    year: int
    sequence: int
    old_day: date
    new_day: date
    old_balance: int = Field(sa_type=BigInteger)
    new_balance: int = Field(sa_type=BigInteger)
    sha256: bytes = digest()


@append_only
class BankLine(TenantModel, table=True):
    """One movement (or one part of a globalised one), as the bank wrote it; `number` and `detail` are its place."""

    __tablename__ = "bank_line"
    __table_args__ = (
        tenant_key(),
        tenant_fk("statement_id", "bank_statement"),
        UniqueConstraint("association_id", "statement_id", "number", "detail"),
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_bank_line_iban", "association_id", "iban"),
    )

    statement_id: UUID
    number: int
    detail: int = 0
    amount: int = Field(sa_type=BigInteger)
    day: date
    value_day: date
    iban: str = ""
    name: str = ""
    words: str = ""
    end_to_end: str = ""
    code: str = ""
    bank_reference: str = ""


@append_only
class BankRule(TenantModel, table=True):
    """How a kind of line is booked without asking; a row with `ends_id` ends the rule it names.

    `key_id`: how what it books is shared; by the shares without one.
    """

    __tablename__ = "bank_rule"
    __table_args__ = (
        tenant_key(),
        tenant_fk("account_id", "ledger_account"),
        tenant_fk("ends_id", "bank_rule"),
        tenant_fk("key_id", "apportionment_key"),
        UniqueConstraint("association_id", "ends_id"),
        CheckConstraint("ends_id IS NOT NULL OR iban <> '' OR words <> '[]'", name="says"),
    )

    name: str
    account_id: UUID
    incoming: bool
    iban: str = ""
    words: list = rows()
    key_id: UUID | None = None
    ends_id: UUID | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class Match(TenantModel, table=True):
    """What a line was matched with, why, and the entry that booked it. The newest `seq` counts unless it was undone.

    `reason` names a sentence (`rules/accounting/match_messages.py`), `facts` fill it. `confirms`: the payer's account is
    known for this debtor from now on. `payment_id`: the payment of ours that the bank made. `account_id`: what stands
    against the bank, where no debtor does.
    """

    __tablename__ = "match"
    __table_args__ = (
        tenant_key(),
        tenant_fk("line_id", "bank_line"),
        tenant_fk("debtor_id", "debtor"),
        tenant_fk("rule_id", "bank_rule"),
        tenant_fk("account_id", "ledger_account"),
        tenant_fk("payment_id", "payment_line"),
        tenant_fk("entry_id", "entry"),
        UniqueConstraint("association_id", "line_id", "seq"),
        CheckConstraint(f"target IN {TARGETS}", name="target"),
        CheckConstraint("(target = 'debtor') = (debtor_id IS NOT NULL)", name="debtor"),
        CheckConstraint("(target = 'debtor') = (account_id IS NULL)", name="account"),
        CheckConstraint("(target = 'rule') = (rule_id IS NOT NULL)", name="rule"),
        CheckConstraint("(target = 'order') = (payment_id IS NOT NULL)", name="payment"),
        CheckConstraint("NOT confirms OR debtor_id IS NOT NULL", name="confirms"),
        Index("ix_match_payment", "association_id", "payment_id"),
    )

    line_id: UUID
    seq: int
    target: str
    reason: str
    facts: dict = facts()
    debtor_id: UUID | None = None
    rule_id: UUID | None = None
    payment_id: UUID | None = None
    account_id: UUID | None = None
    entry_id: UUID
    confirms: bool = False
    by_person: bool = False
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class MatchPart(TenantModel, table=True):
    """What a debtor's payment settles, in cents of its two parts: a call, one of an old program, or what an entry asked of
    her; else her credit."""

    __tablename__ = "match_part"
    __table_args__ = (
        tenant_fk("match_id", "match"),
        tenant_fk("call_id", "call"),
        tenant_fk("entry_id", "entry"),
        tenant_fk("old_call_id", "old_call"),
        CheckConstraint("num_nonnulls(call_id, entry_id, old_call_id) <= 1", name="item"),
        CheckConstraint("other >= 0 AND reserve >= 0 AND other + reserve > 0", name="amount"),
        Index("ix_match_part_match", "match_id"),
        Index("ix_match_part_call", "association_id", "call_id"),
    )

    match_id: UUID
    call_id: UUID | None = None
    entry_id: UUID | None = None
    old_call_id: UUID | None = None
    other: int = Field(sa_type=BigInteger)
    reserve: int = Field(sa_type=BigInteger)


@append_only
class MatchEvent(TenantModel, table=True):
    """A match was undone, by this counter-entry, because of `why`."""

    __tablename__ = "match_event"
    __table_args__ = (
        tenant_fk("match_id", "match"),
        tenant_fk("entry_id", "entry"),
        UniqueConstraint("association_id", "match_id"),
        CheckConstraint("what IN ('undone')", name="what"),
    )

    match_id: UUID
    what: str
    entry_id: UUID
    why: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class MatchInvoice(TenantModel, table=True):
    """What a line of the bank pays of an invoice: cents above nought; below, for a credit note that was set against it."""

    __tablename__ = "match_invoice"
    __table_args__ = (
        tenant_fk("match_id", "match"),
        tenant_fk("invoice_id", "invoice"),
        UniqueConstraint("match_id", "invoice_id"),
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_match_invoice_invoice", "association_id", "invoice_id"),
    )

    match_id: UUID
    invoice_id: UUID
    amount: int = Field(sa_type=BigInteger)


@append_only
class Repayment(TenantModel, table=True):
    """Money that goes back: a receipt in suspense, or an owner's credit; to whom, on which account, why."""

    __tablename__ = "repayment"
    __table_args__ = (
        tenant_key(),
        tenant_fk("bank_line_id", "bank_line"),
        tenant_fk("debtor_id", "debtor"),
        CheckConstraint("amount > 0 AND name <> '' AND iban <> '' AND why <> ''", name="amount"),
        CheckConstraint("num_nonnulls(bank_line_id, debtor_id) = 1", name="of"),
        Index("ix_repayment_line", "association_id", "bank_line_id"),
        Index("ix_repayment_debtor", "association_id", "debtor_id"),
    )

    bank_line_id: UUID | None = None
    debtor_id: UUID | None = None
    amount: int = Field(sa_type=BigInteger)
    name: str
    iban: str
    words: str = ""
    why: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class RepaymentEvent(SecondLook, table=True):
    """What happened to a repayment; it may be withdrawn as well."""

    __tablename__ = "repayment_event"
    __table_args__ = (
        tenant_fk("repayment_id", "repayment"),
        UniqueConstraint("repayment_id", "seq"),
        CheckConstraint("what IN ('entered', 'to_tell', 'told', 'confirmed', 'refused', 'withdrawn')", name="what"),
        CheckConstraint("(what = 'told') = (waits_until IS NOT NULL)", name="waits"),
        CheckConstraint("what NOT IN ('refused', 'withdrawn') OR words <> ''", name="words"),
        CheckConstraint("what <> 'told' OR on_paper = 0 OR (told_on IS NOT NULL AND how <> '')", name="paper"),
    )

    repayment_id: UUID
