"""Keys of an old program's sheet, entered like any other: one that is here with the same weights stays as it is."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.permissions import require
from koprogo.core.plain_text import plain
from koprogo.services.accounting.taking_over.reading import KeyRead
from koprogo.services.charges.keys import LONGEST, enter_key

HERE = """
SELECT k.id, k.name, l.number, w.weight FROM apportionment_key k
  JOIN apportionment_weight w ON w.association_id = k.association_id AND w.key_id = k.id
  JOIN lot l ON l.association_id = w.association_id AND l.id = w.lot_id
 WHERE k.association_id = :t AND (k.until IS NULL OR k.until > :day) ORDER BY k.since, k.id
"""
LANGUAGE = "SELECT languages[1] FROM association WHERE id = :t"


async def keys_here(
    session: AsyncSession, actor: Actor, association_id: UUID, *, day: date
) -> dict[str, dict[str, int]]:
    """Return the keys that are in force on a day or begin later, by each of their names: weights by lot."""
    require(actor, "lots.read", association_id)
    weights: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    names: dict[str, UUID] = {}
    for row in await session.execute(text(HERE), {"t": association_id, "day": day}):
        weights[row.id][row.number] = row.weight
        names |= {plain(name): row.id for name in row.name.values()}
    return {name: weights[key_id] for name, key_id in names.items()}


async def enter_keys(
    session: AsyncSession, actor: Actor, association_id: UUID, keys: Sequence[KeyRead], *, source: str, at: datetime
) -> int:
    """Enter the keys that are not here yet and return how many; each says which file it was read from, and when (syndic).

    Raises:
        NotAllowed: keys are the syndic's; an accountant takes the books over without this file.
        BadInput: see `enter_key`.
    """
    new = [key for key in keys if not key.is_here]
    language = str(await session.scalar(text(LANGUAGE), {"t": association_id})) if new else ""
    read_on = f"{source}, {legal_day(at):%d/%m/%Y}"
    for key in new:
        lines = "\n".join(f"{lot}\t{weight}" for lot, weight in key.weights.items())
        said = f"{key.basis} – {read_on}" if key.basis else read_on
        await enter_key(
            session, actor, association_id, name={language: key.name}, source=said[-LONGEST["source"] :],
            since=key.since, lines=lines,
        )  # fmt: skip
    return len(new)
