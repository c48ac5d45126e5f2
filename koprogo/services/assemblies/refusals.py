"""Every no of the assembly, with the article that says it. Words are in the catalogues; here are the facts."""

from koprogo.core.errors import Conflict, Refused


class NoticeTooShort(Refused):
    """Fewer than fifteen days lie between the convocation and the assembly, and no urgency is recorded."""

    message_id = (
        "The convocation must leave at least 15 days: by {latest_day} at the latest. Choose a later day for the"
        " assembly, or record why it is urgent."
    )
    article = "3.87 §3"
    latest_day: str


class AgendaFrozen(Refused):
    """The agenda was convened; what is not on it cannot be decided."""

    message_id = "The agenda was sent with the convocation and can no longer change."
    article = "3.87 §3"


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


class RequestIsTheirs(Refused):
    """The assembly was convened by owners of one fifth of the shares: the syndic cannot call it off."""

    message_id = "Owners of one fifth of the shares convened this assembly. Only who signed may change it."
    article = "3.87 §2"


class NothingLeftOpen(Refused):
    """Each point of the assembly has its outcome: there is nothing to continue."""

    message_id = "Each point has its outcome: nothing is left to continue on another day."
    article = "3.87 §10"


class MajorityIsTheLaws(Refused):
    """The table fixes the majority of this kind of decision and no clause of the by-laws was quoted."""

    message_id = (
        "The law sets the majority of this decision ({majority}, art. {law}). Quote the clause of the by-laws to set"
        " another one."
    )
    article = "3.88"
    majority: str
    law: str


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


class ChairIsNoOwner(Refused):
    """The assembly is chaired by a co-owner."""

    message_id = "{name} holds no lot here. Choose a co-owner as chair of the assembly."
    article = "3.87 §5"
    name: str


class LotSuspended(Refused):
    """A joint or usufruct lot without its one representative."""

    message_id = "Lot {lot} does not vote yet: its holders have not designated one representative in writing."
    article = "3.87 §1"
    lot: str


class ProxyRefused(Refused):
    """A limit of art. 3.87 §7; `why` is the rule's own word for it."""

    message_id = "This proxy cannot be accepted: {why}"
    article = "3.87 §7"
    why: str


class AssistedAlready(Refused):
    """A co-owner may be assisted by one person."""

    message_id = "{assists} is assisted by {name} already. A co-owner may be assisted by one person."
    article = "3.87 §1"
    name: str
    assists: str


class AssistantUnannounced(Refused):
    """Nobody announced the assistant in time, and no other ground is written down."""

    message_id = (
        "An assistant is announced to the syndic by registered letter at least four working days before the assembly: by"
        " {last_day}. Write on what ground she comes in all the same, such as a vote of the room."
    )
    article = "3.87 §1"
    last_day: str


class InstructionBinds(Refused):
    """The giver of a proxy decided on this very text; `choice` is what she decided."""

    message_id = "The giver of this proxy decided on point {number} herself: {choice}. Vote for her as she decided."
    article = "3.87 §7"
    number: int | str
    choice: str


class ItemNotOpen(Refused):
    """The vote on the item is not open, or not any more."""

    message_id = "The vote on point {number} is closed. Your ballot was not counted."
    article = "3.87 §8"
    number: int | str


class NotPresent(Refused):
    """Only those present or represented vote."""

    message_id = "Only those present or represented vote. Check in first, then vote."
    article = "3.87 §8"


class NoVoteHere(Refused):
    """None of the lots named is hers to vote for: not her own, not by proxy, or not concerned by the item."""

    message_id = "You have no vote on this point."
    article = "3.87 §6"


class ConflictOfInterest(Refused):
    """Excluded from the item, as owner and as proxy holder."""

    message_id = (
        "You cannot vote on point {number}, for yourself or for others: it is about the mission entrusted to you."
    )
    article = "3.87 §9"
    number: int | str


class SecondPersonNeeded(Refused):
    """Whoever entered a ballot by hand does not confirm it."""

    message_id = "A second person confirms what was entered by hand; you entered it yourself."
    article = "3.87 §10"


class AnotherItemOpen(Refused):
    """One vote at a time."""

    message_id = "Point {number} is still open. Close it first."
    article = "3.87 §8"
    number: int | str


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


class NeedsAssembly(Refused):
    """A decision that needs an authentic deed is not taken in writing."""

    message_id = (
        "This kind of decision needs an authentic deed: it is taken in an assembly, not in writing. Put it on an"
        " agenda."
    )
    article = "3.87 §11"


class SomebodyCanConfirm(Refused):
    """Entries by hand count without a second person only where there is none."""

    message_id = "{name} sits in the bureau and is there: let her confirm what was entered by hand."
    article = "3.87 §10"
    name: str


class RetryTooSoon(Refused):
    """Fewer than thirty days lie between the meeting where absence defeated unanimity and the new one."""

    message_id = "The new assembly is held at least 30 days after the first: from {earliest_day}. Choose a later day."
    article = "3.88 §4"
    earliest_day: str


class NothingToRetry(Refused):
    """Unanimity is retried only where nothing but absence defeated it."""

    message_id = (
        "No point of this assembly failed for absence alone: somebody present was against, abstained or did not vote."
    )
    article = "3.88 §4"


class WrongState(Conflict):
    """The assembly or the item is not in the state that this act needs."""

    message_id = "This is not possible now: the current state is {state}."
    state: str


class ProposalSettled(Conflict):
    """The proposal is on an agenda already, or withdrawn."""

    message_id = "This proposal waits for no agenda any more: {fate}."
    fate: str


class WrongRequestState(Conflict):
    """The request is not where this act needs it."""

    message_id = "This is not possible now: the request is {state}."
    state: str


class ProxyForOneAssembly(Refused):
    """A proxy that is not notarial cannot stand longer than one assembly."""

    message_id = (
        "A proxy is for one assembly and its second session; only one by notarial deed stands longer. Enter it at the"
        " desk of that assembly."
    )
    article = "3.87 §7"
