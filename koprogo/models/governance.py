"""Council members and auditors, offices held for a time; what the council asks, notes and reports; hand-overs."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, facts, instant, tenant_fk, tenant_key


class Appointment(TenantModel, table=True):
    """A seat in the council (art. 3.90) or the auditor's office (art. 3.91); `until` is exclusive.

    `item_id` is the point that elected her. Only the end, its reason and the house's `position` may change later, and an
    end that was set stays; a trigger holds to it, and keeps the syndic's people and the two offices apart.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        tenant_key(),
        tenant_fk("item_id", "agenda_item"),
        CheckConstraint("office IN ('council', 'auditor')", name="office"),
        CheckConstraint("position IN ('', 'chair', 'secretary')", name="position"),
        CheckConstraint(
            "end_reason IN ('', 'assembly', 'resigned', 'dismissed', 'no_lot', 'revote')", name="end_reason"
        ),
    )

    person_id: UUID = Field(foreign_key="person.id", index=True)
    office: str
    since: date
    until: date | None = None
    item_id: UUID | None = None
    position: str = ""
    end_reason: str = ""


@append_only
class CouncilQuestion(TenantModel, table=True):
    """What a member of the council asks the syndic, about a decision or in general."""

    __tablename__ = "council_question"
    __table_args__ = (tenant_key(), tenant_fk("entry_id", "register_entry"))

    entry_id: UUID | None = None
    words: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class CouncilAnswer(TenantModel, table=True):
    """An answer of the syndic; the first one closes the question, later ones add to it."""

    __tablename__ = "council_answer"
    __table_args__ = (tenant_fk("question_id", "council_question"), UniqueConstraint("question_id", "seq"))

    question_id: UUID
    seq: int
    words: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class FollowUpDelay(TenantModel, table=True):
    """In how many days this association expects a decision of a kind to be carried out; the newest row counts."""

    __tablename__ = "follow_up_delay"
    __table_args__ = (
        CheckConstraint("kind IN ('quotes', 'works')", name="kind"),
        CheckConstraint("days BETWEEN 1 AND 730", name="days"),
    )

    kind: str
    days: int
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class FollowUpReminder(TenantModel, table=True):
    """A reminder that went out: to the syndic 14 and 7 days before, to the council once it is late. Once each per day due.

    `subject_id` is the task, or the register's entry while nothing is planned for it.
    """

    __tablename__ = "follow_up_reminder"
    __table_args__ = (
        UniqueConstraint("subject_id", "due", "what"),
        CheckConstraint("what IN ('in_14', 'in_7', 'late')", name="what"),
        Index("ix_follow_up_reminder_subject_id", "subject_id"),
    )

    subject_id: UUID
    due: date
    what: str
    recipients: int
    at: datetime = instant()


@append_only
class CouncilNote(TenantModel, table=True):
    """What council or syndic wrote down on a day: a note, about a decision or in general, or what a visit found.

    `in_report`: it may stand in the council's report, which every co-owner reads.
    """

    __tablename__ = "council_note"
    __table_args__ = (
        tenant_key(),
        tenant_fk("entry_id", "register_entry"),
        CheckConstraint("what IN ('note', 'visit')", name="what"),
    )

    entry_id: UUID | None = None
    what: str
    day: date
    words: str
    in_report: bool = False
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class CouncilReport(TenantModel, table=True):
    """A report of the council over a period; `until` is exclusive."""

    __tablename__ = "council_report"
    __table_args__ = (
        tenant_key(),
        CheckConstraint("kind IN ('yearly', 'half_yearly')", name="kind"),
        CheckConstraint("since < until", name="days"),
    )

    kind: str
    since: date
    until: date
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class CouncilReportText(TenantModel, table=True):
    """What the council wrote in a report: section -> language -> words. The newest row counts."""

    __tablename__ = "council_report_text"
    __table_args__ = (tenant_fk("report_id", "council_report"), UniqueConstraint("report_id", "seq"))

    report_id: UUID
    seq: int
    words: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class CouncilReportIssue(TenantModel, table=True):
    """A version of a report that was issued, with everything it says as it stood then."""

    __tablename__ = "council_report_issue"
    __table_args__ = (tenant_fk("report_id", "council_report"), UniqueConstraint("report_id", "version"))

    report_id: UUID
    version: int
    facts: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class HandedIn(TenantModel, table=True):
    """A report that its author handed in for an assembly: the file among the assembly's documents."""

    __tablename__ = "handed_in"
    __table_args__ = (
        tenant_fk("assembly_id", "assembly"),
        tenant_fk("attachment_id", "attachment"),
        tenant_fk("report_id", "council_report"),
        UniqueConstraint("attachment_id"),
        CheckConstraint("what IN ('auditor_report', 'council_report')", name="what"),
        CheckConstraint("(what = 'council_report') = (report_id IS NOT NULL)", name="report"),
    )

    what: str
    assembly_id: UUID = Field(index=True)
    attachment_id: UUID
    report_id: UUID | None = None
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


@append_only
class HandoverStep(TenantModel, table=True):
    """What became of one thing a syndic hands over at the end of a mandate; the newest row counts.

    She says what was `given`; who receives it says `received`; either says what is `missing`.
    """

    __tablename__ = "handover_step"
    __table_args__ = (
        tenant_fk("mandate_id", "mandate"),
        UniqueConstraint("mandate_id", "item", "seq"),
        CheckConstraint("what IN ('given', 'received', 'missing')", name="what"),
    )

    mandate_id: UUID
    item: str
    seq: int
    what: str
    day: date
    words: str
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")
