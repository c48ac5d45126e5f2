"""A statement as HTML: every table with its heads on each page, sums ruled, amounts in columns of tabular figures."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from koprogo.core.tables import Cell, Column, Kind, Row, Sheet
from koprogo.i18n.format import euros
from koprogo.papers.paper import Edition, digest, render
from koprogo.papers.statement.facts import StatementFacts
from koprogo.papers.statement.words import statement_words
from koprogo.papers.words import EDITION, Words

SHORT = 14
"""Rows up to which a table is kept on one page."""
Printed = tuple[str, str]
"""The class of a cell, and what stands in it."""


def build(facts: StatementFacts, language: str) -> str:
    """Return the statement as HTML in one language; the tables are in that language already.

    Raises:
        ValueError: the language is unknown, or the enterprise number is missing.
    """
    w = statement_words(language)
    report = facts.report
    return render(
        "statement/statement.html.j2",
        w,
        title=title(facts, language),
        letterhead=facts.letterhead,
        edition=Edition(1, digest(facts)),
        context={
            "running_title": report.title,
            "heading": report.title,
            "under": report.under,
            "wide": facts.wide,
            "tables": [_table(sheet, w, named=len(report.sheets) > 1) for sheet in report.sheets],
            "notes": report.notes,
            "edition_of_words": w("words_edition", edition=EDITION),
        },
    )


def title(facts: StatementFacts, language: str) -> str:
    """Return the title of the file."""
    w = statement_words(language)
    return w("full_title", title=f"{facts.report.title}, {facts.report.under}", association=facts.association)


def _table(sheet: Sheet, w: Words, *, named: bool) -> dict[str, object]:
    return {
        "name": sheet.title,
        "named": named,
        "short": len(sheet.rows) <= SHORT,
        "heads": [(column.kind.value, column.title) for column in sheet.columns],
        "rows": [
            (row.look.value, _row(row, above, sheet.columns, w))
            for above, row in pairwise((None, *sheet.rows))
            if row is not None
        ],
    }


def _row(row: Row, above: Row | None, columns: Sequence[Column], w: Words) -> list[Printed]:
    """Return the cells of a row; what it has in common with the row above is not read twice."""
    same = above is not None and all(
        cell == other for column, cell, other in zip(columns, row.cells, above.cells, strict=True) if column.once
    )
    return [
        (column.kind.value, "" if same and column.once else _cell(cell, column.kind, w))
        for column, cell in zip(columns, row.cells, strict=True)
    ]


def _cell(cell: Cell, kind: Kind, w: Words) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return euros(cell, w.language, unit=False) if kind is Kind.CENTS else w.format.number(cell)
