"""The ways the subject of ownership says no."""

from dataclasses import dataclass

from koprogo.core.errors import Refused


@dataclass(eq=False)
class NoRepresentativeNeeded(Refused):
    """One person holds the lot in full ownership: she votes herself, or gives a proxy."""

    message_id = (
        "This lot is held by one person in full ownership: it needs no representative. A proxy is given per assembly."
    )
    article = "3.87 §1"
