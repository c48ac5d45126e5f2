"""Who is this, and what may she reach: the Actor, loaded from dated facts in one round trip.

Permissions are in `koprogo.core.permissions`; services ask `require` there. Here the facts become an Actor: the SQL
function `reach(person, day)` for somebody with an account, one assembly of one association for somebody with a slip
from the desk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.errors import NotFound

# One row per person; `reach` is an array of "association role" words. Shared with `services.identity.sessions`, which
# asks it together with the sign-in.
REACHED = "SELECT coalesce(array_agg(r.association_id || ' ' || r.role), '{{}}') FROM reach({person}, {day}) r"
PERSON = (
    "SELECT p.name, p.language, coalesce(a.is_operator, false) AS is_operator, "
    f"({REACHED.format(person='p.id', day=':day')}) AS reach "
    "FROM person p LEFT JOIN account a ON a.person_id = p.id WHERE p.id = :person"
)


@dataclass(frozen=True)
class SlipReach:
    """What a slip from the desk opens: one assembly of one association."""

    association_id: UUID
    assembly_id: UUID


async def actor_of(
    session: AsyncSession,
    person_id: UUID,
    *,
    on_day: date,
    session_id: UUID | None = None,
    slip: SlipReach | None = None,
) -> Actor:
    """Return the person with her associations and roles on a legal day.

    With a slip she reaches that one association as an attendee, whatever else she is elsewhere, and is no operator; the
    services of the assembly check `slip_assembly_id`.

    Raises:
        NotFound: nobody has this id.
    """
    row = (await session.execute(text(PERSON), {"person": person_id, "day": on_day})).first()
    if row is None:
        raise NotFound
    return build_actor(
        person_id,
        name=row.name,
        language=row.language,
        reach=row.reach,
        is_operator=row.is_operator,
        session_id=session_id,
        slip=slip,
    )


def build_actor(
    person_id: UUID,
    *,
    name: str,
    language: str,
    reach: Iterable[str],
    is_operator: bool,
    session_id: UUID | None,
    slip: SlipReach | None,
) -> Actor:
    """Return the Actor from what the database said; `reach` holds "association role" words."""
    if slip is not None:
        found = {slip.association_id: frozenset({Role.ATTENDEE})}
        return Actor(person_id, name, language, found, False, session_id, slip.assembly_id)
    roles: dict[UUID, set[Role]] = {}
    for word in reach:
        association, _, role = word.partition(" ")
        roles.setdefault(UUID(association), set()).add(Role(role))
    found = {association: frozenset(each) for association, each in roles.items()}
    return Actor(person_id, name, language, found, is_operator, session_id)
