"""Reading a workbook (.xlsx): guarded against what was made to harm, formulas seen for what they are.

openpyxl is imported here, when the first workbook comes: the server does not carry it from the start.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from koprogo.adapters.lot_columns import (
    MOST_COLUMNS,
    MOST_ROWS,
    Form,
    Header,
    Line,
    find_header,
    make_sheet,
    no_header,
    unreadable,
)
from koprogo.rules.ownership.messages import FileMessage
from koprogo.rules.ownership.sheet import Column, Sheet

MOST_PARTS = 1_000
MOST_UNPACKED = 40_000_000
MOST_SHEETS = 50
LAST_ROW = 50_000
"""Below it is no list. A file can name one row far down and make a reader count a million blank ones up to it."""
DAMAGE = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError, EOFError, AssertionError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""openpyxl has no error of its own: a damaged part surfaces as any of these (SyntaxError is XML's ParseError)."""


def read_workbook(content: bytes, name: str) -> Sheet:
    """Read a list of lots from the sheet whose header is understood best.

    Raises:
        BadInput: it is no workbook, is made to harm, is too large, or no sheet has a header.
    """
    guard(content)
    try:
        return _read(content, name)
    except DAMAGE as error:
        raise unreadable(FileMessage.DAMAGED) from error


def guard(content: bytes) -> None:
    """Look at the package before anything unpacks it.

    Raises:
        BadInput: too many parts, too much once unpacked, a password, document types in its XML, or no workbook inside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise unreadable(FileMessage.UNPACKS_TOO_LARGE)
            if any(part.flag_bits & 1 for part in parts):
                raise unreadable(FileMessage.PASSWORD)
            if "[Content_Types].xml" not in names or not any(each.startswith("xl/") for each in names):
                raise unreadable(FileMessage.NO_WORKBOOK)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _has_document_type(package.read(part)):
                    raise unreadable(FileMessage.DAMAGED)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, zlib.error) as error:
        raise unreadable(FileMessage.DAMAGED) from error


def _has_document_type(xml: bytes) -> bool:
    """A workbook's XML declares no entities; one that does can be made to grow without end. Wide text could hide it."""
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))


def _read(content: bytes, name: str) -> Sheet:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheets = workbook.worksheets[:MOST_SHEETS]
        if not sheets:
            raise unreadable(FileMessage.DAMAGED)
        found = [(sheet, find_header(lines_of_sheet(sheet))) for sheet in sheets]
        sheet, header = max(found, key=lambda each: each[1].score if each[1] else 0)
        if header is None:
            raise no_header(lines_of_sheet(sheet))
        lines = [_shares_with_comma(line, header) for line in _kept(lines_of_sheet(sheet))]
        others = tuple(each.title for each, _ in found if each is not sheet)
    finally:
        workbook.close()
    if any(text.startswith("=") for line in lines for text in line.texts):
        lines = _with_computed(content, sheet.title, lines)
    return make_sheet(lines, header, Form(name, "xlsx", sheet=sheet.title, other_sheets=others))


def _kept(lines: Iterator[Line]) -> Iterator[Line]:
    """Yield rows up to the last with something in it; refuse what is no list of lots."""
    waiting: list[Line] = []
    rows = 0
    for line in lines:
        if not line.first:
            if len(waiting) < MOST_ROWS:
                waiting.append(line)
            continue
        yield from waiting
        waiting.clear()
        rows += 1
        if rows > 2 * MOST_ROWS:
            raise unreadable(FileMessage.TOO_MANY_LOTS, most=MOST_ROWS)
        yield line


def lines_of_sheet(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what the file claims about its size is not to be trusted
    rows = sheet.iter_rows(max_row=LAST_ROW + 1, max_col=MOST_COLUMNS + 1, values_only=True)
    for number, values in enumerate(rows, 1):
        if number > LAST_ROW:
            raise unreadable(FileMessage.SHEET_TOO_LONG, most=LAST_ROW)
        if values.count(None) == len(values):
            yield Line(number, ())
            continue
        fractions = frozenset(
            place for place, value in enumerate(values) if isinstance(value, float) and not value.is_integer()
        )
        yield Line(number, _trimmed([_text(value) for value in values]), fractions=fractions)


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _with_computed(content: bytes, title: str, lines: list[Line]) -> list[Line]:
    """Read the sheet once more for what its formulas showed when it was last saved."""
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        shown = {line.number: line.texts for line in lines_of_sheet(workbook[title])}
    finally:
        workbook.close()
    found = []
    for line in lines:
        texts = shown.get(line.number, [])
        places = [place for place, text in enumerate(line.texts) if text.startswith("=") and place < len(texts)]
        found.append(replace(line, computed={place: texts[place] for place in places}))
    return found


def _text(value: Any) -> str:
    """Return a cell as a person would write it; a formula as its own text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        number = Decimal(repr(value))
        return str(int(number)) if number == number.to_integral_value() else format(number, "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    formula = getattr(value, "text", None)  # a formula over several cells
    return str(formula if formula is not None else value).strip()


def _shares_with_comma(line: Line, header: Header) -> Line:
    """Write a number that is not whole, in the column of shares, with a comma: 1.234 would be read as a thousand."""
    texts = list(line.texts)
    for place in line.fractions:
        if header.columns.get(place) is Column.SHARES:
            texts[place] = texts[place].replace(".", ",")
    return replace(line, texts=texts)
