"""A list of lots as it was found in a file: columns under their header, rows under their line, nothing judged yet.

The adapters make it (`adapters/lot_files.py`), `judge.py` reads it. Every text is kept as the person wrote it, so that
a fault can show the cell she knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from koprogo.core.plain_text import plain


class Column(StrEnum):
    """What a column of the list can say. The order is the order in which faults of one line are told."""

    LOT = "lot"
    KIND = "kind"
    FLOOR = "floor"
    SHARES = "shares"
    OWNER = "owner"
    FIRST_NAME = "first_name"
    REGIME = "regime"
    REMARK = "remark"
    """Read only for a word that says that the lot is held in usufruct, jointly…; the rest of the remark is not kept."""
    EMAIL = "email"
    LANGUAGE = "language"
    ADDRESS = "address"
    """The whole postal address in one cell; else it is spread over the five that follow."""
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    BOX = "box"
    POSTCODE = "postcode"
    CITY = "city"
    COUNTRY = "country"
    PHONE = "phone"
    ENTERPRISE_NUMBER = "enterprise_number"
    REPRESENTATIVE = "representative"
    CONSENT = "consent"
    CONSENT_DAY = "consent_day"


REQUIRED = (Column.LOT, Column.SHARES, Column.OWNER)


class Why(StrEnum):
    """Why a line of the file is not a lot."""

    BLANK = "blank"
    TITLE = "title"
    """Above the header."""
    SEPARATOR_HINT = "separator_hint"
    """`sep=;`, which spreadsheets write for each other."""
    REPEATED_HEADER = "repeated_header"
    TOTAL = "total"
    SUBTOTAL = "subtotal"


@dataclass(frozen=True)
class SetAside:
    """A line that was read and is not a lot; `text` is its first cell with something in it."""

    line: int
    why: Why
    text: str = ""


@dataclass(frozen=True)
class Row:
    """One line below the header.

    Attributes:
        line: as the person's own program numbers it, from 1.
        cells: text by column; a column that is not a key is empty. A formula is its own text (`=A1+A2`).
        first: the first cell with something in it, also of a column nothing is read from.
        computed: what a formula showed when the workbook was last saved, where that is known.
        surplus: texts to the right of the last header.
    """

    line: int
    cells: Mapping[Column, str]
    first: str = ""
    computed: Mapping[Column, str] = field(default_factory=dict)
    surplus: tuple[str, ...] = ()

    def text(self, column: Column) -> str:
        """Return the text of a cell; empty when there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class FileFacts:
    """What the file is, for the sentence above the preview.

    `encoding` and `separator` are empty for a workbook, `sheet` is empty for text; `header_language` is that of most
    headers.
    """

    name: str
    form: str
    encoding: str
    separator: str
    sheet: str
    other_sheets: tuple[str, ...]
    header_line: int
    header_language: str


@dataclass(frozen=True)
class Sheet:
    """A list of lots before anything is judged.

    Attributes:
        headers: header as written in the file, by column understood.
        doubled: headers that say the same as an earlier one of a required column: (column, second header).
        not_read: headers nothing is read from.
    """

    facts: FileFacts
    headers: Mapping[Column, str]
    doubled: tuple[tuple[Column, str], ...]
    not_read: tuple[str, ...]
    rows: tuple[Row, ...]
    set_aside: tuple[SetAside, ...]


def words(table: str) -> frozenset[str]:
    """Return the words of a table written with commas, in their plain form; a line may end inside an entry.

    >>> sorted(words("Épouse, conjoint"))
    ['conjoint', 'epouse']
    """
    return frozenset(plain(word) for word in table.split(",") if word.strip())
