"""Charges: keys of apportionment, budgets and their lines, calls for funds and the numbers they are paid with.

Amounts are whole cents. Keys end and are followed by others; everything else here is only added to: a changed budget is a
new version, a call stays as it was made and is taken back by another one.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, facts, instant, tenant_fk, tenant_key

PARTS = "('ordinary', 'extraordinary', 'reserve', 'working')"
EVERY_PART = (
    "('ordinary', 'extraordinary', 'reserve', 'working', 'special', 'loan_cash', 'loan_principal', 'loan_interest')"
)
A_YEAR = "starts < next_starts"


class ApportionmentKey(TenantModel, table=True):
    """A key of the by-laws (staircase B, lift): its name per language, its source and its first day."""

    __tablename__ = "apportionment_key"
    __table_args__ = (tenant_key(),)

    name: dict = facts()
    source: str
    since: date
    until: date | None = None
    """Exclusive; a key is never rewritten: it ends and another one begins."""


class ApportionmentWeight(TenantModel, table=True):
    """The weight of one lot in a key: a whole number, zero lots are simply not listed."""

    __tablename__ = "apportionment_weight"
    __table_args__ = (
        tenant_key(),
        tenant_fk("key_id", "apportionment_key"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("association_id", "key_id", "lot_id"),
        CheckConstraint("weight > 0", name="weight"),
    )

    key_id: UUID
    lot_id: UUID
    weight: int


@append_only
class KeyChange(TenantModel, table=True):
    """What decided a key that is not the deed's: a point carried here, or else the `act` that voted it, on `act_on`.

    `replaces_id`: the key whose place it takes; None where the shares counted until then. A key of the deed, and one taken
    over from another program, has no such row.
    """

    __tablename__ = "key_change"
    __table_args__ = (
        tenant_fk("key_id", "apportionment_key"),
        tenant_fk("replaces_id", "apportionment_key"),
        tenant_fk("item_id", "agenda_item"),
        UniqueConstraint("association_id", "key_id"),
        CheckConstraint("(item_id IS NULL) = (act <> '') AND (act <> '') = (act_on IS NOT NULL)", name="decision"),
        CheckConstraint("replaces_id <> key_id", name="other"),
    )

    key_id: UUID
    replaces_id: UUID | None = None
    item_id: UUID | None = None
    act: str = ""
    act_on: date | None = None


@append_only
class Acceptance(TenantModel, table=True):
    """The day of the provisional acceptance of the common parts and what proves it; the newest row counts.

    It starts the five years after which the reserve fund is due (art. 3.86 §3). `day` is empty where nobody knows it.
    """

    __tablename__ = "acceptance"
    __table_args__ = (tenant_key(),)

    day: date | None = None
    act: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class ReserveWaiver(TenantModel, table=True):
    """A waiver of the reserve fund by an assembly that was not held here (art. 3.86 §3); the last row of a day counts.

    `act` names its minutes; empty where what was recorded of the day is taken back.
    """

    __tablename__ = "reserve_waiver"
    __table_args__ = (UniqueConstraint("association_id", "day", "seq"),)

    day: date
    seq: int
    act: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class Budget(TenantModel, table=True):
    """A version of the budget of a year (`next_starts` is exclusive), called in so many `instalments`.

    `index_hundredths`: the index, in hundredths of a per cent, by which it was proposed from the year before.
    """

    __tablename__ = "budget"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("association_id", "starts", "version"),
        CheckConstraint(A_YEAR, name="year"),
        CheckConstraint("instalments IN (1, 2, 4, 12)", name="instalments"),
        CheckConstraint("version > 0", name="version"),
    )

    starts: date
    next_starts: date
    version: int
    instalments: int
    index_hundredths: int | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class BudgetLine(TenantModel, table=True):
    """What one account is expected to cost in the year, and by which key; without one by the shares.

    A negative amount is income. `once`: it comes once a year, so its pace says nothing. `words` per language may stand
    for the name of the account.
    """

    __tablename__ = "budget_line"
    __table_args__ = (
        tenant_key(),
        tenant_fk("budget_id", "budget"),
        tenant_fk("account_id", "ledger_account"),
        tenant_fk("key_id", "apportionment_key"),
        UniqueConstraint("budget_id", "number"),
        CheckConstraint(f"part IN {PARTS}", name="part"),
        CheckConstraint("part NOT IN ('reserve', 'working') OR amount >= 0", name="amount"),
    )

    budget_id: UUID
    number: int
    part: str
    account_id: UUID
    key_id: UUID | None = None
    amount: int = Field(sa_type=BigInteger)
    once: bool = False
    words: dict = facts()


@append_only
class BudgetEvent(TenantModel, table=True):
    """proposed (as a point of an agenda), in_force (after it was carried), discarded; without any it is a draft.

    `act`: the minutes that prove a budget voted before the association came here; it has no point of an agenda.
    """

    __tablename__ = "budget_event"
    __table_args__ = (
        tenant_fk("budget_id", "budget"),
        tenant_fk("item_id", "agenda_item"),
        UniqueConstraint("budget_id", "seq"),
        CheckConstraint("what IN ('proposed', 'in_force', 'discarded')", name="what"),
        CheckConstraint(
            "CASE what WHEN 'proposed' THEN item_id IS NOT NULL WHEN 'in_force' THEN (item_id IS NULL) = (act <> '')"
            " ELSE item_id IS NULL END",
            name="item",
        ),
    )

    budget_id: UUID
    seq: int
    what: str
    item_id: UUID | None = None
    act: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class Call(TenantModel, table=True):
    """A call for funds as it was made: an instalment of a budget, a special call, one for the working fund or for a loan.

    `called_on` is the day of its entry, `due_on` the day it is to be paid, which decides who owes it. `item_id`: the
    decision of a special call, whose day decides too. `iban`: where it is to be paid, as printed. `total` is the sum of
    its lines. `xid`: the transaction that wrote it.
    """

    __tablename__ = "call"
    __table_args__ = (
        tenant_key(),
        tenant_fk("budget_id", "budget"),
        tenant_fk("item_id", "agenda_item"),
        tenant_fk("loan_id", "loan"),
        UniqueConstraint("association_id", "reference"),
        CheckConstraint("kind IN ('budget', 'special', 'working', 'loan', 'loan_cash', 'loan_early')", name="kind"),
        CheckConstraint("(kind = 'budget') = (budget_id IS NOT NULL)", name="budget"),
        CheckConstraint("(kind = 'special') = (item_id IS NOT NULL)", name="item"),
        CheckConstraint("(kind LIKE 'loan%') = (loan_id IS NOT NULL)", name="loan"),
        CheckConstraint("number BETWEEN 1 AND instalments", name="number"),
        CheckConstraint("covers_from < covers_until", name="covers"),
        CheckConstraint("called_on <= due_on", name="days"),
        Index("ix_call_year", "association_id", "starts"),
    )

    reference: str
    kind: str
    starts: date
    budget_id: UUID | None = None
    item_id: UUID | None = None
    loan_id: UUID | None = None
    number: int = 1
    instalments: int = 1
    called_on: date
    due_on: date
    covers_from: date
    covers_until: date
    total: int = Field(sa_type=BigInteger)
    words: dict = facts()
    iban: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    xid: int = Field(sa_type=BigInteger)


@append_only
class CallLine(TenantModel, table=True):
    """What one lot is called of one amount: its part of `base` by `weight` of `of_weight`, less what was called `before`.

    `base` is everything called so far, this call included. `caught_up`: the difference that a budget in force makes to
    earlier calls. Without a key it goes by the shares. `debtor_id` owes it.
    """

    __tablename__ = "call_line"
    __table_args__ = (
        tenant_key(),
        tenant_fk("call_id", "call"),
        tenant_fk("lot_id", "lot"),
        tenant_fk("debtor_id", "debtor"),
        tenant_fk("key_id", "apportionment_key"),
        UniqueConstraint("call_id", "number"),
        CheckConstraint(f"part IN {EVERY_PART}", name="part"),
        CheckConstraint("weight BETWEEN 0 AND of_weight", name="weight"),
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_call_line_debtor", "association_id", "debtor_id"),
    )

    call_id: UUID
    number: int
    lot_id: UUID
    debtor_id: UUID
    part: str
    caught_up: bool = False
    key_id: UUID | None = None
    weight: int = Field(sa_type=BigInteger)
    of_weight: int = Field(sa_type=BigInteger)
    base: int = Field(sa_type=BigInteger)
    before: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)


@append_only
class CallEvent(TenantModel, table=True):
    """posted (with its entry), sent, reversed (with the counter-entry)."""

    __tablename__ = "call_event"
    __table_args__ = (
        tenant_fk("call_id", "call"),
        tenant_fk("entry_id", "entry"),
        UniqueConstraint("call_id", "seq"),
        CheckConstraint("what IN ('posted', 'sent', 'reversed')", name="what"),
        CheckConstraint("(what = 'sent') = (entry_id IS NULL)", name="entry"),
    )

    call_id: UUID
    seq: int
    what: str
    entry_id: UUID | None = None
    facts: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class PaymentReference(TenantModel, table=True):
    """The twelve digits a debtor pays with: of one call, or hers for good where there is none.

    No two are alike on the whole server, so a bank line finds its association by the number too.
    """

    __tablename__ = "payment_reference"
    __table_args__ = (
        tenant_key(),
        tenant_fk("debtor_id", "debtor"),
        tenant_fk("call_id", "call"),
        UniqueConstraint("number"),
        UniqueConstraint("association_id", "debtor_id", "call_id"),
        CheckConstraint("number ~ '^[0-9]{12}$'", name="number"),
        Index(
            "uq_payment_reference_permanent",
            "association_id",
            "debtor_id",
            unique=True,
            postgresql_where=text("call_id IS NULL"),
        ),
    )

    number: str
    debtor_id: UUID
    call_id: UUID | None = None
    at: datetime = instant()
