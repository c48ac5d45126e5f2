"""Reports of problems: what may become of one, who takes which step, by when it should be answered, who sees it.

The syndic takes the conservatory measures and administers (art. 3.89 §5, 2°), and so receives what owners and occupants
report. Neither the states nor the days are in the Code: they are house practice.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_2


class Category(StrEnum):
    """What the problem is about."""

    WATER = "water"
    HEATING = "heating"
    ELECTRICITY = "electricity"
    LIFT = "lift"
    DOORS = "doors"
    STRUCTURE = "structure"
    CLEANING = "cleaning"
    SAFETY = "safety"
    OTHER = "other"


class Place(StrEnum):
    """Where it is."""

    COMMON = "common"
    STAIRCASE = "staircase"
    FLOOR = "floor"
    LOT = "lot"
    OUTSIDE = "outside"


class Urgency(StrEnum):
    """How much it presses, as the reporter sees it."""

    DANGER = "danger"
    SOON = "soon"
    NORMAL = "normal"


class Step(StrEnum):
    """What happens to a report; a note changes no state."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    PLANNED = "planned"
    SOLVED = "solved"
    DECLINED = "declined"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    NOTED = "noted"


class Part(StrEnum):
    """What somebody is to one report."""

    SYNDIC = "syndic"
    COUNCIL = "council"
    REPORTER = "reporter"


OPEN = frozenset({Step.REPORTED, Step.ACKNOWLEDGED, Step.PLANNED, Step.REOPENED})
"""States in which something is still to be done; solved waits for the reporter's word alone."""
SETTLED = frozenset({Step.CONFIRMED, Step.DECLINED})
ANSWERS = frozenset({Step.ACKNOWLEDGED, Step.PLANNED, Step.SOLVED, Step.DECLINED})
_SYNDICS = frozenset({Part.SYNDIC})
_REPORTERS = frozenset({Part.REPORTER})

# fmt: off
NEXT: Mapping[Step, frozenset[Step]] = MappingProxyType({
    Step.REPORTED:     ANSWERS,
    Step.ACKNOWLEDGED: frozenset({Step.PLANNED, Step.SOLVED, Step.DECLINED}),
    Step.PLANNED:      frozenset({Step.PLANNED, Step.SOLVED, Step.DECLINED}),
    Step.SOLVED:       frozenset({Step.CONFIRMED, Step.REOPENED}),
    Step.DECLINED:     frozenset({Step.REOPENED}),
    Step.CONFIRMED:    frozenset({Step.REOPENED}),
    Step.REOPENED:     ANSWERS,
})
"""State -> what may follow, a note apart, which always may. Planned again means: on another day."""
WHO: Mapping[Step, frozenset[Part]] = MappingProxyType({
    Step.REPORTED:     frozenset(Part),
    Step.ACKNOWLEDGED: _SYNDICS,
    Step.PLANNED:      _SYNDICS,
    Step.SOLVED:       _SYNDICS,
    Step.DECLINED:     _SYNDICS,
    Step.CONFIRMED:    _REPORTERS,
    Step.REOPENED:     _REPORTERS,
    Step.NOTED:        frozenset(Part),
})
"""Who takes a step: the syndic acts, whoever reported says whether it helped, the council watches and notes."""
ANSWER_DAYS: Mapping[Urgency, int] = MappingProxyType({
    Urgency.DANGER: 1,
    Urgency.SOON:   3,
    Urgency.NORMAL: 7,
})
"""Practice, not law: days within which a report should have its first answer."""
# fmt: on
CONTACT_DAYS = 365
"""Practice: how long after its end a report keeps how to reach somebody without an account."""
DATED = frozenset({Step.PLANNED})
WORDED = frozenset({Step.DECLINED, Step.REOPENED, Step.NOTED})
"""Steps that need a day, and steps that need words."""


@cites(CC_3_89_5_2)
def may_become(state: Step, what: Step) -> bool:
    """Say whether something may happen to a report in this state.

    >>> may_become(Step.SOLVED, Step.CONFIRMED), may_become(Step.REPORTED, Step.CONFIRMED)
    (True, False)
    """
    return what is Step.NOTED or what in NEXT[state]


@cites(CC_3_89_5_2)
def may_take(what: Step, parts: frozenset[Part]) -> bool:
    """Say whether somebody who is all of these to a report may take a step.

    >>> may_take(Step.SOLVED, frozenset({Part.COUNCIL})), may_take(Step.CONFIRMED, frozenset({Part.REPORTER}))
    (False, True)
    """
    return bool(WHO[what] & parts)


@cites(CC_3_89_5_2)
def steps_open_to(state: Step, parts: frozenset[Part]) -> tuple[Step, ...]:
    """Return the steps somebody may take now, in their usual order; a note is always the last of them.

    >>> steps_open_to(Step.SOLVED, frozenset({Part.REPORTER}))
    (<Step.CONFIRMED: 'confirmed'>, <Step.REOPENED: 'reopened'>, <Step.NOTED: 'noted'>)
    """
    return tuple(step for step in Step if may_become(state, step) and may_take(step, parts))


@cites(CC_3_89_5_2)
def seen_by_all(place: Place) -> bool:
    """Say whether every co-owner may see a report: what is inside a lot tells who lives there, and stays with few.

    Its reporter, the syndic and the council see it wherever it is.
    """
    return place is not Place.LOT


@cites(CC_3_89_5_2)
def answer_by(urgency: Urgency, reported: date) -> date:
    """Return the last day on which a first answer is in time (practice).

    >>> answer_by(Urgency.SOON, date(2026, 11, 22))
    datetime.date(2026, 11, 25)
    """
    return reported + timedelta(days=ANSWER_DAYS[urgency])


@cites(CC_3_89_5_2)
def is_unanswered(state: Step, urgency: Urgency, since: date, today: date) -> bool:
    """Say whether nobody answered in time; `since` is the day it was reported, or reopened."""
    return state in (Step.REPORTED, Step.REOPENED) and today > answer_by(urgency, since)


@cites(CC_3_89_5_2)
def keeps_contact(ended: date | None, today: date) -> bool:
    """Say whether how to reach an occupant is still needed: while it goes on, and a year after its end.

    Args:
        ended: the day it was confirmed or declined; None while it goes on.
    """
    return ended is None or today <= ended + timedelta(days=CONTACT_DAYS)
