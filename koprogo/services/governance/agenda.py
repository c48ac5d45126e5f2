"""Putting the election of a council on the next agenda (art. 3.90 §1), as the usual point that it is."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.services.assemblies.agenda import plan
from koprogo.services.governance.queries import council_sheet
from koprogo.services.governance.refusals import NothingDrafted

USUAL_POINT = "council"


async def put_election_on_agenda(
    session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime, today: date
) -> UUID:
    """Add the election of a member to the next draft, unless it has one; return that assembly (syndic).

    Raises:
        NothingDrafted: no assembly to come is still a draft.
    """
    require(actor, "assembly.plan", association_id)
    sheet = await council_sheet(session, actor, association_id, day=today)
    drafts = [each for each in sheet.coming if each.state == "drafted"]
    if not drafts:
        raise NothingDrafted
    chosen = next((each for each in drafts if each.kind == "ordinary"), drafts[0])
    if not chosen.elects:
        await plan.add_from_template(session, actor, association_id, chosen.id, template=USUAL_POINT, at=at)
    return chosen.id
