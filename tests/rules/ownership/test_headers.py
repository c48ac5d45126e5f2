"""The names of columns in four languages."""

import pytest

from koprogo.rules.ownership import headers
from koprogo.rules.ownership.headers import HEADERS, LANGUAGES, column_of, language_of, usual_header
from koprogo.rules.ownership.sheet import Column


@pytest.mark.parametrize("column", Column)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_header_of_the_table_is_understood(column: Column, language: str):
    for name in HEADERS[column][language].split(","):
        for dress in (name, name.upper(), f" {name} :", f"{name}*"):
            assert column_of(dress) is column
    assert column_of(usual_header(column, language)) is column


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Quotités (10.000èmes)", Column.SHARES), ("Quotités /10 000", Column.SHARES), ("Aandelen 1000", Column.SHARES),
        ("Nº Lot", Column.LOT), ("Copropriétaire(s)", Column.OWNER), ("", None), ("Chauffage", None),
        ("Quotités chauffage", None), ("lot " * 100, None),
    ],
)  # fmt: skip
def test_headers(header: str, column: Column | None):
    assert column_of(header) is column


def test_the_language_of_headers():
    assert language_of(["Lot", "Einheit", "Anteile", "Name"]) == "de"
    assert language_of([]) == "fr"


def test_one_name_never_means_two_columns(monkeypatch):
    doubled = {**headers.HEADERS, Column.PHONE: dict.fromkeys(LANGUAGES, "Quotités")}
    monkeypatch.setattr(headers, "HEADERS", doubled)
    with pytest.raises(ValueError, match="“Quotités” would mean both shares and phone"):
        headers._meanings()
