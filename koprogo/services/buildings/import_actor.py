"""For whom the command line imports: the association by its name or id, and the syndic who answers for it.

The operator at the machine does not become a syndic: what she types is done in the name of somebody who may, and the log
says so. The look for that person crosses associations, so it is made as the platform and recorded with its reason.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.services.access import actor_of

SYNDICS = """
SELECT a.id AS association_id, a.name, p.id AS person_id, coalesce(c.email, '') AS email
  FROM association a
  LEFT JOIN mandate m ON m.association_id = a.id AND m.since <= :day AND (m.until IS NULL OR m.until > :day)
  LEFT JOIN organisation_member o ON o.organisation_id = m.organisation_id AND o.role = 'syndic'
   AND o.since <= :day AND (o.until IS NULL OR o.until > :day)
  LEFT JOIN person p ON p.id = o.person_id
  LEFT JOIN account c ON c.person_id = p.id
 ORDER BY a.name, a.id, p.name, p.id
"""
NO_ASSOCIATION = "There is no association yet. Create one, and record who is its syndic."
WHICH_ASSOCIATION = "Name one of the associations, by its name or its id: {names}."
NO_SUCH_ASSOCIATION = "No association is called {name}. There are: {names}."
NO_SYNDIC = "{name} has no syndic today. Record the mandate first."
NOT_ITS_SYNDIC = "Write the e-mail address of a syndic of {name}: {emails}."


async def importer(session: AsyncSession, *, association: str, email: str, at: datetime) -> tuple[Actor, UUID]:
    """Return who imports and into which association; `session` is the platform's.

    Without `association`, the only one there is; without `email`, its only syndic.

    Raises:
        BadInput: the association or the person is not named clearly enough; the message lists what there is.
    """
    rows = (await session.execute(text(SYNDICS), {"day": legal_day(at)})).all()
    wanted = association.strip().casefold()
    chosen = [row for row in rows if wanted in ("", row.name.casefold(), str(row.association_id))]
    if not rows:
        raise BadInput(Problem("association", NO_ASSOCIATION))
    names = ", ".join(dict.fromkeys(row.name for row in rows))
    if not chosen:
        raise BadInput(Problem("association", NO_SUCH_ASSOCIATION, {"name": association, "names": names}))
    if len({row.association_id for row in chosen}) > 1:
        raise BadInput(Problem("association", WHICH_ASSOCIATION, {"names": names}))
    name, association_id = chosen[0].name, chosen[0].association_id
    syndics = [row for row in chosen if row.person_id]
    if not syndics:
        raise BadInput(Problem("association", NO_SYNDIC, {"name": name}))
    fitting = [row for row in syndics if email.strip().lower() in ("", row.email)]
    if len(fitting) != 1:
        emails = ", ".join(row.email for row in syndics if row.email) or "-"
        raise BadInput(Problem("as", NOT_ITS_SYNDIC, {"name": name, "emails": emails}))
    actor = await actor_of(session, fitting[0].person_id, on_day=legal_day(at))
    assert Role.SYNDIC in actor.roles_in(association_id)
    return actor, association_id
