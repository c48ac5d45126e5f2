"""Structured communications (+++123/4567/89002+++) in what people type: found by their shape, checked, mended by one slip.

Ten digits and their remainder by 97, which is written 97 when it is 0. The bank's habit, not the law's: the syndic keeps
the accounts (art. 3.89 §5, 15°) and finds by it whose a payment is.
"""

import re
from collections.abc import Container, Iterator

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15

SHAPE = re.compile(r"(?<!\d)(?=(\d{3}[/ .]?\d{4}[/ .]?\d{5})(?!\d))")
"""By shape, not by stripping what is no digit: a phone number before the reference would hide it."""
APART = re.compile(r"[/ .]")
DIGITS = "0123456789"


@cites(CC_3_89_5_15)
def is_communication(digits: str) -> bool:
    """Say whether twelve digits are a structured communication: the check agrees and they are not all zero.

    >>> is_communication("123456789002"), is_communication("123456789012")
    (True, False)
    """
    if len(digits) != 12 or not digits.isascii() or not digits.isdigit() or not int(digits):
        return False
    return (int(digits[:10]) % 97 or 97) == int(digits[10:])


def shapes_in(text: str) -> tuple[str, ...]:
    """Return every twelve digits in a text that are written like a communication, right or wrong, each once, in order."""
    return tuple(dict.fromkeys(APART.sub("", found) for found in SHAPE.findall(text)))


def slips_of(digits: str) -> Iterator[str]:
    """Yield what differs from a number by one digit, or by two neighbours that changed places; some twice."""
    for place, typed in enumerate(digits):
        before, after = digits[:place], digits[place + 1 :]
        yield from (before + digit + after for digit in DIGITS if digit != typed)
        if after and after[0] != typed:
            yield before + after[0] + typed + after[1:]


def one_slip_away(digits: str, issued: Container[str]) -> tuple[str, ...]:
    """Return the issued numbers that are one slip away from a number, in order."""
    return tuple(sorted({each for each in slips_of(digits) if each in issued}))
