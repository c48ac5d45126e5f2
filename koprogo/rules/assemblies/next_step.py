"""The next lawful step of an evening: from what is on to what comes, and why it waits.

before      the quorum is judged at the opening                                        art. 3.87 §5
a vote      opened, closed, its names read out and the result confirmed, then the next  art. 3.87 §§8, 10
an opinion  a secret poll that is open is closed before the vote it prepares           art. 3.87 §10
a choice    nobody had more than half: a run-off between two                           art. 3.87 §8
a duty      noted, there is nothing to vote on                                         art. 3.87 §8
the end     chair and secretary are named, who sign the minutes                        art. 3.87 §10

The order is that of the agenda. What waits is said and not done: a ballot entered by hand that no second person has
confirmed would not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import Source, cites
from koprogo.rules.texts import CC_3_87_3, CC_3_87_5, CC_3_87_8, CC_3_87_10


class Step(StrEnum):
    """What comes next."""

    CONVENE = "convene"
    TAKE_ATTENDANCE = "take_attendance"
    OPEN_SESSION = "open_session"
    RESUME = "resume"
    CLOSE_POLL = "close_poll"
    OPEN_VOTE = "open_vote"
    CLOSE_VOTE = "close_vote"
    CONFIRM_RESULT = "confirm_result"
    BEGIN_RUN_OFF = "begin_run_off"
    NOTE = "note"
    DROP = "drop"
    """A part whose principle was not carried: there is nothing left to decide."""
    CLOSE_SESSION = "close_session"
    READ_MINUTES = "read_minutes"
    NOTHING = "nothing"


class Wait(StrEnum):
    """Why the next step cannot be taken yet."""

    NONE = ""
    DRAFT = "draft"
    NOBODY = "nobody"
    QUORUM = "quorum"
    SECOND_PERSON = "second_person"
    CANDIDATES = "candidates"
    BUREAU = "bureau"


# fmt: off
SOURCES: Mapping[Step, Source] = MappingProxyType({
    Step.CONVENE:         CC_3_87_3,
    Step.TAKE_ATTENDANCE: CC_3_87_5,
    Step.OPEN_SESSION:    CC_3_87_5,
    Step.RESUME:          CC_3_87_10,
    Step.CLOSE_POLL:      CC_3_87_10,
    Step.OPEN_VOTE:       CC_3_87_8,
    Step.CLOSE_VOTE:      CC_3_87_8,
    Step.CONFIRM_RESULT:  CC_3_87_10,
    Step.BEGIN_RUN_OFF:   CC_3_87_8,
    Step.NOTE:            CC_3_87_8,
    Step.DROP:            CC_3_87_8,
    Step.CLOSE_SESSION:   CC_3_87_10,
    Step.READ_MINUTES:    CC_3_87_10,
})
"""The article each step follows from."""
IN_SESSION = frozenset({"opened", "resumed"})
STILL_TO_COME = frozenset({"planned", "reopened"})
VOTE_OPEN = frozenset({"opened", "extended"})
# fmt: on


@dataclass(frozen=True)
class Point:
    """A point of the agenda, as far as the order of the evening depends on it.

    Attributes:
        state: its last event; planned before the first.
        is_voted: it is put to the vote, not only noted.
        to_run_off: the result just confirmed chose nobody and leaves two.
        principle_failed: it is a part of a decision whose principle has its outcome and was not carried.
        nobody_agreed: people stand, and none has agreed yet.
    """

    id: str
    state: str = "planned"
    is_voted: bool = True
    to_run_off: bool = False
    principle_failed: bool = False
    nobody_agreed: bool = False


@dataclass(frozen=True)
class Evening:
    """An assembly at an instant.

    Attributes:
        state: its last event.
        points: in the order of the agenda.
        heads_present: co-owners present or represented.
        unconfirmed: ballots of the closed vote, entered by hand, that wait for a second person.
        can_sign: chair and secretary are named.
        polled: the point about which a secret poll is open; empty: none is.
    """

    state: str
    points: Sequence[Point] = ()
    heads_present: int = 0
    has_quorum: bool = False
    unconfirmed: int = 0
    can_sign: bool = False
    polled: str = ""


@dataclass(frozen=True)
class Next:
    """The step, the point it is about (empty: the assembly), and why it waits; `count` is how many things it waits for."""

    step: Step
    point: str = ""
    wait: Wait = Wait.NONE
    count: int = 0

    @property
    def article(self) -> str:
        """The article the step follows from, as people cite it; empty when nothing is left to do."""
        return SOURCES[self.step].article if self.step in SOURCES else ""


@cites(CC_3_87_3, CC_3_87_5, CC_3_87_8, CC_3_87_10)
def next_step(evening: Evening) -> Next:
    """Return the next lawful step.

    >>> next_step(Evening("opened", (Point("1", "closed"),), unconfirmed=2))
    Next(step=<Step.CONFIRM_RESULT: 'confirm_result'>, point='1', wait=<Wait.SECOND_PERSON: 'second_person'>, count=2)
    """
    if evening.state in IN_SESSION:
        return _in_session(evening)
    if evening.state == "drafted":
        return Next(Step.CONVENE, wait=Wait.DRAFT)
    if evening.state == "convened":
        return _before(evening)
    if evening.state == "suspended":
        return Next(Step.RESUME)
    return Next(Step.READ_MINUTES if evening.state in ("closed", "minuted") else Step.NOTHING)


def _before(evening: Evening) -> Next:
    if evening.heads_present == 0:
        return Next(Step.TAKE_ATTENDANCE, wait=Wait.NOBODY)
    return Next(Step.OPEN_SESSION, wait=Wait.NONE if evening.has_quorum else Wait.QUORUM)


def _in_session(evening: Evening) -> Next:
    """A vote that is on comes first, then a poll, the run-off of the vote before, the agenda in its order, the end."""
    for point in evening.points:
        if point.state in VOTE_OPEN:
            return Next(Step.CLOSE_VOTE, point.id)
        if point.state == "closed":
            wait = Wait.SECOND_PERSON if evening.unconfirmed else Wait.NONE
            return Next(Step.CONFIRM_RESULT, point.id, wait, evening.unconfirmed)
    if evening.polled:
        return Next(Step.CLOSE_POLL, evening.polled)
    for point in evening.points:
        if point.to_run_off:
            return Next(Step.BEGIN_RUN_OFF, point.id)
    coming = [point for point in evening.points if point.state in STILL_TO_COME]
    if coming:
        return _coming(next((point for point in coming if point.state == "reopened"), coming[0]))
    return Next(Step.CLOSE_SESSION, wait=Wait.NONE if evening.can_sign else Wait.BUREAU)


def _coming(point: Point) -> Next:
    if not point.is_voted:
        return Next(Step.NOTE, point.id)
    if point.principle_failed:
        return Next(Step.DROP, point.id)
    return Next(Step.OPEN_VOTE, point.id, Wait.CANDIDATES if point.nobody_agreed else Wait.NONE)
