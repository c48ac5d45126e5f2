"""What makes a voucher acceptable, on both sides of every bound; law cases: tests/law/cases/entries.yaml."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.accounting.closing import Journal, Step
from koprogo.rules.accounting.entries import (
    LONGEST_REFERENCE,
    LONGEST_TEXT,
    MOST,
    Fault,
    Found,
    Line,
    OwnerLine,
    Voucher,
    Year,
    faults,
    reversed_amounts,
)

LINES = (Line("61050", 36300), Line("4400", -36300))
GOOD = Voucher(Journal.PURCHASES, date(2025, 3, 1), "F-1", "invoice", "Cleaning", LINES)
YEAR = Year(date(2025, 1, 1), date(2026, 1, 1), Step.OPENED)


def of(voucher, year=None):
    return [(found.fault, found.line) for found in faults(voucher, year)]


def test_a_good_one_has_no_fault():
    assert faults(GOOD, YEAR) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reference": " "}, [Fault.NO_REFERENCE]),
        ({"text": ""}, [Fault.NO_TEXT]),
        ({"reference": "x" * LONGEST_REFERENCE}, []),
        ({"reference": "x" * (LONGEST_REFERENCE + 1)}, [Fault.TOO_LONG]),
        ({"text": "x" * LONGEST_TEXT}, []),
        ({"text": "x" * (LONGEST_TEXT + 1)}, [Fault.TOO_LONG]),
        ({"kind": "x" * 41}, [Fault.TOO_LONG]),
        ({"lines": ()}, [Fault.FEW_LINES]),
    ],
)
def test_the_voucher_as_a_whole(changes, expected):
    assert of(replace(GOOD, **changes)) == [(fault, 0) for fault in expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"amount": MOST}, []),
        ({"amount": MOST + 1}, [Fault.TOO_MUCH]),
        ({"weight": 27, "total": 842}, []),
        ({"weight": 0, "total": 842}, []),
        ({"weight": 842, "total": 842}, []),
        ({"weight": 843, "total": 842}, [Fault.NO_SUCH_PART]),
        ({"weight": -1, "total": 842}, [Fault.NO_SUCH_PART]),
        ({"weight": 0, "total": 0}, [Fault.NO_SUCH_PART]),
        ({"weight": 27}, [Fault.NO_SUCH_PART]),
        ({"total": 842}, [Fault.NO_SUCH_PART]),
        ({"cost_from": date(2025, 1, 1), "cost_until": date(2025, 1, 2)}, []),
        ({"cost_from": date(2025, 1, 1), "cost_until": date(2025, 1, 1)}, [Fault.NO_SUCH_DAYS]),
        ({"cost_from": date(2025, 1, 1)}, [Fault.NO_SUCH_DAYS]),
        ({"cost_until": date(2025, 1, 1)}, [Fault.NO_SUCH_DAYS]),
        ({"code": "610"}, [Fault.NO_ENTRIES_THERE]),
        ({"amount": 0}, [Fault.NOTHING]),
    ],
)
def test_a_line(line, expected):
    changed = replace(LINES[0], **line)
    voucher = replace(GOOD, lines=(changed, Line("4400", -changed.amount or 0), Line("550", 1), Line("551", -1)))
    found = [(fault, place) for fault, place in of(voucher) if place == 1]
    assert found == [(fault, 1) for fault in expected]


def test_by_how_much_it_does_not_balance():
    assert faults(replace(GOOD, lines=(LINES[0], Line("4400", -1)))) == [Found(Fault.UNBALANCED, cents=36299)]


@pytest.mark.parametrize(
    ("owners", "expected"),
    [
        ([("4101.7", 100)], []),
        ([("4101.7", 60), ("4101.7", 40)], []),
        ([], [Fault.OWNERS_DIFFER]),
        ([("4101.7", 99)], [Fault.OWNERS_DIFFER]),
        ([("4100.7", 100)], [Fault.OWNERS_DIFFER]),
        ([("4101.8", 100)], [Fault.OWNERS_DIFFER]),
        ([("4101.7", 100), ("4101.8", 1)], [Fault.OWNERS_DIFFER]),
        ([("4101.7", 100), ("4101.8", 1), ("4101.8", -1)], []),
    ],
)
def test_owners_are_told_what_stands_on_their_accounts(owners, expected):
    lines = (Line("4101.7", 100), Line("701", -100))
    told = [OwnerLine(*each) for each in owners]
    assert of(replace(GOOD, lines=lines, owners=told)) == [(fault, 0) for fault in expected]


@pytest.mark.parametrize(
    ("day", "stands", "journal", "expected"),
    [
        (date(2025, 1, 1), Step.OPENED, Journal.BANK, []),
        (date(2025, 12, 31), Step.OPENED, Journal.BANK, []),
        (date(2024, 12, 31), Step.OPENED, Journal.BANK, [Fault.OUTSIDE]),
        (date(2026, 1, 1), Step.FINAL, Journal.BANK, [Fault.OUTSIDE]),
        (date(2025, 6, 1), Step.VOTED, Journal.BANK, [Fault.ONLY_CLOSING]),
        (date(2025, 6, 1), Step.VOTED, Journal.CLOSING, []),
        (date(2025, 6, 1), Step.FINAL, Journal.CLOSING, [Fault.CLOSED]),
    ],
)
def test_the_day_and_its_year(day, stands, journal, expected):
    year = replace(YEAR, stands=stands)
    assert of(replace(GOOD, day=day, journal=journal), year) == [(fault, 0) for fault in expected]


@given(st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=9))
def test_an_entry_and_its_reversal_are_nil_together(amounts):
    lines = [Line("551", cents) for cents in amounts]
    lines += [Line("499", -sum(amounts))] if sum(amounts) else [Line("499", 1), Line("499", -1)]
    back = [
        Line(line.code, cents)
        for line, cents in zip(lines, reversed_amounts([each.amount for each in lines]), strict=True)
    ]
    assert faults(replace(GOOD, lines=lines)) == faults(replace(GOOD, lines=back)) == []
    assert sum(line.amount for line in [*lines, *back]) == 0
