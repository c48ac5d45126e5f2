"""Who may stand for what, and into how many votes an election falls."""

import pytest

from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.assemblies.elections import POSTS, Ballot, Bar, Post, Standing, bar_of, votes_of

CHAIR, SECRETARY, TELLER, COUNCIL, SYNDIC, AUDITOR = Post
OWNER = Standing(votes=True)
STAFF = Standing(is_syndic=True)
OUTSIDER = Standing(is_known=False)


@pytest.mark.parametrize(
    ("post", "who", "bar", "article"),
    [
        (CHAIR, OWNER, None, ""),  # art. 3.87 §5: a co-owner chairs
        (CHAIR, STAFF, Bar.NOT_A_CO_OWNER, "3.87 §5"),
        (CHAIR, Standing(votes=True, is_syndic=True), None, ""),  # a syndic who owns a lot is a co-owner
        (SECRETARY, STAFF, None, ""),
        (TELLER, Standing(), None, ""),
        (TELLER, OUTSIDER, Bar.NOT_KNOWN, ""),
        (COUNCIL, OWNER, None, ""),
        (COUNCIL, Standing(), Bar.NO_VOTE, "3.90 §3"),
        (COUNCIL, Standing(votes=True, is_syndic=True), Bar.IS_SYNDIC, "3.89 §9"),
        (AUDITOR, OUTSIDER, None, ""),  # art. 3.91: a co-owner or not
        (AUDITOR, STAFF, Bar.IS_SYNDIC, "3.89 §9"),
        (SYNDIC, OUTSIDER, None, ""),
        (SYNDIC, STAFF, None, ""),
    ],
)
def test_who_may_stand(post, who, bar, article):
    found = bar_of(post, who)
    assert (found[0] if found else None) == bar
    assert (found[1].article if found and found[1] else "") == article


@pytest.mark.parametrize(
    ("standing", "votes"),
    [
        ({}, ()),
        ({CHAIR: 1}, (Ballot((CHAIR,), False),)),
        ({CHAIR: 1, SECRETARY: 1, TELLER: 3}, (Ballot((CHAIR, SECRETARY, TELLER), False),)),
        ({CHAIR: 2, SECRETARY: 1}, (Ballot((CHAIR,), True), Ballot((SECRETARY,), False))),
        ({SECRETARY: 2, CHAIR: 3}, (Ballot((CHAIR,), True), Ballot((SECRETARY,), True))),
        ({TELLER: 2}, (Ballot((TELLER,), False),)),  # tellers sit together
    ],
)
def test_into_how_many_votes_an_election_falls(standing, votes):
    assert votes_of(standing, POSTS["elect_bureau"]) == votes


def test_numbers_below_nought_are_our_own_mistake():
    with pytest.raises(ValueError, match="upwards"):
        votes_of({CHAIR: -1}, (CHAIR,))


def test_each_kind_that_elects_is_in_the_table_of_the_law():
    assert set(POSTS) <= set(KINDS)
