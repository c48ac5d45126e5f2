"""Numbers of shares as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.ownership.shares_text import MOST_SHARES, NotShares, SharesRead, read_shares


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("225", SharesRead(225)),
        ("0", SharesRead(0)),
        ("007", SharesRead(7)),
        ("+5", SharesRead(5)),
        ("10 000", SharesRead(10_000)),
        ("10\u00a0000", SharesRead(10_000)),
        ("10\u202f000", SharesRead(10_000)),
        ("10.000", SharesRead(10_000)),
        ("10'000", SharesRead(10_000)),
        ("10’000", SharesRead(10_000)),
        ("1.000.000", SharesRead(1_000_000)),
        ("225,00", SharesRead(225)),
        ("1.000,0", SharesRead(1_000)),
        ("225/10000", SharesRead(225, 10_000)),
        ("225/10.000èmes", SharesRead(225, 10_000)),
        (str(MOST_SHARES), SharesRead(MOST_SHARES)),
        (str(MOST_SHARES + 1), NotShares.TOO_LARGE),
        ("9" * 40, NotShares.TOO_LARGE),
        ("", NotShares.EMPTY),
        ("\u00a0", NotShares.EMPTY),
        ("-5", NotShares.NOT_POSITIVE),
        ("− 5", NotShares.NOT_POSITIVE),
        ("(5)", NotShares.NOT_POSITIVE),
        ("-1 000", NotShares.NOT_POSITIVE),
        ("22,5", NotShares.FRACTION),
        ("22.5", NotShares.FRACTION),
        ("0.500", NotShares.FRACTION),
        ("1 000,75", NotShares.FRACTION),
        ("1,234", NotShares.AMBIGUOUS),
        ("1,234,567", NotShares.AMBIGUOUS),
        ("abc", NotShares.NOT_A_NUMBER),
        ("1e3", NotShares.NOT_A_NUMBER),
        ("10 00", NotShares.NOT_A_NUMBER),
        ("1.000 000", NotShares.NOT_A_NUMBER),
        ("٢٢٥", NotShares.NOT_A_NUMBER),
        ("225/", NotShares.NOT_A_NUMBER),
        ("a/b", NotShares.NOT_A_NUMBER),
        ("2,5/1000", NotShares.NOT_A_NUMBER),
    ],
)
def test_shares(text: str, read: SharesRead | NotShares):
    assert read_shares(text) == read


@given(st.integers(0, MOST_SHARES), st.sampled_from(["", " ", ".", "'", "’", "\u00a0", "\u202f"]))
def test_shares_are_read_back_however_they_are_grouped(shares: int, between: str):
    assert read_shares(f"{shares:,}".replace(",", between)) == SharesRead(shares)


@given(st.text(max_size=30))
def test_no_text_is_read_as_a_negative_number(text: str):
    read = read_shares(text)
    assert isinstance(read, NotShares) or 0 <= read.shares <= MOST_SHARES
