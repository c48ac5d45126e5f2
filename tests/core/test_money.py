"""Money: whole cents in, whole cents out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import ZERO, Money, total

cents = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("54450.00", 5_445_000),
        ("54450", 5_445_000),
        ("0.05", 5),
        ("-0.05", -5),
        ("-12.30", -1230),
        ("0.00", 0),
        ("007.10", 710),
    ],
)
def test_parse(text: str, value: int) -> None:
    assert Money.parse(text) == Money(value)


@pytest.mark.parametrize(
    "text",
    ["", "1,50", "1.5", "1.500", "1 000.00", ".50", "1.", "+1.00", "€1.00", "1e3", "--1", "٣.٠٠", "1.00\n", " 1.00"],
)
def test_any_other_writing_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it like 54450\.00"):
        Money.parse(text)


@given(cents)
def test_what_is_written_is_read_back(value: int) -> None:
    assert Money.parse(str(Money(value))) == Money(value)


@pytest.mark.parametrize(
    ("value", "text"), [(5, "0.05"), (-5, "-0.05"), (-100, "-1.00"), (0, "0.00"), (123_456, "1234.56")]
)
def test_str(value: int, text: str) -> None:
    assert str(Money(value)) == text


@pytest.mark.parametrize("value", [1.0, True, "1", None])
def test_only_whole_cents_are_an_amount(value: object) -> None:
    with pytest.raises(TypeError, match="whole number of cents"):
        Money(value)  # type: ignore[arg-type]


def test_arithmetic_stays_whole() -> None:
    assert Money(5) + Money(7) == Money(12)
    assert Money(5) - Money(7) == Money(-2)
    assert Money(5) * 3 == 3 * Money(5) == Money(15)
    assert -Money(5) == Money(-5)
    assert abs(Money(-5)) == Money(5)
    assert Money(-5) < ZERO < Money(5)
    assert Money(1)
    assert not ZERO


@pytest.mark.parametrize(
    "wrong", [lambda: Money(5) * 0.5, lambda: Money(5) + 5, lambda: Money(5) - 5, lambda: Money(5) * True]
)
def test_nothing_but_money_and_whole_times_is_accepted(wrong: object) -> None:
    with pytest.raises(TypeError):
        wrong()  # type: ignore[operator]


@given(st.lists(cents.map(Money)))
def test_total(amounts: list[Money]) -> None:
    assert total(amounts).cents == sum(amount.cents for amount in amounts)
