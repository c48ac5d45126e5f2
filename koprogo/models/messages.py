"""Letters on their way: written in the transaction of the act, delivered by a job."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, digest, facts, instant, rows, tenant_fk, tenant_key


class OutboxMail(TenantModel, table=True):
    """An e-mail to send once; the job marks it sent, or counts a failure and tries again."""

    __tablename__ = "outbox_mail"
    __table_args__ = (tenant_key(),)

    to_email: str
    subject: str
    body: str
    created_at: datetime = instant()
    sent_at: datetime | None = instant(nullable=True)
    failures: int = 0
    last_error: str = Field(default="")


@append_only
class Letter(TenantModel, table=True):
    """What one person was sent about one subject: convocation, minutes, designation, reminder.

    `subject_id` is the assembly or the proposal. `address` is what stood on the envelope. `token_hash`: the open link of
    an e-mail, which proves reading when it is followed.
    """

    __tablename__ = "letter"
    __table_args__ = (
        tenant_key(),
        CheckConstraint("channel IN ('registered', 'email', 'ordinary', 'hand')", name="channel"),
        Index("ix_letter_subject", "association_id", "kind", "subject_id"),
    )

    kind: str
    subject_id: UUID
    number: int = 1
    """Counts the sendings about the same subject: 1, then the supplementary ones."""
    person_id: UUID = Field(foreign_key="person.id", index=True)
    language: str
    channel: str
    address: dict = facts()
    lots: list = rows()
    token_hash: bytes | None = digest(nullable=True, unique=True)
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class LetterEvent(TenantModel, table=True):
    """prepared, posted, emailed, opened, failed, returned, delivered, reminded; `tracking` is the post's number."""

    __tablename__ = "letter_event"
    __table_args__ = (tenant_fk("letter_id", "letter"), UniqueConstraint("letter_id", "seq"))

    letter_id: UUID
    seq: int
    what: str
    tracking: str = ""
    facts: dict = facts()
    at: datetime = instant()
    by_id: UUID | None = Field(default=None, foreign_key="person.id")
