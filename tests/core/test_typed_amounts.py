"""Amounts as people type them: one reading, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import Money
from koprogo.core.typed_amounts import typed_amount
from koprogo.i18n.format import euros


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200), ("12,5", 1250), ("12.50", 1250), ("1.234", 123_400), ("1.234,56", 123_456),
        ("1,234.56", 123_456), ("1 234,56 €", 123_456), ("1'234.5", 123_450), ("−5,00", -500), ("-0,01", -1),
        ("+3", 300), ("€ 1.234.567,89", 123_456_789), ("0", 0),
    ],
)  # fmt: skip
def test_what_is_read(text, cents):
    assert typed_amount(text) == Money(cents)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,234", "1.234.5", "1,234,56", "12,345.6.7", "1.23.456", "12,", "1e3", "--1", "12,555", "٣", "1" * 14],
)
def test_what_is_refused(text):
    with pytest.raises(ValueError, match=r"(is not an amount|two ways|larger)"):
        typed_amount(text)


@given(st.integers(-10_000_000_000, 10_000_000_000), st.sampled_from(["fr", "nl", "de", "en"]), st.booleans())
def test_what_we_write_is_read_back(cents, language, unit):
    assert typed_amount(euros(cents, language, unit=unit)) == Money(cents)
