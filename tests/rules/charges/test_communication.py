"""Structured communications: made, written, read back, found in a text, and never near one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.numbers import format_structured, structured_communication
from koprogo.rules.accounting.numbers_in_text import is_communication, shapes_in
from koprogo.rules.charges.communication import PRIME, SPACE, number_of

counters = st.integers(1, SPACE - 1)


@given(counters)
def test_every_number_is_right_and_comes_back(counter: int) -> None:
    number = number_of(counter)
    assert len(number) == 12
    assert is_communication(number)
    assert structured_communication(format_structured(number)) == number
    assert list(shapes_in(f"tel 0475123456 {format_structured(number)} merci")) == [number]


@given(counters, counters)
def test_no_number_comes_twice(one: int, other: int) -> None:
    assert (number_of(one) == number_of(other)) == (one == other)


def test_the_prime_shares_nothing_with_the_space() -> None:
    assert PRIME % 2
    assert PRIME % 5
    assert all(PRIME % divisor for divisor in range(3, 80_000, 2))


def test_a_remainder_of_nothing_is_written_97() -> None:
    counter = next(count for count in range(1, 1000) if count * PRIME % SPACE % 97 == 0)
    assert number_of(counter).endswith("97")
    assert is_communication(number_of(counter))


@given(st.integers(1, 100_000), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(counter: int, place: int, step: int) -> None:
    number = number_of(counter)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not is_communication(wrong)


def test_two_wrong_digits_never_land_on_an_issued_number() -> None:
    """Of two thousand numbers issued, none is two digits away from another: what spreading is for."""
    issued = [number_of(counter)[:10] for counter in range(1, 2001)]
    seen: set[tuple[int, int, str]] = set()
    for number in issued:
        holes = {(i, j, number[:i] + number[i + 1 : j] + number[j + 1 :]) for i in range(10) for j in range(i + 1, 10)}
        assert not holes & seen
        seen |= holes


@pytest.mark.parametrize("text", ["+++123/4567/89002+++", "***123/4567/89002***", "123 4567 89002", " 123456789002 "])
def test_it_is_read_however_it_is_format_structured(text: str) -> None:
    assert structured_communication(text) == "123456789002"


@pytest.mark.parametrize("text", ["", "123456789003", "000000000000", "12345678900", "abc"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="structured communication"):
        structured_communication(text)


@pytest.mark.parametrize("counter", [0, -1, SPACE])
def test_the_count_has_an_end(counter: int) -> None:
    with pytest.raises(ValueError, match="counted"):
        number_of(counter)


def test_a_phone_number_and_a_longer_run_of_digits_are_no_communication() -> None:
    assert list(shapes_in("0475123456 en 1234567890021 of 123/4567/89002")) == ["123456789002"]
