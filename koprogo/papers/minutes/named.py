"""Votes with their names: who must be named, rounds that count no more, amendments voted before the text."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NamedVoter:
    """Somebody the minutes must name: voted against, or abstained (art. 3.87 §10). `votes` as counted."""

    owner: str
    lots: tuple[str, ...]
    votes: int
    through: str = ""
    """The proxy-holder who cast the vote, when there was one."""


@dataclass(frozen=True)
class OptionResult:
    """An option put to the vote: its name, its votes after reductions, and who chose it."""

    name: str
    votes: int
    voters: tuple[NamedVoter, ...] = ()


@dataclass(frozen=True)
class EarlierRound:
    """A round that was reopened and counts no more, in votes of the key; of a choice, the votes of each option."""

    round: int
    closed_at: datetime
    in_favour: int
    against: int
    abstained: int
    options: tuple[OptionResult, ...] = ()
    is_run_off_next: bool = False
    """No option had more than half, and the next round was between the first two."""


@dataclass(frozen=True)
class AmendmentFacts:
    """The vote on an amendment, before the text it changes: its text and its result, in votes of the key.

    Raises:
        ValueError: the names against or abstaining do not add up to the sums (art. 3.87 §10).
    """

    version: int
    text: str
    carried: bool
    round: int
    closed_at: datetime
    in_favour: int
    against: int
    abstained: int
    needed: int
    against_names: tuple[NamedVoter, ...] = ()
    abstained_names: tuple[NamedVoter, ...] = ()
    merkle_root: str = ""

    def __post_init__(self) -> None:
        require_named(self.against, self.against_names, self.abstained, self.abstained_names)


def require_named(
    against: int, against_names: tuple[NamedVoter, ...], abstained: int, abstained_names: tuple[NamedVoter, ...]
) -> None:
    """Check that names add up to their sums: such minutes would break art. 3.87 §10 otherwise (ValueError)."""
    for word, votes, names in (("against", against, against_names), ("abstained", abstained, abstained_names)):
        if (named := sum(voter.votes for voter in names)) != votes:
            raise ValueError(f"{word}: the names hold {named} votes, the sum is {votes} (art. 3.87 §10)")
