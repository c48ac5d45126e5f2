"""Tables of old books: found in text or in a workbook, bounded, never computed."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from koprogo.adapters import old_book_files
from koprogo.adapters.old_book_files import NO_TABLE, TOO_LARGE, TOO_LONG, UNREADABLE, read_old_table
from koprogo.core.errors import BadInput


def score(header):
    return sum(word.strip().lower() in ("compte", "solde") for word in header)


def workbook(*rows, title="Balance"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def refused(content):
    with pytest.raises(BadInput) as found:
        read_old_table(content, score)
    return found.value.problems[0].message_id


@pytest.mark.parametrize(
    "content",
    ["Titre;;\n\nCompte;Solde\n551;2.650,00\n".encode("cp1252"), "Compte\tSolde\n551\t2.650,00\n".encode("utf-16"),
     '"Compte","Solde"\n"551","2.650,00"\n'.encode("utf-8-sig"), b"Compte|Solde|\n551|2.650,00|\n"],
)  # fmt: skip
def test_a_table_is_found_under_any_title_separator_and_encoding(content):
    found = read_old_table(content, score)
    assert found.header[:2] == ("Compte", "Solde")
    assert [list(line.texts[:2]) for line in found.lines] == [["551", "2.650,00"]]


def test_a_workbook_keeps_lines_formulas_and_what_is_not_whole():
    found = read_old_table(
        workbook(["ACP"], [], ["Compte", "Solde"], ["551", 26.5], ["550", "=B4*2"], ["100", -20]), score
    )
    assert found.header_line == 3
    assert [(line.number, line.texts) for line in found.lines] == [
        (4, ["551", "26.5"]), (5, ["550", "=B4*2"]), (6, ["100", "-20"]),
    ]  # fmt: skip
    assert found.lines[0].fractions == {1}


@pytest.mark.parametrize(
    "content",
    [b"", b";;;\n", b"%PDF-1.7", b"\xd0\xcf\x11\xe0old", b"<html>", b"PK\x03\x04 broken", b"\x00\x01\x02binary"],
)
def test_what_is_no_table_is_refused_in_our_own_words(content):
    assert refused(content) == UNREADABLE


def test_a_bomb_is_refused_before_it_is_unpacked():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<x/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert refused(made.getvalue()) == UNREADABLE


def test_bounds_and_a_file_without_headings_are_said(monkeypatch):
    assert refused(b"x" * (old_book_files.MOST_BYTES + 1)) == TOO_LARGE
    assert refused(b"551;2.650,00\n550;1,00\n") == NO_TABLE
    assert refused(workbook(["551", 2])) == NO_TABLE
    monkeypatch.setattr(old_book_files, "MOST_LINES", 2)
    assert refused(b"Compte;Solde\n1;1\n2;2\n3;3\n") == TOO_LONG
