"""Every no to a draft, and to what owners ask for."""

from koprogo.core.errors import Conflict, Refused


class NoticeTooShort(Refused):
    """Fewer than fifteen days lie between the convocation and the assembly, and no urgency is recorded."""

    message_id = (
        "The convocation must leave at least 15 days: by {latest_day} at the latest. Choose a later day for the"
        " assembly, or record why it is urgent."
    )
    article = "3.87 §3"
    latest_day: str


class AgendaEmpty(Refused):
    """A convocation lists the points to be discussed."""

    message_id = "The agenda has no point yet. Add at least one before convening."
    article = "3.87 §3"


class ProposalMissing(Refused):
    """A proposal that came in time is not on the agenda of the ordinary assembly."""

    message_id = (
        "Proposal {number}, received on {received_on}, is on this agenda by right and is missing ({count} in all)."
        " Put it on the agenda before convening."
    )
    article = "3.87 §3"
    number: int | str
    received_on: str
    count: int


class OnAgendaByRight(Refused):
    """A proposal that came three weeks before the window cannot be left to the next assembly."""

    message_id = "Proposal {number} came three weeks before {day}: it is on the agenda by right and cannot be deferred."
    article = "3.87 §3"
    number: int | str
    day: str


class BelowOneFifth(Refused):
    """Fewer shares signed than oblige the syndic."""

    message_id = (
        "{signed} shares signed, {needed} are needed: one fifth of all. Ask others to sign before the letter is posted."
    )
    article = "3.87 §2"
    signed: int
    needed: int


class RequestPosted(Refused):
    """The registered letter left; who signed it stays as it says."""

    message_id = "The letter is posted: who signed it can no longer change."
    article = "3.87 §2"


class SyndicStillHasTime(Refused):
    """The thirty days are not over."""

    message_id = (
        "The syndic has thirty days: until {day}. Whoever signed convenes from the day after, if no convocation"
        " was sent."
    )
    article = "3.87 §2"
    day: str


class MajorityIsTheLaws(Refused):
    """The table fixes the majority of this kind of decision and no clause of the by-laws was quoted."""

    message_id = (
        "The law sets the majority of this decision ({majority}, art. {law}). Quote the clause of the by-laws to set"
        " another one."
    )
    article = "3.88"
    majority: str
    law: str


class NoSecondSession(Refused):
    """The first session has not ended without its quorum: nothing lets a second one decide whoever comes."""

    message_id = (
        "A second session follows a first one that ended without its quorum, and the session of {day} has not. Convene"
        " this one after it failed; when it met, cancel this draft."
    )
    article = "3.87 §5"
    day: str


class SecondSessionTooSoon(Refused):
    """Fewer than fifteen days lie between the session without quorum and the second one."""

    message_id = "The second session is held at least 15 days after the first: from {earliest_day}. Choose a later day."
    article = "3.87 §5"
    earliest_day: str


class ProposalSettled(Conflict):
    """The proposal is on an agenda already, or withdrawn."""

    message_id = "This proposal waits for no agenda any more: {fate}."
    fate: str


class WrongRequestState(Conflict):
    """The request is not where this act needs it."""

    message_id = "This is not possible now: the request is {state}."
    state: str


class AgendaUnlawful(Refused):
    """The guard found errors in the draft; `number` is the point of the first, 0 for the agenda as a whole."""

    message_id = (
        "The agenda cannot be sent like this: {count} of what the guard found must be mended first (art. {law}). What"
        " is missing can also be explained in writing."
    )
    article = "3.87 §3"
    number: int | str
    count: int
    law: str
