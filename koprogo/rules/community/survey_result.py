"""What the answers of a survey say: counts by heads, what was said most often, a tie said as a tie, and no decision.

While an anonymous survey is open nobody sees a count, because two counts with one answer between them would tell it. After
the closing it is shown from three answers on. A survey by name is counted before everybody's eyes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from koprogo.core.secrecy import enough_to_hide
from koprogo.core.sources import cites
from koprogo.rules.community.survey import CHOICES, Answer, Kind
from koprogo.rules.texts import CC_3_87_1, CC_3_87_10

COMPARED = CHOICES | {Kind.YES_NO}
"""Kinds whose answers are held against each other; marks have a mean instead."""


@dataclass(frozen=True)
class Result:
    """Counts by place, from `answered` heads.

    Attributes:
        leaders: places given most often; two or more are a tie; none without an answer, and for marks and words.
        mean: of the marks, 1 to 5; None for other kinds and without an answer.
    """

    answered: int
    counts: tuple[int, ...]
    leaders: tuple[int, ...] = ()
    mean: Fraction | None = None

    @property
    def is_tie(self) -> bool:
        """Several were given equally often."""
        return len(self.leaders) > 1


@cites(CC_3_87_1)
def result(kind: Kind, counts: Sequence[int], answered: int) -> Result:
    """Read the counts; with several answers per head they may add up to more than `answered`.

    >>> result(Kind.ONE, (4, 1, 4), 9).leaders
    (0, 2)
    >>> result(Kind.RATING, (0, 0, 1, 0, 1), 2).mean
    Fraction(4, 1)
    """
    most = max(counts, default=0)
    leaders = tuple(place for place, count in enumerate(counts) if count == most > 0) if kind in COMPARED else ()
    marks = sum(counts) if kind is Kind.RATING else 0
    mean = Fraction(sum(mark * count for mark, count in enumerate(counts, 1)), marks) if marks else None
    return Result(answered, tuple(counts), leaders, mean)


@cites(CC_3_87_10)
def may_be_shown(*, is_anonymous: bool, is_open: bool, answered: int) -> bool:
    """Say whether the counts may be shown: by name always, without names once it is closed and three answered.

    >>> [may_be_shown(is_anonymous=True, is_open=is_open, answered=3) for is_open in (True, False)]
    [False, True]
    """
    return not is_anonymous or (not is_open and enough_to_hide(answered))


@cites(CC_3_87_1)
def counted(answers: Iterable[Answer], places: int) -> tuple[int, ...]:
    """Count how many heads chose each place.

    >>> counted([Answer((0,)), Answer((0, 2))], 3)
    (2, 0, 1)
    """
    counts = [0] * places
    for answer in answers:
        for place in answer.places:
            counts[place] += 1
    return tuple(counts)


@cites(CC_3_87_1)
def tenths(mean: Fraction) -> int:
    """Round a mean to tenths of a mark, half a tenth upwards, to be printed with one figure after the comma.

    >>> tenths(Fraction(10, 3)), tenths(Fraction(73, 20))
    (33, 37)
    """
    return (20 * mean.numerator + mean.denominator) // (2 * mean.denominator)
