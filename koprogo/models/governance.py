"""Council members and auditors: offices held from one day to another."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from koprogo.models.base import TenantModel, tenant_key


class Appointment(TenantModel, table=True):
    """A seat in the council (art. 3.90) or the auditor's office (art. 3.91); `until` is exclusive."""

    __tablename__ = "appointment"
    __table_args__ = (tenant_key(), CheckConstraint("office IN ('council', 'auditor')", name="office"))

    person_id: UUID = Field(foreign_key="person.id", index=True)
    office: str
    since: date
    until: date | None = None
