"""Every no to what waited on a device: something newer is stored, the question changed, or somebody else is signed in."""

from koprogo.core.errors import Conflict


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
