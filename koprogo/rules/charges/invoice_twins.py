"""Is this invoice here already? The same paper is refused; what only looks alike is a warning, and a person decides.

Practice, not law: a supplier numbers his papers once, and seldom asks the same sum twice within ten days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from koprogo.core.money import Money
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15

NEAR_DAYS = 10


class Alike(StrEnum):
    """What two invoices have in common."""

    NUMBER = "number"
    AMOUNT_AND_DAY = "amount_and_day"


@dataclass(frozen=True)
class Paper:
    """What tells one invoice of a supplier from another; `number` as the supplier writes it."""

    id: UUID
    supplier_id: UUID
    number: str
    gross: Money
    day: date | None


@dataclass(frozen=True)
class Twin:
    """Another invoice that looks alike, and in what."""

    id: UUID
    alike: Alike


@cites(CC_3_89_5_15)
def twins(paper: Paper, others: Iterable[Paper]) -> tuple[Twin, ...]:
    """Return the other invoices of the same supplier that look like this one, those with its number first."""
    found = []
    for other in others:
        if other.id == paper.id or other.supplier_id != paper.supplier_id:
            continue
        if plain(paper.number) and plain(other.number) == plain(paper.number):
            found.append(Twin(other.id, Alike.NUMBER))
        elif paper.gross and other.gross == paper.gross and _near(paper.day, other.day):
            found.append(Twin(other.id, Alike.AMOUNT_AND_DAY))
    return tuple(sorted(found, key=lambda twin: twin.alike is not Alike.NUMBER))


def plain(number: str) -> str:
    """Return a supplier's number as compared: letters and figures alone, without leading noughts.

    >>> plain("F-2025/0012"), plain("f2025 0012"), plain("0012")
    ('f20250012', 'f20250012', '12')
    """
    return "".join(sign for sign in number.casefold() if sign.isalnum()).lstrip("0")


def _near(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs((one - other).days) <= NEAR_DAYS
