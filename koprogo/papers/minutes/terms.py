"""The closed lists of the minutes: what an attendance, a majority, an outcome or an event can be.

Values are stable: they stand in the data attached to issued minutes.
"""

from enum import StrEnum


class AssemblyKind(StrEnum):
    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


class VisitorCapacity(StrEnum):
    """In which capacity somebody without a vote was let in."""

    ASSISTANT = "assistant"
    EXPERT = "expert"
    BAILIFF = "bailiff"
    INTERPRETER = "interpreter"
    EMPLOYEE = "employee"
    OTHER = "other"


class Attendance(StrEnum):
    PRESENT = "present"
    REPRESENTED = "represented"
    ABSENT = "absent"


class Capacity(StrEnum):
    """In which capacity the person in the room speaks for the lots of the row."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    """Designated by joint owners, or by usufructuary and bare owner (art. 3.87 §1)."""
    ORGAN = "organ"
    EMPLOYEE = "employee"
    LAWYER = "lawyer"
    ADMINISTRATOR = "administrator"
    HEIRS_REPRESENTATIVE = "heirs_representative"
    PROXY = "proxy"


class Channel(StrEnum):
    ROOM = "room"
    REMOTE = "remote"


class SuspensionReason(StrEnum):
    """Why a lot takes no part in the deliberations (art. 3.87 §1)."""

    JOINT_OWNERSHIP = "joint_ownership"
    USUFRUCT = "usufruct"
    UNREPRESENTED = "unrepresented"
    """Nobody is designated; the kind of right is not said."""
    OTHER_RIGHT = "other_right"
    """Emphyteusis, superficies, use or habitation."""


class QuorumTest(StrEnum):
    HEADS_AND_SHARES = "heads_and_shares"
    SHARES_ALONE = "shares_alone"
    SECOND_SESSION = "second_session"
    """No quorum is asked of a second session."""
    NOT_REACHED = "not_reached"


class MajorityName(StrEnum):
    """Values as in the table of decision kinds; `OTHER` is printed as its fraction (a by-laws clause)."""

    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    FOUR_FIFTHS = "four_fifths"
    UNANIMITY = "unanimity"
    """Of all co-owners, absentees included (art. 3.88 §3)."""
    UNANIMITY_PRESENT = "unanimity_present"
    """Of those present or represented at a new assembly (art. 3.88 §4)."""
    OTHER = "other"


class Outcome(StrEnum):
    CARRIED = "carried"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"
    NOT_REACHED = "not_reached"


class HandMethod(StrEnum):
    HAND = "hand"
    PAPER = "paper"
    PROXY_SHEET = "proxy_sheet"
    CORRECTION = "correction"


class EventKind(StrEnum):
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    PROTEST = "protest"
    INCIDENT = "incident"
    REMARK = "remark"


class SignatoryRole(StrEnum):
    CHAIR = "chair"
    SECRETARY = "secretary"
    OWNER = "owner"
    PROXY = "proxy"


class Copy(StrEnum):
    """What travels inside the file, which the annex says in words. The facts of the minutes always do."""

    RESULTS = "results"
    """Nothing else; the ballots stay in the association's sealed record."""
    ASSOCIATION = "association"
    """Every ballot with its salt, seals, results and rules."""
    OUTSIDE = "outside"
    """Leaves and named votes only."""
