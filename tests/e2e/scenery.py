"""What no screen makes yet: an association without lots, for the demo's syndic. Run beside the house it is for.

python -m tests.e2e.scenery "Résidence du Parc"      prints the association's id
python -m tests.e2e.scenery "Résidence du Parc" 4    the same, whose mandate ended so many days ago
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

OVER = "UPDATE mandate SET until = :until WHERE association_id = :t"


async def empty_association(name: str, over_days: int = 0) -> UUID:
    """Make an association as an operator does, with the firm of the demo's syndic; with days, her mandate is over."""
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
            if over_days:
                until = legal_day(at) - timedelta(days=over_days - 1)
                await session.execute(text(OVER), {"until": until, "t": made})
    finally:
        await db.close()
    return made


if __name__ == "__main__":
    with connected():
        settings.cache_clear()
        print(asyncio.run(empty_association(sys.argv[1], *map(int, sys.argv[2:]))))
