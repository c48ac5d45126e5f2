"""An indicative secret poll: what it may show. It decides nothing; the vote that does is by name (art. 3.87 §10)."""

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_10

FEWEST = 3
"""Answers below which counting them would tell who said what. Our choice: the law knows no secret poll."""


@cites(CC_3_87_10)
def may_be_shown(answered: int) -> bool:
    """Say whether the counts of a closed poll may be shown: at least three people answered.

    >>> may_be_shown(2), may_be_shown(3)
    (False, True)
    """
    return answered >= FEWEST
