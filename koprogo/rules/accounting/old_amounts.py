"""Amounts as old programs write them, to whole cents: Belgian and English, behind or in brackets, in two columns or one.

Nothing is rounded: what has more than two decimals is a fault for a person. The one exception is a workbook's own number,
which is binary: `1234.5600000000001` is the amount somebody saw as 1234.56, and is read so within a millionth of a cent.
"""

import re
from decimal import Decimal, InvalidOperation

from koprogo.core.typed_amounts import LARGEST, typed_amount

NOTHING = frozenset({"", "-", "–", "—", "0"})
SIDES = {
    "d": 1, "deb": 1, "debit": 1, "débit": 1, "debet": 1, "dt": 1, "dr": 1, "s": 1, "soll": 1,
    "c": -1, "cr": -1, "cre": -1, "credit": -1, "crédit": -1, "ct": -1, "h": -1, "haben": -1,
}  # fmt: skip
BEHIND = re.compile(r"(.*?)\s*([dc]|dt|ct|dr|cr)", re.IGNORECASE)
NEAR = Decimal("0.00000001")
"""Of a euro: what binary numbers miss by."""


def old_amount(text: str, *, binary: bool = False) -> int:
    """Return cents; `binary` for a number of a workbook that is not whole. An empty cell is nil.

    Raises:
        ValueError: it is no amount, or can be read in two ways.

    >>> [old_amount(each) for each in ("1.234,56", "1,234.56", "(12,00)", "12,00-", "7,5 C", "-", "€ 3")]
    [123456, 123456, -1200, -1200, -750, 0, 300]
    """
    bare = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").split())
    if bare in NOTHING:
        return 0
    if binary:
        return _binary(bare)
    sign = 1
    behind = BEHIND.fullmatch(bare)
    if behind and any(each.isdigit() for each in behind[1]):
        bare, sign = behind[1], SIDES[behind[2].lower()]
    if bare.startswith("(") and bare.endswith(")"):
        bare, sign = bare[1:-1], -sign
    elif bare.endswith("-"):
        bare, sign = bare[:-1], -sign
    return sign * typed_amount(bare).cents


def _binary(text: str) -> int:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return old_amount(text)
    cents = round(value * 100)
    if abs(value - Decimal(cents) / 100) > NEAR or abs(cents) > LARGEST.cents:
        raise ValueError(f"{text!r} has more than two decimals")
    return int(cents)


def sided(cents: int, side: str) -> int:
    """Return an amount with the sign of its own column `D/C`; without one it stays as it is.

    Raises:
        ValueError: the side is neither debit nor credit.

    >>> sided(500, "Crédit"), sided(500, "")
    (-500, 500)
    """
    word = side.strip().rstrip(".").casefold()
    if not word:
        return cents
    if word not in SIDES:
        raise ValueError(f"{side!r} is neither debit nor credit")
    return SIDES[word] * abs(cents)
