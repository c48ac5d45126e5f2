"""What follows an assembly: the register of decisions, what is to be done, decisions in writing. All append only."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, facts, instant, tenant_fk, tenant_key


@append_only
class RegisterEntry(TenantModel, table=True):
    """A decision in the register (art. 3.93 §4), numbered for the life of the association."""

    __tablename__ = "register_entry"
    __table_args__ = (
        tenant_key(),
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("item_id", "agenda_item"),
        tenant_fk("written_decision_id", "written_decision"),
        UniqueConstraint("association_id", "number"),
        UniqueConstraint("item_id", "round"),
        CheckConstraint("(item_id IS NULL) <> (written_decision_id IS NULL)", name="source"),
    )

    number: int
    day: date
    """The day of the decision."""
    assembly_id: UUID | None = None
    item_id: UUID | None = None
    round: int | None = None
    written_decision_id: UUID | None = None
    outcome: str
    title: dict = facts()
    text: dict = facts()
    facts: dict = facts()
    """Sums, majority, article, as frozen."""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class DecisionTask(TenantModel, table=True):
    """Something to do: what a carried decision asks for, or a task of the council's and syndic's board.

    It is about one thing at most: a decision, a reported problem, an issued paper, or a file of an agenda.
    """

    __tablename__ = "decision_task"
    __table_args__ = (
        tenant_key(),
        tenant_fk("entry_id", "register_entry"),
        tenant_fk("ticket_id", "ticket"),
        tenant_fk("paper_id", "paper"),
        tenant_fk("attachment_id", "attachment"),
        CheckConstraint("num_nonnulls(entry_id, ticket_id, paper_id, attachment_id) <= 1", name="about"),
    )

    entry_id: UUID | None = Field(default=None, index=True)
    ticket_id: UUID | None = Field(default=None, index=True)
    paper_id: UUID | None = None
    attachment_id: UUID | None = None
    what: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class TaskEvent(TenantModel, table=True):
    """planned (due, owner), started, done, cancelled, noted; the last state counts, the last plan too."""

    __tablename__ = "task_event"
    __table_args__ = (
        tenant_fk("task_id", "decision_task"),
        CheckConstraint("what IN ('planned', 'started', 'done', 'cancelled', 'noted')", name="what"),
        UniqueConstraint("task_id", "seq"),
    )

    task_id: UUID
    seq: int
    what: str
    due: date | None = None
    owner_id: UUID | None = Field(default=None, foreign_key="person.id")
    words: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class WrittenDecision(TenantModel, table=True):
    """A decision all members take in writing, without meeting (art. 3.87 §11)."""

    __tablename__ = "written_decision"
    __table_args__ = (tenant_key(), UniqueConstraint("association_id", "number"))

    number: int
    kind: str
    title: dict = facts()
    text: dict = facts()
    asked_on: date
    answer_by: date
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class WrittenAnswer(TenantModel, table=True):
    """The written word of who votes for a lot; one refusal, or one silence, and there is no decision."""

    __tablename__ = "written_answer"
    __table_args__ = (
        tenant_fk("decision_id", "written_decision"),
        tenant_fk("lot_id", "lot"),
        CheckConstraint("choice IN ('for', 'against')", name="choice"),
        CheckConstraint("channel IN ('phone', 'paper')", name="channel"),
        UniqueConstraint("decision_id", "lot_id", "seq"),
    )

    decision_id: UUID
    lot_id: UUID
    seq: int
    choice: str
    shares: int
    channel: str
    document: str = ""
    person_id: UUID = Field(foreign_key="person.id")
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class WrittenDecisionEvent(TenantModel, table=True):
    """asked, carried, failed, withdrawn."""

    __tablename__ = "written_decision_event"
    __table_args__ = (
        tenant_fk("decision_id", "written_decision"),
        UniqueConstraint("decision_id", "seq"),
    )

    decision_id: UUID
    seq: int
    what: str
    facts: dict = facts()
    reason: str = ""
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
