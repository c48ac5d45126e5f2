"""What happens in the room beside votes: speakers, protests, visitors, a result looked at again. All append only."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from koprogo.models.assemblies import EventModel
from koprogo.models.base import TenantModel, append_only, facts, instant, tenant_fk, tenant_key


@append_only
class SpeakingEvent(EventModel, table=True):
    """asked, given (the floor), done, withdrawn: the speaking list of the evening."""

    __tablename__ = "speaking_event"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        CheckConstraint("what IN ('asked', 'given', 'done', 'withdrawn')", name="what"),
        UniqueConstraint("assembly_id", "seq"),
    )

    seq: int
    person_id: UUID = Field(foreign_key="person.id")


@append_only
class Protest(TenantModel, table=True):
    """A protest, word for word, about a point or about the evening."""

    __tablename__ = "protest"
    __table_args__ = (tenant_fk("assembly_id", "assembly"), tenant_fk("item_id", "agenda_item"))

    assembly_id: UUID = Field(index=True)
    item_id: UUID | None = None
    person_id: UUID = Field(foreign_key="person.id")
    words: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class VisitorEvent(EventModel, table=True):
    """Somebody without a vote who is admitted: `what` is arrived or left, `capacity` in which role, `by_id` admitted."""

    __tablename__ = "visitor_event"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        CheckConstraint("what IN ('arrived', 'left')", name="what"),
        CheckConstraint(
            "capacity IN ('assistant', 'expert', 'bailiff', 'interpreter', 'employee', 'other')", name="capacity"
        ),
        UniqueConstraint("assembly_id", "seq"),
    )

    seq: int
    name: str
    capacity: str
    assists_id: UUID | None = Field(default=None, foreign_key="person.id")
    """The co-owner an assistant comes with (art. 3.87 §1)."""
    notified_on: date | None = None
    """The day of the registered letter that announced the assistant."""


@append_only
class DeskEntry(TenantModel, table=True):
    """Paper or hands that the desk noted without a network and entered later: its nonce makes it count once.

    `noted_at` is when the desk noted it, `at` when it was entered; `ballots` how many it became.
    """

    __tablename__ = "desk_entry"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        CheckConstraint("channel IN ('hand', 'paper', 'proxy_sheet')", name="channel"),
        CheckConstraint("ballots >= 0", name="ballots"),
        UniqueConstraint("item_id", "nonce"),
        Index("ix_desk_entry_assembly_id", "assembly_id"),
    )

    assembly_id: UUID
    item_id: UUID
    nonce: str
    channel: str
    noted_at: datetime = instant()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
    ballots: int


@append_only
class ResultReview(TenantModel, table=True):
    """A correction of attendance held against a frozen result: would it be another one? Then a second round follows."""

    __tablename__ = "result_review"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        Index("ix_result_review_item", "item_id", "round"),
    )

    assembly_id: UUID
    item_id: UUID
    round: int
    presence_event_id: int
    would_change: bool
    facts: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class MinutesSignature(TenantModel, table=True):
    """A signature under the minutes at the end of the session (art. 3.87 §10): drawn, digital, or seen on paper.

    `text_sha256` is what was signed: the facts of the minutes as they stood. `image_sha256` names the drawn strokes.
    """

    __tablename__ = "minutes_signature"
    __table_args__ = (
        tenant_key(),
        tenant_fk("assembly_id", "assembly"),
        CheckConstraint("capacity IN ('chair', 'secretary', 'owner', 'proxy_holder')", name="capacity"),
        CheckConstraint("how IN ('drawn', 'digital', 'paper')", name="how"),
        UniqueConstraint("assembly_id", "person_id", "capacity", "text_sha256"),
    )

    assembly_id: UUID = Field(index=True)
    person_id: UUID = Field(foreign_key="person.id")
    capacity: str
    how: str
    text_sha256: str
    image_sha256: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class ReadingEvent(TenantModel, table=True):
    """The page of the minutes that the wall shows from then on; 0 gives the wall back to the session."""

    __tablename__ = "reading_event"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        UniqueConstraint("assembly_id", "seq"),
        CheckConstraint("page >= 0", name="page"),
    )

    assembly_id: UUID
    seq: int
    page: int
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class QuorumReview(TenantModel, table=True):
    """A correction of attendance held against the quorum of the opening; `facts` holds the sums before and after."""

    __tablename__ = "quorum_review"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        CheckConstraint("meaning IN ('still_reached', 'still_missing', 'not_reached', 'was_reached')", name="meaning"),
        UniqueConstraint("assembly_id", "presence_event_id"),
    )

    assembly_id: UUID = Field(index=True)
    presence_event_id: int
    meaning: str
    facts: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
