"""A request for an assembly: owners of one fifth of the shares oblige the syndic to convene (art. 3.87 §2).

By registered letter to the syndic, who sends the convocation within thirty days of receiving it; if he does not, any
of those who signed convenes. Shares count, not heads; nobody can refuse a request that reaches one fifth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_2, LAW_OF_2010

# fmt: off
REQUEST_PART = Dated((
    Since(LAW_OF_2010, Fraction(1, 5), CC_3_87_2),
))
CONVENE_DAYS = Dated((
    Since(LAW_OF_2010, 30, CC_3_87_2),
))
# fmt: on


@dataclass(frozen=True)
class Request:
    """How far a request stands.

    Attributes:
        signed: shares of those who signed; `threshold`: the whole number of shares it needs.
        convene_by: the last day on which the syndic sends the convocation; None below the threshold.
    """

    threshold_reached: bool
    signed: int
    threshold: int
    convene_by: date | None

    @property
    def missing(self) -> int:
        """Shares still to sign; 0 once reached."""
        return max(self.threshold - self.signed, 0)


@cites(CC_3_87_2)
def assembly_request(total_shares: int, signed_shares: Sequence[int], received_day: date) -> Request:
    """Say whether the request obliges the syndic, and until when he may convene himself.

    Args:
        total_shares: all shares of the base deed.
        signed_shares: shares of each lot or owner that signed, nobody twice.
        received_day: the day the syndic received the registered letter.

    >>> assembly_request(1000, [150, 50], date(2026, 11, 1)).convene_by
    datetime.date(2026, 12, 1)
    """
    if min(signed_shares, default=0) < 0:
        raise ValueError("shares are counted from 0 upwards")
    signed, needed = sum(signed_shares), threshold(total_shares, received_day)
    if signed > total_shares:
        raise ValueError(f"{signed} shares cannot sign where there are {total_shares}")
    reached = signed >= needed
    return Request(reached, signed, needed, convene_by(received_day) if reached else None)


@cites(CC_3_87_2)
def threshold(total_shares: int, day: date) -> int:
    """Return the smallest whole number of shares that is one fifth or more of all, as the law stands on a day.

    >>> threshold(1000, date(2026, 11, 1)), threshold(1001, date(2026, 11, 1))
    (200, 201)
    """
    if total_shares < 1:
        raise ValueError("a building has at least one share")
    mark = total_shares * REQUEST_PART.on(day)
    return -(-mark.numerator // mark.denominator)


@cites(CC_3_87_2)
def convene_by(received_day: date) -> date:
    """Return the last day on which the syndic sends the convocation."""
    return received_day + timedelta(days=CONVENE_DAYS.on(received_day))


@cites(CC_3_87_2)
def may_signatory_convene(received_day: date, today: date) -> bool:
    """Say whether any of those who signed may convene, the syndic having let his thirty days pass.

    Ask only for a request that reached its threshold and was not followed by a convocation.

    >>> may_signatory_convene(date(2026, 11, 1), date(2026, 12, 1)), may_signatory_convene(
    ...     date(2026, 11, 1), date(2026, 12, 2))
    (False, True)
    """
    return today > convene_by(received_day)
