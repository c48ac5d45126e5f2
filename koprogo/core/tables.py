"""Tables to take along: the same columns and rows become a workbook, a CSV file or a paper. Amounts are whole cents.

Nothing here formats: a cell is a text, a day, cents or a whole number, and each writer writes it as its reader expects.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Cell = str | int | date | None


class Kind(StrEnum):
    """What a column holds. `CODE` is a text too, that no spreadsheet may turn into a number."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    CENTS = "cents"
    NUMBER = "number"


class Look(StrEnum):
    """What a row is: a heading over what follows, a line, or a sum of what stands above it."""

    HEADING = "heading"
    LINE = "line"
    SUM = "sum"


WIDTHS = {Kind.TEXT: 44, Kind.CODE: 12, Kind.DAY: 12, Kind.CENTS: 15, Kind.NUMBER: 10}


@dataclass(frozen=True)
class Column:
    """One column. `width` in characters, 0 for that of its kind.

    `once`: what several rows have in common is read once on paper; files repeat it, so that they can be filtered.
    """

    title: str
    kind: Kind = Kind.TEXT
    width: int = 0
    once: bool = False

    @property
    def characters(self) -> int:
        """How wide it is drawn."""
        return self.width or WIDTHS[self.kind]


@dataclass(frozen=True)
class Row:
    """One row, a cell per column; None is left blank."""

    cells: tuple[Cell, ...]
    look: Look = Look.LINE


@dataclass(frozen=True)
class Sheet:
    """One table; `title` names it, also on the tab of a workbook.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.title!r} has not as many cells as there are columns")


@dataclass(frozen=True)
class Report:
    """Tables that belong together: their title, what they cover, and what a reader must know of them."""

    title: str
    under: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
