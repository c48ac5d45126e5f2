"""Every no to a vote, to a ballot and its confirmation, and to what waited on a device.

What waited gives way when something newer is stored, the question changed, or somebody else is signed in.
"""

from koprogo.core.errors import Conflict, Refused


class ItemNotOpen(Refused):
    """The vote on the item is not open, or not any more."""

    message_id = "The vote on point {number} is closed. Your ballot was not counted."
    article = "3.87 §8"
    number: int | str


class NotPresent(Refused):
    """Only those present or represented vote."""

    message_id = "Only those present or represented vote. Check in first, then vote."
    article = "3.87 §8"


class ConflictOfInterest(Refused):
    """Excluded from the item, as owner and as proxy holder."""

    message_id = (
        "You cannot vote on point {number}, for yourself or for others: it is about the mission entrusted to you."
    )
    article = "3.87 §9"
    number: int | str


class SecondPersonNeeded(Refused):
    """Whoever entered a ballot by hand does not confirm it."""

    message_id = "A second person confirms what was entered by hand; you entered it yourself."
    article = "3.87 §10"


class SomebodyCanConfirm(Refused):
    """Entries by hand count without a second person only where there is none."""

    message_id = "{name} sits in the bureau and is there: let her confirm what was entered by hand."
    article = "3.87 §10"
    name: str


class RetryTooSoon(Refused):
    """Fewer than thirty days lie between the meeting where absence defeated unanimity and the new one."""

    message_id = "The new assembly is held at least 30 days after the first: from {earliest_day}. Choose a later day."
    article = "3.88 §4"
    earliest_day: str


class NothingToRetry(Refused):
    """Unanimity is retried only where nothing but absence defeated it."""

    message_id = (
        "No point of this assembly failed for absence alone: somebody present was against, abstained or did not vote."
    )
    article = "3.88 §4"


class AnsweredAlready(Conflict):
    """Nobody can find an answer again to change it: that is what keeps it secret."""

    message_id = "You have answered this poll. An answer cannot be found again, so it cannot be changed."


class PrincipleNotCarried(Refused):
    """A part follows from its principle."""

    message_id = "Vote point {number} first: what follows from it is voted once it is carried."
    article = "3.87 §8"
    number: int | str


class NoRunOff(Refused):
    """A run-off is between two options, after a round in which none had more than half."""

    message_id = (
        "Point {number} has no run-off: an option was chosen, or a tie leaves no two that stand before the others."
    )
    article = "3.87 §8"
    number: int | str


class NewerBallot(Conflict):
    """A newer ballot of this lot exists; the one sent was based on an older revision. `at` is an ISO instant.

    The votes follow the shares (art. 3.87 §6): one lot's shares speak once, however many phones speak for it.
    """

    message_id = (
        "The shares of one lot speak once. A newer ballot of lot {lot} is recorded ({newer}), so yours ({yours}) was not"
        " counted. Vote again if you want to change it."
    )
    article = "3.87 §6"
    lot: str
    newer: str
    yours: str
    at: str = ""
    channel: str = ""


class NewerThanNoted(NewerBallot):
    """The desk noted a paper or a hand without a network, and a newer ballot of that lot is stored by now (art. 3.87 §6)."""

    message_id = (
        "The shares of one lot speak once. A newer ballot of lot {lot} is recorded ({newer}), so what the desk had noted"
        " ({yours}) was not entered. Ask the owner, and enter it again if she wants it."
    )


class VoteHeldAgain(Conflict):
    """The press waited on a device and the vote it was meant for is over; the same point is voted on again."""

    message_id = (
        "The vote on point {number} is held again. What waited on this device was for the earlier vote and was not"
        " counted: vote again."
    )
    number: int | str


class TextAmended(VoteHeldAgain):
    """The press waited on a device, and the text it was about was amended meanwhile."""

    message_id = (
        "The text of point {number} was amended. What waited on this device was about the earlier text and was not"
        " counted: read it and vote again."
    )


class PressedByAnother(Conflict):
    """What waited on this device was pressed by somebody else than who is signed in now."""

    message_id = "This was pressed by somebody else. It leaves when the person who pressed it signs in on this device."


class NewerPresence(Conflict):
    """The desk noted an arrival without a network, and the list says since that the person left. `at` is an ISO instant."""

    message_id = (
        "{name} was noted as gone at {at}, later than this. The list stays as it is: correct it there if needed."
    )
    name: str
    at: str


class CameSince(NewerPresence):
    """The desk noted a departure without a network, and the list says since that the person came."""

    message_id = (
        "{name} was noted as present at {at}, later than this. The list stays as it is: correct it there if needed."
    )
