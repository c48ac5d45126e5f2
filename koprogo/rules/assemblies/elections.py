"""An election: for which posts one may stand, who may, and into how many votes it falls.

The chair is a co-owner (art. 3.87 §5); whoever votes for a lot is one here. A member of the council holds a right on a
lot and has a vote (art. 3.90 §3), the auditor need not (art. 3.91), and the syndic is neither of the two (art. 3.89 §9).
Nobody is put to the vote without having agreed.

A post for one that several stand for is a choice between them, by an absolute majority (`choice.py`), in a vote of its
own. All posts without a contest are one vote, for or against.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import Source, cites
from koprogo.rules.texts import CC_3_87_5, CC_3_87_8, CC_3_89_9, CC_3_90_3, CC_3_91


class Post(StrEnum):
    """What somebody stands for."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    TELLER = "teller"
    COUNCIL = "council"
    SYNDIC = "syndic"
    AUDITOR = "auditor"


# fmt: off
POSTS: Mapping[str, tuple[Post, ...]] = MappingProxyType({
    "elect_bureau":                         (Post.CHAIR, Post.SECRETARY, Post.TELLER),
    "elect_council_member":                 (Post.COUNCIL,),
    "appoint_or_renew_syndic":              (Post.SYNDIC,),
    "appoint_provisional_or_deputy_syndic": (Post.SYNDIC,),
    "appoint_auditor":                      (Post.AUDITOR,),
})
"""The posts that a kind of decision fills; every other kind elects nobody."""
SEVERAL = frozenset({Post.TELLER})
"""Posts that several people hold together: those who stand for them do not stand against each other."""
OF_THE_EVENING = frozenset({Post.CHAIR, Post.SECRETARY, Post.TELLER})
"""Posts that last as long as the assembly."""
MAY_BE_OUTSIDE = frozenset({Post.SYNDIC, Post.AUDITOR})
"""Posts for a person or a firm that the association does not know yet."""
# fmt: on


class Bar(StrEnum):
    """Why somebody may not stand."""

    NOT_A_CO_OWNER = "not_a_co_owner"
    NO_VOTE = "no_vote"
    IS_SYNDIC = "is_syndic"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Standing:
    """What matters of somebody who wants to stand.

    Attributes:
        is_known: the association knows her: a co-owner, who acts for one, who works for the syndic.
        votes: she votes for a lot of this assembly, her own or a joint one that designated her.
        is_syndic: she works for the syndic of this association, or is the syndic.
    """

    is_known: bool = True
    votes: bool = False
    is_syndic: bool = False


@dataclass(frozen=True)
class Ballot:
    """One vote of an election: on which posts; `is_choice` between those who stand for the one post, else for or against."""

    posts: tuple[Post, ...]
    is_choice: bool


@cites(CC_3_87_5, CC_3_89_9, CC_3_90_3, CC_3_91)
def bar_of(post: Post, standing: Standing) -> tuple[Bar, Source | None] | None:
    """Return why somebody may not stand for a post, with the article where there is one; None when she may.

    >>> bar_of(Post.CHAIR, Standing(votes=False))[0]
    <Bar.NOT_A_CO_OWNER: 'not_a_co_owner'>
    >>> bar_of(Post.AUDITOR, Standing(is_known=False)) is None
    True
    """
    if not standing.is_known and post not in MAY_BE_OUTSIDE:
        return Bar.NOT_KNOWN, None
    if post is Post.CHAIR and not standing.votes:
        return Bar.NOT_A_CO_OWNER, CC_3_87_5
    if post is Post.COUNCIL and not standing.votes:
        return Bar.NO_VOTE, CC_3_90_3
    if post in (Post.COUNCIL, Post.AUDITOR) and standing.is_syndic:
        return Bar.IS_SYNDIC, CC_3_89_9
    return None


@cites(CC_3_87_8, CC_3_90_3)
def votes_of(standing: Mapping[Post, int], posts: Sequence[Post]) -> tuple[Ballot, ...]:
    """Return the votes into which an election falls, contested posts first, each alone; none while nobody stands.

    Args:
        standing: how many stand for each post, having agreed to.
        posts: the posts that are to be filled, in their order.

    >>> [vote.posts for vote in votes_of({Post.CHAIR: 2, Post.TELLER: 2}, (Post.CHAIR, Post.TELLER))]
    [(<Post.CHAIR: 'chair'>,), (<Post.TELLER: 'teller'>,)]
    >>> votes_of({Post.CHAIR: 1, Post.SECRETARY: 1}, (Post.CHAIR, Post.SECRETARY))[0].is_choice
    False
    """
    if min(standing.values(), default=0) < 0:
        raise ValueError("those who stand are counted from 0 upwards")
    contested = [post for post in posts if post not in SEVERAL and standing.get(post, 0) > 1]
    plain = tuple(post for post in posts if post not in contested and standing.get(post, 0))
    return (
        *(Ballot((post,), is_choice=True) for post in contested),
        *((Ballot(plain, is_choice=False),) if plain else ()),
    )
