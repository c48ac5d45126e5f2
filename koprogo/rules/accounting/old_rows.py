"""The lines of an old program's tables, read to whole cents; every fault by line and column, and nothing skipped in silence.

A line of totals is set aside and held against what the lines above it make: a total that differs is a fault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from koprogo.core.errors import Fact
from koprogo.core.plain_text import plain, tidy
from koprogo.rules.accounting.old_amounts import old_amount, sided
from koprogo.rules.accounting.old_headers import Means, OldFile
from koprogo.rules.accounting.old_messages import OldBooksMessage

TOTALS = ("total", "totaux", "totaal", "totalen", "gesamt", "summe", "sum", "grand total", "sous total", "subtotaal")
LONGEST = 200
DATED = (Means.DAY, Means.DUE)
AMOUNTS = (
    Means.BALANCE, Means.DEBIT, Means.CREDIT, Means.SIDE, Means.RESERVE, Means.CALLED, Means.LAST_YEAR, Means.YEAR_BEFORE,
)  # fmt: skip
WHO = (Means.CODE, Means.LOT, Means.OWNER, Means.SUPPLIER)


@dataclass(frozen=True)
class OldFault:
    """One thing to correct in a file, by its line (0: the file as a whole) and the heading of the column as written."""

    file: OldFile
    line: int
    header: str
    read: str
    message_id: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class OldRow:
    """One line: its texts by meaning, and its amounts in cents (`balance` debit positive)."""

    line: int
    texts: Mapping[Means, str]
    cents: Mapping[Means, int]

    def text(self, means: Means) -> str:
        """Return a text; empty when there is none."""
        return self.texts.get(means, "")

    @property
    def balance(self) -> int:
        """The amount of the line: its balance, or its debit less its credit."""
        return self.cents.get(Means.BALANCE, 0)


@dataclass(frozen=True)
class Cells:
    """A line as the file has it: texts by place, and the places of a workbook's numbers that are not whole."""

    line: int
    texts: Sequence[str]
    binary: frozenset[int] = frozenset()


@dataclass
class _Reader:
    """Reads one line; faults are collected, and an amount that cannot be read counts as nil meanwhile."""

    file: OldFile
    columns: Mapping[Means, int]
    header: Sequence[str]
    faults: list[OldFault]

    def cell(self, cells: Cells, means: Means) -> str:
        place = self.columns.get(means)
        return tidy(cells.texts[place]) if place is not None and place < len(cells.texts) else ""

    def fault(self, cells: Cells, means: Means, message: OldBooksMessage, **facts: Fact) -> None:
        place = self.columns.get(means)
        name = self.header[place] if place is not None else ""
        read = self.cell(cells, means)[:60]
        self.faults.append(OldFault(self.file, cells.line, name, read, message.value, facts))

    def cents(self, cells: Cells, means: Means) -> int:
        text = self.cell(cells, means)
        if text.startswith("="):
            self.fault(cells, means, OldBooksMessage.FORMULA)
            return 0
        try:
            return old_amount(text, binary=self.columns.get(means, -1) in cells.binary)
        except ValueError:
            self.fault(cells, means, OldBooksMessage.NO_AMOUNT)
            return 0

    def balance(self, cells: Cells) -> int:
        if Means.BALANCE not in self.columns:
            return self.cents(cells, Means.DEBIT) - self.cents(cells, Means.CREDIT)
        try:
            return sided(self.cents(cells, Means.BALANCE), self.cell(cells, Means.SIDE))
        except ValueError:
            self.fault(cells, Means.SIDE, OldBooksMessage.NO_SIDE)
            return 0


def read_rows(
    file: OldFile, columns: Mapping[Means, int], header: Sequence[str], lines: Sequence[Cells]
) -> tuple[list[OldRow], list[OldFault]]:
    """Return the rows of a table and everything to correct in it, in its order."""
    reader = _Reader(file, columns, header, [])
    rows: list[OldRow] = []
    for cells in lines:
        amounts = _amounts(reader, cells)
        if is_total(cells):
            _hold_total(reader, cells, amounts, rows)
            continue
        texts = _texts(reader, cells)
        if not any(texts.get(means) for means in WHO):
            if any(amounts.values()):
                reader.fault(cells, next(means for means in WHO if means in columns), OldBooksMessage.NOBODY)
            continue
        rows.append(OldRow(cells.line, texts, amounts))
    return rows, reader.faults


def _amounts(reader: _Reader, cells: Cells) -> dict[Means, int]:
    if reader.file is OldFile.COSTS:
        years = (means for means in (Means.LAST_YEAR, Means.YEAR_BEFORE) if means in reader.columns)
        return {means: reader.cents(cells, means) for means in years}
    found = {Means.BALANCE: reader.balance(cells)}
    more = (Means.RESERVE, Means.CALLED)
    return found | {means: reader.cents(cells, means) for means in more if means in reader.columns}


def _texts(reader: _Reader, cells: Cells) -> dict[Means, str]:
    found: dict[Means, str] = {}
    for means in reader.columns:
        if means in AMOUNTS:
            continue
        text = reader.cell(cells, means)
        if len(text) > LONGEST:
            reader.fault(cells, means, OldBooksMessage.SHORT, most=LONGEST)
        elif means in DATED and text and old_day(text) is None:
            reader.fault(cells, means, OldBooksMessage.NO_DAY)
        else:
            found[means] = text
    return found


def is_total(cells: Cells) -> bool:
    """Say whether a line is one of totals, by its first word."""
    first = next((text for text in cells.texts if text.strip()), "")
    return any(plain(first) == word or plain(first).startswith(f"{word} ") for word in TOTALS)


def _hold_total(reader: _Reader, cells: Cells, amounts: Mapping[Means, int], rows: Sequence[OldRow]) -> None:
    """Hold a line of totals against the lines above it; one of several parts, or an empty one, says nothing."""
    if plain(next(text for text in cells.texts if text.strip())).startswith(("sous total", "subtotaal")):
        return
    for means, total in amounts.items():
        at = means if means in reader.columns else Means.DEBIT
        lines = sum(row.cents.get(means, 0) for row in rows)
        if reader.cell(cells, at) and total != lines:
            reader.fault(cells, at, OldBooksMessage.TOTAL_DIFFERS, total=as_euro(total), lines=as_euro(lines))


def as_euro(cents: int) -> str:
    """Return cents as people read them: `1 234.56` never, `1234,56` always.

    >>> as_euro(-5), as_euro(123456)
    ('-0,05', '1234,56')
    """
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole},{rest:02d}"


def old_day(text: str) -> date | None:
    """Return a day written as 31/12/2026, 31-12-26, 31.12.2026 or 2026-12-31; None when it is none.

    >>> old_day("1/2/2026"), old_day("2026-02-01 00:00")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 1))
    """
    parts = text.split(" ", maxsplit=1)[0].replace("-", "/").replace(".", "/").split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    first, month, last = map(int, parts)
    day, year = (last, first) if len(parts[0]) == 4 else (first, last + 2000 if last < 100 else last)
    try:
        return date(year, month, day)
    except ValueError:
        return None
