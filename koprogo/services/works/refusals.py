"""The no of reported problems."""

from koprogo.core.errors import Refused


class StepNotOpen(Refused):
    """A step that does not follow from where the report stands."""

    message_id = (
        "This report has moved on, and that step does not follow from where it stands. Look at it again: only the steps"
        " offered there are open."
    )


class TooManyReports(Refused):
    """More reports came in a day than people write."""

    message_id = (
        "Too many problems were reported here today. When it presses, call the syndic; otherwise come back tomorrow."
    )
