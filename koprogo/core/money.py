"""Money: whole euro cents. No float comes in, none goes out; how an amount is written for people is in
`i18n.format`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

PLAIN = re.compile(r"(-?)(\d+)(?:\.(\d\d))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Money:
    """An amount in euro cents; negative is a credit.

    >>> str(Money.parse("54450.00") - Money(5))
    '54449.95'
    """

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError("an amount is a whole number of cents")

    @classmethod
    def parse(cls, text: str) -> "Money":
        """Read `54450`, `54450.00` or `-0.05`: ASCII digits, a point, two decimals or none.

        Raises:
            ValueError: the text is written in any other way.
        """
        found = PLAIN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not an amount; write it like 54450.00")
        sign, euros, cents = found.groups(default="00")
        return cls((-1 if sign == "-" else 1) * (int(euros) * 100 + int(cents)))

    def __str__(self) -> str:
        """Write it as `parse` reads it, always with two decimals."""
        euros, cents = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{euros}.{cents:02d}"

    def __bool__(self) -> bool:
        return self.cents != 0

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __abs__(self) -> "Money":
        return Money(abs(self.cents))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents) if isinstance(other, Money) else NotImplemented

    def __mul__(self, times: int) -> "Money":
        """Take it a whole number of times; parts of an amount go through a function whose name says how it rounds."""
        return Money(self.cents * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """Add up amounts; nothing adds up to zero."""
    return Money(sum(amount.cents for amount in amounts))
