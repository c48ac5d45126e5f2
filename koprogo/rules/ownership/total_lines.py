"""Total lines of a list: `TOTAL`, `Totaal`, `Summe`, `Sous-total`. None is a lot; the grand total is a second check."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.shares_text import SharesRead, read_shares
from koprogo.rules.ownership.sheet import Column, Row, Why, words

TOTAL = words("""
    total, totaux, totale, totaal, totalen, eindtotaal, summe, gesamtsumme, gesamt, insgesamt, sum, som, somme,
    totals
""")
SUBTOTAL = words("""
    sous, subtotal, subtotaal, zwischensumme, teilsumme, deeltotaal, tussentotaal, sub
""")
OF_EVERYTHING = words("""
    general, generale, algemeen, gesamt, grand, overall, des, du, de, van, der, of, all, alle, aller, tous,
    toutes, les, quotites, tantiemes, milliemes, lots, kavels, aandelen, anteile, shares, lose, immeuble,
    gebouw, gebaude, building, het, total, totaal, the
""")


@dataclass(frozen=True)
class TotalLine:
    """A line with a sum.

    Attributes:
        text: the cell in the column of shares.
        total: the number it shows; None for a subtotal, an empty cell or one that cannot be read.
        is_unreadable: a grand total that shows something else than a number.
    """

    line: int
    why: Why
    label: str
    text: str = ""
    total: int | None = None
    is_unreadable: bool = False


def set_totals_aside(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[TotalLine, ...]]:
    """Split the lines below the header into lots and totals, each in their order."""
    lots: list[Row] = []
    totals: list[TotalLine] = []
    running = 0
    for row in rows:
        if total := _total_line(row, running):
            totals.append(total)
        else:
            lots.append(row)
            read = read_shares(row.text(Column.SHARES))
            running += read.shares if isinstance(read, SharesRead) else 0
    return tuple(lots), tuple(totals)


def _total_line(row: Row, running: int) -> TotalLine | None:
    """Read one line as a total: by its first word, without an owner; or a lone number that is the sum of all above."""
    if row.text(Column.OWNER):
        return None
    text = row.text(Column.SHARES)
    shown = row.computed.get(Column.SHARES, "") if text.startswith("=") else text
    read = read_shares(shown)
    total = read.shares if isinstance(read, SharesRead) else None
    words = [word for word in plain(row.first).split() if not re.search("[0-9]", word)]
    if words and words[0] in SUBTOTAL:
        return TotalLine(row.line, Why.SUBTOTAL, row.first, text)
    if words and words[0] in TOTAL:
        if not set(words[1:]) <= OF_EVERYTHING:
            return TotalLine(row.line, Why.SUBTOTAL, row.first, text)
        return TotalLine(row.line, Why.TOTAL, row.first, shown or text, total, bool(shown) and total is None)
    filled = {column for column, cell in row.cells.items() if cell}
    if filled == {Column.SHARES} and row.first == text and total == running and running > 0:
        return TotalLine(row.line, Why.TOTAL, row.first, shown, total)
    return None
