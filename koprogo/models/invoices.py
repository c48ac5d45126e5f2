"""Supplier invoices from their paper to the payment order: suppliers and their accounts, invoices, orders for the bank.

An invoice changes while it is a draft, and never after: a trigger looks at its last event. What was typed into its lines
stays, version by version. Amounts are whole cents; those of a credit note are above nought too, as on its paper.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from koprogo.models.base import SecondLook, TenantModel, append_only, digest, facts, instant, tenant_fk, tenant_key


class Supplier(TenantModel, table=True):
    """Who sends invoices; `enterprise_number` is ten digits, or empty for a foreign or private one."""

    __tablename__ = "supplier"
    __table_args__ = (
        tenant_key(),
        CheckConstraint("length(name) BETWEEN 1 AND 120", name="name"),
        Index(
            "uq_supplier_number",
            "association_id",
            "enterprise_number",
            unique=True,
            postgresql_where=text("enterprise_number <> ''"),
        ),
    )

    name: str
    enterprise_number: str = ""
    email: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class IbanEvent(SecondLook, table=True):
    """What happened to an account number of a supplier."""

    __tablename__ = "iban_event"
    __table_args__ = (
        tenant_fk("supplier_id", "supplier"),
        UniqueConstraint("supplier_id", "iban", "seq"),
        CheckConstraint("what IN ('entered', 'to_tell', 'told', 'confirmed', 'refused')", name="what"),
        CheckConstraint("(what = 'told') = (waits_until IS NOT NULL)", name="waits"),
        CheckConstraint("what <> 'refused' OR words <> ''", name="words"),
        CheckConstraint("what <> 'told' OR on_paper = 0 OR (told_on IS NOT NULL AND how <> '')", name="paper"),
    )

    supplier_id: UUID
    iban: str


@append_only
class SecondPersonLink(TenantModel, table=True):
    """The link of a letter through which a second person without an account answers, once; of an account number of a
    supplier, of a repayment or of a bank account of the association.

    Only the hash of its secret is kept. `by_id` asked; nothing is answered from `ends_at` on.
    """

    __tablename__ = "second_person_link"
    __table_args__ = (
        tenant_key(),
        tenant_fk("supplier_id", "supplier"),
        tenant_fk("repayment_id", "repayment"),
        tenant_fk("bank_account_id", "bank_account"),
        CheckConstraint("num_nonnulls(supplier_id, repayment_id, bank_account_id) = 1", name="of"),
        CheckConstraint("(supplier_id IS NULL) = (iban = '')", name="number"),
    )

    token_hash: bytes = digest(unique=True)
    person_id: UUID = Field(foreign_key="person.id")
    supplier_id: UUID | None = None
    iban: str = ""
    repayment_id: UUID | None = None
    bank_account_id: UUID | None = None
    at: datetime = instant()
    ends_at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class SecondPersonAnswer(TenantModel, table=True):
    """What was answered through a link: a second row of the same link is refused."""

    __tablename__ = "second_person_answer"
    __table_args__ = (tenant_fk("link_id", "second_person_link"), UniqueConstraint("link_id"))

    link_id: UUID
    agrees: bool
    at: datetime = instant()


@append_only
class FundingDecision(TenantModel, table=True):
    """What the assembly allowed: so much from the reserve, by a special call or a loan, for one purpose.

    `item_id` is the point of an agenda kept here; empty for a decision from before, which `words` then names.
    """

    __tablename__ = "funding_decision"
    __table_args__ = (
        tenant_key(),
        tenant_fk("item_id", "agenda_item"),
        UniqueConstraint("association_id", "item_id", "funding"),
        CheckConstraint("funding IN ('reserve', 'special_call', 'loan')", name="funding"),
        CheckConstraint("ceiling > 0 AND words <> ''", name="ceiling"),
    )

    funding: str
    item_id: UUID | None = None
    words: str
    decided_on: date
    ceiling: int = Field(sa_type=BigInteger)
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class FundingEnd(TenantModel, table=True):
    """The final account of works: from this day on nothing is kept for them, and what calls did not use is given back."""

    __tablename__ = "funding_end"
    __table_args__ = (
        tenant_fk("decision_id", "funding_decision"),
        UniqueConstraint("association_id", "decision_id"),
    )

    decision_id: UUID
    day: date
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


class Invoice(TenantModel, table=True):
    """An invoice or a credit note as entered from its paper; its lines are those of `version`.

    `number` is ours, for the life of the association; `supplier_number` the supplier's. `service_until` is exclusive.
    `stated_vat`: cents per rate that the paper names. `document_id`: the paper; `ubl_id`: the electronic one beside it.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        tenant_key(),
        tenant_fk("supplier_id", "supplier"),
        tenant_fk("decision_id", "funding_decision"),
        tenant_fk("claim_id", "claim"),
        tenant_fk("document_id", "attachment"),
        tenant_fk("ubl_id", "attachment"),
        UniqueConstraint("association_id", "number"),
        CheckConstraint("kind IN ('invoice', 'credit_note')", name="kind"),
        CheckConstraint("gross >= 0 AND version >= 0", name="gross"),
        CheckConstraint("funding IN ('budget', 'reserve', 'special_call', 'loan', 'insurance')", name="funding"),
        CheckConstraint(
            "(service_from IS NULL) = (service_until IS NULL) AND service_from < service_until", name="service"
        ),
    )

    number: int
    kind: str = "invoice"
    supplier_id: UUID | None = None
    supplier_number: str = ""
    day: date | None = None
    due_on: date | None = None
    gross: int = Field(default=0, sa_type=BigInteger)
    stated_vat: dict = facts()
    iban: str = ""
    communication: str = ""
    service_from: date | None = None
    service_until: date | None = None
    funding: str = "budget"
    decision_id: UUID | None = None
    claim_id: UUID | None = None
    document_id: UUID | None = None
    ubl_id: UUID | None = None
    version: int = 0
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class InvoiceLine(TenantModel, table=True):
    """One line of a version: net cents (a discount is negative), its rate, its account, and who bears it.

    By `key_id`, by the shares without one, by one lot's owner (`lot_id`), or by amounts given per lot (`invoice_share`).
    """

    __tablename__ = "invoice_line"
    __table_args__ = (
        tenant_key(),
        tenant_fk("invoice_id", "invoice"),
        tenant_fk("key_id", "apportionment_key"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("invoice_id", "version", "line"),
        CheckConstraint("rate IN ('0', '6', '12', '21', 'exempt')", name="rate"),
        CheckConstraint("num_nonnulls(key_id, lot_id) <= 1", name="bearer"),
    )

    invoice_id: UUID
    version: int
    line: int
    words: str = ""
    account: str
    net: int = Field(sa_type=BigInteger)
    rate: str
    key_id: UUID | None = None
    lot_id: UUID | None = None


@append_only
class InvoiceShare(TenantModel, table=True):
    """What one lot bears of a line whose amounts were given, VAT included; the metering firm's list."""

    __tablename__ = "invoice_share"
    __table_args__ = (
        tenant_fk("line_id", "invoice_line"),
        tenant_fk("lot_id", "lot"),
        UniqueConstraint("line_id", "lot_id"),
    )

    line_id: UUID
    lot_id: UUID
    amount: int = Field(sa_type=BigInteger)


@append_only
class InvoiceEvent(TenantModel, table=True):
    """What happened to an invoice; the last one says where it stands. `entry_id`: what was booked by it.

    `content`: the hash of all that was approved, so that a check finds what was changed behind our back.
    """

    __tablename__ = "invoice_event"
    __table_args__ = (
        tenant_fk("invoice_id", "invoice"),
        tenant_fk("entry_id", "entry"),
        UniqueConstraint("invoice_id", "seq"),
        CheckConstraint(
            "what IN ('entered', 'submitted', 'returned', 'approved', 'rejected', 'reversed', 'paid', 'unpaid')",
            name="what",
        ),
        CheckConstraint("what NOT IN ('rejected', 'returned', 'reversed', 'unpaid') OR words <> ''", name="words"),
        CheckConstraint("what NOT IN ('approved', 'reversed') OR entry_id IS NOT NULL", name="entry"),
        Index("ix_invoice_event_entry", "association_id", "entry_id"),
    )

    invoice_id: UUID
    seq: int
    what: str
    words: str = ""
    entry_id: UUID | None = None
    content: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class PaymentOrder(TenantModel, table=True):
    """A file for the bank: from which account, on which day, its bytes by hash. Made once, under an id of its own."""

    __tablename__ = "payment_order"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("association_id", "number"),
        UniqueConstraint("message_id"),
        CheckConstraint("fund IN ('working', 'reserve')", name="fund"),
        CheckConstraint("total > 0 AND size > 0", name="total"),
    )

    number: int
    fund: str
    iban: str
    day: date
    message_id: str
    total: int = Field(sa_type=BigInteger)
    sha256: str
    size: int
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class PaymentLine(TenantModel, table=True):
    """One payment of an order; `end_to_end_id` comes back on the bank's statement.

    It pays invoices less credit notes (`payment_invoice`), sends a receipt back, or goes to another account of our own.
    """

    __tablename__ = "payment_line"
    __table_args__ = (
        tenant_key(),
        tenant_fk("order_id", "payment_order"),
        tenant_fk("repayment_id", "repayment"),
        tenant_fk("to_account_id", "bank_account"),
        UniqueConstraint("association_id", "end_to_end_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("kind IN ('invoice', 'repayment', 'transfer')", name="kind"),
        CheckConstraint("(kind = 'repayment') = (repayment_id IS NOT NULL)", name="repayment"),
        CheckConstraint("(kind = 'transfer') = (to_account_id IS NOT NULL)", name="transfer"),
    )

    order_id: UUID
    amount: int = Field(sa_type=BigInteger)
    iban: str
    communication: str = ""
    end_to_end_id: str
    kind: str = "invoice"
    name: str = ""
    repayment_id: UUID | None = None
    to_account_id: UUID | None = None


@append_only
class PaymentInvoice(TenantModel, table=True):
    """What a payment pays: an invoice by cents above nought, less a credit note by cents below."""

    __tablename__ = "payment_invoice"
    __table_args__ = (
        tenant_fk("payment_id", "payment_line"),
        tenant_fk("invoice_id", "invoice"),
        UniqueConstraint("payment_id", "invoice_id"),
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_payment_invoice_invoice", "association_id", "invoice_id"),
    )

    payment_id: UUID
    invoice_id: UUID
    amount: int = Field(sa_type=BigInteger)


@append_only
class PaymentOrderEvent(TenantModel, table=True):
    """What happened to an order: fetched for the bank (as often as that was), or cancelled with its reason."""

    __tablename__ = "payment_order_event"
    __table_args__ = (
        tenant_fk("order_id", "payment_order"),
        UniqueConstraint("order_id", "seq"),
        CheckConstraint("what IN ('fetched', 'cancelled')", name="what"),
        CheckConstraint("what <> 'cancelled' OR words <> ''", name="words"),
    )

    order_id: UUID
    seq: int
    what: str
    words: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
