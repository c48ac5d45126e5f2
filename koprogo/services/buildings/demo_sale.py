"""A flat of the demo building, sold in its second closed year, and since when its auditor is: entered before the books.

The sale is entered before the assemblies of the past are told, so that each of them met who held the flat that evening.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.charges.sale import settle_working_fund
from koprogo.services.charges.sale_acts import note_agreement
from koprogo.services.governance import mandates
from koprogo.services.ownership.merges import RowSaid
from koprogo.services.ownership.transfers import NewHolder, record_transfer

SOLD, SOLD_DAYS_AGO = "A5.4", 300
BUYER, NOTARY = "Inès Lambrechts", "Maître Lenoir, Uccle"
AGREED_DAYS_AGO = 390
AUDITOR_SINCE = timedelta(days=1020)
LOT = "SELECT id FROM lot WHERE association_id = :t AND number = :n"
DEED = "SELECT id FROM lot_transfer WHERE association_id = :t LIMIT 1"


async def load(syndic: Actor, association_id: UUID, auditor_id: UUID, *, at: datetime) -> None:
    """Enter the sale, and the auditor's first mandate, which the assembly of a year ago renewed."""
    day = legal_day(at) - timedelta(days=SOLD_DAYS_AGO)
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        lot = (await session.execute(text(LOT), {"t": association_id, "n": SOLD})).scalar_one()
        said = RowSaid(language="fr", email="ineslambrechts@example.org")
        await record_transfer(
            *here, lot_id=lot, day=day, holders=[NewHolder("full", name=BUYER, said=said)], notary=NOTARY,
            act=f"Acte authentique du {day:%d/%m/%Y}", at=at - timedelta(days=SOLD_DAYS_AGO - 6),
        )  # fmt: skip
        await mandates.appoint(*here, person_id=auditor_id, office="auditor", since=legal_day(at) - AUDITOR_SINCE)


async def book(accountant: Actor, association_id: UUID, *, at: datetime) -> None:
    """Give the seller her share of the working fund back and call it from the buyer; note when they agreed.

    The call for the garage door was voted and due before the deed: it stays the seller's (art. 3.94 §2).
    """
    async with db.tenant_session(accountant, association_id) as session:
        deed = (await session.execute(text(DEED), {"t": association_id})).scalar_one()
        here = (session, accountant, association_id, deed)
        agreed = legal_day(at) - timedelta(days=AGREED_DAYS_AGO - SOLD_DAYS_AGO)
        await note_agreement(*here, agreed_on=agreed, buyer_could_attend=False, at=at)
        await settle_working_fund(*here, at=at)
