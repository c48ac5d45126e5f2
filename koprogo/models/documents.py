"""Issued papers and what people attach: a row each, the bytes stored by hash; a correction is a new version."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, instant, tenant_fk, tenant_key


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


@append_only
class PaperSeal(TenantModel, table=True):
    """What was put behind an issued paper: a digital seal at its issue, a timestamp later; or why there is no seal.

    Each adds to the end of the file, so the bytes of the paper's own row stay in front. `by_name`: whom the certificate
    names. `reason`: why a configured certificate could not seal.
    """

    __tablename__ = "paper_seal"
    __table_args__ = (
        tenant_key(),
        tenant_fk("paper_id", "paper"),
        UniqueConstraint("paper_id", "what"),
        CheckConstraint("what IN ('sealed', 'refused', 'stamped')", name="what"),
        CheckConstraint("(what = 'refused') = (sha256 = '')", name="file"),
    )

    paper_id: UUID
    what: str
    by_name: str = ""
    reason: str = ""
    sha256: str = ""
    size: int = 0
    at: datetime = instant()


@append_only
class Attachment(TenantModel, table=True):
    """A file somebody added to a subject: a quote to a point, the photo of raised hands or of a problem.

    `subject` names the kind of row `subject_id` is in. Bytes are stored by hash. `seen_by`: owners, council or syndic.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        tenant_key(),
        tenant_fk("assembly_id", "assembly"),
        CheckConstraint("seen_by IN ('owners', 'council', 'syndic')", name="seen_by"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("by_id IS NOT NULL OR subject = 'ticket'", name="by"),
        Index("ix_attachment_subject", "association_id", "subject", "subject_id"),
    )

    assembly_id: UUID | None = Field(default=None, index=True)
    """The evening a photo was taken; empty for the files of an agenda."""
    subject: str
    subject_id: UUID
    title: str
    file_name: str
    media_type: str
    sha256: str
    size: int
    seen_by: str = "owners"
    at: datetime = instant()
    by_id: UUID | None = Field(default=None, foreign_key="person.id")
    """Empty only for the photo of an occupant without an account."""
    withdraws_id: UUID | None = None
    """The row this one takes back; it then holds no file of its own to show."""
