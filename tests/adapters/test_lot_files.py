"""Lists of lots as syndics send them: what is read, and what is told about files that are something else."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koprogo.adapters.lot_columns import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from koprogo.adapters.lot_files import OTHER_FILES
from koprogo.core.errors import BadInput
from koprogo.rules.ownership.judge import judge
from koprogo.rules.ownership.messages import FileMessage
from koprogo.rules.ownership.sheet import Column, Why
from tests.adapters.lot_lists import (
    ENCODINGS,
    HEADERS,
    LOTS,
    SEPARATORS,
    TODAY,
    Made,
    as_text,
    as_workbook,
    judged,
    read,
    refusal,
    table,
)

DATA = Path(__file__).parents[1] / "data"


def understood(content: bytes, denominator: int = 10_000) -> list[tuple]:
    found = judged(content, denominator)
    assert not found.faults, found.faults
    return [(lot.number, lot.shares, " / ".join(holder.name for holder in lot.holders)) for lot in found.lots]


EXPECTED = [(lot.number, lot.shares, lot.owner) for lot in LOTS]


def test_the_french_sample():
    sheet = read((DATA / "lots-60-fr.csv").read_bytes())
    assert (sheet.facts.encoding, sheet.facts.separator, sheet.facts.header_line) == ("Windows-1252", ";", 1)
    assert sheet.facts.header_language == "fr"
    assert sheet.not_read == ()
    found = judge(sheet, 10_000, TODAY)
    assert (len(found.lots), found.sums.shares, found.total, found.faults) == (60, 10_000, 10_000, ())
    assert [(each.line, each.why) for each in found.set_aside] == [
        (19, Why.BLANK), (37, Why.BLANK), (55, Why.BLANK), (65, Why.TOTAL),
    ]  # fmt: skip
    joint = next(lot for lot in found.lots if lot.number == "A1.3")
    assert [holder.name for holder in joint.holders] == ["Eva Dupont", "An D'Hondt"]


def test_the_dutch_sample():
    sheet = read((DATA / "kavels-74-nl.xlsx").read_bytes())
    assert (sheet.facts.form, sheet.facts.sheet, sheet.facts.header_line) == ("xlsx", "Kavels", 3)
    assert sheet.facts.header_language == "nl"
    found = judge(sheet, 1_000, TODAY)
    assert (len(found.lots), found.sums.shares, found.total, found.faults) == (74, 1_000, 1_000, ())
    assert [(each.line, each.why) for each in found.set_aside] == [(1, Why.TITLE), (2, Why.BLANK), (78, Why.TOTAL)]


def test_the_plain_sample():
    sheet = read((DATA / "lots-184.csv").read_bytes())
    assert (sheet.facts.encoding, sheet.facts.separator, sheet.facts.header_language) == ("UTF-8", ",", "en")
    found = judge(sheet, 100_000, TODAY)
    assert (len(found.lots), found.sums.shares, found.total, found.faults) == (184, 100_000, None, ())


def test_the_wrong_sample_has_exactly_its_six_faults():
    found = judged((DATA / "lots-60-fr-wrong.csv").read_bytes())
    assert [(fault.line, fault.header, fault.read) for fault in found.faults] == [
        (7, "N° lot", "A2.1"),
        (11, "Copropriétaire(s)", ""),
        (14, "Quotités", "0"),
        (16, "E-mail", "not-an-address"),
        (17, "Langue", "ES"),
        (None, "Quotités", "9679"),
    ]
    assert (len(found.lots), found.sums.difference) == (60, -321)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("language", HEADERS)
def test_every_encoding_separator_and_language(encoding: str, separator: str, language: str):
    rows = table(language=language, total=True, blank_every=1, title=[["Liste"], []])
    content = as_text(rows, separator=separator, encoding=encoding)
    assert understood(content) == EXPECTED
    facts = read(content).facts
    assert (facts.separator, facts.header_language, facts.header_line) == (separator, language, 3)
    assert facts.encoding == {"cp1252": "Windows-1252"}.get(encoding, "UTF-16" if "16" in encoding else "UTF-8")


@pytest.mark.parametrize("between", ["", " ", "\u00a0", "\u202f", ".", "'", "’"])
@pytest.mark.parametrize("total", [False, True])
def test_every_thousands_separator(between: str, total: bool):
    rows = table(between=between, total=total)
    assert understood(as_text(rows, separator="\t")) == EXPECTED
    assert understood(as_workbook(rows)) == EXPECTED


@pytest.mark.parametrize("language", HEADERS)
def test_a_workbook_in_every_language(language: str):
    rows = table(language=language, total=True, blank_every=2, title=[["Copropriété"], [], ["au 21/11/2026"]])
    assert understood(as_workbook(rows)) == EXPECTED
    assert read(as_workbook(rows)).facts.header_line == 4


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_line_ending(end: str):
    assert understood(as_text(table(blank_every=1, total=True), end=end)) == EXPECTED


def test_a_line_that_names_the_separator_is_set_aside():
    content = b"sep=;\r\n" + as_text(table())
    assert understood(content) == EXPECTED
    sheet = read(content)
    assert (sheet.set_aside[0].why, sheet.facts.header_line, sheet.rows[0].line) == (Why.SEPARATOR_HINT, 2, 3)


def test_a_header_repeated_on_every_printed_page_is_set_aside():
    rows = table()
    sheet = read(as_text([*rows, rows[0], *rows[1:]]))
    assert [(each.line, each.why) for each in sheet.set_aside] == [(5, Why.REPEATED_HEADER)]


def test_a_line_is_numbered_where_it_begins():
    content = b'Lot;Shares;Owner\n1;60;"An\nClaes"\n2;x;Jan\n'
    (fault, _) = judged(content, 100).faults
    assert (fault.line, fault.read) == (4, "x")
    assert [holder.name for holder in judged(content, 100).lots[0].holders] == ["An", "Claes"]


@pytest.mark.parametrize("lines_above", [14, 15])
def test_the_header_is_one_of_the_first_fifteen_rows(lines_above: int):
    content = as_text(table(title=[["."]] * lines_above))
    if lines_above == 14:
        assert understood(content) == EXPECTED
    else:
        assert refusal(content) is FileMessage.NO_HEADER


def test_columns_that_say_nothing_to_us_are_listed():
    rows = [[*row, extra] for row, extra in zip(table(), ["Chauffage", "12", "", "3"], strict=True)]
    assert read(as_text(rows)).not_read == ("Chauffage",)


def test_a_second_column_of_the_same_kind():
    rows = [[*row, extra] for row, extra in zip(table(), ["Courriel", "a@example.org", "", ""], strict=True)]
    sheet = read(as_text(rows))
    assert (sheet.doubled, sheet.not_read) == ((), ("Courriel",))  # the first is read
    rows = [[*row, extra] for row, extra in zip(table(), ["Tantièmes", "1", "2", "3"], strict=True)]
    faults = judged(as_text(rows)).faults
    assert [fault.facts for fault in faults] == [{"first": "Quotités", "second": "Tantièmes"}]


def test_a_missing_column_is_named_in_the_language_of_the_list():
    rows = [[*row[:3], *row[4:]] for row in table(language="nl")]
    faults = judged(as_text(rows)).faults
    assert [(fault.line, fault.facts) for fault in faults] == [(1, {"column": "Eigenaar"})]


def test_a_cell_too_many_is_told():
    content = b"Lot;Shares;Owner\n1;60;Claes; An\n2;40;Jan\n"
    (fault,) = judged(content, 100).faults
    assert (fault.line, fault.read) == (2, "An")


def test_invisible_characters_do_not_make_another_name():
    content = "Lot;Shares;Owner\n1;60;An\u200b Cla\u202ees\n2;40;An  Claes\n".encode()
    lots = judged(content, 100).lots
    assert lots[0].holders[0].name == lots[1].holders[0].name == "An Claes"


@pytest.mark.parametrize(("start", "message"), OTHER_FILES)
def test_other_kinds_of_file(start: bytes, message: FileMessage):
    assert refusal(start + b"whatever") is message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", FileMessage.EMPTY),
        (b" ;;\r\n;;\r\n", FileMessage.EMPTY),
        (b"x" * (MOST_BYTES + 1), FileMessage.TOO_LARGE),
        (b"<!DOCTYPE html><html><table><tr><td>Lot</td></tr></table></html>", FileMessage.WEB_PAGE),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><Workbook/>", FileMessage.WEB_PAGE),
        (b"Lot;Shares;Owner\n1;\x00\x01\x02;An\n", FileMessage.NOT_TEXT),
        (bytes(range(256)) * 4, FileMessage.NOT_TEXT),
        (b"\xff\xfeL\x00o\x00t", FileMessage.NOT_TEXT),
        (b"Lot;Shares;Owner\n1;2;\x81\x8d\n", FileMessage.NOT_TEXT),
        (b"Dear syndic,\nplease find attached the list.\n", FileMessage.NO_HEADER),
        (b'{"lots": [{"lot": "A1", "shares": 10}]}', FileMessage.NO_HEADER),
        (b'Lot;Shares;Owner\n1;60;"An Claes\n2;40;Jan\n', FileMessage.OPEN_QUOTE),
        (b"Lot;Shares;Owner\n" + b"1;1;An\n" * (MOST_ROWS + 1), FileMessage.TOO_MANY_LOTS),
        (b"Lot;Shares;Owner\n" + b"1;1;An\n" * (3 * MOST_ROWS), FileMessage.TOO_MANY_LOTS),
        (b"Lot;Shares;Owner" + b";x" * MOST_COLUMNS + b"\n1;1;An\n", FileMessage.TOO_MANY_COLUMNS),
        (b"Lot;Shares;Owner\n1;1;An" + b";" * 200 + b"x\n", FileMessage.TOO_MANY_COLUMNS),
        (b"Lot;Shares;Owner\n1;1;" + b"x" * (csv.field_size_limit() + 1) + b"\n", FileMessage.OPEN_QUOTE),
    ],
)
def test_hostile_and_mistaken_text(content: bytes, message: FileMessage):
    assert refusal(content) is message


NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèëïôöüçÀÉ'", min_size=2, max_size=12).filter(
    lambda name: name.strip("'") and name.lower() not in {"et", "en", "und", "and"}
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Made], bytes]:
    """Draw lots and one file that holds them."""
    count = draw(st.integers(1, 12))
    lots = [
        Made(
            number=f"{draw(st.sampled_from('ABGK'))}{place}",
            shares=draw(st.integers(1, 200_000)),
            owner=" ".join(draw(st.lists(NAMES, min_size=2, max_size=2))).title() + " Peeters",
            email=f"p{place}@example.org" if draw(st.booleans()) else "",
            language=draw(st.sampled_from(["", "fr", "nl", "de", "en"])),
        )
        for place in range(count)
    ]
    rows = table(
        lots,
        language=draw(st.sampled_from(sorted(HEADERS))),
        between=draw(st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "'"])),
        total=draw(st.booleans()),
        blank_every=draw(st.integers(0, 3)),
        title=draw(st.lists(st.sampled_from([["Liste des lots"], ["21/11/2026"], []]), max_size=4)),
    )
    if draw(st.booleans()):
        return lots, as_workbook(rows)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
    return lots, as_text(rows, separator=draw(st.sampled_from(SEPARATORS)), encoding=encoding)


@given(lists())
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_read_back(made: tuple[list[Made], bytes]):
    lots, content = made
    found = judged(content, sum(lot.shares for lot in lots))
    assert found.faults == ()
    assert [
        (lot.number, lot.shares, lot.holders[0].name, lot.holders[0].reached.email, lot.holders[0].reached.language)
        for lot in found.lots
    ] == [(lot.number, lot.shares, lot.owner, lot.email, lot.language) for lot in lots]


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_bring_it_down(content: bytes):
    for start in (b"", b"PK\x03\x04", b"Lot;Shares;Owner\n", b"\xff\xfe"):
        try:
            judge(read(start + content), 100, TODAY)
        except BadInput as refused:
            assert refused.problems


def test_the_texts_are_kept_as_written():
    (row, *_) = read(as_text(table(between=" "))).rows
    assert row.text(Column.SHARES) == "4 250"
    assert row.text(Column.PHONE) == ""
