"""Tables as one CSV file that a Belgian spreadsheet opens by a double click: `;`, a comma before the cents, UTF-8 with BOM.

CSV has no types, so a text that a spreadsheet would read as a formula gets an apostrophe in front; our own amounts, also
the negative ones, do not (docs/adr/0061).
"""

import csv
import io
from collections.abc import Iterable
from datetime import date

from koprogo.core.money import Money
from koprogo.core.tables import Cell, Column, Kind, Report, Row, Sheet

MEDIA_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Also in their full width, which some programs read the same way."""


def csv_file(report: Report) -> bytes:
    """Return a report as CSV.

    Tables with the same columns are one, with the name of the table in a first column; others follow after a blank line.
    """
    file = io.StringIO(newline="")
    out = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for place, (columns, sheets) in enumerate(_alike(report.sheets)):
        if place:
            out.writerow([])
        named = len(report.sheets) > 1
        out.writerow([*([_text(report.title)] if named else []), *(_text(column.title) for column in columns)])
        for sheet in sheets:
            for row in sheet.rows:
                out.writerow([*([_text(sheet.title)] if named else []), *_cells(row, columns)])
    return (BOM + file.getvalue()).encode()


def _alike(sheets: Iterable[Sheet]) -> list[tuple[tuple[Column, ...], list[Sheet]]]:
    found: list[tuple[tuple[Column, ...], list[Sheet]]] = []
    for sheet in sheets:
        if found and found[-1][0] == sheet.columns:
            found[-1][1].append(sheet)
        else:
            found.append((sheet.columns, [sheet]))
    return found


def _cells(row: Row, columns: Iterable[Column]) -> list[str]:
    return [_cell(cell, column.kind) for cell, column in zip(row.cells, columns, strict=True)]


def _cell(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(Money(cell)).replace(".", ",") if kind is Kind.CENTS else str(cell)


def _text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> _text("=cmd|' /C calc'!A0"), _text("Lift 2026"), _text("-12,00")
    ("'=cmd|' /C calc'!A0", 'Lift 2026', "'-12,00")
    """
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
