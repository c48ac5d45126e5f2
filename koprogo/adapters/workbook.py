"""Tables as a workbook for a spreadsheet: every text stays a text, every amount is a number, the same bytes twice.

A text is written by `write_string` and by nothing else: what begins with `=`, `{=`, `http:` or `mailto:` would otherwise
become a formula or a link of somebody's choosing. An amount leaves as the decimal text of its cents, never as a binary
fraction. xlsxwriter is imported with the first workbook, not at start.
"""

import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from koprogo.core.tables import Cell, Column, Kind, Look, Report, Row, Sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT, LONGEST_TAB = 32_767, 31
AMOUNT, WHOLE, DAY = "#,##0.00;-#,##0.00", "#,##0", "dd/mm/yyyy"
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
HEAD_AT = 3
"""The row of the heads, counted from 0: above it the title, what is covered, and a blank row."""


def workbook(report: Report, *, author: str, created: date) -> bytes:
    """Return a report as an xlsx file; `created` stands inside it, so that the same report gives the same bytes.

    Each table has its tab, heads that stay in sight, and prints on the width of one page.
    """
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    at = datetime.combine(created, time(), UTC)
    book.set_properties({"title": report.title, "author": author, "created": at.replace(tzinfo=None)})
    looks = _looks(book)
    taken: set[str] = set()
    for sheet in report.sheets:
        _draw(book.add_worksheet(_tab(sheet.title, taken)), sheet, report, author, looks)
    book.close()
    return file.getvalue()


def _looks(book: Any) -> dict[tuple[Kind, Look], Any]:
    """Return a format per kind and look of a cell; the heads are written as sums of texts."""
    number = {Kind.CENTS: AMOUNT, Kind.NUMBER: WHOLE, Kind.DAY: DAY}
    style: dict[Look, dict[str, Any]] = {
        Look.LINE: {}, Look.HEADING: {"bold": True}, Look.SUM: {"bold": True, "top": 1},
    }  # fmt: skip
    found = {}
    for kind in Kind:
        said: dict[str, Any] = {"num_format": number[kind]} if kind in number else {"text_wrap": kind is Kind.TEXT}
        for look, more in style.items():
            found[kind, look] = book.add_format({**said, **more, "valign": "top"})
    return found


def _draw(page: Any, sheet: Sheet, report: Report, author: str, looks: dict[tuple[Kind, Look], Any]) -> None:
    heavy = looks[Kind.CODE, Look.HEADING]
    page.write_string(0, 0, _safe(f"{author} · {report.title}"), heavy)
    page.write_string(1, 0, _safe(report.under))
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.characters)
        page.write_string(HEAD_AT, place, _safe(column.title), looks[Kind.TEXT, Look.SUM])
    for line, row in enumerate(sheet.rows, start=HEAD_AT + 1):
        _write_row(page, line, row, sheet.columns, looks)
    for line, note in enumerate(report.notes, start=HEAD_AT + len(sheet.rows) + 2):
        page.write_string(line, 0, _safe(note))
    page.freeze_panes(HEAD_AT + 1, 0)
    page.repeat_rows(HEAD_AT)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_row(page: Any, line: int, row: Row, columns: Sequence[Column], looks: dict[tuple[Kind, Look], Any]) -> None:
    for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        look = looks[column.kind, row.look]
        if cell is None:
            page.write_blank(line, place, None, look)
        elif isinstance(cell, str):
            page.write_string(line, place, _safe(cell), look)
        elif isinstance(cell, date):
            page.write_datetime(line, place, datetime.combine(cell, time()), look)
        else:
            page.write_number(line, place, _number(cell, column.kind), look)


def _number(cell: Cell, kind: Kind) -> Decimal:
    """Return cents as euros, exactly: two decimals behind the whole cents."""
    whole = Decimal(int(cell))  # type: ignore[arg-type]
    return whole.scaleb(-2) if kind is Kind.CENTS else whole


def _safe(text: str) -> str:
    return text[:LONGEST_TEXT]


def _tab(title: str, taken: set[str]) -> str:
    """Return a name for a tab: no forbidden sign, 31 characters at most, none twice."""
    plain = FORBIDDEN.sub(" ", title).strip(" '") or "-"
    name, count = plain[:LONGEST_TAB].strip(" '"), 1
    while name.casefold() in taken:
        count += 1
        name = f"{plain[: LONGEST_TAB - 4].strip()} {count}"
    taken.add(name.casefold())
    return name
