"""The quorum of an opening, judged again once the attendance of that moment turns out to have been another.

Validity is judged at the start (art. 3.87 §5); later arrivals do not cure it, departures do not break it. A correction
changes what the start was. Nothing is undone by it: a decision stands until the judge annuls it, which a co-owner may ask
within four months of the assembly (art. 3.92 §3), and a session that ended without quorum has ended
(docs/law/readings/quorum-corrected.md).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.assemblies.deadlines import contest_deadline
from koprogo.rules.assemblies.quorum import Attendance, QuorumAnswer, Session, quorum
from koprogo.rules.texts import CC_3_87_5, CC_3_92_3


class Meaning(StrEnum):
    """What the corrected attendance makes of the opening."""

    STILL_REACHED = "still_reached"
    STILL_MISSING = "still_missing"
    NOT_REACHED = "not_reached"
    """The session opened, and the quorum was not there: its decisions can be annulled."""
    WAS_REACHED = "was_reached"
    """The session ended for want of a quorum that was there."""


@dataclass(frozen=True)
class QuorumAgain:
    """Both judgments; `contest_by` is the last day to ask the judge, only when the quorum turns out not to be reached."""

    before: QuorumAnswer
    after: QuorumAnswer
    meaning: Meaning
    contest_by: date | None = None

    @property
    def would_change(self) -> bool:
        """Whether the opening would have been judged otherwise."""
        return self.before.reached is not self.after.reached


@cites(CC_3_87_5, CC_3_92_3)
def quorum_again(before: Attendance, after: Attendance, session: Session, meeting_day: date) -> QuorumAgain:
    """Judge the opening with what was noted then and with what is known now.

    >>> then, known = Attendance(10, 6, 1000, 500), Attendance(10, 5, 1000, 450)
    >>> quorum_again(then, known, Session.FIRST, date(2026, 12, 10)).meaning
    <Meaning.NOT_REACHED: 'not_reached'>
    """
    judged, known = quorum(before, session), quorum(after, session)
    if judged.reached:
        meaning = Meaning.STILL_REACHED if known.reached else Meaning.NOT_REACHED
    else:
        meaning = Meaning.WAS_REACHED if known.reached else Meaning.STILL_MISSING
    return QuorumAgain(
        judged, known, meaning, contest_deadline(meeting_day) if meaning is Meaning.NOT_REACHED else None
    )
