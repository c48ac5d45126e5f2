"""The lines of an invoice, version by version: what was typed before stays, the newest version counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.money import Money
from koprogo.models.invoices import Invoice, InvoiceLine, InvoiceShare
from koprogo.rules.charges.invoice_totals import NetLine, VatRate, gross_lines

MOST_LINES = 200
LINES = """
SELECT l.id, l.words, l.account, l.net, l.rate, l.key_id, l.lot_id, k.name AS key_name, k.until AS key_until,
       o.number AS lot_number,
       EXISTS (SELECT 1 FROM invoice_share s WHERE s.association_id = l.association_id AND s.line_id = l.id) AS is_given
  FROM invoice_line l JOIN invoice i ON i.association_id = l.association_id AND i.id = l.invoice_id
  LEFT JOIN apportionment_key k ON k.id = l.key_id LEFT JOIN lot o ON o.id = l.lot_id
 WHERE l.association_id = :t AND l.invoice_id = :i AND l.version = i.version ORDER BY l.line
"""
SHARES = """
SELECT s.line_id, s.lot_id, s.amount, o.number FROM invoice_share s JOIN lot o ON o.id = s.lot_id
 WHERE s.association_id = :t AND s.line_id = ANY (:ids) ORDER BY o.number
"""


@dataclass(frozen=True)
class GivenShare:
    """What was given for one lot, VAT included."""

    lot_id: UUID
    lot_number: str
    amount: Money


@dataclass(frozen=True)
class Line:
    """A line before VAT and `gross` with it; borne by a key, by one lot, by amounts given per lot, or by the shares.

    `key_until`: the day on which its key ended, None while it is in force.
    """

    id: UUID
    words: str
    account: str
    net: Money
    rate: VatRate
    gross: Money
    key_id: UUID | None
    key_name: Mapping[str, str] = field(default_factory=dict)
    lot_id: UUID | None = None
    lot_number: str = ""
    given: tuple[GivenShare, ...] = ()
    key_until: date | None = None


@dataclass(frozen=True)
class NewLine:
    """A line to be kept; `given` maps lots to what each bears of it, VAT included."""

    words: str
    account: str
    net: Money
    rate: VatRate
    key_id: UUID | None = None
    lot_id: UUID | None = None
    given: Mapping[UUID, Money] = field(default_factory=dict)


async def lines_of(session: AsyncSession, association_id: UUID, invoice_id: UUID) -> tuple[Line, ...]:
    """Return the lines of the newest version, in order, each with its VAT. Asks for no permission."""
    rows = (await session.execute(text(LINES), {"t": association_id, "i": invoice_id})).mappings().all()
    ids = [row["id"] for row in rows if row["is_given"]]
    given: dict[UUID, list[GivenShare]] = {}
    for share in (await session.execute(text(SHARES), {"t": association_id, "ids": ids})) if ids else ():
        given.setdefault(share.line_id, []).append(GivenShare(share.lot_id, share.number, Money(share.amount)))
    grosses = gross_lines([NetLine(VatRate(row["rate"]), Money(row["net"])) for row in rows])
    return tuple(
        Line(
            row["id"], row["words"], row["account"], Money(row["net"]), VatRate(row["rate"]), gross, row["key_id"],
            row["key_name"] or {}, row["lot_id"], row["lot_number"] or "", tuple(given.get(row["id"], ())), row["key_until"],
        )
        for row, gross in zip(rows, grosses, strict=True)
    )  # fmt: skip


async def write_lines(session: AsyncSession, invoice: Invoice, lines: Sequence[NewLine]) -> None:
    """Write the next version of a draft's lines."""
    invoice.version += 1
    await session.flush()
    made = [(uuid4(), line) for line in lines]
    session.add_all(
        InvoiceLine(
            id=line_id, association_id=invoice.association_id, invoice_id=invoice.id, version=invoice.version,
            line=place, words=line.words, account=line.account, net=line.net.cents, rate=line.rate.value,
            key_id=line.key_id, lot_id=line.lot_id,
        )
        for place, (line_id, line) in enumerate(made, start=1)
    )  # fmt: skip
    await session.flush()
    session.add_all(
        InvoiceShare(association_id=invoice.association_id, line_id=line_id, lot_id=lot_id, amount=amount.cents)
        for line_id, line in made
        for lot_id, amount in line.given.items()
    )
    await session.flush()
