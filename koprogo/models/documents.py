"""Issued papers: a row per paper, its bytes stored by hash; a correction is a new version."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, instant, tenant_key


@append_only
class Paper(TenantModel, table=True):
    """One paper in one language: `kind` and `subject_id` say what it is about (minutes of an assembly)."""

    __tablename__ = "paper"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("association_id", "kind", "subject_id", "language", "version"),
    )

    kind: str
    subject_id: UUID = Field(index=True)
    language: str
    version: int
    title: str
    sha256: str
    size: int
    issued_at: datetime = instant()
    issued_by_id: UUID = Field(foreign_key="person.id")
