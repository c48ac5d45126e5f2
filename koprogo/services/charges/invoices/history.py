"""What a supplier's earlier invoices propose: the account, the rate and the key of a line; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.charges.invoice_totals import VatRate

EARLIER = """
SELECT l.words, l.account, l.rate, k.id AS key_id, i.funding
  FROM invoice_line l JOIN invoice i ON i.association_id = l.association_id AND i.id = l.invoice_id
  LEFT JOIN apportionment_key k ON k.id = l.key_id AND k.until IS NULL
 WHERE l.association_id = :t AND i.supplier_id = :s AND l.version = i.version AND l.account <> '' AND i.id <> :not
   AND (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1)
       IN ('submitted', 'approved', 'paid', 'unpaid')
 ORDER BY i.day DESC NULLS LAST, i.number DESC, l.line LIMIT 40
"""


@dataclass(frozen=True)
class Earlier:
    """A line of an earlier invoice."""

    words: str
    account: str
    rate: VatRate
    key_id: UUID | None


async def earlier_lines(
    session: AsyncSession, association_id: UUID, supplier_id: UUID, *, other_than: UUID
) -> Sequence[Earlier]:
    """Return the lines of the supplier's earlier invoices, the newest first. Asks for no permission."""
    rows = await session.execute(text(EARLIER), {"t": association_id, "s": supplier_id, "not": other_than})
    return [Earlier(row.words, row.account, VatRate(row.rate), row.key_id) for row in rows]


def proposed(words: str, earlier: Sequence[Earlier]) -> Earlier | None:
    """Return the earlier line that says the same, else the newest; None for a supplier without history."""
    wanted = " ".join(words.casefold().split())
    same = (each for each in earlier if wanted and " ".join(each.words.casefold().split()) == wanted)
    return next(same, earlier[0] if earlier else None)
