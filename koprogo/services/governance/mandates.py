"""Appoint council members and auditors."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models.governance import Appointment
from koprogo.services import audit

OFFICES = ("council", "auditor")


async def appoint(
    session: AsyncSession, actor: Actor, association_id: UUID, *, person_id: UUID, office: str, since: date
) -> None:
    """Record that a person holds an office from a day on, as the assembly decided."""
    require(actor, "association.change", association_id)
    if office not in OFFICES:
        raise BadInput(Problem("office", "Choose council or auditor."))
    session.add(Appointment(association_id=association_id, person_id=person_id, office=office, since=since))
    await session.flush()
    await audit.record(session, actor, association_id, f"{office}.appointed", person_id)
