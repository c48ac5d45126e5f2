"""What a payment order may hold: days, account numbers, sums, signs."""

from datetime import date, timedelta

import pytest

from koprogo.core.money import Money
from koprogo.rules.charges.payment_order import LARGEST, day_problem, line_problem, sepa_text

TODAY = date(2026, 11, 22)
GOOD = "BE71096123456769"


@pytest.mark.parametrize(("days", "right"), [(-1, False), (0, True), (365, True), (366, False)])
def test_the_day(days, right):
    assert (day_problem(TODAY + timedelta(days=days), TODAY) is None) is right


@pytest.mark.parametrize(
    ("name", "number", "cents", "right"),
    [
        ("Lift", GOOD, 1, True),
        ("Lift", "BE72096123456769", 1, False),
        ("Lift", "BE7109612345676", 1, False),
        ("Lift", "", 1, False),
        ("Lift", GOOD, 0, False),
        ("Lift", GOOD, -5, False),
        ("Lift", GOOD, LARGEST.cents, True),
        ("Lift", GOOD, LARGEST.cents + 1, False),
        ("電梯", GOOD, 1, False),
    ],
)
def test_a_line(name, number, cents, right):
    assert (line_problem(name, number, Money(cents)) is None) is right


def test_words_lose_their_accents_and_their_length():
    assert sepa_text("Œuvre d’août\n– Straße [3]", 140) == "OEuvre d'aout - Strasse 3"
    assert len(sepa_text("x" * 200, 140)) == 140
