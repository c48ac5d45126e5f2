"""Every no to a change after the convocation."""

from koprogo.core.errors import Refused


class RequestIsTheirs(Refused):
    """The assembly was convened by owners of one fifth of the shares: the syndic cannot call it off."""

    message_id = "Owners of one fifth of the shares convened this assembly. Only who signed may change it."
    article = "3.87 §2"


class NothingLeftOpen(Refused):
    """Each point of the assembly has its outcome: there is nothing to continue."""

    message_id = "Each point has its outcome: nothing is left to continue on another day."
    article = "3.87 §10"
