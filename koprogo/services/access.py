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
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.permissions import require

# One row per person; `reach` is an array of "association role" words. Shared with `services.identity.sessions`, which
# asks it together with the sign-in.
REACHED = "SELECT coalesce(array_agg(r.association_id || ' ' || r.role), '{{}}') FROM reach({person}, {day}) r"
PERSON = (
    "SELECT p.name, p.language, coalesce(a.is_operator, false) AS is_operator, "
    f"({REACHED.format(person='p.id', day=':day')}) AS reach "
    "FROM person p LEFT JOIN account a ON a.person_id = p.id WHERE p.id = :person"
)

# Assemblies that a person plans without being the syndic: drafted by somebody who signed a request of one fifth of the
# shares, after the syndic let his thirty days pass (art. 3.87 §2); everybody who signed it and did not leave may.
BY_REQUEST = """
SELECT d.assembly_id FROM request_event d
 WHERE d.association_id = ANY (:associations) AND d.what = 'drafted' AND (d.facts ->> 'by_signatory')::boolean
   AND (SELECT s.what FROM request_event s WHERE s.request_id = d.request_id AND s.person_id = :person
           AND s.what IN ('signed', 'left') ORDER BY s.seq DESC LIMIT 1) = 'signed'
"""


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


async def require_planner(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID | None = None,
    *,
    item_id: UUID | None = None,
) -> None:
    """Let pass who plans this assembly: the syndic, or a signatory of the request it comes from, for that one alone.

    Give the assembly, or a point of its agenda.

    Raises:
        NotFound: the association is out of reach.
        NotAllowed: neither.
    """
    try:
        require(actor, "assembly.plan", association_id)
    except NotAllowed:
        if item_id is not None:
            found = "SELECT assembly_id FROM agenda_item WHERE id = :i AND association_id = :t"
            assembly_id = await session.scalar(text(found), {"i": item_id, "t": association_id})
        if assembly_id is None or assembly_id not in await planned_by_request(session, actor, [association_id]):
            raise


async def may_plan(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> bool:
    """Say whether `require_planner` lets pass."""
    try:
        await require_planner(session, actor, association_id, assembly_id)
    except (NotAllowed, NotFound):
        return False
    return True


async def planned_by_request(session: AsyncSession, actor: Actor, associations: Iterable[UUID]) -> frozenset[UUID]:
    """Return the assemblies the actor plans because she signed the request they come from."""
    if actor.slip_assembly_id is not None:
        return frozenset()
    reached = [each for each in associations if actor.roles_in(each)]
    rows = await session.execute(text(BY_REQUEST), {"associations": reached, "person": actor.person_id})
    return frozenset(rows.scalars())
