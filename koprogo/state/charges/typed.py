"""Amounts and percentages as people type them (`1 250,25`, `1.250,25`, `1250.25 €`), read to the cent; never a float."""

import re

from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import Money

BLANK = re.compile(r"[\s\u00a0\u202f€']")
PLAIN = re.compile(r"-?\d{1,12}(?:\.\d{1,2})?", re.ASCII)
GROUPED = re.compile(r"-?\d{1,3}(?:[.,]\d{3})+", re.ASCII)
SAID = "Write an amount such as 1250.50 or 1250,50."


def euros(text: object, where: str) -> Money:
    """Read a typed amount; BadInput names the field when it cannot be read.

    The last point or comma with one or two digits behind it parts the cents; those before it group thousands.
    """
    said = BLANK.sub("", str(text)).replace("−", "-")
    if GROUPED.fullmatch(said):
        said = said.replace(".", "").replace(",", "")
    elif (place := max(said.rfind("."), said.rfind(","))) >= 0:
        said = said[:place].replace(".", "").replace(",", "") + "." + said[place + 1 :]
    if not PLAIN.fullmatch(said):
        raise BadInput(Problem(where, SAID))
    whole, _, cents = said.partition(".")
    return Money.parse(f"{whole}.{cents:0<2}")


def hundredths(text: object, where: str) -> int:
    """Read a typed percentage to hundredths of a per cent: `2,5` is 250."""
    said = str(text).replace("%", "").strip() or "0"
    return euros(said, where).cents


def written(cents: int) -> str:
    """Write cents back into a field, as `euros` reads them."""
    return str(Money(cents))
