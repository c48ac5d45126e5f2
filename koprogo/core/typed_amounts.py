"""Amounts as people type or paste them in Belgium: `1 234,56`, `1.234,56`, `1234.56`, `€ 12`; read to whole cents."""

import re

from koprogo.core.money import Money

DROPPED = str.maketrans("", "", " \u00a0\u202f'’€\t")
FORM = re.compile(r"([-+]?)(\d+|\d{1,3}(?:[.,]\d{3})+)(?:([.,])(\d{1,2}))?", re.ASCII)
LARGEST = Money(100_000_000_000)
"""A thousand million euros: beyond it somebody typed something else."""


def typed_amount(text: str) -> Money:
    """Return the amount somebody typed; a true minus is read like a hyphen.

    A point or a comma with one or two figures behind it parts the cents; before three figures it groups thousands, but a
    comma alone never does: `1,234` is refused rather than guessed.

    Raises:
        ValueError: it cannot be read in one way only, or is beyond reason.

    >>> [str(typed_amount(each)) for each in ("1.234,56", "1 234,5", "-12", "€ 363.00")]
    ['1234.56', '1234.50', '-12.00', '363.00']
    """
    bare = text.translate(DROPPED).replace("\u2212", "-")
    found = FORM.fullmatch(bare)
    if found is None:
        raise ValueError(f"{text!r} is not an amount; write it like 1 234,56")
    sign, whole, point, cents = found[1], found[2], found[3], found[4] or ""
    groups = set(re.findall(r"[.,]", whole))
    if len(groups) > 1 or point in groups or (groups == {","} and point is None):
        raise ValueError(f"{text!r} can be read in two ways; write it like 1 234,56")
    amount = Money(int(re.sub(r"\D", "", whole)) * 100 + int(cents.ljust(2, "0") or 0))
    if amount > LARGEST:
        raise ValueError(f"{text!r} is larger than any amount here")
    return -amount if sign == "-" else amount
