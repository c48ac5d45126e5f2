"""Every no to a decision in writing."""

from koprogo.core.errors import Refused


class LotSuspended(Refused):
    """A joint or usufruct lot without its one representative."""

    message_id = "Lot {lot} does not vote yet: its holders have not designated one representative in writing."
    article = "3.87 §1"
    lot: str


class NeedsAssembly(Refused):
    """A decision that needs an authentic deed is not taken in writing."""

    message_id = (
        "This kind of decision needs an authentic deed: it is taken in an assembly, not in writing. Put it on an"
        " agenda."
    )
    article = "3.87 §11"
