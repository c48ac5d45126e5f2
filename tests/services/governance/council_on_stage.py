"""A council on stage: a co-owner who sits in it, and her actor with the role. Shared by the tests of screens and routes."""

from datetime import date

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.clock import today
from koprogo.services.access import actor_of
from koprogo.services.governance import mandates
from tests.cast import Cast


async def member(cast: Cast, who: str, *, since: date | None = None) -> Actor:
    """Seat somebody in the council unless she sits there, and return her as the council member she is."""
    day = since or today()
    if Role.COUNCIL not in cast.actors[who].roles_in(cast.association_id):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await mandates.appoint(
                session, cast.syndic, cast.association_id, person_id=cast.people[who], office="council", since=day
            )
    async with db.open_session() as session:
        cast.actors[who] = await actor_of(session, cast.people[who], on_day=max(day, today()))
    return cast.actors[who]
