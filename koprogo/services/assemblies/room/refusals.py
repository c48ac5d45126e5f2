"""The no of the one button of the evening; the acts behind it refuse for themselves."""

from koprogo.core.errors import Refused


class EntriesWait(Refused):
    """Ballots entered by hand would not count: a second person confirms them first."""

    message_id = (
        "{count} ballots entered by hand wait for a second person and would not count. Have them confirmed first; the"
        " single button under the point confirms the result without them."
    )
    article = "3.87 §10"
    count: int


class StepIsElsewhere(Refused):
    """Convening, taking attendance and reading the minutes are done on pages of their own."""

    message_id = "This step is taken on its own page: the agenda, the attendance list or the minutes."
