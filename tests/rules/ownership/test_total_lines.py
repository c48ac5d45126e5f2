"""Total lines are no lots; the grand total is a second check."""

import pytest

from koprogo.rules.ownership.sheet import Column, SetAside, Why
from tests.rules.ownership.lists import judged, lot, row, told


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("TOTAL", Why.TOTAL), ("Totaal", Why.TOTAL), ("Summe", Why.TOTAL), ("Total général :", Why.TOTAL),
        ("Algemeen totaal", None), ("TOTAL des quotités", Why.TOTAL), ("Totaal 74 kavels", Why.TOTAL),
        ("Sous-total", Why.SUBTOTAL), ("Subtotaal blok A", Why.SUBTOTAL), ("Zwischensumme", Why.SUBTOTAL),
        ("Total appartements", Why.SUBTOTAL), ("A1", None),
    ],
)  # fmt: skip
def test_total_lines(label: str, why: Why | None):
    found = judged(lot(2), row(3, lot=label, shares="100"))
    assert found.set_aside == (() if why is None else (SetAside(3, why, label),))
    assert found.total == (100 if why is Why.TOTAL else None)


def test_a_lot_that_is_called_total_and_has_an_owner_is_a_lot():
    assert len(judged(lot(2, "Total")).lots) == 1


def test_a_lone_number_is_a_total_only_when_it_is_the_sum_so_far():
    assert judged(lot(2), row(3, shares="100")).total == 100
    found = judged(lot(2), row(3, shares="99"))
    assert {(line, column) for line, column, _ in told(found)} == {(3, "lot"), (3, "owner"), (None, "shares")}
    assert not judged(row(2, shares="0")).set_aside


def test_a_total_may_be_a_formula():
    found = judged(lot(2), row(3, {Column.SHARES: "100"}, lot="Total", shares="=SUM(B2:B2)"))
    assert (told(found), found.total) == ([], 100)
    assert judged(lot(2), row(3, lot="Total", shares="=SUM(B2:B2)")).total is None
