"""What a printed statement is made from: the association as it stands on its papers, and the tables. Amounts in cents."""

from dataclasses import dataclass
from datetime import date

from koprogo.core.tables import Report
from koprogo.papers.paper import OfAssociation

WIDE_FROM = 7
"""Columns from which a table needs the long side of the page."""


@dataclass(frozen=True)
class StatementFacts(OfAssociation):
    """A statement; `last_day` is the last one it covers, `what` its name in addresses."""

    what: str
    last_day: date
    report: Report

    @property
    def wide(self) -> bool:
        """Whether the page lies on its side."""
        return any(len(sheet.columns) >= WIDE_FROM for sheet in self.report.sheets)
