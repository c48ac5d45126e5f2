"""Reading text with separators: which encoding, which separator, which lines."""

import codecs
import csv
import io
from collections.abc import Iterator

from koprogo.adapters.lot_columns import MOST_ROWS, Form, Header, Line, find_header, make_sheet, no_header, unreadable
from koprogo.rules.ownership.messages import FileMessage
from koprogo.rules.ownership.sheet import SetAside, Sheet, Why

SEPARATORS = (";", ",", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_MOST_BLANK_LINES = 100_000
_CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v")


def read_text(content: bytes, name: str) -> Sheet:
    """Read a list of lots from text.

    Raises:
        BadInput: it is not text, is a page of the web, has no header, or a quotation mark is left open.
    """
    text, encoding = decode(content)
    if text.lstrip()[:1] == "<":
        raise unreadable(FileMessage.WEB_PAGE)
    aside = []
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip()) <= 7:
        aside.append(SetAside(1, Why.SEPARATOR_HINT, first.strip()))
        text = "\n" + rest
    separator, header = _find_separator(text)
    if header is None:
        raise no_header(lines_of_text(text, separator, until_broken=True))
    lines = list(lines_of_text(text, separator))
    if aside:
        lines = lines[1:]
    return make_sheet(lines, header, Form(name, "csv", encoding=encoding, separator=separator), aside)


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding: UTF-8, UTF-16 or Windows-1252.

    Raises:
        BadInput: it is none of them, or no text at all.
    """
    for start, codec, label in _MARKS:
        if content.startswith(start):
            return _checked(content, codec), label
    if wide := _utf_16_without_mark(content):
        return _checked(content, wide), "UTF-16"
    try:
        return _checked(content, "utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _checked(content, "cp1252"), "Windows-1252"


def _checked(content: bytes, codec: str) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        if codec == "utf-8":
            raise
        raise unreadable(FileMessage.NOT_TEXT) from error
    if not _CONTROL.isdisjoint(text):
        raise unreadable(FileMessage.NOT_TEXT)
    return text


def _utf_16_without_mark(content: bytes) -> str | None:
    """Western text in UTF-16 has a zero at every second byte; UTF-8 and Windows-1252 have none."""
    start = content[:4096]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if len(content) % 2 or even + odd == 0:
        return None
    if even == 0 and odd > len(start) // 4:
        return "utf-16-le"
    return "utf-16-be" if odd == 0 and even > len(start) // 4 else None


def _find_separator(text: str) -> tuple[str, Header | None]:
    """Return the separator under which most of the header is understood, and that header."""
    found = [(separator, find_header(lines_of_text(text, separator, until_broken=True))) for separator in SEPARATORS]
    return max(found, key=lambda each: each[1].score if each[1] else 0)


def lines_of_text(text: str, separator: str, *, until_broken: bool = False) -> Iterator[Line]:
    """Yield the rows of the text with the number of the line on which each begins.

    Raises:
        BadInput: a quotation mark is left open (the rows before it are enough when `until_broken`), or there is no end.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = blank = 0
    while True:
        number = reader.line_num + 1
        try:
            texts = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if until_broken:
                return
            raise unreadable(FileMessage.OPEN_QUOTE, line=number) from error
        line = Line(number, [each.strip() for each in texts])
        if line.first:
            rows += 1
        else:
            blank += 1
        # Twice the limit leaves room for titles and totals; the exact count is made once the header is known.
        if rows > 2 * MOST_ROWS or blank > _MOST_BLANK_LINES:
            raise unreadable(FileMessage.TOO_MANY_LOTS, most=MOST_ROWS)
        yield line
