"""Proxies: who may carry another's votes, and how many (art. 3.87 §7).

A proxy-holder need not be a co-owner. At most three proxies, unless the holder's own votes and those of all givers
together are at most one tenth of the votes of *all* lots, present or not. The syndic never holds a proxy, though he
votes for his own lot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from koprogo.core.sources import Source, cites
from koprogo.rules.texts import CC_3_87_7

MOST_PROXIES = 3
MORE_WITHIN = Fraction(1, 10)


class ProxyReason(StrEnum):
    """Why a proxy is accepted or refused."""

    WITHIN_NUMBER = "within_number"
    WITHIN_TENTH = "within_tenth"
    HOLDER_IS_SYNDIC = "holder_is_syndic"
    HOLDER_IS_GIVER = "holder_is_giver"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class ProxyAnswer:
    """Whether a proxy may be added to what the holder has.

    Attributes:
        number: proxies the holder would have, this one included.
        together: own votes and those of all givers, this one included.
        most_together: votes that `together` may reach when there are more than three proxies.
    """

    accepted: bool
    reason: ProxyReason
    number: int
    together: int
    most_together: int
    source: Source = CC_3_87_7


@cites(CC_3_87_7)
def accept(
    *,
    building_shares: int,
    holder_own: int,
    held: Sequence[int],
    offered: int,
    holder_is_syndic: bool = False,
    holder_is_giver: bool = False,
) -> ProxyAnswer:
    """Say whether the holder may also carry the votes offered; first come, first accepted.

    Args:
        building_shares: votes of all lots of the base deed.
        holder_own: votes of the holder's own lots; 0 for an outsider.
        held: votes of each proxy already accepted; one entry per giver, all her lots together.
        offered: votes of the giver who asks now.

    >>> accept(building_shares=1000, holder_own=10, held=[20, 30, 20], offered=20).reason
    <ProxyReason.WITHIN_TENTH: 'within_tenth'>
    """
    if building_shares < 1 or min([holder_own, offered, *held]) < 0:
        raise ValueError("votes are counted from 0 upwards, and a building has at least one")
    number, together = len(held) + 1, holder_own + sum(held) + offered
    if together > building_shares and not holder_is_giver:
        raise ValueError(f"nobody carries {together} of {building_shares} votes")
    most_together = int(building_shares * MORE_WITHIN)
    if holder_is_syndic:
        reason = ProxyReason.HOLDER_IS_SYNDIC
    elif holder_is_giver:
        reason = ProxyReason.HOLDER_IS_GIVER
    elif number <= MOST_PROXIES:
        reason = ProxyReason.WITHIN_NUMBER
    elif together <= most_together:
        reason = ProxyReason.WITHIN_TENTH
    else:
        reason = ProxyReason.TOO_MANY
    accepted = reason in (ProxyReason.WITHIN_NUMBER, ProxyReason.WITHIN_TENTH)
    return ProxyAnswer(accepted, reason, number, together, most_together)


@cites(CC_3_87_7)
def still_accepted(
    *, building_shares: int, holder_own: int, given: Sequence[int], holder_is_syndic: bool = False
) -> list[ProxyAnswer]:
    """Judge again, when the holder votes, every proxy in her hands, in the order in which they were given.

    One that falls leaves room for those after it. Her own votes, or a proxy she takes over as a substitute, may have
    changed since they were given.

    >>> [each.accepted for each in still_accepted(building_shares=1000, holder_own=90, given=[10, 20, 30, 5])]
    [True, True, True, False]
    """
    answers: list[ProxyAnswer] = []
    held: list[int] = []
    for offered in given:
        answer = accept(
            building_shares=building_shares,
            holder_own=holder_own,
            held=held,
            offered=offered,
            holder_is_syndic=holder_is_syndic,
        )
        answers.append(answer)
        if answer.accepted:
            held.append(offered)
    return answers
