"""The ways an import of lots says no beyond what is wrong in the file."""

from koprogo.core.errors import Conflict


class LotsAlreadyThere(Conflict):
    """The association has lots: a second list would make every owner twice."""

    message_id = (
        "This association already has {count} lots. A list is imported once; change a lot or an owner on its own page."
    )
    count: int


class AnotherFile(Conflict):
    """The file sent with the confirmation is not the one that was previewed."""

    message_id = "This is not the file that was shown. Look at the preview of this file first."
