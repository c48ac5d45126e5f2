"""Choosing between several options: one is chosen by an absolute majority of the votes cast, else two go to a run-off.

The principle (*shall we renew the roof?*) is voted first, at its own majority; what is chosen here is only which offer.
Each ballot names one option, abstains or is blank; the ceiling of art. 3.87 §7 applies as to any vote. An option with
more than half of the votes cast is chosen. Otherwise the two highest meet in a run-off, by the same majority. A tie for
a place in the run-off, or in it, elects nobody: the law gives nobody a casting vote (docs/law/readings/run-off.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.assemblies.majorities import Majority, Tally, is_carried, needed
from koprogo.rules.assemblies.reduction import Reduction, reduced
from koprogo.rules.texts import CC_3_87_7, CC_3_87_8

OPTIONS = tuple(f"option_{number}" for number in range(1, 10))
ABSTAIN, BLANK = "abstain", "blank"
FEWEST, IN_RUN_OFF = 2, 2


class ChoiceOutcome(StrEnum):
    """What a vote between options comes to."""

    CHOSEN = "chosen"
    RUN_OFF = "run_off"
    """Nobody has more than half: the two in `run_off` are voted on again."""
    TIE_FOR_RUN_OFF = "tie_for_run_off"
    """More than two share the places of the run-off: nobody is chosen."""
    TIE = "tie"
    """Between two, exactly half each: nobody is chosen."""
    NO_VOTE = "no_vote"
    """No vote was cast for any option."""


@dataclass(frozen=True)
class OptionBallot:
    """One ballot that counts: who carries how many votes, and the option it names, `abstain` or `blank`."""

    person: str
    shares: int
    choice: str
    giver: str = ""

    def __post_init__(self) -> None:
        if self.shares < 0:
            raise ValueError("votes are counted from 0 upwards")


@dataclass(frozen=True)
class ChoiceCount:
    """The votes of each option and what follows.

    Attributes:
        chosen: the option chosen; empty when none is.
        run_off: the two options that are voted on again, the higher first; empty otherwise.
        tied: the options whose equal votes prevent an answer; empty otherwise.
        votes: option -> votes after the ceiling, for every option put.
        cast: their sum, without abstentions and blank ballots (art. 3.87 §8).
        needed: votes that choose an option, of this number cast.
        counted: person -> choice -> votes that count.
        warning: one person alone was let vote (docs/law/readings/sole-attendee.md).
    """

    outcome: ChoiceOutcome
    chosen: str
    run_off: tuple[str, ...]
    tied: tuple[str, ...]
    votes: Mapping[str, int]
    abstained: int
    blank: int
    cast: int
    needed: int
    reductions: tuple[Reduction, ...]
    counted: Mapping[str, Mapping[str, int]]
    warning: bool


@cites(CC_3_87_7, CC_3_87_8)
def choose(ballots: Sequence[OptionBallot], others_present: Mapping[str, int], options: Sequence[str]) -> ChoiceCount:
    """Count a vote between options; give the two of a run-off as `options` to count the run-off.

    Args:
        ballots: one per lot, of those who may vote on the item.
        others_present: votes present that cast no ballot, by person.
        options: those put to the vote, two to nine of `OPTIONS`, each once.

    Raises:
        ValueError: the options are not such a list, or a ballot names one that was not put.

    >>> three = (("Ann", 3, "option_1"), ("Bart", 2, "option_2"), ("Cis", 2, "option_2"))
    >>> choose([OptionBallot(*each) for each in three], {}, OPTIONS[:2]).chosen
    'option_2'
    """
    _check(ballots, options)
    left = reduced(ballots, others_present)
    votes = {option: left.votes(option) for option in options}
    outcome, named = _judge(votes)
    return ChoiceCount(
        outcome=outcome,
        chosen=named[0] if outcome is ChoiceOutcome.CHOSEN else "",
        run_off=named if outcome is ChoiceOutcome.RUN_OFF else (),
        tied=named if outcome in (ChoiceOutcome.TIE, ChoiceOutcome.TIE_FOR_RUN_OFF) else (),
        votes=votes,
        abstained=left.votes(ABSTAIN),
        blank=left.votes(BLANK),
        cast=sum(votes.values()),
        needed=needed(sum(votes.values()), Majority.ABSOLUTE),
        reductions=left.reductions,
        counted=left.counted,
        warning=left.warning,
    )


def _judge(votes: Mapping[str, int]) -> tuple[ChoiceOutcome, tuple[str, ...]]:
    """Return what follows from the votes, with the options it is about, the highest first."""
    ranked = sorted(votes, key=lambda option: (-votes[option], option))
    cast, most = sum(votes.values()), votes[ranked[0]]
    if cast == 0:
        return ChoiceOutcome.NO_VOTE, ()
    if is_carried(Tally(most, cast - most), Majority.ABSOLUTE):
        return ChoiceOutcome.CHOSEN, (ranked[0],)
    if len(ranked) == IN_RUN_OFF:
        return ChoiceOutcome.TIE, tuple(ranked)
    last = votes[ranked[IN_RUN_OFF - 1]]
    if votes[ranked[IN_RUN_OFF]] == last:
        return ChoiceOutcome.TIE_FOR_RUN_OFF, tuple(option for option in ranked if votes[option] == last)
    return ChoiceOutcome.RUN_OFF, tuple(ranked[:IN_RUN_OFF])


def _check(ballots: Sequence[OptionBallot], options: Sequence[str]) -> None:
    if len(options) < FEWEST or len(set(options)) < len(options) or not set(options) <= set(OPTIONS):
        raise ValueError(f"a choice is between two to nine options, each once: {', '.join(OPTIONS)}")
    for ballot in ballots:
        if ballot.choice not in (*options, ABSTAIN, BLANK):
            raise ValueError(f"{ballot.choice} is not put to the vote; name one of {', '.join(options)}")
