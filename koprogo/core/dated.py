"""Dated[T]: a value that changes by law, and the one in force on a given day."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from koprogo.core.sources import Source

T = TypeVar("T")


@dataclass(frozen=True)
class Since(Generic[T]):
    """A value from a first day until the next one, and the text that set it."""

    day: date
    value: T
    source: Source


@dataclass(frozen=True)
class Dated(Generic[T]):
    """Values in the order of their first days."""

    values: tuple[Since[T], ...]

    def __post_init__(self) -> None:
        days = [since.day for since in self.values]
        if not days or any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("dated values go from the earliest to the latest day, each day once")

    def on(self, day: date) -> T:
        """Return the value in force on a day.

        Raises:
            LookupError: the day is before the first value, so we do not know.
        """
        return self.since(day).value

    def since(self, day: date) -> Since[T]:
        """Return the value in force on a day together with its first day and its text."""
        place = bisect_right(self.values, day, key=lambda since: since.day)
        if place == 0:
            raise LookupError(f"no value is known before {self.values[0].day}")
        return self.values[place - 1]
