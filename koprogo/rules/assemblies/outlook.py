"""Outlook: with the attendance expected, can a point of the agenda pass at all, and what is missing?

Whole shares and one fraction, the part of the building expected to come; nothing is estimated about how people vote.
What cannot pass is seen while drafting: a unanimity that absence or a joint lot without a representative defeats, a
quorum that is out of reach, nobody who may vote. What can pass is given with the votes it needs, and with the owners who
can stop it alone: after the ceiling of art. 3.87 §7, half the room against is a tie, and a tie is a rejection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from koprogo.core.sources import cites
from koprogo.rules.assemblies.majorities import Majority, Tally, is_carried, needed, unanimity_base
from koprogo.rules.assemblies.quorum import Attendance, QuorumAnswer, Session, quorum
from koprogo.rules.assemblies.voting_power import ceiling
from koprogo.rules.texts import CC_3_87_5, CC_3_87_7, CC_3_87_8, CC_3_88_3, CC_3_88_4


class Missing(StrEnum):
    """What keeps a point from passing even if everyone present agrees."""

    VOTERS = "voters"
    """No lot may vote on it: all are excluded, suspended or outside its key."""
    QUORUM = "quorum"
    ABSENT = "absent"
    """Unanimity is of all, and some will not be there; at a retry (art. 3.88 §4) those present suffice."""
    DESIGNATION = "designation"
    """Unanimity is of all, and joint lots have nobody to say yes (art. 3.87 §1)."""
    EXCLUDED = "excluded"
    """Unanimity is of all, and a person with a conflict of interest may not say yes (art. 3.87 §9)."""


@dataclass(frozen=True)
class OutlookLot:
    """One lot of the building.

    Attributes:
        owner: her head, the same for all her lots.
        shares: of the base deed, for the quorum.
        votes: on this point: its shares, or its weight in the point's key; 0 when the key does not concern it.
        suspended: a joint lot without a representative; excluded: a conflict of interest.
    """

    lot: str
    owner: str
    shares: int
    votes: int
    suspended: bool = False
    excluded: bool = False

    def __post_init__(self) -> None:
        if min(self.shares, self.votes) < 0:
            raise ValueError("shares and votes are counted from 0 upwards")


@dataclass(frozen=True)
class Outlook:
    """What an expected attendance lets a point come to.

    Attributes:
        can_pass: it is carried when everyone expected says yes.
        missing: why it cannot; empty when it can.
        missing_votes: votes that cannot say yes although unanimity asks them; 0 otherwise.
        present_votes: votes expected, of `all_votes` that may be cast on it.
        needed: votes in favour that carry it when everyone expected votes for or against.
        blockers: owners whose votes alone reject it when everyone else expected says yes, the largest first; at
            unanimity everyone is one, so nobody is named.
        quorum: the quorum of the expected attendance, heads and shares in the same part.
    """

    can_pass: bool
    missing: tuple[Missing, ...]
    missing_votes: int
    present_votes: int
    all_votes: int
    needed: int
    blockers: tuple[str, ...]
    quorum: QuorumAnswer


@cites(CC_3_87_5, CC_3_87_7, CC_3_87_8, CC_3_88_3, CC_3_88_4)
def outlook(
    lots: Sequence[OutlookLot],
    majority: Majority,
    attendance: Fraction,
    *,
    session: Session = Session.FIRST,
    retry: bool = False,
) -> Outlook:
    """Say whether a point can pass when a part of the building comes.

    Args:
        lots: every lot of the building, with those that may not vote on the point.
        attendance: the part of heads, shares and votes expected, 0 to 1; parts of a head or a vote are dropped.
        retry: the new meeting of art. 3.88 §4, where those present or represented must all say yes.

    Raises:
        ValueError: an attendance beyond 0 to 1, or a building without a share.

    >>> lots = [OutlookLot("A", "Ann", 600, 600), OutlookLot("B", "Bart", 400, 400)]
    >>> outlook(lots, Majority.UNANIMITY, Fraction(9, 10)).missing
    (<Missing.ABSENT: 'absent'>,)
    """
    if not 0 <= attendance <= 1:
        raise ValueError("the part expected lies between 0 and 1")
    owned = _owned([each for each in lots if not each.suspended and not each.excluded])
    all_votes = sum(owned.values())
    present = int(all_votes * attendance)
    reached = _quorum(lots, attendance, session)
    unanimous = majority is Majority.UNANIMITY
    base = _base(lots, present, retry=retry) if unanimous else 0
    missing = _missing(lots, all_votes, present, reached, of_all=unanimous and not retry)
    return Outlook(
        can_pass=not missing,
        missing=tuple(missing),
        missing_votes=max(base - present, 0),
        present_votes=present,
        all_votes=all_votes,
        needed=max(base, 1) if unanimous else needed(present, majority),
        blockers=_blockers(owned, present, majority),
        quorum=reached,
    )


def _owned(lots: Sequence[OutlookLot]) -> dict[str, int]:
    """Add up each owner's votes, without those who have none."""
    owned: dict[str, int] = {}
    for each in lots:
        if each.votes:
            owned[each.owner] = owned.get(each.owner, 0) + each.votes
    return owned


def _quorum(lots: Sequence[OutlookLot], attendance: Fraction, session: Session) -> QuorumAnswer:
    """Judge the quorum as if the same part of the heads and of the shares came; a suspended lot is not represented."""
    heads, shares = len({each.owner for each in lots}), sum(each.shares for each in lots)
    can_come = [each for each in lots if not each.suspended]
    return quorum(
        Attendance(
            owners=heads,
            owners_present=int(len({each.owner for each in can_come}) * attendance),
            shares=shares,
            shares_present=int(sum(each.shares for each in can_come) * attendance),
        ),
        session,
    )


def _base(lots: Sequence[OutlookLot], present: int, *, retry: bool) -> int:
    return unanimity_base(max(sum(each.votes for each in lots), 1), second_meeting=retry, present_shares=present)


def _missing(
    lots: Sequence[OutlookLot], all_votes: int, present: int, reached: QuorumAnswer, *, of_all: bool
) -> list[Missing]:
    found = [] if reached.reached else [Missing.QUORUM]
    if all_votes == 0:
        return [*found, Missing.VOTERS]
    if of_all:
        found += [Missing.ABSENT] if present < all_votes else []
        found += [Missing.DESIGNATION] if any(each.suspended and each.votes for each in lots) else []
        found += [Missing.EXCLUDED] if any(each.excluded and each.votes for each in lots) else []
    elif present == 0 and reached.reached:
        found.append(Missing.VOTERS)
    return found


def _blockers(owned: dict[str, int], present: int, majority: Majority) -> tuple[str, ...]:
    """Return who rejects it alone, everyone else expected saying yes; nobody is alone in a room of her own."""
    if majority is Majority.UNANIMITY:
        return ()
    found = []
    for owner, votes in owned.items():
        others = max(present - votes, 0)
        against = min(votes, ceiling(votes + others, votes))
        if others and not is_carried(Tally(others, against), majority):
            found.append(owner)
    return tuple(sorted(found, key=lambda owner: (-owned[owner], owner)))
