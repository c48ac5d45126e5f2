"""The council of co-owners (art. 3.90): from when it is compulsory, who may sit in it, and what excludes what.

Cellars, garages and parking spaces do not count. Members hold a right on a lot and have a vote; each is elected by a vote
of her own until the next ordinary assembly. The syndic is neither a member nor the auditor (art. 3.89 §9). That a member is
not the auditor is house practice, not law: whoever prepares the accounts' review does not sit with those who asked for it.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import Source, cites
from koprogo.rules.assemblies.yearly_points import COUNCIL_FROM_LOTS
from koprogo.rules.texts import CC_3_89_9, CC_3_90_1, CC_3_90_3, CC_3_90_4, CC_3_91

NOT_COUNTED = frozenset({"cellar", "garage", "parking"})
"""Kinds of lot that the threshold leaves out (art. 3.90 §1); every other kind is a main lot."""


class Office(StrEnum):
    """An office in an association that keeps others from the same person."""

    SYNDIC = "syndic"
    COUNCIL = "council"
    AUDITOR = "auditor"


# fmt: off
INCOMPATIBLE: Mapping[frozenset[Office], Source | None] = MappingProxyType({
    frozenset({Office.SYNDIC, Office.COUNCIL}):  CC_3_89_9,
    frozenset({Office.SYNDIC, Office.AUDITOR}):  CC_3_89_9,
    frozenset({Office.COUNCIL, Office.AUDITOR}): None,
})
"""Two offices that nobody holds at once in one association, with the article; None where it is practice, not law."""
# fmt: on


@dataclass(frozen=True)
class CouncilDue:
    """How many main lots were counted, from how many a council is compulsory, and whether it is."""

    counted: int
    threshold: int
    required: bool


class Seat(StrEnum):
    """May somebody sit in the council, and if not, why."""

    ELIGIBLE = "eligible"
    NO_RIGHT = "no_right"
    NO_VOTE = "no_vote"
    IS_SYNDIC = "is_syndic"
    IS_AUDITOR = "is_auditor"


@cites(CC_3_90_1)
def council_required(lots: Mapping[str, int], day: date | None = None) -> CouncilDue:
    """Count the main lots and say whether a council is compulsory.

    Args:
        lots: how many lots of each kind, 0 or more.
        day: the legal day to judge on; None for the text in force.

    >>> council_required({"apartment": 18, "commercial": 2, "garage": 40})
    CouncilDue(counted=20, threshold=20, required=True)
    """
    counted = sum(number for kind, number in lots.items() if kind not in NOT_COUNTED)
    threshold = COUNCIL_FROM_LOTS.values[-1].value if day is None else COUNCIL_FROM_LOTS.on(day)
    return CouncilDue(counted, threshold, counted >= threshold)


@cites(CC_3_89_9, CC_3_90_3, CC_3_91)
def council_seat(*, holds_right_in_lot: bool, has_vote: bool, is_syndic: bool, is_auditor: bool) -> Seat:
    """Say whether somebody may sit in the council; the first reason against it, the law's before practice.

    >>> council_seat(holds_right_in_lot=True, has_vote=False, is_syndic=False, is_auditor=False)
    <Seat.NO_VOTE: 'no_vote'>
    """
    if is_syndic:
        return Seat.IS_SYNDIC
    if not holds_right_in_lot:
        return Seat.NO_RIGHT
    if not has_vote:
        return Seat.NO_VOTE
    return Seat.IS_AUDITOR if is_auditor else Seat.ELIGIBLE


@cites(CC_3_90_3)
def vacancies(ended_early: Iterable[date], begun: Iterable[date]) -> int:
    """Count the seats that nobody took again since they ended before the ordinary assembly.

    Args:
        ended_early: the first day without its member, of each such seat since the last ordinary assembly.
        begun: the first day of each seat of the council.

    >>> vacancies([date(2026, 3, 1), date(2026, 5, 1)], [date(2025, 11, 20), date(2026, 4, 1)])
    1
    """
    free, vacant = sorted(begun), 0
    for day in sorted(ended_early):
        taken = next((each for each in free if each >= day), None)
        if taken is None:
            vacant += 1
        else:
            free.remove(taken)
    return vacant


@cites(CC_3_90_4)
def mission_until(decided: date) -> date:
    """Return the last day of a mission that the assembly delegated to the council: a year, the day of the decision first.

    >>> mission_until(date(2026, 11, 22)), mission_until(date(2028, 2, 29))
    (datetime.date(2027, 11, 21), datetime.date(2029, 2, 27))
    """
    month_days = monthrange(decided.year + 1, decided.month)[1]
    same_day = date(decided.year + 1, decided.month, min(decided.day, month_days))
    return same_day - timedelta(days=1)


@cites(CC_3_89_9)
def excludes(held: Office, wanted: Office) -> bool:
    """Say whether holding an office keeps somebody from another one in the same association.

    >>> excludes(Office.SYNDIC, Office.AUDITOR), excludes(Office.COUNCIL, Office.COUNCIL)
    (True, False)
    """
    return frozenset({held, wanted}) in INCOMPATIBLE


@cites(CC_3_89_9)
def law_between(held: Office, wanted: Office) -> Source | None:
    """Return the article that keeps two offices apart; None when nothing does, or practice only.

    >>> law_between(Office.COUNCIL, Office.SYNDIC).article
    '3.89 §9'
    """
    return INCOMPATIBLE.get(frozenset({held, wanted}))
