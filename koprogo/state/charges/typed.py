"""Amounts and percentages of forms, read to the cent by the one rule of `core/typed_amounts.py`; never a float."""

from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import Money
from koprogo.core.typed_amounts import typed_amount

SAID = "Write an amount such as 1250.50 or 1250,50."


def euros(text: object, where: str) -> Money:
    """Read a typed amount; BadInput names the field when it can be read in no way or in two."""
    try:
        return typed_amount(str(text))
    except ValueError:
        raise BadInput(Problem(where, SAID)) from None


def hundredths(text: object, where: str) -> int:
    """Read a typed percentage to hundredths of a per cent: `2,5` is 250."""
    said = str(text).replace("%", "").strip() or "0"
    return euros(said, where).cents


def written(cents: int) -> str:
    """Write cents back into a field, as `euros` reads them."""
    return str(Money(cents))
