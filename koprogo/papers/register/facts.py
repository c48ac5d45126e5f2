"""What the printed register is made from. Texts are in the language of the paper, or in the one they were written in."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class VoteSums:
    """Sums as frozen; `needed` is the smallest number of votes in favour that carries it."""

    in_favour: int
    against: int
    abstained: int
    needed: int
    majority: str
    """A value of `terms.MajorityName`."""
    article: str
    clause: str = ""


@dataclass(frozen=True)
class AmendmentSums:
    """An amendment voted before the text of the point: no decision of its own, stated where it changed one."""

    carried: bool
    in_favour: int
    against: int
    abstained: int


@dataclass(frozen=True)
class RegisterLine:
    """One entry; `number` for the life of the association, `item` as on the agenda (`7a`), empty for one in writing."""

    number: int
    day: date
    item: str
    title: str
    text: str
    outcome: str
    """A value of `terms.Outcome`."""
    kind_name: str = ""
    vote: VoteSums | None = None
    reason: str = ""
    entered_on: date | None = None
    contest_until: date | None = None
    """The last day of the four months of art. 3.92 §3; None where nothing was decided."""
    amendments: tuple[AmendmentSums, ...] = ()
    """Voted before the text, in order."""


@dataclass(frozen=True)
class RegisterFacts:
    """The whole register of one association on one day; `version` counts printings."""

    name: str
    address: tuple[str, ...]
    enterprise_number: str
    on_day: date
    lines: tuple[RegisterLine, ...]
    version: int = 1
