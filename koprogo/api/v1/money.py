"""Amounts on the wire: text with two decimals and a point, or whole cents; read and written to the cent."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import Money
from koprogo.core.typed_amounts import LARGEST

Cents = Annotated[int, Field(ge=-LARGEST.cents, le=LARGEST.cents)]
"""Whole cents within reason: what is beyond has no place in the books, nor in their columns."""


def amount_of(text: str, where: str) -> Money:
    """Read an amount such as `54450.00`; BadInput names the field otherwise, and where it is beyond reason."""
    try:
        found = Money.parse(text.strip())
    except ValueError:
        raise BadInput(Problem(where, "Write an amount like 54450.00.")) from None
    if abs(found) > LARGEST:
        raise BadInput(Problem(where, "Write an amount of at most {most_cents}.", {"most_cents": LARGEST.cents}))
    return found


def plain(value: Any) -> Any:
    """Return facts ready for JSON: amounts, also those `asdict` took apart, as text."""
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, Mapping):
        if set(value) == {"cents"}:
            return str(Money(value["cents"]))
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
