"""The council of the demo building: two mandates, a question that waits and one that was answered.

Its main lots make a council compulsory (art. 3.90 §1); Kouterhof beside it has none, and says so on its syndic's list.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.access import actor_of
from koprogo.services.governance import mandates, questions

ELECTED = timedelta(days=300)
"""Before today; the list of owners is a year old."""
ANOTHER = """
SELECT p.id FROM holding h JOIN person p ON p.id = h.person_id JOIN lot l ON l.id = h.lot_id
 WHERE h.association_id = :t AND p.kind = 'natural' AND h."right" = 'full' AND h.until IS NULL AND p.id <> :first
   AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id)
 ORDER BY l.number LIMIT 1
"""


async def load(syndic: Actor, association_id: UUID, member_id: UUID, *, at: datetime) -> None:
    """Seat the council member who can sign in, and another co-owner; let her ask. Called once, with the building."""
    since = legal_day(at) - ELECTED
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        seat = await mandates.appoint(*here, person_id=member_id, office="council", since=since)
        await mandates.name_position(*here, seat, position="chair")
        other = await session.scalar(text(ANOTHER), {"t": association_id, "first": member_id})
        if other is not None:
            await mandates.appoint(*here, person_id=other, office="council", since=since)
    async with db.open_session() as session:
        member = await actor_of(session, member_id, on_day=legal_day(at))
    async with db.tenant_session(member, association_id) as session:
        here = (session, member, association_id)
        waits = "Waarom is de onderhoudspost van de lift gestegen?"
        await questions.ask(*here, words=waits, at=at - timedelta(days=16))
        answered = await questions.ask(
            *here, words="Wanneer komt het verslag van de keuring van de branddeuren?", at=at - timedelta(days=30)
        )
    async with db.tenant_session(syndic, association_id) as session:
        await questions.answer(
            session, syndic, association_id, answered, at=at - timedelta(days=21),
            words="Het verslag is er: alle deuren zijn goedgekeurd. Het ligt bij de documenten van de vergadering.",
        )  # fmt: skip
