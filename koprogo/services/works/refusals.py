"""The no of reported problems."""

from typing import ClassVar

from koprogo.core.errors import Refused


class StepNotOpen(Refused):
    """A step that does not follow from where the report stands."""

    message_id: ClassVar[str] = (
        "This report has moved on, and that step does not follow from where it stands. Look at it again: only the steps"
        " offered there are open."
    )

    def facts(self) -> dict[str, str | int]:
        return {}


class TooManyReports(Refused):
    """More reports came in a day than people write."""

    message_id: ClassVar[str] = (
        "Too many problems were reported here today. When it presses, call the syndic; otherwise come back tomorrow."
    )

    def facts(self) -> dict[str, str | int]:
        return {}
