"""What may be asked, of whom, until when, and what answers it: each line on both sides."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.community.survey import (
    DECIDES,
    LONGEST,
    LONGEST_WORDS,
    MOST_OPTIONS,
    OWNERSHIP,
    SHORTEST,
    Answer,
    Asked,
    Audience,
    Closing,
    Kind,
    closing,
    decides,
    has_options,
    is_answer,
    is_asked,
    is_over,
    places_of,
)
from koprogo.rules.ownership.rights import Right

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KINDS = st.sampled_from(list(Kind))
PLACES = st.lists(st.integers(-2, 12), max_size=12).map(tuple)


def test_only_the_assembly_and_everybody_in_writing_decide():
    assert {asked for asked in Asked if decides(asked)} == {Asked.ASSEMBLY, Asked.IN_WRITING}
    assert {asked: source and source.article for asked, source in DECIDES.items()} == {
        Asked.ASSEMBLY: "3.87 §1",
        Asked.IN_WRITING: "3.87 §11",
        Asked.OPINION_POLL: None,
        Asked.SURVEY: None,
    }


def test_what_counts_as_ownership_is_a_right_we_know():
    assert {Right(each) for each in OWNERSHIP} == {
        Right.FULL,
        Right.UNDIVIDED,
        Right.BARE_OWNERSHIP,
        Right.USUFRUCT_OR_BARE,
    }


@pytest.mark.parametrize("right", Right)
def test_everybody_with_a_right_is_asked_and_a_group_asks_its_own(right):
    for in_group in (True, False):
        assert is_asked(Audience.RIGHTS, right, in_group=in_group)
        assert is_asked(Audience.GROUP, right, in_group=in_group) is in_group
        assert is_asked(Audience.OWNERS, right, in_group=in_group) is (right in OWNERSHIP)


@pytest.mark.parametrize(
    ("left", "found"),
    [
        (SHORTEST, Closing.IN_TIME),
        (SHORTEST - MINUTE, Closing.TOO_SOON),
        (-MINUTE, Closing.TOO_SOON),
        (LONGEST, Closing.IN_TIME),
        (LONGEST + MINUTE, Closing.TOO_LATE),
    ],
)
def test_an_hour_to_half_a_year(left, found):
    assert closing(NOW, NOW + left) is found


def test_at_its_minute_it_is_over():
    assert not is_over(NOW, NOW + MINUTE)
    assert is_over(NOW, NOW) and is_over(NOW + MINUTE, NOW)


@pytest.mark.parametrize(
    ("kind", "options", "answer", "fits"),
    [
        (Kind.YES_NO, 0, Answer((0,)), True),
        (Kind.YES_NO, 0, Answer((2,)), False),
        (Kind.YES_NO, 0, Answer(()), False),
        (Kind.YES_NO, 0, Answer((0, 1)), False),
        (Kind.YES_NO, 0, Answer((0,), "because"), False),
        (Kind.ONE, 3, Answer((2,)), True),
        (Kind.ONE, 3, Answer((3,)), False),
        (Kind.ONE, 3, Answer((-1,)), False),
        (Kind.SEVERAL, 3, Answer((0, 1, 2)), True),
        (Kind.SEVERAL, 3, Answer((1, 1)), False),
        (Kind.SEVERAL, 3, Answer(()), False),
        (Kind.RATING, 0, Answer((4,)), True),
        (Kind.RATING, 0, Answer((5,)), False),
        (Kind.TEXT, 0, Answer((), "Yes, with a lock."), True),
        (Kind.TEXT, 0, Answer((), "   "), False),
        (Kind.TEXT, 0, Answer((0,), "Yes"), False),
        (Kind.TEXT, 0, Answer((), "x" * LONGEST_WORDS), True),
        (Kind.TEXT, 0, Answer((), "x" * (LONGEST_WORDS + 1)), False),
    ],
)
def test_what_answers_a_survey(kind, options, answer, fits):
    assert is_answer(kind, options, answer) is fits


@given(KINDS, st.integers(0, MOST_OPTIONS), PLACES)
def test_an_answer_never_names_a_place_that_is_not_there(kind, options, places):
    if is_answer(kind, options, Answer(places)):
        assert all(0 <= place < places_of(kind, options) for place in places)
        assert len(set(places)) == len(places) >= 1


@pytest.mark.parametrize(
    ("kind", "options", "fits"),
    [
        (Kind.ONE, ["a", "b"], True),
        (Kind.ONE, ["a"], False),
        (Kind.ONE, [], False),
        (Kind.SEVERAL, [str(n) for n in range(MOST_OPTIONS)], True),
        (Kind.SEVERAL, [str(n) for n in range(MOST_OPTIONS + 1)], False),
        (Kind.SEVERAL, ["a", "b", "a"], False),
        (Kind.YES_NO, [], True),
        (Kind.YES_NO, ["a", "b"], False),
        (Kind.TEXT, [], True),
        (Kind.RATING, ["a", "b"], False),
    ],
)
def test_only_a_choice_has_options_two_to_ten_different_ones(kind, options, fits):
    assert has_options(kind, options) is fits
