"""Workbooks: what cells say, formulas, and what was made to harm."""

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from koprogo.adapters.lot_columns import MOST_COLUMNS, MOST_ROWS
from koprogo.rules.ownership.messages import FileMessage
from tests.adapters.lot_lists import (
    as_workbook,
    judged,
    read,
    refusal,
    saved,
    table,
)


def book_of(rows: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_numbers_days_and_truths_in_cells():
    book = book_of(
        [
            ["Lot", "Shares", "Owner", "Postcode", "Street", "City", "E-mail", "E-mail consent", "Date of consent"],
            [1.0, 60.0, "An Claes", 9000, "Kouter 1", "Gent", "an@example.org", True, datetime(2024, 3, 12)],  # noqa: DTZ001 - a cell has no zone
            [2, 40, "Jan Maes", "9000", "Kouter 2", "Gent", "jan@example.org", "ja", date(2024, 3, 13)],
        ]
    )
    found = judged(saved(book), 100)
    assert found.faults == ()
    assert [lot.number for lot in found.lots] == ["1", "2"]
    assert [lot.holders[0].reached.postal.postcode for lot in found.lots] == ["9000", "9000"]
    assert [lot.holders[0].reached.consent.day for lot in found.lots] == [date(2024, 3, 12), date(2024, 3, 13)]


@pytest.mark.parametrize("shares", [22.5, 1.234, 0.5])
def test_a_number_that_is_not_whole_is_never_read_as_thousands(shares: float):
    faults = judged(saved(book_of([["Lot", "Shares", "Owner"], [1, shares, "An"], [2, 100, "Jan"]])), 100).faults
    assert [(fault.line, fault.read) for fault in faults] == [(2, str(shares).replace(".", ","))]


def test_a_lot_number_that_became_a_date_is_told():
    faults = judged(saved(book_of([["Lot", "Shares", "Owner"], [date(2026, 1, 2), 100, "An"]])), 100).faults
    assert [(fault.header, fault.read) for fault in faults] == [("Lot", "2026-01-02")]
    assert "date" in faults[0].message_id


def test_formulas_are_not_values():
    book = book_of([["Lot", "Shares", "Owner"], [1, "=30+30", "An"], [2, 40, "Jan"], ["Total", "=SUM(B2:B3)", None]])
    faults = judged(saved(book), 100).faults
    assert [(fault.line, fault.read) for fault in faults] == [(2, "=30+30"), (None, "40")]


def with_values_shown(content: bytes, shown: dict[str, str]) -> bytes:
    """Put into a workbook what its formulas showed, as a spreadsheet saves it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            for formula, value in shown.items():
                data = data.replace(f"<f>{formula}</f><v></v>".encode(), f"<f>{formula}</f><v>{value}</v>".encode())
                data = data.replace(f"<f>{formula}</f><v />".encode(), f"<f>{formula}</f><v>{value}</v>".encode())
                data = data.replace(f"<f>{formula}</f><v/>".encode(), f"<f>{formula}</f><v>{value}</v>".encode())
            new.writestr(part, data)
    return out.getvalue()


def test_a_formula_says_what_it_showed_and_a_total_may_be_one():
    book = book_of([["Lot", "Shares", "Owner"], [1, "=30+30", "An"], [2, 40, "Jan"], ["Total", "=SUM(B2:B3)", None]])
    found = judged(with_values_shown(saved(book), {"30+30": "60", "SUM(B2:B3)": "100"}), 100)
    assert [(fault.line, fault.read, dict(fault.facts)) for fault in found.faults] == [(2, "=30+30", {"value": "60"})]
    assert found.total == 100


def test_the_sheet_with_the_list_is_found():
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Lot", "something"])
    for row in table():
        sheet = book["Liste"] if "Liste" in book.sheetnames else book.create_sheet("Liste")
        sheet.append(row)
    found = read(saved(book))
    assert (found.facts.sheet, found.facts.other_sheets) == ("Liste", ("Notes",))


def test_rows_far_below_are_read():
    book = book_of([["Lot", "Shares", "Owner"], [1, 60, "An"]])
    book.active["A20000"], book.active["B20000"], book.active["C20000"] = 2, 40, "Jan"
    assert [row.line for row in read(saved(book)).rows] == [2, 20_000]


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)
    return package(parts)


WORKBOOK = as_workbook(table())


SHEET = "xl/worksheets/sheet1.xml"


BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 and nothing more", FileMessage.DAMAGED),
        (WORKBOOK[: len(WORKBOOK) // 2], FileMessage.DAMAGED),
        (package({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), FileMessage.NO_WORKBOOK),
        (package({"a.csv": b"Lot;Shares;Owner"}), FileMessage.NO_WORKBOOK),
        (package({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), FileMessage.DAMAGED),
        (package({"[Content_Types].xml": b"<x/>", "xl/a.xml": b" " * 50_000_000}), FileMessage.UNPACKS_TOO_LARGE),
        (package({f"xl/{number}": b"" for number in range(1_001)}), FileMessage.UNPACKS_TOO_LARGE),
        (changed(WORKBOOK, SHEET, b"<worksheet", BOMB + b"<worksheet"), FileMessage.DAMAGED),
        (changed(WORKBOOK, "xl/workbook.xml", b"<workbook", BOMB + b"<workbook"), FileMessage.DAMAGED),
        (changed(WORKBOOK, SHEET, b"<sheetData>", b"<sheetData><row"), FileMessage.DAMAGED),
        (changed(WORKBOOK, SHEET, b"<worksheet", "<worksheet".encode("utf-16")), FileMessage.DAMAGED),
        (changed(WORKBOOK, SHEET, b'<row r="4"', b'<row r="1048576"'), FileMessage.SHEET_TOO_LONG),
        (changed(WORKBOOK, SHEET, b'<row r="4"', b'<row r="2000000000"'), FileMessage.SHEET_TOO_LONG),
        (saved(openpyxl.Workbook()), FileMessage.NO_HEADER),
        (
            as_workbook([["Lot", "Shares", "Owner"], *([1, 1, "An"] for _ in range(MOST_ROWS + 1))]),
            FileMessage.TOO_MANY_LOTS,
        ),
        (as_workbook([["Lot", "Shares", "Owner"] + ["x"] * MOST_COLUMNS]), FileMessage.TOO_MANY_COLUMNS),
    ],
    ids=[
        "half a header",
        "cut in half",
        "an office's other format",
        "a packed text",
        "no sheets",
        "unpacks too large",
        "too many parts",
        "entities in a sheet",
        "entities in the book",
        "a torn row",
        "an encoding for half of it",
        "the last row",
        "beyond the last row",
        "nothing in it",
        "too many lots",
        "too many columns",
    ],
)
def test_hostile_and_damaged_workbooks(content: bytes, message: FileMessage):
    assert refusal(content) is message


def test_a_password_is_told():
    content = bytearray(package({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 1)
    assert refusal(bytes(content)) is FileMessage.PASSWORD


def test_a_part_that_lies_about_its_size_is_damaged():
    content = bytearray(
        package({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x>" + b" " * 9_000_000 + b"</x>"})
    )
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rfind(mark)
        content[at + offset : at + offset + 4] = (100).to_bytes(4, "little")
    assert refusal(bytes(content)) is FileMessage.DAMAGED


def test_the_workbook_reader_comes_with_the_first_workbook():
    """The server imports no openpyxl at its start."""
    code = "import sys, koprogo.services.buildings.import_lots; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
