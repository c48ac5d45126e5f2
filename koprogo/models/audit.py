"""The log: who did what to what, when. Only added to; chained by sealing, so that no act waits for a hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Identity, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from koprogo.models.base import append_only, digest, facts, instant


@append_only
class AuditEvent(SQLModel, table=True):
    """One act. `facts` names ids, kinds and counts: never names, addresses or choices."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("association_id", "id"),
        Index("ix_audit_event_subject", "association_id", "subject_id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    association_id: UUID = Field(foreign_key="association.id")
    at: datetime = instant()
    actor_id: UUID
    action: str
    subject_id: UUID | None = None
    facts: dict = facts()


@append_only
class AuditSeal(SQLModel, table=True):
    """The place of an audit line in its association's chain."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        ForeignKeyConstraint(["association_id", "audit_event_id"], ["audit_event.association_id", "audit_event.id"]),
        UniqueConstraint("association_id", "audit_event_id"),
    )

    association_id: UUID = Field(foreign_key="association.id", primary_key=True)
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    audit_event_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    previous: bytes = digest()
    hash: bytes = digest()
