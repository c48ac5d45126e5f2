"""The legal points that a draft lacks, put on it with one press: the election of the bureau first, then the yearly ones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.rules.assemblies.agenda_guard import BUREAU
from koprogo.services.assemblies.agenda import guard, plan
from koprogo.services.assemblies.agenda.templates import TEMPLATES


async def add_missing(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, template: str, at: datetime
) -> UUID:
    """Put a legal point on a draft: the election of the bureau as point 1, any other at the end.

    Raises:
        BadInput: the agenda does not lack this point.
    """
    lacking = guard.missing_points(await guard.findings(session, actor, association_id, assembly_id))
    if template not in {each.template for each in lacking}:
        raise BadInput(Problem("template", "Choose one of the points in the list."))
    made = await plan.add_from_template(session, actor, association_id, assembly_id, template=template, at=at)
    if TEMPLATES[template].kind == BUREAU:
        await session.flush()
        await plan.move_item(session, actor, association_id, made, to=1)
    return made
