"""Builds sheets for the tests of the judge: rows written as dictionaries by column."""

from collections.abc import Mapping, Sequence
from datetime import date

from koprogo.rules.ownership.headers import usual_header
from koprogo.rules.ownership.judge import Judged, judge
from koprogo.rules.ownership.sheet import Column, FileFacts, Row, Sheet

TODAY = date(2026, 11, 21)


def row(line: int, computed: Mapping[Column, str] | None = None, surplus: Sequence[str] = (), **cells: str) -> Row:
    """Return a row; `cells` by the name of their column."""
    by_column = {Column(name): text for name, text in cells.items() if text}
    first = next((by_column[column] for column in Column if column in by_column), "")
    return Row(line, by_column, first, computed or {}, tuple(surplus))


def sheet(*rows: Row, columns: Sequence[Column] = tuple(Column), doubled: Sequence[tuple[Column, str]] = ()) -> Sheet:
    """Return a sheet with English headers."""
    facts = FileFacts("list.csv", "csv", "UTF-8", ";", "", (), 1, "en")
    return Sheet(facts, {column: usual_header(column, "en") for column in columns}, tuple(doubled), (), rows, ())


def lot(line: int, number: str = "", shares: str = "100", owner: str = "An Claes", **cells: str) -> Row:
    """Return a row with a lot that is right but for what is said."""
    return row(line, lot=number or f"L{line}", shares=shares, owner=owner, **cells)


def judged(*rows: Row, denominator: int = 100, **options: object) -> Judged:
    """Judge rows as a list."""
    return judge(sheet(*rows, **options), denominator, TODAY)  # type: ignore[arg-type]


def told(found: Judged) -> list[tuple[int | None, str, str]]:
    """Return the faults as (line, column, words)."""
    return [
        (fault.line, fault.column.value if fault.column else "", fault.message_id.format_map(dict(fault.facts)))
        for fault in found.faults
    ]


def noticed(found: Judged) -> list[tuple[int | None, str, str]]:
    """Return the notices as (line, column, name of the message)."""
    return [(each.line, each.column.value if each.column else "", each.message_id.name) for each in found.notices]
