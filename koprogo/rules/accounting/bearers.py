"""Who bears a line of costs or income that no invoice explains: the lots of a key, one lot alone, or all by their shares.

The settlement shares what stands on the accounts of class 6 and 7, but for what was called (70) and what a fund pays (681),
which follow what they are for. A private cost (643) is one owner's, so it is never without a lot. Which accounts these are
is our practice; that costs go by a key where the by-laws say so is the law.
"""

from koprogo.core.errors import Problem
from koprogo.core.sources import cites
from koprogo.rules.accounting.chart import is_result
from koprogo.rules.texts import CC_3_81

NEVER_SHARED = ("70", "681")
PRIVATE = "643"
ONE_OF_BOTH = "Choose a key or one lot, not both."
NOT_SHARED = "A key or a lot goes with an account of costs or income, such as 61050 or 7420."
WHOSE = "A private cost (643) is one owner’s. Choose the lot it is for."


@cites(CC_3_81)
def is_shared(code: str) -> bool:
    """Say whether what stands on an account is shared by a key, by the shares or to one lot at the settlement.

    >>> [is_shared(code) for code in ("7420", "61050", "643", "701", "681", "551")]
    [True, True, True, False, False, False]
    """
    return is_result(code) and not code.startswith(NEVER_SHARED)


@cites(CC_3_81)
def bearer_problems(code: str, *, by_key: bool, to_a_lot: bool) -> list[Problem]:
    """Return what is wrong with how a line on an account is to be borne, at the field `bearer`."""
    found = []
    if by_key and to_a_lot:
        found.append(Problem("bearer", ONE_OF_BOTH))
    if (by_key or to_a_lot) and not is_shared(code):
        found.append(Problem("bearer", NOT_SHARED))
    if code.startswith(PRIVATE) and not to_a_lot:
        found.append(Problem("bearer", WHOSE))
    return found
