"""A council on stage: a co-owner who sits in it, and her actor with the role. Shared by the tests of screens and routes."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.clock import today
from koprogo.services.access import actor_of
from koprogo.services.governance import mandates
from tests.cast import Cast

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ROLES = {"council": Role.COUNCIL, "auditor": Role.AUDITOR}


async def member(cast: Cast, who: str, *, since: date | None = None) -> Actor:
    """Seat somebody in the council unless she sits there, and return her as the council member she is."""
    return await _seated(cast, who, "council", since)


async def auditor(cast: Cast, who: str, *, since: date | None = None) -> Actor:
    """Make somebody the auditor unless she is, and return her as that."""
    return await _seated(cast, who, "auditor", since)


async def again(cast: Cast, who: str, day: date) -> Actor:
    """Return somebody as what she is on a day."""
    async with db.open_session() as session:
        cast.actors[who] = await actor_of(session, cast.people[who], on_day=day)
    return cast.actors[who]


async def young_mandate(cast: Cast, *, days: int = 30) -> UUID:
    """Let the syndic's mandate have begun so many days ago, and return it: the stage's own is older than the law allows."""
    async with db.association_session(cast.association_id) as session:
        found = await session.scalar(
            text("SELECT id FROM mandate WHERE association_id = :t"), {"t": cast.association_id}
        )
        await session.execute(
            text("UPDATE mandate SET since = :since, until = NULL WHERE id = :m"),
            {"since": today() - timedelta(days=days), "m": found},
        )
    return UUID(str(found))


async def _seated(cast: Cast, who: str, office: str, since: date | None) -> Actor:
    day = since or today()
    if ROLES[office] not in cast.actors[who].roles_in(cast.association_id):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await mandates.appoint(
                session, cast.syndic, cast.association_id, person_id=cast.people[who], office=office, since=day
            )
    return await again(cast, who, max(day, today()))
