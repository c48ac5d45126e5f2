"""Following the syndic: by when a decision is expected while nobody planned it, where it stands, when to remind.

The syndic carries decisions out (art. 3.89 §5, 1°) and the council watches over it (art. 3.90). The Code sets no day for it:
thirty days for contracts and quotes, sixty for works are house practice, and each association may choose its own.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import cites
from koprogo.rules.assemblies.follow_up import DONE, FINAL, STARTED
from koprogo.rules.texts import CC_3_89_5_1


class Delay(StrEnum):
    """What a decision asks for, as far as practice expects it within some days."""

    QUOTES = "quotes"
    WORKS = "works"


class Stand(StrEnum):
    """Where a decision or a task stands."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


class Notice(StrEnum):
    """A reminder: to the syndic fourteen and seven days before, to the council once the day is past."""

    IN_14 = "in_14"
    IN_7 = "in_7"
    LATE = "late"


# fmt: off
USUAL_DAYS: Mapping[Delay, int] = MappingProxyType({
    Delay.QUOTES: 30,
    Delay.WORKS:  60,
})
"""Practice, not law."""
DELAYS: Mapping[str, Delay] = MappingProxyType({
    "works_on_common_parts":                           Delay.WORKS,
    "works_imposed_by_law":                            Delay.WORKS,
    "conservatory_or_provisional_administration_works": Delay.WORKS,
    "works_on_private_parts_done_by_ACP":              Delay.WORKS,
    "rebuild_or_repair_after_partial_destruction":     Delay.WORKS,
    "long_term_contract_beyond_syndic_mandate":        Delay.QUOTES,
    "contract_between_ACP_and_syndic_or_relatives":    Delay.QUOTES,
    "loan_by_the_ACP":                                 Delay.QUOTES,
})
"""Kinds of decision that ask for something within some days; every other kind has a day only once it is planned."""
# fmt: on
SOON_DAYS, NEAR_DAYS = 14, 30
REMIND_DAYS = 7


@cites(CC_3_89_5_1)
def expected_by(kind: str, decided: date, days: Mapping[Delay, int]) -> date | None:
    """Return the day by which a decision is expected while nothing is planned for it; None for kinds without one.

    >>> expected_by("works_on_common_parts", date(2026, 11, 1), USUAL_DAYS)
    datetime.date(2026, 12, 31)
    """
    delay = DELAYS.get(kind)
    return None if delay is None else decided + timedelta(days=days[delay])


@cites(CC_3_89_5_1)
def stands(state: str) -> Stand:
    """Return where a task stands by the last thing that happened to it (empty: nothing yet).

    >>> stands("planned"), stands("started")
    (<Stand.PENDING: 'pending'>, <Stand.IN_PROGRESS: 'in_progress'>)
    """
    if state in FINAL:
        return Stand.DONE if state == DONE else Stand.CANCELLED
    return Stand.IN_PROGRESS if state == STARTED else Stand.PENDING


@cites(CC_3_89_5_1)
def notice_of(due: date, today: date) -> Notice | None:
    """Return which reminder is due for something that is not done; on its day itself it is not late.

    >>> notice_of(date(2026, 12, 1), date(2026, 12, 2)), notice_of(date(2026, 12, 30), date(2026, 12, 2))
    (<Notice.LATE: 'late'>, None)
    """
    left = (due - today).days
    if left < 0:
        return Notice.LATE
    if left <= REMIND_DAYS:
        return Notice.IN_7
    return Notice.IN_14 if left <= SOON_DAYS else None
