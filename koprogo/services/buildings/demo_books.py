"""The books of the demo building: taken over on the first day of this year, with what a bank and a general entry left since.

Figures are made up so that they agree: what owners owe adds up to account 410, banks stand at their last statement.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.accounting import general_entry, opening, periods
from koprogo.services.accounting.post_entry import reverse

BALANCES = {"551": 1864250, "550": 9640000, "4400": -412035, "100": -1200000, "490": 148000}
"""The old books without the owners and the reserve fund, in cents; the reserve fund (160) is what is left."""
OWED, CREDIT, OWN = (18420, 2260), (-5500, 0), (31240, 4180)
CHARGES, WRONG = 1250, 8450
LOTS = """
SELECT l.number, EXISTS (SELECT 1 FROM holding h WHERE h.association_id = l.association_id AND h.lot_id = l.id
       AND h.person_id = :owner AND h.until IS NULL) AS is_own
  FROM lot l WHERE l.association_id = :t AND EXISTS (SELECT 1 FROM holding h WHERE h.association_id = l.association_id
       AND h.lot_id = l.id AND h.since <= :day AND (h.until IS NULL OR h.until > :day)) ORDER BY l.number
"""


async def load(actors: Mapping[str, Actor], association_id: UUID, *, at: datetime) -> None:
    """Open this year's books. Called once, with the building."""
    starts = date(legal_day(at).year, 1, 1)
    syndic = actors["syndic"]
    async with db.tenant_session(syndic, association_id) as session:
        await periods.open_year(
            session, syndic, association_id, starts=starts, next_starts=date(starts.year + 1, 1, 1)
        )  # fmt: skip
        facts = {"t": association_id, "day": starts, "owner": actors["owner_1"].person_id}
        lots = (await session.execute(text(LOTS), facts)).all()
        owners = {row.number: owed for place, row in enumerate(lots) if (owed := _owed(place, row.is_own))}
        control = sum(sum(pair) for pair in owners.values())
        balances = {**BALANCES, "160": -sum(BALANCES.values()) - control}
        await opening.take_over(
            session,
            syndic,
            association_id,
            old=opening.OldBooks(
                day=starts,
                balances=balances,
                control=control,
                owners=owners,
                statements={code: balances[code] for code in ("551", "550")},
                reference=f"OPEN-{starts.year}",
                text="Reprise des comptes / Overname van de rekeningen",
            ),
        )
        await _since(session, syndic, association_id, starts)


def _owed(place: int, is_own: bool) -> tuple[int, int] | None:
    """Return what the holders of a lot owe for all else and for the reserve: most of them nothing."""
    if is_own:
        return OWN
    return OWED if place % 7 == 3 else CREDIT if place % 11 == 5 else None


async def _since(session: AsyncSession, syndic: Actor, association_id: UUID, starts: date) -> None:
    """Book bank charges, and a plumber's bill on the wrong account that was taken back."""
    year = starts.year
    written = [
        (date(year, 1, 5), f"BANK-{year}-1", "Frais bancaires / Bankkosten", "6500", "551", CHARGES),
        (date(year, 1, 8), f"OD-{year}-1", "Aqua Dépannage, fuite chaufferie", "61034", "4400", WRONG),
    ]
    made = [
        await general_entry.write_general(
            session, syndic, association_id, day=day, reference=reference, words=words,
            lines=[general_entry.TypedLine(debit, cents), general_entry.TypedLine(credit, -cents)],
        )
        for day, reference, words, debit, credit, cents in written
    ]  # fmt: skip
    await reverse(
        session, syndic, association_id, made[1].id, date(year, 1, 9), f"OD-{year}-1-R",
        "Compte erroné : réparation, pas adoucisseur / Verkeerde rekening",
    )  # fmt: skip
