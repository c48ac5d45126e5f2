"""What leads to an assembly: its yearly window, proposals for its agenda, a request by one fifth, answers, observations.

All append only; the state of a proposal or a request is its last event.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, digest, facts, instant, rows, tenant_fk, tenant_key


@append_only
class AssemblyWindow(TenantModel, table=True):
    """The fifteen days of the house rules in which the ordinary assembly is held each year (art. 3.85 §3, 3°).

    The newest row whose `since` has come counts.
    """

    __tablename__ = "assembly_window"
    __table_args__ = (CheckConstraint("month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31", name="first_day"),)

    month: int
    day: int
    since: date
    source: str
    """Where the house rules say so: article, decision."""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class AgendaProposal(TenantModel, table=True):
    """A point that an owner, the council or a partial association asks to put on the agenda (art. 3.87 §§3–4)."""

    __tablename__ = "agenda_proposal"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("association_id", "number"),
        CheckConstraint("capacity IN ('owner', 'council', 'partial_association')", name="capacity"),
        CheckConstraint("channel IN ('online', 'letter', 'email')", name="channel"),
    )

    number: int
    proposer_id: UUID = Field(foreign_key="person.id")
    capacity: str = "owner"
    channel: str = "online"
    title: str
    text: str
    received_on: date
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class ProposalEvent(TenantModel, table=True):
    """received, added (to an agenda), deferred (to the next assembly), declined, withdrawn."""

    __tablename__ = "proposal_event"
    __table_args__ = (
        tenant_fk("proposal_id", "agenda_proposal"),
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        UniqueConstraint("proposal_id", "seq"),
    )

    proposal_id: UUID
    seq: int
    what: str
    assembly_id: UUID | None = None
    item_id: UUID | None = None
    reason: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class AssemblyRequest(TenantModel, table=True):
    """Owners ask together for an assembly; with one fifth of the shares the syndic must convene (art. 3.87 §2)."""

    __tablename__ = "assembly_request"
    __table_args__ = (tenant_key(),)

    title: str
    points: list = rows()
    """What they want decided: one sentence each."""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class RequestEvent(TenantModel, table=True):
    """signed, left (a signatory leaves), posted (the registered letter), received, convened; in order."""

    __tablename__ = "request_event"
    __table_args__ = (
        tenant_fk("request_id", "assembly_request"),
        tenant_fk("assembly_id", "assembly"),
        UniqueConstraint("request_id", "seq"),
    )

    request_id: UUID
    seq: int
    what: str
    person_id: UUID = Field(foreign_key="person.id")
    """Who signed, left, posted or convened."""
    day: date
    assembly_id: UUID | None = None
    facts: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class AttendanceAnswer(TenantModel, table=True):
    """What a person says of her coming; the last answer counts and binds nobody."""

    __tablename__ = "attendance_answer"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        CheckConstraint("answer IN ('room', 'remote', 'proxy', 'no')", name="answer"),
        UniqueConstraint("assembly_id", "person_id", "seq"),
    )

    assembly_id: UUID
    person_id: UUID = Field(foreign_key="person.id")
    seq: int
    answer: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class OccupantNotice(TenantModel, table=True):
    """The notice posted in the common parts, with the link of the form for observations (art. 3.89 §5, 6°)."""

    __tablename__ = "occupant_notice"
    __table_args__ = (tenant_key(), tenant_fk("assembly_id", "assembly"))

    assembly_id: UUID = Field(index=True)
    token_hash: bytes = digest(unique=True)
    posted_on: date | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class Observation(TenantModel, table=True):
    """What an occupant without a vote wrote about a point, or about the assembly when no point is named."""

    __tablename__ = "observation"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        tenant_fk("notice_id", "occupant_notice"),
    )

    assembly_id: UUID = Field(index=True)
    notice_id: UUID
    item_id: UUID | None = None
    name: str
    place: str
    """Where in the building: apartment, shop."""
    words: str
    at: datetime = instant()


@append_only
class SeasonStep(TenantModel, table=True):
    """One assembly in a run of convocations: asked (the press), then sent or refused (the worker)."""

    __tablename__ = "season_step"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        UniqueConstraint("run_id", "assembly_id", "what"),
        CheckConstraint("what IN ('asked', 'sent', 'refused')", name="what"),
    )

    run_id: UUID
    assembly_id: UUID
    what: str
    facts: dict = facts()
    """Of `asked` the reason of urgency, if one was given; of `sent` the letters; of `refused` what the screen shows: kind,
    message id, facts, article, problems."""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class AssemblyAttendant(TenantModel, table=True):
    """Who goes to an assembly for the syndic; the last row counts, nobody where its person is empty."""

    __tablename__ = "assembly_attendant"
    __table_args__ = (tenant_fk("assembly_id", "assembly"), UniqueConstraint("assembly_id", "seq"))

    assembly_id: UUID
    seq: int
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class NotarialMandate(TenantModel, table=True):
    """A proxy by notarial deed: it alone may stand longer than one assembly (art. 3.87 §7).

    `until` is exclusive; empty: until it is taken back. It is used through a `proxy` row per assembly.
    """

    __tablename__ = "notarial_mandate"
    __table_args__ = (tenant_key(), CheckConstraint("until IS NULL OR until > since", name="days"))

    giver_id: UUID = Field(foreign_key="person.id")
    holder_id: UUID = Field(foreign_key="person.id")
    since: date
    until: date | None = None
    proof: str
    """The notary, the day of the deed and its number."""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class NotarialMandateEnd(TenantModel, table=True):
    """A notarial proxy taken back, or ended by death or otherwise: from `day` on it is used no more."""

    __tablename__ = "notarial_mandate_end"
    __table_args__ = (tenant_fk("mandate_id", "notarial_mandate"), UniqueConstraint("mandate_id"))

    mandate_id: UUID
    day: date
    reason: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
