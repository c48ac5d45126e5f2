"""From rows of texts to a list of lots: where the header is, what each column means, which rows are not lots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from koprogo.core.errors import BadInput, Fact, Problem
from koprogo.core.plain_text import plain, tidy
from koprogo.rules.ownership.headers import column_of, language_of
from koprogo.rules.ownership.messages import FileMessage
from koprogo.rules.ownership.sheet import REQUIRED, Column, FileFacts, Row, SetAside, Sheet, Why

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 100
HEADER_WITHIN = 15
"""The header is one of the first rows of the file that have something in them."""


@dataclass(frozen=True)
class Line:
    """One row of the file: its number there and its texts, by place.

    `computed` is what its formulas showed; `fractions` are the places of numbers that are not whole (of a workbook).
    """

    number: int
    texts: Sequence[str]
    computed: dict[int, str] = field(default_factory=dict)
    fractions: frozenset[int] = frozenset()

    @property
    def first(self) -> str:
        """The first text of the row; empty for a blank row."""
        return next((text for text in self.texts if text), "")


@dataclass(frozen=True)
class Header:
    """The row with the names of the columns, and what they mean."""

    line: Line
    columns: dict[int, Column]
    doubled: tuple[tuple[Column, str], ...]

    @property
    def score(self) -> int:
        """How much is understood; a required column counts more than any number of others."""
        return sum(MOST_COLUMNS if column in REQUIRED else 1 for column in self.columns.values())


def unreadable(message: FileMessage, /, **facts: Fact) -> BadInput:
    """Return the refusal of a file as a whole."""
    return BadInput(Problem("file", str(message), facts))


def find_header(lines: Iterable[Line]) -> Header | None:
    """Return the best header among the first rows; None when no row names two of the three required columns."""
    best = None
    seen = 0
    for line in lines:
        if not line.first:
            continue
        header = _as_header(line)
        if sum(column in REQUIRED for column in header.columns.values()) >= 2 and (
            best is None or header.score > best.score
        ):
            best = header
        seen += 1
        if seen == HEADER_WITHIN:
            break
    return best


def no_header(lines: Iterable[Line]) -> BadInput:
    """Return the refusal of a file without a header, with the first row for the person to recognise."""
    first = next((line for line in lines if line.first), Line(1, ()))
    shown = " | ".join(text for text in first.texts if text)[:120]
    return unreadable(FileMessage.NO_HEADER, rows=HEADER_WITHIN, shown=shown)


@dataclass(frozen=True)
class Form:
    """What kind of file it is; see `FileFacts`."""

    name: str
    form: str
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()


def make_sheet(lines: Sequence[Line], header: Header, form: Form, aside: Sequence[SetAside] = ()) -> Sheet:
    """Put every row under its header.

    Raises:
        BadInput: more rows or columns than a list of lots has.
    """
    if max((len(line.texts) for line in lines), default=0) > MOST_COLUMNS:
        raise unreadable(FileMessage.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
    set_aside = [*aside]
    rows: list[Row] = []
    names = tuple(map(plain, header.line.texts))
    for line in lines:
        if line.number == header.line.number:
            continue
        if not line.first:
            set_aside.append(SetAside(line.number, Why.BLANK))
        elif line.number < header.line.number:
            set_aside.append(SetAside(line.number, Why.TITLE, line.first))
        elif tuple(map(plain, line.texts))[: len(names)] == names:
            set_aside.append(SetAside(line.number, Why.REPEATED_HEADER, line.first))
        else:
            rows.append(_row(line, header))
    if len(rows) > MOST_ROWS:
        raise unreadable(FileMessage.TOO_MANY_LOTS, most=MOST_ROWS)
    headers = {column: header.line.texts[place] for place, column in header.columns.items()}
    not_read = [text for place, text in enumerate(header.line.texts) if text and place not in header.columns]
    return Sheet(
        facts=FileFacts(**vars(form), header_line=header.line.number, header_language=language_of(headers.values())),
        headers=headers,
        doubled=header.doubled,
        not_read=tuple(text for text in not_read if text not in {second for _, second in header.doubled}),
        rows=tuple(rows),
        set_aside=tuple(sorted(set_aside, key=lambda each: each.line)),
    )


def _as_header(line: Line) -> Header:
    """Read a row as a header. A second column of the same meaning is read only where the first is empty by nature.

    Two columns of lots, shares or owners are a fault; of anything else the first is read and the second is not.
    """
    columns: dict[int, Column] = {}
    doubled: list[tuple[Column, str]] = []
    for place, text in enumerate(line.texts):
        column = column_of(text) if text else None
        if column is None:
            continue
        if column not in columns.values():
            columns[place] = column
        elif column in REQUIRED:
            doubled.append((column, text))
    return Header(line, columns, tuple(doubled))


def _row(line: Line, header: Header) -> Row:
    width = max(place for place, text in enumerate(header.line.texts) if text) + 1
    cells = {column: _text(line.texts, place, column) for place, column in header.columns.items()}
    return Row(
        line=line.number,
        cells={column: text for column, text in cells.items() if text},
        first=tidy(line.first),
        computed={header.columns[place]: text for place, text in line.computed.items() if place in header.columns},
        surplus=tuple(text for text in line.texts[width:] if text),
    )


def _text(texts: Sequence[str], place: int, column: Column) -> str:
    """Return a cell without what cannot be seen; in a cell of several owners, a line break separates them."""
    if place >= len(texts):
        return ""
    parts = [tidy(part) for part in texts[place].splitlines()]
    between = " / " if column in (Column.OWNER, Column.FIRST_NAME, Column.EMAIL) else ", "
    return between.join(part for part in parts if part)
