"""Where an assembly is: the association every look and every press has to name, asked of the database once."""

from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound

MOST = 10_000
"""Assemblies remembered; then it begins anew, a few hundred kilobytes at most."""

_known: dict[UUID, UUID] = {}
"""Assembly -> association. It may be kept: an assembly never moves to another association, and no id is used twice."""


async def where(actor: Actor, assembly_id: UUID) -> UUID:
    """Return the association of an assembly within the actor's reach.

    Raises:
        NotFound: no such assembly, or out of reach; nothing tells the difference.
    """
    found = _known.get(assembly_id)
    if found is None:
        async with db.tenant_session(actor) as session:
            found = await session.scalar(text("SELECT association_id FROM assembly WHERE id = :a"), {"a": assembly_id})
        if found is None:
            raise NotFound
        if len(_known) >= MOST:
            _known.clear()
        _known[assembly_id] = found
    if found not in actor.reach:
        raise NotFound
    return found
