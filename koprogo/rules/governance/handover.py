"""The hand-over at the end of a syndic's mandate (art. 3.89 §5, 7°): the whole file, within thirty days.

To the successor, or where there is none to the chair of the last assembly: with the accounts and the assets, the history of
claims, and the proof of what every missing sum was used for. The other lines part the file as practice does. Who hands over
says what was given; that it arrived is for who receives it to say.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import Source, cites
from koprogo.rules.texts import CC_3_89_5_7, LAW_OF_2010

HANDOVER_DAYS = Dated((Since(LAW_OF_2010, 30, CC_3_89_5_7),))
"""Days from the last day of the mandate, by that day."""
# fmt: off
ITEMS: Mapping[str, Source | None] = MappingProxyType({
    "accounts":    CC_3_89_5_7,
    "assets":      CC_3_89_5_7,
    "claims":      CC_3_89_5_7,
    "sums_used":   CC_3_89_5_7,
    "register":    None,
    "contracts":   None,
    "insurance":   None,
    "later_works": None,
    "owners":      None,
    "access":      None,
})
"""What is handed over; the law names the first four of the whole file, practice parts the rest."""
# fmt: on


class Said(StrEnum):
    """What is said of a thing of the list."""

    GIVEN = "given"
    RECEIVED = "received"
    MISSING = "missing"


@cites(CC_3_89_5_7)
def handover_due(last_day: date) -> date:
    """Return the last day on which the file is handed over in time.

    Args:
        last_day: the last day of the mandate, inclusive.

    Raises:
        LookupError: the mandate ended before 1 September 2010.

    >>> handover_due(date(2026, 12, 31))
    datetime.date(2027, 1, 30)
    """
    return last_day + timedelta(days=HANDOVER_DAYS.on(last_day))


@cites(CC_3_89_5_7)
def handover_is_shown(last_day: date, today: date, *, warned: bool) -> bool:
    """Say whether the list belongs on the page: from the warning before the end on, once the mandate is over for a year.

    >>> handover_is_shown(date(2026, 10, 1), date(2026, 11, 22), warned=False)
    True
    """
    return warned or timedelta(0) < today - last_day <= timedelta(days=365)


@cites(CC_3_89_5_7)
def handover_runs(last_day: date, today: date) -> bool:
    """Say whether the days after the mandate run in which its syndic hands the file over.

    >>> handover_runs(date(2026, 12, 31), date(2027, 1, 30)), handover_runs(date(2026, 12, 31), date(2027, 1, 31))
    (True, False)
    """
    return last_day < today <= handover_due(last_day)


@cites(CC_3_89_5_7)
def may_say(said: Said, *, hands_over: bool) -> bool:
    """Say whether who hands over, or who receives, may say this of a thing; either may say that it is missing.

    >>> may_say(Said.RECEIVED, hands_over=True), may_say(Said.MISSING, hands_over=True)
    (False, True)
    """
    return said is Said.MISSING or (said is Said.GIVEN) is hands_over
