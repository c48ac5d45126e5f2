"""Who stands in an election, and what became of it. Both are only added to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, instant, tenant_fk, tenant_key


@append_only
class Candidacy(TenantModel, table=True):
    """Somebody who stands for a post at a point of the agenda: a person we know, or a name typed for an outsider.

    `name` is how she stands on the ballot; `is_firm` a company. `place` counts from 1 within the point.
    """

    __tablename__ = "candidacy"
    __table_args__ = (
        tenant_key(),
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        CheckConstraint("post IN ('chair', 'secretary', 'teller', 'council', 'syndic', 'auditor')", name="post"),
        UniqueConstraint("item_id", "place"),
        Index("ix_candidacy_assembly_id", "assembly_id"),
    )

    assembly_id: UUID
    item_id: UUID
    post: str
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    name: str
    is_firm: bool = False
    place: int
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class CandidacyEvent(TenantModel, table=True):
    """stood (not agreed yet), agreed, withdrawn; `how` she agreed: herself on her phone, in the room, or in writing."""

    __tablename__ = "candidacy_event"
    __table_args__ = (
        tenant_fk("candidacy_id", "candidacy"),
        CheckConstraint("what IN ('stood', 'agreed', 'withdrawn')", name="what"),
        CheckConstraint("how IN ('', 'herself', 'room', 'writing')", name="how"),
        UniqueConstraint("candidacy_id", "seq"),
    )

    candidacy_id: UUID
    seq: int
    what: str
    how: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
