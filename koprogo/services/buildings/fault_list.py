"""The faults of a list as a file to work through beside the list: one line per fault, for a spreadsheet.

What stands in a cell came from a file somebody sent: a spreadsheet that opens ours must read it as text, never as a
formula.
"""

import csv
import io

from koprogo.i18n.messages import message
from koprogo.services.buildings.import_preview import Preview

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def fault_list(preview: Preview, language: str) -> bytes:
    """Return the faults as CSV with semicolons, which Belgian spreadsheets expect, in the reader's language."""
    text = io.StringIO()
    write = csv.writer(text, delimiter=";", lineterminator="\r\n").writerow
    write(
        (
            message("Line", language),
            message("Column", language),
            message("Read", language),
            message("To write", language),
        )
    )
    for fault in preview.faults:
        read = fault.read or message("empty", language)
        write(
            [
                fault.line or "",
                as_text(fault.header),
                as_text(read),
                message(fault.message_id, language, **{name: as_text(value) for name, value in fault.facts.items()}),
            ]
        )
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def as_text(cell: str | int) -> str | int:
    """Return a cell that no spreadsheet takes for a formula.

    >>> as_text("=HYPERLINK(1)"), as_text("A2.1"), as_text(7)
    ("'=HYPERLINK(1)", 'A2.1', 7)
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
