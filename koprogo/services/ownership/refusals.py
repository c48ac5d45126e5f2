"""The ways the subject of ownership says no."""

from koprogo.core.errors import Refused


class NoRepresentativeNeeded(Refused):
    """One person holds the lot in full ownership: she votes herself, or gives a proxy."""

    message_id = (
        "This lot is held by one person in full ownership: it needs no representative. A proxy is given per assembly."
    )
    article = "3.87 §1"


class ResultsRestOnIt(Refused):
    """An assembly counted its votes with these holders, or these shares: what was frozen stays as it was."""

    message_id = (
        "The assembly of {day} rests on it: its attendance is frozen, with {results} results. Correct that assembly, or"
        " record what holds from now on."
    )
    article = "3.87 §10"
    day: str
    results: int


class LaterDeed(Refused):
    """Another deed of the lot follows this one."""

    message_id = "A later deed, of {day}, rests on this one: undo that one first."
    day: str
