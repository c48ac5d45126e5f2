"""Quotités: whole shares of a whole total (1000, 10 000, any whole number of the base deed).

A share is a plain `int`. What is worth a name is dividing a whole by shares and losing nothing, which votes (art.
3.87 §7) and bills (art. 3.81) both need.
"""

from collections.abc import Mapping
from typing import TypeVar

from koprogo.core.errors import Refused

Name = TypeVar("Name", str, tuple[str, str])


class NoShares(Refused):
    """There is nothing to divide by: all shares are 0."""

    message_id = "No share takes part, so there is nothing to divide by. Enter at least one share above 0."


def largest_remainder(whole: int, shares: Mapping[Name, int]) -> dict[Name, int]:
    """Divide a whole number (cents, votes) in proportion to `shares`; the parts add up to it exactly.

    Everyone first gets the part rounded down; what is left over goes one by one to the largest remainders. Equal
    remainders go by name, in plain string order, so that the same input always gives the same parts.

    Raises:
        NoShares: all shares are 0.
        ValueError: a share or the whole is negative.

    >>> largest_remainder(100, {"A1": 1, "A2": 1, "A3": 1})
    {'A1': 34, 'A2': 33, 'A3': 33}
    """
    if whole < 0 or any(share < 0 for share in shares.values()):
        raise ValueError("neither the whole nor a share is negative")
    total = sum(shares.values())
    if total == 0:
        raise NoShares
    parts = {name: whole * share // total for name, share in shares.items()}
    left_over = whole - sum(parts.values())
    for name in sorted(shares, key=lambda name: (-(whole * shares[name] % total), name))[:left_over]:
        parts[name] += 1
    assert sum(parts.values()) == whole
    return parts
