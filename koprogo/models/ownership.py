"""Who holds which lot, who votes for it, who acts for whom: dated, each with its proof."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, facts, instant, tenant_fk, tenant_key


class Contact(TenantModel, table=True):
    """How one association reaches a person; other associations keep their own."""

    __tablename__ = "contact"
    __table_args__ = (tenant_key(), UniqueConstraint("association_id", "person_id"))

    person_id: UUID = Field(foreign_key="person.id", index=True)
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    enterprise_number: str = ""


class EmailConsent(TenantModel, table=True):
    """An individual, explicit, written acceptance of e-mail instead of registered post (art. 3.87 §3); revocable."""

    __tablename__ = "email_consent"
    __table_args__ = (tenant_key(),)

    person_id: UUID = Field(foreign_key="person.id", index=True)
    given_on: date
    proof: str
    revoked_on: date | None = None


class Holding(TenantModel, table=True):
    """A right on a lot from one day to another (`until` is exclusive).

    `usufruct_or_bare`: the list says that the lot is split, not which of the two this person holds.
    """

    __tablename__ = "holding"
    __table_args__ = (
        tenant_key(),
        tenant_fk("lot_id", "lot"),
        CheckConstraint(
            "\"right\" IN ('full', 'undivided', 'usufruct', 'bare_ownership', 'usufruct_or_bare', "
            "'use_or_habitation', 'superficies', 'emphyteusis')",
            name="right",
        ),
    )

    lot_id: UUID = Field(index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    right: str = "full"
    since: date
    until: date | None = None


class Representative(TenantModel, table=True):
    """The one person designated in writing to vote for a joint or usufruct lot (art. 3.87 §1, al. 2)."""

    __tablename__ = "representative"
    __table_args__ = (tenant_key(), tenant_fk("lot_id", "lot"))

    lot_id: UUID = Field(index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    since: date
    until: date | None = None
    proof: str


class ActingFor(TenantModel, table=True):
    """A person who acts for a holder: organ, employee, lawyer, administrator, heirs' representative."""

    __tablename__ = "acting_for"
    __table_args__ = (
        tenant_key(),
        CheckConstraint(
            "capacity IN ('organ', 'employee', 'lawyer', 'administrator', 'heirs_representative')", name="capacity"
        ),
    )

    holder_id: UUID = Field(foreign_key="person.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    capacity: str
    since: date
    until: date | None = None
    proof: str


class PersonMerge(TenantModel, table=True):
    """Two rows of a list were one person; `holding_ids` moved to `kept_id` and move back when undone.

    `before` remembers what undoing needs: what each of the two rows said by itself, and which designations and consents
    came with the row that was merged (see `services/ownership/merges.py`).
    """

    __tablename__ = "person_merge"
    __table_args__ = (tenant_key(),)

    kept_id: UUID = Field(foreign_key="person.id")
    merged_id: UUID = Field(foreign_key="person.id")
    holding_ids: list[UUID] = Field(sa_column=Column(ARRAY(PgUUID(as_uuid=True)), nullable=False))
    before: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    undone_at: datetime | None = instant(nullable=True)
    undone_by_id: UUID | None = Field(default=None, foreign_key="person.id")


@append_only
class LotTransfer(TenantModel, table=True):
    """A deed by which a lot passed from its holders to others on a day: the holdings it ended and began."""

    __tablename__ = "lot_transfer"
    __table_args__ = (tenant_key(), tenant_fk("lot_id", "lot"))

    lot_id: UUID = Field(index=True)
    day: date
    act: str
    """What proves it: the deed's date and number, or who told of it."""
    notary: str = ""
    ended_holding_ids: list[UUID] = Field(sa_column=Column(ARRAY(PgUUID(as_uuid=True)), nullable=False))
    begun_holding_ids: list[UUID] = Field(sa_column=Column(ARRAY(PgUUID(as_uuid=True)), nullable=False))
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    fallen_ids: list[UUID] = Field(
        default_factory=list, sa_column=Column(ARRAY(PgUUID(as_uuid=True)), nullable=False, server_default="{}")
    )
    """Designations that fell with it, to stand again if it is undone."""


@append_only
class LotTransferUndo(TenantModel, table=True):
    """A deed that was entered wrongly: its holdings never began, those it ended go on."""

    __tablename__ = "lot_transfer_undo"
    __table_args__ = (tenant_fk("transfer_id", "lot_transfer"), UniqueConstraint("transfer_id"))

    transfer_id: UUID
    reason: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class DesignationProposal(TenantModel, table=True):
    """Whom the holders of a joint or usufruct lot are asked to designate; it stands once each of them signed."""

    __tablename__ = "designation_proposal"
    __table_args__ = (tenant_key(), tenant_fk("lot_id", "lot"))

    lot_id: UUID = Field(index=True)
    representative_id: UUID = Field(foreign_key="person.id")
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class DesignationSignature(TenantModel, table=True):
    """A holder's written word on a proposal: signed, refused or withdrawn; by phone, on paper or at the door."""

    __tablename__ = "designation_signature"
    __table_args__ = (
        tenant_fk("proposal_id", "designation_proposal"),
        CheckConstraint("what IN ('signed', 'refused', 'withdrawn')", name="what"),
        CheckConstraint("channel IN ('phone', 'paper', 'door')", name="channel"),
        UniqueConstraint("proposal_id", "seq"),
    )

    proposal_id: UUID
    seq: int
    person_id: UUID = Field(foreign_key="person.id")
    what: str
    channel: str
    document: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
