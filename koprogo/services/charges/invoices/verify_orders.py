"""What `koprogo check` asks of payment orders (M7): the file that was made for the bank still says what was ordered.

The bytes are kept by their hash (`services/documents/verify.py` looks at that). Here they are read back: who is paid, how
much, on which account, under which id, and what for; each against its row, and the rows against the invoices.
"""

import asyncio
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.pain001 import read_payments
from koprogo.adapters.storage import NoSuchFile, storage
from koprogo.settings import settings

ORDERS = "SELECT id, number, total, sha256 FROM payment_order WHERE association_id = :t ORDER BY number"
LINES = """
SELECT l.end_to_end_id, l.iban, l.amount, (SELECT sum(p.amount)::bigint FROM payment_invoice p
        WHERE p.association_id = l.association_id AND p.payment_id = l.id) AS pays
  FROM payment_line l WHERE l.association_id = :t AND l.order_id = :o ORDER BY l.end_to_end_id
"""
INVOICES = """
SELECT i.number, i.gross, p.amount FROM payment_line l
  JOIN payment_invoice p ON p.association_id = l.association_id AND p.payment_id = l.id
  JOIN invoice i ON i.association_id = p.association_id AND i.id = p.invoice_id
 WHERE l.association_id = :t AND l.order_id = :o AND abs(p.amount) <> i.gross ORDER BY i.number
"""


async def verify_orders(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per payment order whose file or rows say another thing than was ordered; empty is good."""
    faults = []
    for order in (await session.execute(text(ORDERS), {"t": association_id})).all():
        where = f"payment order {order.number} of {association_id}"
        lines = (await session.execute(text(LINES), {"t": association_id, "o": order.id})).all()
        if (total := sum(line.amount for line in lines)) != order.total:
            faults.append(f"{where}: its payments add up to {total} cents, it says {order.total}")
        faults += [
            f"{where}: {line.end_to_end_id} pays {line.pays} cents of invoices, and is {line.amount}"
            for line in lines
            if line.pays not in (None, line.amount)
        ]
        for row in await session.execute(text(INVOICES), {"t": association_id, "o": order.id}):
            faults.append(f"{where}: invoice {row.number} is {row.gross} cents, and paid by {row.amount}")
        ordered = {(line.end_to_end_id, line.iban, line.amount) for line in lines}
        written = await asyncio.to_thread(_written, order.sha256)
        if written is not None and written != ordered:
            ids = ", ".join(sorted({each[0] for each in written ^ ordered}))
            faults.append(f"{where}: its file and its rows differ on {ids}")
    return faults


def _written(key: str) -> set[tuple[str, str, int]] | None:
    """Return what the file says; None where it is gone, which the check of files names."""
    try:
        with storage(settings()).open(key) as stream:
            return set(read_payments(stream.read()))
    except (NoSuchFile, ValueError):
        return None
