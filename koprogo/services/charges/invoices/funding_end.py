"""The final account of works that special calls pay: from its day on, the next settlement gives back what was not used."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Conflict, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.invoices import FundingEnd
from koprogo.services import audit
from koprogo.services.charges.invoices.funding import LOCK

DECISION = """
SELECT d.decided_on, EXISTS (SELECT 1 FROM funding_end e WHERE e.association_id = d.association_id AND e.decision_id = d.id)
       AS ended
  FROM funding_decision d WHERE d.association_id = :t AND d.id = :d AND d.funding = 'special_call'
"""


async def draw_up(
    session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID, *, day: date, at: datetime
) -> None:
    """Draw up the final account of works on a day (syndic): nothing is kept for them from then on.

    Raises:
        NotFound: no such decision here, or none that special calls pay.
        Conflict: it is drawn up already.
        BadInput: a day before the decision, or one to come.
    """
    require(actor, "invoice.approve", association_id)
    await session.execute(text(LOCK), {"d": str(decision_id)})
    found = (await session.execute(text(DECISION), {"t": association_id, "d": decision_id})).first()
    if found is None:
        raise NotFound
    if found.ended:
        raise Conflict
    if not found.decided_on <= day <= max(legal_day(at), found.decided_on):
        raise BadInput(Problem("day", "Choose a day from the decision on, and none to come."))
    session.add(
        FundingEnd(association_id=association_id, decision_id=decision_id, day=day, at=at, by_id=actor.person_id)
    )
    await session.flush()
    await audit.record(session, actor, association_id, "funding.ended", decision_id, day=day.isoformat())
