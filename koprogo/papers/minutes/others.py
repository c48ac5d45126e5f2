"""When people came and went, by which deed they were represented; who was there without a vote, and who let her in."""

from dataclasses import dataclass
from datetime import date, datetime

from koprogo.papers.minutes.terms import VisitorCapacity


@dataclass(frozen=True)
class Interval:
    """From arrival until departure; `left_at` None means until the end."""

    arrived_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class ProxyDeed:
    """A proxy by notarial deed, which alone stands longer than one assembly (art. 3.87 §7); `until` is exclusive.

    `proof` names the notary, the day of the deed and its number, as they were entered.
    """

    since: date
    until: date | None
    proof: str


@dataclass(frozen=True)
class VisitorRow:
    """Somebody let in; `assists` names the co-owner an assistant came with (art. 3.87 §1), `ground` why she was let in."""

    name: str
    capacity: VisitorCapacity
    admitted_by: str
    interval: Interval
    assists: str = ""
    ground: str = ""


@dataclass(frozen=True)
class KeptPiece:
    """A photo or scan kept with the minutes: `kind` hands, deed, designation or proxy; `about` its point, lot or giver."""

    kind: str
    about: str
    at: datetime
    by: str
    sha256: str
