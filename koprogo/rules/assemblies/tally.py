"""Counting one item: ballots in, votes counted and result out (art. 3.87 §§7–8).

Worked through with figures in docs/algorithms/vote-counting.md. In order: add up each person's ballots and apply the
ceiling to the person (`reduction.py`), add up the choices, judge the majority. Several options: `choice.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.assemblies.majorities import Majority, Tally, is_carried, is_unanimous
from koprogo.rules.assemblies.reduction import Reduction, reduced
from koprogo.rules.texts import CC_3_87_7, CC_3_87_8, CC_3_88_3, CC_3_88_4


class Choice(StrEnum):
    """What a ballot says. Abstaining and blank are not votes cast; only abstaining is named in the minutes."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    BLANK = "blank"


@dataclass(frozen=True)
class Ballot:
    """One ballot that counts: the person who carries the votes, how many, and what they say.

    `giver` names whose votes they are when carried by proxy; empty when they are the person's own.
    """

    person: str
    shares: int
    choice: Choice
    giver: str = ""

    def __post_init__(self) -> None:
        if self.shares < 0:
            raise ValueError("votes are counted from 0 upwards")


@dataclass(frozen=True)
class Count:
    """The votes that count, by choice and by person, and whether they carry the resolution.

    Attributes:
        blank: blank ballots, after the ceiling; like abstentions they are not votes cast, but nobody abstained.
        counted: person -> choice -> votes that count, for the names in the minutes; choices she did not make are
            absent.
        unreduced: the same sums before the ceiling; unanimity is judged on these.
        warning: one person alone was let vote (docs/law/readings/sole-attendee.md).
    """

    in_favour: int
    against: int
    abstained: int
    blank: int
    carried: bool
    reductions: tuple[Reduction, ...]
    counted: Mapping[str, Mapping[Choice, int]]
    unreduced: Tally
    warning: bool


@cites(CC_3_87_7, CC_3_87_8, CC_3_88_3, CC_3_88_4)
def count(
    ballots: Sequence[Ballot],
    others_present: Mapping[str, int],
    majority: Majority,
    *,
    unanimity_of: int | None = None,
) -> Count:
    """Count the ballots of one item.

    Args:
        ballots: one per lot, of those who may vote on the item; a person may appear several times.
        others_present: shares present that cast no ballot, by person; they raise the others' ceiling and count for
            nothing.
        unanimity_of: for unanimity only, the shares that must all say yes (see `majorities.unanimity_base`); 0, nobody
            being there at a second meeting, carries nothing.

    Raises:
        ValueError: unanimity without its base, or a base with another majority.
    """
    if (majority is Majority.UNANIMITY) != (unanimity_of is not None):
        raise ValueError("give the shares that must all say yes for unanimity, and for nothing else")
    left = reduced(ballots, others_present)
    sums = {choice: left.votes(choice) for choice in Choice}
    unreduced = {choice: left.unreduced.get(choice, 0) for choice in Choice}
    return Count(
        in_favour=sums[Choice.FOR],
        against=sums[Choice.AGAINST],
        abstained=sums[Choice.ABSTAIN],
        blank=sums[Choice.BLANK],
        carried=_judge(sums, unreduced, majority, unanimity_of),
        reductions=left.reductions,
        counted={
            person: {Choice(each): votes for each, votes in hers.items()} for person, hers in left.counted.items()
        },
        unreduced=_tally(unreduced),
        warning=left.warning,
    )


def _judge(
    sums: Mapping[Choice, int], unreduced: Mapping[Choice, int], majority: Majority, unanimity_of: int | None
) -> bool:
    if unanimity_of is None:
        return is_carried(_tally(sums), majority)
    if unanimity_of == 0:
        return False
    return is_unanimous(unanimity_of, unreduced[Choice.FOR], unreduced[Choice.AGAINST], unreduced[Choice.ABSTAIN])


def _tally(sums: Mapping[Choice, int]) -> Tally:
    return Tally(sums[Choice.FOR], sums[Choice.AGAINST], sums[Choice.ABSTAIN])
