"""Surveys of co-owners between assemblies: what is asked, its life, and the answers, by name or without.

Without names, who answered (`survey_marker`) and what was answered (`survey_tally`) lie in tables that share no time, no
order and no key but the survey's; the row of counts is rewritten whole, and the closing empties the markers (ADR 0046).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Integer, Text, UniqueConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, append_only, facts, instant, rows, tenant_fk, tenant_key


class Survey(TenantModel, table=True):
    """A question; its life is in `survey_event`. A trigger keeps it as it is once it was opened.

    `title`, `words` and each of `options` are texts per language. `key_id`: the group of lots whose holders are asked.
    """

    __tablename__ = "survey"
    __table_args__ = (
        tenant_key(),
        tenant_fk("key_id", "apportionment_key"),
        CheckConstraint("kind IN ('yes_no', 'one', 'several', 'rating', 'text')", name="kind"),
        CheckConstraint("audience IN ('rights', 'owners', 'group')", name="audience"),
        CheckConstraint("(audience = 'group') = (key_id IS NOT NULL)", name="group"),
    )

    kind: str
    title: dict = facts()
    words: dict = facts()
    options: list = rows()
    audience: str
    key_id: UUID | None = None
    is_anonymous: bool
    closes_at: datetime = instant()


@append_only
class SurveyEvent(TenantModel, table=True):
    """drafted, opened, closed (by hand or in time), discarded; `facts` hold counts of heads."""

    __tablename__ = "survey_event"
    __table_args__ = (
        tenant_fk("survey_id", "survey"),
        CheckConstraint("what IN ('drafted', 'opened', 'closed', 'discarded')", name="what"),
        UniqueConstraint("survey_id", "seq"),
    )

    survey_id: UUID
    seq: int
    what: str
    facts: dict = facts()
    at: datetime = instant()
    by_id: UUID = Field(foreign_key="person.id")


class SurveyAnswer(TenantModel, table=True):
    """What somebody answered under her name; the last word before the closing is the only one kept."""

    __tablename__ = "survey_answer"
    __table_args__ = (tenant_fk("survey_id", "survey"), UniqueConstraint("survey_id", "person_id"))

    survey_id: UUID
    person_id: UUID = Field(foreign_key="person.id", index=True)
    places: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    words: str = ""
    at: datetime = instant()


class SurveyMarker(TenantModel, table=True):
    """Somebody answered an anonymous survey, once. Not what, not when; the closing takes her out of it."""

    __tablename__ = "survey_marker"
    __table_args__ = (tenant_fk("survey_id", "survey"), UniqueConstraint("survey_id", "person_id"))

    survey_id: UUID
    person_id: UUID | None = Field(default=None, foreign_key="person.id")


class SurveyTally(TenantModel, table=True):
    """What was answered without names: how many heads, how often each place, and the words in alphabetical order.

    One row per survey, rewritten whole with each answer, so that neither order nor time tells an answer.
    """

    __tablename__ = "survey_tally"
    __table_args__ = (tenant_fk("survey_id", "survey"), UniqueConstraint("survey_id"))

    survey_id: UUID
    answered: int = 0
    counts: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    words: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
