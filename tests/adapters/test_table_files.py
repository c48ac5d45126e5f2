"""Tables as workbook and CSV: nothing a person wrote becomes a formula, every amount is its cents, twice is the same."""

import csv
import io
from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.adapters.csv_file import csv_file
from koprogo.adapters.workbook import workbook
from koprogo.core.tables import Column, Kind, Look, Report, Row, Sheet

EVIL = (
    "=cmd|' /C calc'!A0", "{=1+1}", "http://evil.example", "https://evil.example", "mailto:a@b.example", "internal:'X'!A1",
    "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "file:///etc/passwd", "#REF!", "'quoted", "",
)  # fmt: skip
DAY = date(2026, 12, 31)


def report(*rows, columns=None, title="Journal"):
    heads = columns or (Column("Code", Kind.CODE), Column("Text"), Column("€", Kind.CENTS), Column("Day", Kind.DAY))
    return Report(title, "2026", (Sheet(title, heads, tuple(Row(row) for row in rows)),), ("A note",))


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def parts(content):
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("text", EVIL)
def test_a_workbook_keeps_every_text_a_text(text):
    content = workbook(report((text, text, 1, DAY), columns=None), author=text or "A", created=DAY)
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet and "<f " not in sheet and "hyperlink" not in sheet
    for cell in opened(content).active[5][:2]:
        assert (cell.value or "").replace("_x000D_", "\r").splitlines() == text.splitlines()
        assert cell.data_type != "f"


@given(st.integers(-(10**14), 10**14))
def test_an_amount_in_a_workbook_is_its_cents_to_the_last(cents):
    sheet = parts(workbook(report(("1", "x", cents, None)), author="A", created=DAY))["xl/worksheets/sheet1.xml"]
    written = sheet.split('<c r="C5"', 1)[1].split("<v>", 1)[1].split("</v>", 1)[0]
    assert Decimal(written) * 100 == cents


def test_days_are_days_heads_are_frozen_and_widths_set():
    page = opened(workbook(report(("551", "x", -29, DAY)), author="A", created=DAY)).active
    assert page["D5"].value.date() == DAY and page["D5"].is_date
    assert page["C5"].number_format == "#,##0.00;-#,##0.00"
    assert page.freeze_panes == "A5"
    assert page.column_dimensions["B"].width > page.column_dimensions["A"].width
    assert [page.cell(4, column).value for column in (1, 2, 3, 4)] == ["Code", "Text", "€", "Day"]


def test_the_same_report_gives_the_same_bytes():
    made = [workbook(report(("551", "x", 5, DAY)), author="A", created=DAY) for _ in range(2)]
    assert made[0] == made[1]
    assert workbook(report(("551", "x", 6, DAY)), author="A", created=DAY) != made[0]


def test_tabs_have_names_a_workbook_takes():
    columns = (Column("x"),)
    long = "Établissements de crédit - fonds de roulement"
    sheets = tuple(Sheet(name, columns, ()) for name in ("A/B:[C]*?", long, long, "'", "History"))
    names = opened(workbook(Report("T", "", sheets), author="A", created=DAY)).sheetnames
    assert len(set(map(str.casefold, names))) == 5 and all(0 < len(name) <= 31 for name in names)


@pytest.mark.parametrize("text", EVIL)
def test_csv_marks_what_would_be_a_formula(text):
    content = csv_file(report((text, text, -1234, DAY), title=text or "T")).decode("utf-8-sig")
    [_, row] = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    marked = f"'{text}" if text[:1] in tuple("=+-@\t\r\n\uff1d") and text else text
    assert row == [marked, marked, "-12,34", "2026-12-31"]


def test_csv_is_what_belgian_excel_opens():
    content = csv_file(report(("551", "Décompte; à payer", 100_000_05, None)))
    assert content == '\ufeffCode;Text;€;Day\r\n551;"Décompte; à payer";100000,05;\r\n'.encode()


def test_tables_with_the_same_columns_are_one_and_others_follow():
    two = (Column("Name"), Column("€", Kind.CENTS))
    sheets = (
        Sheet("Assets", two, (Row(("Bank", 5)),)), Sheet("Debts", two, (Row(("Sum", 5), Look.SUM),)),
        Sheet("Other", (Column("Name"),), (Row(("x",)),)),
    )  # fmt: skip
    content = csv_file(Report("Sheet", "", sheets)).decode("utf-8-sig")
    assert content.splitlines() == [
        "Sheet;Name;€", "Assets;Bank;0,05", "Debts;Sum;0,05", "", "Sheet;Name", "Other;x",
    ]  # fmt: skip


def test_a_row_has_a_cell_per_column():
    with pytest.raises(ValueError, match="cells"):
        Sheet("T", (Column("a"), Column("b")), (Row(("x",)),))
