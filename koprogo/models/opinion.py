"""An indicative secret poll: its life, who answered, and how often each answer was given. Nothing links the last two.

The tables of markers and of counts share no time, no order and no key but the poll's (ADR 0045).
"""

from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from koprogo.models.assemblies import EventModel
from koprogo.models.base import TenantModel, append_only, tenant_fk, tenant_key


@append_only
class OpinionPoll(TenantModel, table=True):
    """A poll before the vote on a point; its life is in `opinion_poll_event`."""

    __tablename__ = "opinion_poll"
    __table_args__ = (tenant_key(), tenant_fk("assembly_id", "assembly"), tenant_fk("item_id", "agenda_item"))

    assembly_id: UUID = Field(index=True)
    item_id: UUID


@append_only
class OpinionPollEvent(EventModel, table=True):
    """opened, closed, told (the chair has the minutes mention it)."""

    __tablename__ = "opinion_poll_event"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("poll_id", "opinion_poll"),
        CheckConstraint("what IN ('opened', 'closed', 'told')", name="what"),
        UniqueConstraint("poll_id", "seq"),
    )

    poll_id: UUID
    seq: int


@append_only
class OpinionMarker(TenantModel, table=True):
    """Somebody answered, once. Not what, not when."""

    __tablename__ = "opinion_marker"
    __table_args__ = (tenant_fk("poll_id", "opinion_poll"), UniqueConstraint("poll_id", "person_id"))

    poll_id: UUID
    person_id: UUID = Field(foreign_key="person.id")


class OpinionCount(TenantModel, table=True):
    """How many answered what, by heads. One row per poll, rewritten whole with each answer."""

    __tablename__ = "opinion_count"
    __table_args__ = (tenant_fk("poll_id", "opinion_poll"), UniqueConstraint("poll_id"))

    poll_id: UUID
    in_favour: int = 0
    against: int = 0
    undecided: int = 0
