"""Upkeep: reports of problems with what became of each, who sent one without an account, and the posted form for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, digest, instant, tenant_fk, tenant_key


@append_only
class TicketForm(TenantModel, table=True):
    """A code to post in the hall, behind which occupants report problems; the newest row counts.

    A row without a hash closes the form. A new code ends the one before it.
    """

    __tablename__ = "ticket_form"
    __table_args__ = (tenant_key(),)

    token_hash: bytes | None = digest(nullable=True, unique=True)
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class Ticket(TenantModel, table=True):
    """A reported problem, as it was reported; numbered for the life of the association.

    Reported either by a person (`by_id`) or through a posted form (`form_id`), never both.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        tenant_key(),
        tenant_fk("lot_id", "lot"),
        tenant_fk("form_id", "ticket_form"),
        UniqueConstraint("association_id", "number"),
        CheckConstraint(
            "category IN ('water', 'heating', 'electricity', 'lift', 'doors', 'structure', 'cleaning', 'safety', 'other')",
            name="category",
        ),
        CheckConstraint("place IN ('common', 'staircase', 'floor', 'lot', 'outside')", name="place"),
        CheckConstraint("urgency IN ('danger', 'soon', 'normal')", name="urgency"),
        CheckConstraint("lot_id IS NULL OR place = 'lot'", name="lot"),
        CheckConstraint("(by_id IS NULL) <> (form_id IS NULL)", name="source"),
    )

    number: int
    category: str
    urgency: str
    place: str
    place_words: str = ""
    lot_id: UUID | None = None
    words: str
    at: datetime = instant()
    by_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    form_id: UUID | None = None


@append_only
class TicketEvent(TenantModel, table=True):
    """What happened to a report; the last one that is no note says where it stands.

    `by_id` is empty where an occupant without an account spoke through her own link. `inner`: a note for syndic and council.
    """

    __tablename__ = "ticket_event"
    __table_args__ = (
        tenant_fk("ticket_id", "ticket"),
        UniqueConstraint("ticket_id", "seq"),
        CheckConstraint(
            "what IN ('reported', 'acknowledged', 'planned', 'solved', 'declined', 'confirmed', 'reopened', 'noted')",
            name="what",
        ),
        CheckConstraint("NOT inner_note OR what = 'noted'", name="inner_note"),
    )

    ticket_id: UUID
    seq: int
    what: str
    words: str = ""
    due: date | None = None
    inner_note: bool = False
    at: datetime = instant()
    by_id: UUID | None = Field(default=None, foreign_key="person.id")


class TicketReporter(TenantModel, table=True):
    """Who reported without an account, and her own link; emptied a year after the end, or when she asks.

    Kept apart from the report, which stays: seen by syndic and council alone.
    """

    __tablename__ = "ticket_reporter"
    __table_args__ = (tenant_fk("ticket_id", "ticket"), UniqueConstraint("ticket_id"))

    ticket_id: UUID
    name: str
    email: str = ""
    phone: str = ""
    language: str
    token_hash: bytes | None = digest(nullable=True, unique=True)
    emptied_at: datetime | None = instant(nullable=True)
