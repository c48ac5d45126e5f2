"""The no of leaving and arriving."""

from koprogo.core.errors import Conflict, Refused


class SecretStillOpen(Conflict):
    """A secret would leave before it is counted: two exports, one before and one after an answer, would tell it."""

    message_id = (
        "A vote, an indicative poll or an anonymous survey is open: what was answered stays secret until it is closed."
        " Export the association after that."
    )


class AlreadyHere(Refused):
    """The association is on this installation: nothing is written over it."""

    message_id = "The association {name} is here already. An export is read into an installation that does not hold it."
    name: str


class OtherRelease(Refused):
    """The export was made by another release."""

    message_id = (
        "This export was made by another release (schema {theirs}, here {ours}). Bring both to the same release, export"
        " again, then read it in."
    )
    theirs: str
    ours: str


class Occupied(Refused):
    """A row of the export has the id of another row here."""

    message_id = (
        "The table {table} here already holds a row of that number: it comes from another installation. Read this export"
        " into one that is empty."
    )
    table: str


class NotTheSame(Refused):
    """What came in does not add up to what left."""

    message_id = "After reading it in, {what} is not what was exported. Nothing was kept."
    what: str
