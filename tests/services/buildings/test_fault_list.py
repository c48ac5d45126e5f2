"""The faults as a file: every fault once, in words, and nothing a spreadsheet would run."""

import csv
import io

import pytest

from koprogo.services.buildings.fault_list import as_text, fault_list
from koprogo.services.buildings.import_lots import preview_import
from tests.services.buildings.conftest import AT, DATA

HEADER = "lot;shares;owner;email\n"


async def faults_of(empty, content, denominator, language="en"):
    async with empty.session() as session:
        preview = await preview_import(
            session,
            empty.syndic,
            empty.association_id,
            content=content,
            filename="list.csv",
            denominator=denominator,
            at=AT,
        )
    written = fault_list(preview, language)
    assert written.startswith(b"\xef\xbb\xbf")
    return preview, list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))


async def test_every_fault_of_the_wrong_list_is_in_it(empty):
    preview, rows = await faults_of(empty, (DATA / "lots-60-fr-wrong.csv").read_bytes(), 10_000)
    assert rows[0] == ["Line", "Column", "Read", "To write"]
    assert [row[0] for row in rows[1:]] == [str(fault.line or "") for fault in preview.faults]
    assert rows[1][:3] == ["7", "N° lot", "A2.1"]
    assert rows[1][3] == "This lot is already on line 6. Give another number."
    assert ["11", "Copropriétaire(s)", "empty"] in [row[:3] for row in rows]
    assert len(rows) == 7


async def test_a_cell_never_becomes_a_formula(empty):
    content = HEADER + 'A1;"=1+1";An Peeters;"=HYPERLINK(""http://x"";""y"")"\nA2;=1+1;-2+3;@SUM(A1)\n'
    _, rows = await faults_of(empty, content.encode(), 2)
    cells = [cell for row in rows[1:] for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize(("cell", "written"), [
    ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "'\t=1"), (" =1", "' =1"),
    ("A1", "A1"), ("", ""), (12, 12), ("a=1", "a=1"),
])  # fmt: skip
def test_what_could_start_a_formula_is_written_as_text(cell, written):
    assert as_text(cell) == written
