"""What the answers say: ties are ties, marks have a mean, and nothing is shown that would tell who said it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.community.survey import Answer, Kind
from koprogo.rules.community.survey_result import COMPARED, counted, may_be_shown, result, tenths

COUNTS = st.lists(st.integers(0, 40), min_size=2, max_size=10)


@pytest.mark.parametrize(
    ("kind", "counts", "leaders"),
    [
        (Kind.YES_NO, (3, 2), (0,)),
        (Kind.YES_NO, (2, 2), (0, 1)),
        (Kind.ONE, (0, 0, 0), ()),
        (Kind.ONE, (0, 1, 0), (1,)),
        (Kind.SEVERAL, (4, 1, 4, 4), (0, 2, 3)),
        (Kind.RATING, (0, 0, 0, 2, 2), ()),
        (Kind.TEXT, (), ()),
    ],
)
def test_what_was_given_most_often(kind, counts, leaders):
    found = result(kind, counts, sum(counts))
    assert found.leaders == leaders
    assert found.is_tie is (len(leaders) > 1)


@given(st.sampled_from(sorted(COMPARED)), COUNTS)
def test_no_other_answer_was_given_as_often_as_the_leaders(kind, counts):
    found = result(kind, counts, sum(counts))
    assert bool(found.leaders) is any(counts)
    for place, count in enumerate(counts):
        assert (place in found.leaders) is (count == max(counts) and count > 0)


@given(st.sampled_from(sorted(COMPARED)), COUNTS, st.data())
def test_the_order_of_the_answers_changes_nothing_but_their_places(kind, counts, data):
    order = data.draw(st.permutations(range(len(counts))))
    turned = result(kind, [counts[place] for place in order], sum(counts))
    assert {order[place] for place in turned.leaders} == set(result(kind, counts, sum(counts)).leaders)


@given(st.lists(st.lists(st.integers(0, 5), unique=True, max_size=6).map(tuple), max_size=30))
def test_every_answer_is_counted_once(chosen):
    counts = counted([Answer(places) for places in chosen], 6)
    assert sum(counts) == sum(map(len, chosen))
    assert max(counts) <= len(chosen)


def test_the_mean_of_marks_lies_between_one_and_five():
    assert result(Kind.RATING, (0, 0, 0, 0, 0), 0).mean is None
    assert result(Kind.RATING, (1, 0, 0, 0, 0), 1).mean == 1
    assert result(Kind.RATING, (0, 0, 0, 0, 7), 7).mean == 5
    assert result(Kind.RATING, (1, 0, 0, 0, 1), 2).mean == 3
    assert result(Kind.ONE, (1, 0, 0, 0, 1), 2).mean is None


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5).filter(any))
def test_a_mean_is_rounded_once_and_by_half_a_tenth_at_most(counts):
    mean = result(Kind.RATING, counts, sum(counts)).mean
    assert 1 <= mean <= 5
    assert -Fraction(1, 20) < Fraction(tenths(mean), 10) - mean <= Fraction(1, 20)


@pytest.mark.parametrize(("mean", "shown"), [(Fraction(1), 10), (Fraction(73, 20), 37), (Fraction(11, 3), 37)])
def test_half_a_tenth_goes_upwards(mean, shown):
    assert tenths(mean) == shown


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("answered", [0, 1, 2, 3, 50])
def test_with_names_everything_is_shown_without_only_enough_and_only_afterwards(is_open, answered):
    assert may_be_shown(is_anonymous=False, is_open=is_open, answered=answered)
    assert may_be_shown(is_anonymous=True, is_open=is_open, answered=answered) is (not is_open and answered >= 3)
