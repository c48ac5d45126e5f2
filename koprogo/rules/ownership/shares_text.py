"""Reading a number of shares as people write it: `225`, `10 000`, `10.000`, `10'000`, `225/10.000`.

Only what has one meaning is read. `1,234` is a thousand in one country and one and a bit in another: it is asked back.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_SHARES = 2_147_483_647
"""What the database can hold as a whole number."""

_SPACES = "\u0020\u00a0\u202f\u2009\u2007\t"
_GROUPED = re.compile(rf"^[+]?(?:[0-9]+|[1-9][0-9]{{0,2}}(?:([{_SPACES}.'’])[0-9]{{3}})(?:\1[0-9]{{3}})*)$")
_WHOLE_DECIMALS = re.compile(r"^(.*[0-9])[.,]0{1,2}$")
_DECIMALS = re.compile(rf"^[+]?[0-9][0-9{_SPACES}.'’]*[.,][0-9]+$")
_NEGATIVE = re.compile(rf"^(?:[-−–][{_SPACES}]*[0-9{_SPACES}.,'’]+|\([0-9{_SPACES}.,'’]+\))$")
_COMMA_THOUSANDS = re.compile(r"^[1-9][0-9]{0,2}(?:,[0-9]{3})+$")
_OF_WHOLE = re.compile(r"^([^/]+)/([^/]+?)(?:[^\W\d_]*)$")


class NotShares(StrEnum):
    """Why a text is not a number of shares."""

    EMPTY = "empty"
    NOT_POSITIVE = "not_positive"
    FRACTION = "fraction"
    AMBIGUOUS = "ambiguous"
    NOT_A_NUMBER = "not_a_number"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class SharesRead:
    """A number of shares as written; `whole` is what it says it is a part of (`225/10000`), if it says so."""

    shares: int
    whole: int | None = None


def read_shares(text: str) -> SharesRead | NotShares:
    """Read a number of shares; zero is read, a negative number is not one.

    >>> read_shares("10 000").shares, read_shares("225/10.000").whole, read_shares("12,5")
    (10000, 10000, <NotShares.FRACTION: 'fraction'>)
    """
    text = text.strip(_SPACES)
    if of_whole := _OF_WHOLE.match(text):
        part, whole = _read_whole(of_whole[1].strip(_SPACES)), _read_whole(of_whole[2].strip(_SPACES))
        if isinstance(part, int) and isinstance(whole, int):
            return SharesRead(part, whole)
        return NotShares.NOT_A_NUMBER
    found = _read_whole(text)
    return found if isinstance(found, NotShares) else SharesRead(found)


def _read_whole(text: str) -> int | NotShares:
    if not text:
        return NotShares.EMPTY
    if _NEGATIVE.match(text):
        return NotShares.NOT_POSITIVE
    if _COMMA_THOUSANDS.match(text):
        return NotShares.AMBIGUOUS
    if not _GROUPED.match(text) and (decimals := _WHOLE_DECIMALS.match(text)):
        text = decimals[1]
    if not _GROUPED.match(text):
        return NotShares.FRACTION if _DECIMALS.match(text) else NotShares.NOT_A_NUMBER
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits.lstrip("0")) > 10 or int(digits) > MOST_SHARES:
        return NotShares.TOO_LARGE
    return int(digits)
