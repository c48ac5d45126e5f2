"""Makes lists of lots for tests: the same lots as any file a syndic might send."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter

import openpyxl
import pytest

from koprogo.adapters.lot_files import read_lot_file
from koprogo.core.errors import BadInput
from koprogo.rules.ownership.judge import Judged, judge
from koprogo.rules.ownership.messages import FileMessage
from koprogo.rules.ownership.sheet import Sheet

HEADERS = {
    "fr": ["N° lot", "Nature", "Quotités", "Copropriétaire(s)", "E-mail", "Langue"],
    "nl": ["Kavel", "Aard", "Aandelen", "Eigenaar", "E-mailadres", "Taal"],
    "de": ["Einheit", "Art", "Anteile", "Eigentümer", "E-Mail-Adresse", "Sprache"],
    "en": ["Lot", "Kind", "Shares", "Owner", "E-mail", "Language"],
}
KINDS = {"fr": "Appartement", "nl": "Appartement", "de": "Wohnung", "en": "Apartment"}
TOTALS = {"fr": "TOTAL", "nl": "Totaal", "de": "Summe", "en": "Total"}
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
SEPARATORS = [";", ",", "\t", "|"]


@dataclass(frozen=True)
class Made:
    """One lot to write into a file."""

    number: str
    shares: int
    owner: str
    email: str = ""
    language: str = ""


LOTS = (
    Made("A1.1", 4_250, "Zoë D'Hondt", "zoe@example.org", "fr"),
    Made("A1.2", 3_250, "Jürgen Müller / Émilie Van den Berghe", "", "nl"),
    Made("K01", 2_500, "Peeters, François", "f.peeters@example.org", "de"),
)


def grouped(shares: int, between: str) -> str:
    """Return a number with something between its thousands."""
    return f"{shares:,}".replace(",", between)


def table(
    lots: Sequence[Made] = LOTS,
    *,
    language: str = "fr",
    between: str = "",
    total: bool = False,
    blank_every: int = 0,
    title: Sequence[Sequence[str]] = (),
) -> list[list[str]]:
    """Return the rows of a list: titles, header, lots with blank rows among them, total."""
    rows = [*map(list, title), list(HEADERS[language])]
    for place, lot in enumerate(lots, 1):
        rows.append(
            [lot.number, KINDS[language], grouped(lot.shares, between), lot.owner, lot.email, lot.language.upper()]
        )
        if blank_every and place % blank_every == 0:
            rows.append([""] * 6)
    if total:
        rows.append([TOTALS[language], "", grouped(sum(lot.shares for lot in lots), between), "", "", ""])
    return rows


def as_text(
    rows: Sequence[Sequence[str]], *, separator: str = ";", encoding: str = "utf-8", end: str = "\r\n"
) -> bytes:
    """Return rows as a text file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def as_workbook(rows: Sequence[Sequence[object]], *, title: str = "Lots") -> bytes:
    """Return rows as a workbook; whole numbers in text become numbers, as a spreadsheet keeps them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append([int(cell) if isinstance(cell, str) and cell.isdigit() else cell or None for cell in row])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TODAY = date(2026, 11, 21)


def read(content: bytes) -> Sheet:
    """Read a file."""
    return read_lot_file(content, "list")


def judged(content: bytes, denominator: int = 10_000) -> Judged:
    """Read and judge a file."""
    return judge(read(content), denominator, TODAY)


def refusal(content: bytes) -> FileMessage:
    """Return why a file is no list at all; every placeholder of the message has its fact."""
    with pytest.raises(BadInput) as refused:
        read(content)
    (problem,) = refused.value.problems
    assert problem.where == "file"
    assert set(problem.facts) == {name for _, name, *_ in Formatter().parse(problem.message_id) if name}
    return FileMessage(problem.message_id)
