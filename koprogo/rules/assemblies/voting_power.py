"""The ceiling on votes: nobody votes for more than the others present or represented together (art. 3.87 §7).

It holds for own votes and proxies alike. The ceiling of one person is the sum of what the *others* carry, before any
reduction; what exceeds it is lost, nobody else is recalculated, and the assembly stays valid.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_7


@dataclass(frozen=True)
class VotingPower:
    """Votes each person counts for. `warning`: one person alone was let vote (docs/law/readings/sole-attendee.md)."""

    counted: Mapping[str, int]
    warning: bool = False


@cites(CC_3_87_7)
def voting_power(carried: Mapping[str, int]) -> VotingPower:
    """Return how many votes each person present counts for.

    Args:
        carried: votes each person present carries, own and by proxy, of everyone who may vote on the item. Whoever is
            excluded from it, for a conflict of interest or because the charge is not hers, is not in the map.

    The ceiling of a sole attendee would be 0; she counts in full, with the warning. A person who carries nothing is
    nobody's fellow voter.

    >>> voting_power({"Ann": 600, "Bart": 150, "Chloé": 250}).counted
    {'Ann': 400, 'Bart': 150, 'Chloé': 250}
    """
    if any(votes < 0 for votes in carried.values()):
        raise ValueError("votes are counted from 0 upwards")
    if is_sole_attendee(carried):
        return VotingPower(dict(carried), warning=True)
    everyone = sum(carried.values())
    return VotingPower({person: min(votes, ceiling(everyone, votes)) for person, votes in carried.items()})


@cites(CC_3_87_7)
def ceiling(everyone: int, own: int) -> int:
    """Return the most votes one person may vote for: what the others carry, unreduced.

    Args:
        everyone: all votes in the room, hers included.
        own: what she carries herself, cast or not.
    """
    return everyone - own


def is_sole_attendee(carried: Mapping[str, int]) -> bool:
    """Say whether one person alone carries every vote in the room."""
    return sum(votes > 0 for votes in carried.values()) == 1
