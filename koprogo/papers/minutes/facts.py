"""What the minutes of a general assembly are made from (art. 3.87 §10): facts in, paper out.

Everything printed comes from here; the paper adds words and nothing else. Instants are aware and in UTC, printed in
Brussels time; shares and votes are whole numbers; articles are written as people cite them (`3.87 §5`), without "art.".
Text typed by people (titles, proposals, reasons) is printed as it is, in the language it was written in.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from koprogo.papers.minutes.named import AmendmentFacts, EarlierRound, NamedVoter, OptionResult, require_named
from koprogo.papers.minutes.others import Interval, KeptPiece, ProxyDeed, VisitorRow
from koprogo.papers.minutes.terms import (
    AssemblyKind,
    Attendance,
    Capacity,
    Channel,
    Copy,
    EventKind,
    HandMethod,
    MajorityName,
    Outcome,
    QuorumTest,
    SignatoryRole,
    SuspensionReason,
)


@dataclass(frozen=True)
class AssociationFacts:
    """The association; `denominator` is the whole total of the base deed, `heads` and `lots` are counts."""

    name: str
    address: tuple[str, ...]
    enterprise_number: str
    """As printed: `0678.123.456` (art. 3.86 §1)."""
    denominator: int
    lots: int
    heads: int
    syndic: str = ""
    """Who drafts the minutes (art. 3.87 §10), with the firm's name."""


@dataclass(frozen=True)
class AssemblyFacts:
    """The session; `opened_at` and `closed_at` are instants in UTC, `day` is the Belgian day."""

    kind: AssemblyKind
    day: date
    place: str
    opened_at: datetime
    closed_at: datetime | None
    """None while the minutes are a draft of an assembly still open."""
    session: int = 1
    """2 after a first session without quorum (art. 3.87 §5)."""
    convened_on: date | None = None
    first_session_day: date | None = None
    """The day of the session without quorum, when this is the second."""


@dataclass(frozen=True)
class BureauFacts:
    """Chair (a co-owner), secretary, tellers: names as printed."""

    chair: str
    secretary: str
    tellers: tuple[str, ...] = ()


@dataclass(frozen=True)
class SuspendedLot:
    """A lot that takes no part; `note` is free text beside the reason."""

    lot: str
    shares: int
    reason: SuspensionReason
    article: str = "3.87 §1"
    note: str = ""


@dataclass(frozen=True)
class AttendanceRow:
    """One owner and the lots voted in one way. An owner who splits his lots over proxy-holders has several rows.

    `shares` is the sum of `lots`, without the suspended ones.
    """

    owner: str
    lots: tuple[str, ...]
    shares: int
    status: Attendance
    represented_by: str = ""
    """The proxy-holder; or, when the owner counts as present, whoever acts for it (the organ of a company)."""
    capacity: Capacity = Capacity.OWNER
    channel: Channel = Channel.ROOM
    intervals: tuple[Interval, ...] = ()
    suspended: tuple[SuspendedLot, ...] = ()
    deed: ProxyDeed | None = None
    """The notarial deed of her proxy; None for a proxy of this assembly."""


@dataclass(frozen=True)
class QuorumFacts:
    """The quorum at the opening (art. 3.87 §5). Needed figures are the smallest whole numbers that pass."""

    reached_by: QuorumTest
    heads_present: int
    heads_total: int
    heads_needed: int
    shares_present: int
    shares_total: int
    shares_needed: int
    """With the heads: at least one half."""
    shares_alone_needed: int
    """Without regard to heads: more than three quarters."""
    checked_at: datetime
    article: str = "3.87 §5"


@dataclass(frozen=True)
class MajorityFacts:
    """The majority asked: `numerator`/`denominator` of the base, to be exceeded when `strict`.

    `of_all` means that the base is every vote of the key, absentees included, and not the votes cast.
    """

    name: MajorityName
    numerator: int
    denominator: int
    strict: bool
    article: str
    of_all: bool = False
    clause: str = ""
    """The by-laws clause that sets it, when it is not the law (`art. 23 du règlement`)."""


@dataclass(frozen=True)
class Reduction:
    """Votes cut by the cap of art. 3.87 §7: nobody counts for more than the others present or represented."""

    owner: str
    held: int
    counted: int
    others: int
    article: str = "3.87 §7"


@dataclass(frozen=True)
class Exclusion:
    """Somebody who may not vote on this item; `reason` is text (her own mission, art. 3.87 §9)."""

    owner: str
    lots: tuple[str, ...]
    votes: int
    reason: str
    article: str = "3.87 §9"


@dataclass(frozen=True)
class HandEntry:
    """Ballots typed in for others. `confirmed_by` empty means unconfirmed, therefore shown and not counted."""

    method: HandMethod
    ballots: int
    votes: int
    entered_by: str
    confirmed_by: str = ""


@dataclass(frozen=True)
class Alternative:
    """The same votes held against the other majority (law or by-laws clause), so that a judge can see both."""

    majority: MajorityFacts
    needed: int
    carried: bool


@dataclass(frozen=True)
class VoteFacts:
    """The round that counts, as in the frozen result. All sums are votes of the key, after reductions.

    Raises:
        ValueError: the names against or abstaining do not add up to the sums; such minutes would break art. 3.87 §10.
    """

    majority: MajorityFacts
    key_name: str
    key_total: int
    """Votes of the whole key, absentees included."""
    in_favour: int
    against: int
    abstained: int
    no_ballot: int
    """Votes present or represented that cast nothing."""
    blank: int = field(default=0, kw_only=True)
    """Blank ballots: no votes cast either, and nobody to name."""
    needed: int
    """Smallest number of votes in favour that carries, computed by the rule."""
    opened_at: datetime
    closed_at: datetime
    against_names: tuple[NamedVoter, ...] = ()
    abstained_names: tuple[NamedVoter, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    hand_entries: tuple[HandEntry, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    round: int = 1
    key_article: str = ""
    """Set when only those who bear the charge vote (`3.87 §6`)."""
    rule: str = ""
    rule_version: str = ""
    is_sole_attendee: bool = False
    """One person alone carried every vote, and the ceiling of art. 3.87 §7 was not applied."""
    ballots: int = 0
    """Sealed ballots of the round, revisions included."""
    chain_head: str = ""
    merkle_root: str = ""
    """SHA-256 in hex: the last link of the sealed chain, and the Merkle root over all its leaves."""
    options: tuple[OptionResult, ...] = ()
    """Of a choice: the votes of each option. `in_favour` is then the one with the most, `against` all others."""
    choice: str = ""
    """What the choice came to: chosen, run_off, tie, tie_for_run_off or no_vote."""
    chosen: str = ""

    def __post_init__(self) -> None:
        require_named(self.against, self.against_names, self.abstained, self.abstained_names)

    @property
    def cast(self) -> int:
        """Votes cast: abstentions and silence are none (art. 3.87 §8)."""
        return self.in_favour + self.against

    @property
    def base(self) -> int:
        """Votes the majority is measured against: all, those present or represented, or (mostly) those cast."""
        if self.majority.name is MajorityName.UNANIMITY_PRESENT:
            return self.cast + self.abstained + self.blank + self.no_ballot
        return self.key_total if self.majority.of_all else self.cast


@dataclass(frozen=True)
class ItemFacts:
    """One agenda item. `vote` is None when nothing was voted (noted, postponed, withdrawn, not reached).

    Raises:
        ValueError: the outcome and the votes contradict each other.
    """

    number: str
    title: str
    proposed_text: str
    outcome: Outcome
    kind: str = ""
    """Code of the decision kind."""
    kind_name: str = ""
    """The kind in words, in the language of the paper."""
    vote: VoteFacts | None = None
    earlier_rounds: tuple[EarlierRound, ...] = ()
    amendments: tuple[AmendmentFacts, ...] = ()
    """The votes on amendments, each before the vote on the text, in order."""
    text_version: int = 1
    is_amended: bool = False
    """An amendment was carried, and `proposed_text` is the text as amended."""
    at: datetime | None = None
    """When it was noted, postponed or withdrawn."""
    reason: str = ""
    """Why it was postponed, withdrawn, not reached or voted again; what was noted."""

    def __post_init__(self) -> None:
        if (self.outcome in {Outcome.CARRIED, Outcome.REJECTED}) != (self.vote is not None):
            raise ValueError(f"Item {self.number}: carried and rejected come with their votes, and nothing else does")
        if self.vote is not None and not self._agrees(self.vote):
            raise ValueError(
                f"Item {self.number}: {self.outcome}, with {self.vote.in_favour} of {self.vote.needed} needed"
            )

    def _agrees(self, vote: VoteFacts) -> bool:
        if vote.majority.of_all and vote.reductions:
            return True  # nothing to compare: unanimity is judged before the ceiling of art. 3.87 §7
        return (vote.cast > 0 and vote.in_favour >= vote.needed) == (self.outcome is Outcome.CARRIED)


@dataclass(frozen=True)
class EventFacts:
    """Something that happened in the session, as entered by the bureau."""

    at: datetime
    kind: EventKind
    text: str = ""
    by: str = ""
    item: str = ""
    """Number of the item it belongs to; empty for the session as a whole."""


@dataclass(frozen=True)
class Signatory:
    """A place to sign: chair, secretary, and every owner still present at the end, or the proxy (art. 3.87 §10)."""

    name: str
    role: SignatoryRole
    lots: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()
    person_id: str = ""
    how: str = ""
    """drawn, digital or paper; empty while the place is not signed."""
    signed_at: datetime | None = None
    signature: str = ""
    """SHA-256 of the strokes of a drawn signature."""


@dataclass(frozen=True)
class RemoteFacts:
    """Remote participation (art. 3.87 §1): only when the notice provided for it."""

    offered: bool
    means: str = ""
    """The tool and how people were identified, in the language of the paper."""


@dataclass(frozen=True)
class ProofFacts:
    """What ties the paper to the sealed record, as a whole; digests are SHA-256 in hex, empty ones are not printed."""

    chain_head: str
    merkle_root: str
    copy: Copy = Copy.RESULTS
    timestamped_at: datetime | None = None
    timestamp_authority: str = ""
    proof_sha256: str = ""
    """SHA-256 of the attached `proof.json`; empty where none is attached."""
    verify_at: str = ""
    """Address of the page that verifies this file for anybody."""
    sealed_by: str = ""
    """Whom the certificate names whose digital seal is put behind the file; empty without one."""
    stamped_after: bool = False
    """An authority sets its timestamp behind the file, after printing."""


@dataclass(frozen=True)
class MinutesFacts:
    """Everything the minutes say. `version` counts issued versions from 1; a draft says so on every page."""

    association: AssociationFacts
    assembly: AssemblyFacts
    bureau: BureauFacts
    attendance: tuple[AttendanceRow, ...]
    quorum: QuorumFacts
    items: tuple[ItemFacts, ...]
    events: tuple[EventFacts, ...]
    signatories: tuple[Signatory, ...]
    remote: RemoteFacts
    proof: ProofFacts
    version: int = 1
    is_draft: bool = False
    visitors: tuple[VisitorRow, ...] = ()
    """Without a vote, in the order in which they came."""
    kept: tuple[KeptPiece, ...] = ()
    """Photos and scans; only the association's copy lists them."""
    original_language: str = ""
    """`fr`, `nl`, `de` or `en`: the language of drafting; a paper in another one says it is a translation."""
