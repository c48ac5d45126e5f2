"""Tables of an old program's books: text with separators or a workbook, guarded like lists of lots; nothing is judged here.

No formula is computed and no value guessed: a cell is its text, and a formula its own text. `fractions` of a line are the
places of numbers that are not whole, as a workbook keeps them: binary.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from koprogo.adapters.lot_columns import HEADER_WITHIN, MOST_BYTES, MOST_COLUMNS, Line
from koprogo.adapters.lot_files import OTHER_FILES
from koprogo.adapters.lot_text import SEPARATORS, decode, lines_of_text
from koprogo.adapters.lot_workbook import DAMAGE, MOST_SHEETS, guard, lines_of_sheet
from koprogo.core.errors import BadInput, Problem

MOST_LINES = 5_000
UNREADABLE = "This file cannot be read as a table. Save it as .xlsx without a password, or as CSV UTF-8."
TOO_LARGE = "This file is larger than {most} MB. Keep only the table in it."
TOO_LONG = "This table has more than {most} lines. Keep only one association in it."
NO_TABLE = "No table was found. The first lines must hold the names of the columns; the first one reads: {shown}"
Score = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class OldTable:
    """A table as found: the names of its columns, their line, and the lines below that hold something."""

    header: tuple[str, ...]
    header_line: int
    lines: tuple[Line, ...]


def read_old_table(content: bytes, score: Score) -> OldTable:
    """Return the table whose header `score` understands best, of all sheets or separators.

    Raises:
        BadInput: it is no table, or larger than any of one association.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(Problem("file", TOO_LARGE, {"most": MOST_BYTES // 1_000_000}))
    try:
        if content.startswith(b"PK\x03\x04"):
            return _of_workbook(content, score)
        if not content.strip(b"\x00\t\r\n ;,") or any(content.startswith(start) for start, _ in OTHER_FILES):
            raise BadInput(Problem("file", UNREADABLE))
        return _of_text(content, score)
    except BadInput as refused:
        ours = {UNREADABLE, TOO_LARGE, TOO_LONG, NO_TABLE}
        if all(problem.message_id in ours for problem in refused.problems):
            raise
        raise BadInput(Problem("file", UNREADABLE)) from refused  # its words speak of a list of lots
    except DAMAGE as error:
        raise BadInput(Problem("file", UNREADABLE)) from error


def _of_text(content: bytes, score: Score) -> OldTable:
    text, _ = decode(content)
    if text.lstrip()[:1] == "<":
        raise BadInput(Problem("file", UNREADABLE))
    found = [
        (score(header.texts), separator, header)
        for separator in SEPARATORS
        if (header := _header(lines_of_text(text, separator, until_broken=True), score)) is not None
    ]
    if not found:
        raise _no_table(lines_of_text(text, ";", until_broken=True))
    _, separator, header = max(found, key=lambda each: each[0])
    return _table(lines_of_text(text, separator), header)


def _of_workbook(content: bytes, score: Score) -> OldTable:
    import io

    from openpyxl import load_workbook  # imported when the first workbook comes: the server does not carry it

    guard(content)
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = workbook.worksheets[:MOST_SHEETS]
        found = [
            (score(header.texts), sheet, header)
            for sheet in sheets
            if (header := _header(lines_of_sheet(sheet), score)) is not None
        ]
        if not found:
            raise _no_table(lines_of_sheet(sheets[0]) if sheets else ())
        _, sheet, header = max(found, key=lambda each: each[0])
        return _table(lines_of_sheet(sheet), header)
    finally:
        workbook.close()


def _header(lines: Iterable[Line], score: Score) -> Line | None:
    """Return the best of the first lines with something in them; None when none of them says anything."""
    first = islice((line for line in lines if line.first), HEADER_WITHIN)
    best = max(first, key=lambda line: score(line.texts[:MOST_COLUMNS]), default=None)
    return best if best is not None and score(best.texts[:MOST_COLUMNS]) > 0 else None


def _table(lines: Iterable[Line], header: Line) -> OldTable:
    kept = []
    for line in lines:
        if line.number > header.number and line.first:
            kept.append(line)
        if len(kept) > MOST_LINES:
            raise BadInput(Problem("file", TOO_LONG, {"most": MOST_LINES}))
    return OldTable(tuple(text.strip() for text in header.texts[:MOST_COLUMNS]), header.number, tuple(kept))


def _no_table(lines: Iterable[Line]) -> BadInput:
    first = next((line for line in lines if line.first), Line(1, ()))
    shown = " | ".join(text for text in first.texts if text)[:120] or "-"
    return BadInput(Problem("file", NO_TABLE, {"shown": shown}))
