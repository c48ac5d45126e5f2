"""What no screen makes yet: an association without lots, for the demo's syndic. Run beside the house it is for.

python -m tests.e2e.scenery "Résidence du Parc"      prints the association's id
"""

import asyncio
import sys
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import text

from koprogo import db
from koprogo.cli.database import connected
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day, now
from koprogo.services.buildings.demo import TILLEULS
from koprogo.services.organisations import manage
from koprogo.settings import settings


async def empty_association(name: str) -> UUID:
    """Make an association as an operator does, with the firm of the demo's syndic."""
    made, at = uuid4(), now()
    try:
        async with db.open_session() as session:
            firm = await session.scalar(text("SELECT id FROM organisation WHERE name = :n"), {"n": TILLEULS.firm})
        async with db.association_session(made) as session:
            await manage.create_association(
                session,
                Actor(uuid4(), "", "fr", is_operator=True),
                made,
                name=name,
                enterprise_number="0678.123.535",
                street="Avenue du Parc 1",
                postcode="1060",
                city="Saint-Gilles",
                languages=("fr", "nl"),
                syndic_id=firm,
                since=legal_day(at) - timedelta(days=30),
                at=at,
            )
    finally:
        await db.close()
    return made


if __name__ == "__main__":
    with connected():
        settings.cache_clear()
        print(asyncio.run(empty_association(sys.argv[1])))
