"""What an account is called: its row of the chart, its own name, or the persons who owe on it."""

import re
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.accounting.chart import CHART, parent_of

PEOPLE = """
SELECT d.debtor_id, array_agg(p.name ORDER BY p.name, p.id) AS names
  FROM debtor_person d JOIN person p ON p.id = d.person_id WHERE d.association_id = :t GROUP BY d.debtor_id
"""


def account_names(code: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return the name of an account by language: its own, else that of its row of the chart.

    >>> account_names("551", {})["en"]
    'Bank - working capital account'
    """
    if names:
        return dict(names)
    row = CHART.get(code) or CHART.get(parent_of(code))
    return dict(row.names) if row else {}


async def debtor_names(session: AsyncSession, association_id: UUID) -> dict[UUID, list[str]]:
    """Return the names of the persons of every debtor."""
    rows = await session.execute(text(PEOPLE), {"t": association_id})
    return {row.debtor_id: list(row.names) for row in rows}


async def language_of_books(session: AsyncSession, association_id: UUID) -> str:
    """Return the language in which entries say what they are: the first of the association."""
    return str(await session.scalar(text("SELECT languages[1] FROM association WHERE id = :t"), {"t": association_id}))


def order_of(code: str) -> tuple[str, int]:
    """Return what sorts codes as people read them: 4101.2 before 4101.10, and both after 4101.

    >>> sorted(["4101.10", "440", "4101.2"], key=order_of)
    ['4101.2', '4101.10', '440']
    """
    heading, _, number = code.partition(".")
    return heading, int(number) if re.fullmatch(r"\d+", number, re.ASCII) else 0
