"""A unanimous decision in writing, without meeting (art. 3.87 §11).

All members of the association say yes in writing; one no, or one silence, and there is no decision. Decisions that need
an authentic deed are taken in assembly only. A joint lot has no vote until its holders designate who casts it, so it
is asked to do that first (art. 3.87 §1). Which decisions need a deed: docs/law/readings/written-decision.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.assemblies.decision_kinds import CHANGE_OF_SHARES, kind_of
from koprogo.rules.texts import CC_3_87_1, CC_3_87_11

# fmt: off
AUTHENTIC_DEED = frozenset({
    "statutes_enjoyment_use_administration_of_common_parts", "other_statute_change_incl_charge_apportionment",
    "change_destination_of_building_or_part", "acquire_immovables_to_become_common", "dispose_of_common_immovables",
    "create_partial_association", "create_partial_association_without_personality", "divide_or_merge_lots",
    "change_of_shares", CHANGE_OF_SHARES, "dissolution_of_ACP",
})
"""Kinds whose effect is a change of the base deed or the by-laws, a transfer of immovables or the end of the association."""
# fmt: on


class WrittenOutcome(StrEnum):
    """Where a decision in writing stands."""

    NEEDS_ASSEMBLY = "needs_assembly"
    """It needs an authentic deed: it cannot be taken in writing."""
    NEEDS_DESIGNATION = "needs_designation"
    """Joint lots have nobody who votes for them: their holders designate somebody first."""
    OPEN = "open"
    """Nobody said no, some have not answered yet."""
    CARRIED = "carried"
    REJECTED = "rejected"
    """Somebody said no, or was silent until the last day."""


class Answer(StrEnum):
    """What a lot answered in writing."""

    FOR = "for"
    AGAINST = "against"
    NONE = "none"


@dataclass(frozen=True)
class AskedLot:
    """One lot: its shares, and what who votes for it answered last; `suspended` when nobody may vote for it yet."""

    lot: str
    shares: int
    answer: Answer = Answer.NONE
    suspended: bool = False


@dataclass(frozen=True)
class Written:
    """The outcome, with the lots it still hangs on; shares are of the base deed.

    Attributes:
        waiting: lots with a vote that have not answered.
        against: lots that said no.
        suspended: lots whose holders have yet to designate somebody.
    """

    outcome: WrittenOutcome
    in_favour: int
    total: int
    waiting: tuple[str, ...]
    against: tuple[str, ...]
    suspended: tuple[str, ...]


@cites(CC_3_87_1, CC_3_87_11)
def written(lots: Sequence[AskedLot], kind: str, *, over: bool = False) -> Written:
    """Say where a decision in writing stands.

    Args:
        lots: every lot of the building; those without a share have no vote and are not waited for.
        kind: a kind of `decision_kinds.csv`.
        over: the last day to answer has passed, so silence is no longer waited for.

    Raises:
        ValueError: an unknown kind, a negative share, or a suspended lot that answered.

    >>> written([AskedLot("A", 600, Answer.FOR), AskedLot("B", 400)], "works_on_common_parts").outcome
    <WrittenOutcome.OPEN: 'open'>
    """
    if any(each.shares < 0 or (each.suspended and each.answer is not Answer.NONE) for each in lots):
        raise ValueError("shares are counted from 0 upwards, and nobody answers for a suspended lot")
    voting = [each for each in lots if each.shares]
    suspended = tuple(each.lot for each in voting if each.suspended)
    against = tuple(each.lot for each in voting if each.answer is Answer.AGAINST)
    waiting = tuple(each.lot for each in voting if each.answer is Answer.NONE and not each.suspended)
    return Written(
        outcome=_outcome(may_be_written(kind), against, suspended, waiting, over=over, asked=bool(voting)),
        in_favour=sum(each.shares for each in voting if each.answer is Answer.FOR),
        total=sum(each.shares for each in voting),
        waiting=waiting,
        against=against,
        suspended=suspended,
    )


def _outcome(
    allowed: bool,
    against: tuple[str, ...],
    suspended: tuple[str, ...],
    waiting: tuple[str, ...],
    *,
    over: bool,
    asked: bool,
) -> WrittenOutcome:
    if not allowed:
        return WrittenOutcome.NEEDS_ASSEMBLY
    if against or not asked or (over and (waiting or suspended)):
        return WrittenOutcome.REJECTED
    if suspended:
        return WrittenOutcome.NEEDS_DESIGNATION
    return WrittenOutcome.OPEN if waiting else WrittenOutcome.CARRIED


@cites(CC_3_87_11)
def may_be_written(kind: str) -> bool:
    """Say whether a kind of decision may be taken in writing: not when it needs an authentic deed.

    Raises:
        ValueError: an unknown kind.

    >>> may_be_written("works_on_common_parts"), may_be_written("divide_or_merge_lots")
    (True, False)
    """
    return kind_of(kind).name not in AUTHENTIC_DEED
