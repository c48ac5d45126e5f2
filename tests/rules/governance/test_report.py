"""Which report of the council the law asks for, and which days it covers."""

from datetime import date

import pytest

from koprogo.rules.governance.report import ReportKind, report_law, report_since

YEARLY, HALF = ReportKind.YEARLY, ReportKind.HALF_YEARLY


def test_the_yearly_one_is_law_and_the_half_yearly_one_is_practice():
    assert report_law(YEARLY).article == "3.90 §4"
    assert report_law(HALF) is None


@pytest.mark.parametrize(
    ("kind", "today", "held", "since"),
    [
        (YEARLY, date(2026, 11, 22), date(2025, 11, 23), date(2025, 11, 23)),
        (YEARLY, date(2026, 11, 22), None, date(2025, 11, 22)),
        (YEARLY, date(2026, 11, 22), date(2026, 11, 22), date(2025, 11, 22)),  # held today: the year before it
        (YEARLY, date(2028, 2, 29), None, date(2027, 2, 28)),
        (HALF, date(2026, 8, 31), date(2026, 6, 1), date(2026, 2, 28)),
        (HALF, date(2026, 3, 15), None, date(2025, 9, 15)),
    ],
)
def test_from_the_last_ordinary_assembly_or_half_a_year_back(kind, today, held, since):
    assert report_since(kind, today, held) == since
