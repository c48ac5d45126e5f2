"""What can happen around one assembly, as data: a building, its days, and the steps of an evening."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Lot:
    """One lot: shares of the base deed, weight in the key of the lift (0: does not pay for it), one head as owner.

    A suspended lot is joint and has no representative.
    """

    name: str
    shares: int
    weight: int
    owner: str
    suspended: bool = False


@dataclass(frozen=True)
class Step:
    """Something that happens.

    In the room: `arrives`, `leaves` (person), `gives` (person gives `lots` to `other`), `revokes` (person).
    On a point: `votes` (person: `choice` for her own lots, `given` for those she carries), `paper` (person, `choice`),
    `teller` (confirms the paper so far), `hands` (`choice` for everyone silent, `exceptions` by person), `closes`,
    `corrects` (person, `choice`, between closing and confirming). An empty choice is no ballot.
    """

    what: str
    person: str = ""
    other: str = ""
    lots: tuple[str, ...] = ()
    choice: str = ""
    given: str = ""
    exceptions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Point:
    """One point of the agenda: how it is decided, who may not, what happens, and what is corrected afterwards.

    Attributes:
        majority: absolute, two_thirds, four_fifths, unanimity, or options.
        keyed: only who pays for the lift votes, by weight.
        retry: a unanimity of those present, at the new meeting.
        second: the steps of the run-off, if there is one.
        corrections: (person, was there) as found out after the result.
    """

    majority: str
    steps: tuple[Step, ...]
    keyed: bool = False
    excluded: tuple[str, ...] = ()
    retry: bool = False
    options: int = 0
    second: tuple[Step, ...] = ()
    corrections: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Days:
    """Days around the assembly; what was asked and when."""

    meeting: date
    sent: date
    urgent: bool
    window: date
    received: date
    signed: tuple[int, ...]
    request: date
    second: date
    retry: date
    minutes: date | None
    today: date


@dataclass(frozen=True)
class Script:
    """One assembly: everything that happens, in order; `second` only when the first lacks its quorum."""

    seed: int
    lots: tuple[Lot, ...]
    syndic: str
    days: Days
    first: tuple[Step, ...]
    second: tuple[Step, ...]
    points: tuple[Point, ...]
    written: tuple[tuple[str, str], ...] = field(default=())
    """Lot -> what it answered in writing to a decision without meeting: for, against or none."""
    written_over: bool = False
