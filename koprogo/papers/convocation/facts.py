"""What a convocation is made from (art. 3.87 §§1–3): one person, one assembly; facts in, paper out.

Instants are aware and in UTC, printed in Brussels time; shares and votes are whole numbers; articles are written as
people cite them (`3.87 §5`), without "art.". Text typed by people is printed as it is, in the language it was written in.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class LotStanding(StrEnum):
    """What the votes of one of the person's lots are worth at this assembly."""

    VOTES = "votes"
    """She votes for it: sole owner, or the representative its holders designated."""
    SUSPENDED = "suspended"
    """Its holders have not designated one representative in writing: it does not vote (art. 3.87 §1, al. 2)."""
    REPRESENTED = "represented"
    """Somebody else is its representative; she is told, not convened."""


@dataclass(frozen=True)
class AssociationFacts:
    """The association; `denominator` is the whole total of the base deed, `heads` a count."""

    name: str
    address: tuple[str, ...]
    enterprise_number: str
    """As printed: `0678.123.456` (art. 3.86 §1)."""
    denominator: int
    heads: int
    syndic: str = ""
    """Who convenes: the firm that holds the mandate."""


@dataclass(frozen=True)
class AssemblyFacts:
    """When and where; `first_session_day` is set for a second session (art. 3.87 §5)."""

    kind: str
    """ordinary or extraordinary."""
    day: date
    starts_at: datetime
    place: str
    sent_on: date
    first_session_day: date | None = None
    urgent_reason: str = ""
    """Why fewer than fifteen days are left, when they are (art. 3.87 §3)."""
    remote_allowed: bool = False
    address: str = ""
    """Where the assembly is on the net: agenda, documents, taking part."""
    authentic_language: str = ""
    """The language whose text prevails, here and in the minutes; not said when empty."""


@dataclass(frozen=True)
class PersonFacts:
    """To whom the letter goes; `attention` acts for an organisation. `channel`: registered, email, ordinary or hand."""

    name: str
    attention: str
    address: tuple[str, ...]
    channel: str


@dataclass(frozen=True)
class LotFacts:
    """One of the person's lots. `others`: who holds it with her, or who represents it."""

    number: str
    shares: int
    standing: LotStanding
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentFacts:
    """A document that goes with the agenda; `item` is the point's number, empty for the whole assembly."""

    title: str
    item: str = ""
    file_name: str = ""
    """Its name among the files that travel with the letter; empty when it does not travel."""


@dataclass(frozen=True)
class ItemFacts:
    """A point of the agenda.

    `majority`: absolute, two_thirds, four_fifths, unanimity, or none when nothing is voted. `clause` of the by-laws when
    they set it. `key_name` when only those who bear the cost vote (art. 3.87 §6, al. 2), with the votes of that key.
    `barred`: who cannot vote on it (art. 3.87 §9).
    """

    number: str
    title: str
    text: str
    kind_name: str
    majority: str
    article: str
    clause: str = ""
    key_name: str = ""
    key_total: int = 0
    key_reason: str = ""
    options: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    is_part: bool = False
    """One of the questions into which a point is divided: principle, option, amount, funding."""


@dataclass(frozen=True)
class QuorumFacts:
    """What the first session needs to decide (art. 3.87 §5): the smallest whole numbers that pass."""

    heads_needed: int
    shares_needed: int
    shares_alone_needed: int


@dataclass(frozen=True)
class ConvocationFacts:
    """The letter. `number` 1 is the convocation, 2 and more a supplementary agenda."""

    association: AssociationFacts
    assembly: AssemblyFacts
    person: PersonFacts
    lots: tuple[LotFacts, ...]
    items: tuple[ItemFacts, ...]
    documents: tuple[DocumentFacts, ...]
    quorum: QuorumFacts
    number: int = 1
    is_draft: bool = False

    @property
    def is_convened(self) -> bool:
        """Whether one of the lots makes her come herself; otherwise she is only told."""
        return any(lot.standing is not LotStanding.REPRESENTED for lot in self.lots)

    @property
    def may_give_proxy(self) -> bool:
        """Whether she has votes to give to a proxy holder."""
        return any(lot.standing is LotStanding.VOTES for lot in self.lots)
