"""The books of an association for a person with a spreadsheet, beside the tables: semicolons, cents written with a comma.

Words that people typed are never a formula: `as_text` puts an apostrophe before what could be one.
"""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.accounting.old_rows import as_euro
from koprogo.services.buildings.fault_list import BYTE_ORDER_MARK, as_text

BATCH = 1_000
NAME = "coalesce(a.names ->> 'fr', a.names ->> 'nl', a.names ->> 'de', a.names ->> 'en', '') AS name"
SHEETS: dict[str, tuple[tuple[str, ...], str]] = {
    "trial_balance": (
        ("account", "name", "owner", "balance"),
        f"""
SELECT a.code, {NAME}, coalesce(string_agg(DISTINCT p.name, ' / '), '') AS owner,
       coalesce((SELECT sum(l.amount)::bigint FROM entry_line l
                  WHERE l.association_id = a.association_id AND l.account_id = a.id), 0) AS cents
  FROM ledger_account a
  LEFT JOIN debtor_person d ON d.association_id = a.association_id AND d.debtor_id = a.debtor_id
  LEFT JOIN person p ON p.id = d.person_id
 WHERE a.association_id = :t GROUP BY a.association_id, a.id, a.code, a.names ORDER BY a.code""",
    ),
    "journal": (
        ("day", "journal", "year", "number", "reference", "text", "account", "lot", "amount"),
        """
SELECT e.day, e.journal, e.year, e.number, e.reference, e.text, a.code, coalesce(o.number, '') AS lot, l.amount AS cents
  FROM entry e JOIN entry_line l ON l.association_id = e.association_id AND l.entry_id = e.id
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
  LEFT JOIN lot o ON o.association_id = l.association_id AND o.id = l.lot_id
 WHERE e.association_id = :t ORDER BY e.seq, l.line""",
    ),
    "lots": (
        ("lot", "kind", "floor", "shares", "owner", "right", "since", "until"),
        """
SELECT l.number, l.kind, l.floor, l.shares, coalesce(p.name, '') AS owner, coalesce(h."right", '') AS right,
       coalesce(h.since::text, '') AS since, coalesce(h.until::text, '') AS until
  FROM lot l LEFT JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id
  LEFT JOIN person p ON p.id = h.person_id
 WHERE l.association_id = :t ORDER BY l.number, h.since, p.name""",
    ),
    "keys": (
        ("key", "source", "since", "until", "lot", "weight"),
        """
SELECT coalesce(k.name ->> 'fr', k.name ->> 'nl', k.name ->> 'de', k.name ->> 'en', '') AS name, k.source, k.since::text,
       coalesce(k.until::text, '') AS until, l.number, w.weight
  FROM apportionment_key k JOIN apportionment_weight w ON w.association_id = k.association_id AND w.key_id = k.id
  JOIN lot l ON l.association_id = w.association_id AND l.id = w.lot_id
 WHERE k.association_id = :t ORDER BY k.since, k.id, l.number""",
    ),
}
"""The name of each file, its columns, and the query: what is called `cents` is written as euro."""


async def sheet(session: AsyncSession, association_id: Any, name: str) -> AsyncIterator[bytes]:
    """Yield a spreadsheet piece by piece."""
    columns, query = SHEETS[name]
    yield (BYTE_ORDER_MARK + _lines([columns])).encode()
    found = await session.stream(text(query), {"t": association_id})
    async for rows in found.partitions(BATCH):
        yield _lines([_cells(row) for row in rows]).encode()


def _cells(row: Any) -> list[str | int]:
    return [as_euro(value) if key == "cents" else as_text(_plain(value)) for key, value in row._mapping.items()]


def _plain(value: Any) -> str | int:
    return value if isinstance(value, int) else str(value)


def _lines(rows: Sequence[Sequence[str | int]]) -> str:
    text_ = io.StringIO()
    csv.writer(text_, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text_.getvalue()
