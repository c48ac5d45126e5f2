"""A flat of the demo building that was sold last year, and the auditor of before: entered with the people, not the books.

The sale is entered before the assemblies of the past are told, so that each of them met who held the flat that evening.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.access import actor_of
from koprogo.services.buildings.demo_days import Days
from koprogo.services.charges.sale import settle_working_fund
from koprogo.services.governance import mandates
from koprogo.services.ownership.merges import RowSaid
from koprogo.services.ownership.transfers import NewHolder, record_transfer

SOLD, SOLD_DAYS_AGO = "A5.4", 300
BUYER, NOTARY = "Inès Lambrechts", "Maître Lenoir, Uccle"
AUDITOR, AUDITOR_SINCE = "Marie Rousseau", timedelta(days=790)
LOT = "SELECT id FROM lot WHERE association_id = :t AND number = :n"
PERSON = """
SELECT p.id FROM person p JOIN holding h ON h.person_id = p.id WHERE h.association_id = :t AND p.name = :n LIMIT 1
"""
DEED = "SELECT id FROM lot_transfer WHERE association_id = :t LIMIT 1"


async def load(syndic: Actor, association_id: UUID, *, at: datetime) -> None:
    """Enter the sale, and who was auditor until the assembly of a year ago chose another."""
    day = legal_day(at) - timedelta(days=SOLD_DAYS_AGO)
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        lot = (await session.execute(text(LOT), {"t": association_id, "n": SOLD})).scalar_one()
        said = RowSaid(language="fr", email="ineslambrechts@example.org")
        await record_transfer(
            *here, lot_id=lot, day=day, holders=[NewHolder("full", name=BUYER, said=said)], notary=NOTARY,
            act=f"Acte authentique du {day:%d/%m/%Y}", at=at - timedelta(days=SOLD_DAYS_AGO - 6),
        )  # fmt: skip
        auditor = (await session.execute(text(PERSON), {"t": association_id, "n": AUDITOR})).scalar_one()
        await mandates.appoint(*here, person_id=auditor, office="auditor", since=legal_day(at) - AUDITOR_SINCE)


async def earlier_auditor(association_id: UUID, days: Days) -> Actor:
    """Return the auditor of last year, as she was then: the second person for account numbers of suppliers."""
    async with db.association_session(association_id) as session:
        found = (await session.execute(text(PERSON), {"t": association_id, "n": AUDITOR})).scalar_one()
    async with db.open_session() as session:
        return await actor_of(session, found, on_day=days.last_year)


async def book(accountant: Actor, association_id: UUID) -> None:
    """Give the seller her share of the working fund back and call it from the buyer."""
    async with db.tenant_session(accountant, association_id) as session:
        deed = (await session.execute(text(DEED), {"t": association_id})).scalar_one()
        await settle_working_fund(session, accountant, association_id, deed)
