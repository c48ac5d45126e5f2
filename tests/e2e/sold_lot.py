"""A house with a sold lot beside the demo, for the demo's syndic: the worked year, settled, with lot D sold in September.

python -m tests.e2e.sold_lot      prints the ids of the association, the deed and the settlement
"""

import asyncio
from datetime import date

from sqlalchemy import text

from koprogo import db
from koprogo.cli.database import connected
from koprogo.core.clock import now
from koprogo.models.organisations import OrganisationMember
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from koprogo.settings import settings
from tests.services.charges import books_of_the_year as made
from tests.services.charges.worked_year import LONG_AGO

FIRM = "SELECT organisation_id FROM mandate WHERE association_id = :t"
SYNDIC = "SELECT id FROM person WHERE name = 'Sylvie Simon'"


async def sold() -> tuple[str, str, str]:
    """Book the year, issue its settlement, sell lot D, and let the demo's syndic work for this association too."""
    try:
        books = await made.year_of_provisions()
        stage = books.stage
        settlement = await books.issue(made.YEAR)
        facts = {"lot_id": stage.lots["D"], "day": date(2025, 9, 1), "act": "Acte du 1er septembre 2025", "at": now()}
        holders = [NewHolder("full", person_id=stage.people["O2"])]
        deed = await stage.act(transfers.record_transfer, holders=holders, notary="Me Lenoir", **facts)
        here = stage.association_id
        async with db.association_session(here) as session:
            firm = await session.scalar(text(FIRM), {"t": here})
        async with db.open_session() as session:
            person = await session.scalar(text(SYNDIC))
            session.add(OrganisationMember(organisation_id=firm, person_id=person, role="syndic", since=LONG_AGO))
    finally:
        await db.close()
    return str(here), str(deed), str(settlement)


if __name__ == "__main__":
    with connected():
        settings.cache_clear()
        print(*asyncio.run(sold()))
