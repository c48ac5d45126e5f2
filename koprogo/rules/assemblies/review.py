"""A correction of attendance held against a frozen result: what the round would have given (art. 3.87 §§7–8).

Majorities are counted over those present at the moment of the vote. When it turns out later that somebody was not there,
was there, or was represented by another, the round is counted again over the corrected room: the ballot of a lot that
nobody, or somebody else, carried at that moment falls out, and the ceilings follow the new room. A result that changes
is not edited; the item is voted in a second round.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from koprogo.core.sources import cites
from koprogo.rules.assemblies.majorities import Majority
from koprogo.rules.assemblies.tally import Ballot, Choice, Count, count
from koprogo.rules.texts import CC_3_87_7, CC_3_87_8

Person = TypeVar("Person")


@dataclass(frozen=True)
class BaseLot:
    """A lot that may vote on the item, as it stood when the round was closed.

    Attributes:
        votes: its shares, or its weight in the item's key.
        owner: who votes for it when nobody carries it by proxy.
        carrier: who carried it at that moment, owner or proxy-holder; empty when it was absent.
        choice: its ballot; None when it cast none.
    """

    lot: str
    votes: int
    owner: str
    carrier: str = ""
    choice: Choice | None = None

    def __post_init__(self) -> None:
        if self.choice is not None and not self.carrier:
            raise ValueError(f"lot {self.lot} has a ballot, so somebody carried it")


@dataclass(frozen=True)
class Review:
    """The round as frozen and as it would be.

    Attributes:
        fell_out: lots whose ballots no longer count; came_in: lots now present that cast none.
        would_change: carried becomes rejected or the other way round; a second round is due.
        counts_differ: some figure of the minutes would be another, even if the result stands.
    """

    before: Count
    after: Count
    fell_out: tuple[str, ...]
    came_in: tuple[str, ...]
    would_change: bool
    counts_differ: bool


@cites(CC_3_87_7, CC_3_87_8)
def review(
    lots: Sequence[BaseLot],
    corrected: Mapping[str, str],
    majority: Majority,
    *,
    unanimity_of: int | None = None,
    unanimity_of_corrected: int | None = None,
) -> Review:
    """Count a frozen round again over the corrected room.

    Args:
        lots: every lot that may vote on the item, present or not.
        corrected: lot -> who carried it at that moment, as we now know; lots absent then are missing or empty.
        unanimity_of: for unanimity only, the shares that must all say yes; `unanimity_of_corrected` when the
            correction changes them (those present, at a retry), else the same.

    Raises:
        ValueError: a corrected lot that may not vote on the item.
    """
    known = {each.lot for each in lots}
    if unknown := sorted(set(corrected) - known):
        raise ValueError(f"{', '.join(unknown)} may not vote on this item")
    now = {each.lot: corrected.get(each.lot, "") for each in lots}
    fell_out = tuple(
        each.lot
        for each in lots
        if each.choice is not None and falls_out(each.carrier, {each.carrier}, {now[each.lot]} - {""})
    )
    came_in = tuple(each.lot for each in lots if not each.carrier and now[each.lot])
    before = _count([(each, each.carrier, True) for each in lots], majority, unanimity_of)
    base = unanimity_of if unanimity_of_corrected is None else unanimity_of_corrected
    after = _count([(each, now[each.lot], each.lot not in fell_out) for each in lots], majority, base)
    return Review(
        before, after, fell_out, came_in,
        would_change=before.carried is not after.carried,
        counts_differ=_figures(before) != _figures(after),
    )  # fmt: skip


@cites(CC_3_87_7, CC_3_87_8)
def falls_out(caster: Person, before: Set[Person], after: Set[Person]) -> bool:
    """Say whether the ballot of a lot no longer counts once the attendance is corrected.

    Whoever cast it had no power to: the giver turns out to have been there, or the caster not. A ballot that a desk
    entered by hand is nobody's press; it falls when nobody carried the lot.

    Args:
        before: who carried the lot at some moment of the vote, as first recorded; after: as we now know.

    >>> falls_out("Piet", {"Piet"}, {"Mia"}), falls_out("the desk", {"Piet"}, {"Mia"})
    (True, False)
    """
    return caster not in after if caster in before else not after


def _count(room: Sequence[tuple[BaseLot, str, bool]], majority: Majority, unanimity_of: int | None) -> Count:
    """Count the lots as carried; the third of each says whether its ballot stands."""
    ballots: list[Ballot] = []
    silent: dict[str, int] = {}
    for each, carrier, stands in room:
        if each.choice is not None and stands:
            ballots.append(Ballot(carrier, each.votes, each.choice, giver="" if carrier == each.owner else each.owner))
        elif carrier:
            silent[carrier] = silent.get(carrier, 0) + each.votes
    return count(ballots, silent, majority, unanimity_of=unanimity_of)


def _figures(counted: Count) -> tuple[int, int, int, int]:
    return counted.in_favour, counted.against, counted.abstained, counted.blank
