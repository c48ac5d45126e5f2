"""Quorum: when an assembly may validly deliberate (art. 3.87 §5).

Counted once, at the opening: more than half of the co-owners holding at least half of the shares, or more than three
quarters of the shares. Later arrivals do not cure it and departures do not break it. A second session, at least fifteen
days later, deliberates whatever the attendance.
"""

from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_5


class Session(StrEnum):
    """First call, or the second one after a first without quorum."""

    FIRST = "first"
    SECOND = "second"


class QuorumReason(StrEnum):
    """Why the quorum is reached or not."""

    HEADS_AND_HALF = "heads_and_half"
    THREE_QUARTERS = "three_quarters"
    SECOND_SESSION = "second_session"
    NOT_REACHED = "not_reached"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Attendance:
    """Who is present or represented at the opening.

    Attributes:
        owners: co-owners of the building, each once whatever the number of lots; an undivided lot counts for one.
        shares: all shares of the base deed.
    """

    owners: int
    owners_present: int
    shares: int
    shares_present: int

    def __post_init__(self) -> None:
        if self.owners < 1 or self.shares < 1:
            raise ValueError("a building has at least one co-owner and one share")
        if not 0 <= self.owners_present <= self.owners:
            raise ValueError(f"between 0 and {self.owners} co-owners can be present or represented")
        if not 0 <= self.shares_present <= self.shares:
            raise ValueError(f"between 0 and {self.shares} shares can be present or represented")


@dataclass(frozen=True)
class QuorumAnswer:
    """The three tests, each with the whole number it needs, and what follows.

    `heads_needed` and `half_needed` belong together; `three_quarters_needed` stands alone.
    """

    reached: bool
    reason: QuorumReason
    heads_needed: int
    half_needed: int
    three_quarters_needed: int
    heads_ok: bool
    half_ok: bool
    three_quarters_ok: bool


@cites(CC_3_87_5)
def quorum(attendance: Attendance, session: Session) -> QuorumAnswer:
    """Say whether the assembly may deliberate, with the three tests apart.

    An empty room deliberates about nothing, even at the second session.

    >>> quorum(Attendance(owners=10, owners_present=6, shares=1000, shares_present=500), Session.FIRST).reason
    <QuorumReason.HEADS_AND_HALF: 'heads_and_half'>
    >>> quorum(Attendance(owners=10, owners_present=3, shares=1000, shares_present=750), Session.FIRST).reached
    False
    """
    a = attendance
    heads_ok = 2 * a.owners_present > a.owners
    half_ok = 2 * a.shares_present >= a.shares
    three_quarters_ok = 4 * a.shares_present > 3 * a.shares
    reason = _reason(a, session, heads_and_half=heads_ok and half_ok, three_quarters=three_quarters_ok)
    return QuorumAnswer(
        reached=reason not in (QuorumReason.NOT_REACHED, QuorumReason.NOBODY),
        reason=reason,
        heads_needed=a.owners // 2 + 1,
        half_needed=(a.shares + 1) // 2,
        three_quarters_needed=3 * a.shares // 4 + 1,
        heads_ok=heads_ok,
        half_ok=half_ok,
        three_quarters_ok=three_quarters_ok,
    )


def _reason(attendance: Attendance, session: Session, *, heads_and_half: bool, three_quarters: bool) -> QuorumReason:
    if attendance.owners_present == 0:
        return QuorumReason.NOBODY
    if session is Session.SECOND:
        return QuorumReason.SECOND_SESSION
    if heads_and_half:
        return QuorumReason.HEADS_AND_HALF
    if three_quarters:
        return QuorumReason.THREE_QUARTERS
    return QuorumReason.NOT_REACHED
