"""An indicative secret poll: what it may show. It decides nothing; the vote that does is by name (art. 3.87 §10)."""

from koprogo.core.secrecy import enough_to_hide
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_10


@cites(CC_3_87_10)
def may_be_shown(answered: int) -> bool:
    """Say whether the counts of a closed poll may be shown: at least three people answered.

    >>> may_be_shown(2), may_be_shown(3)
    (False, True)
    """
    return enough_to_hide(answered)
