"""Every no to opening and ending the sitting, and to its one button; the acts behind the button refuse for themselves."""

from koprogo.core.errors import Refused


class QuorumNotReached(Refused):
    """The three sums of art. 3.87 §5, each with what is missing."""

    message_id = (
        "The assembly cannot open: {heads_present} of {heads_needed} co-owners and {shares_present} of {half_needed}"
        " shares are present or represented, or {three_quarters_needed} shares alone would do. A second session may be"
        " held 15 days later at the earliest."
    )
    article = "3.87 §5"
    heads_present: int
    heads_needed: int
    shares_present: int
    half_needed: int
    three_quarters_needed: int


class QuorumIsReached(Refused):
    """Somebody asks to record that the quorum was not reached, and it is."""

    message_id = "The quorum is reached: the assembly can open."
    article = "3.87 §5"


class ItemsUnfinished(Refused):
    """Each item of the agenda ends in a result or in a stated outcome."""

    message_id = (
        "Point {number} has no outcome yet. Vote on it, or say that it is postponed, withdrawn, noted or not reached."
    )
    article = "3.87 §10"
    number: int | str


class BureauIncomplete(Refused):
    """Minutes are signed by the chair and the secretary."""

    message_id = "Name the chair and the secretary of the assembly first: they sign the minutes."
    article = "3.87 §10"


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
