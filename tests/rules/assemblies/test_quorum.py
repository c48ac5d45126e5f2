"""Quorum: each of the three tests on its mark and beside it; what is needed agrees with what is reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.quorum import Attendance, QuorumReason, Session, quorum

FIRST, SECOND = Session
HEADS_AND_HALF, THREE_QUARTERS, SECOND_SESSION, NOT_REACHED, NOBODY = QuorumReason


@pytest.mark.parametrize(
    ("owners_present", "owners", "shares_present", "shares", "session", "reason"),
    [
        # more than half of the heads and at least half of the shares
        (6, 10, 500, 1000, FIRST, HEADS_AND_HALF),
        (6, 10, 499, 1000, FIRST, NOT_REACHED),
        (5, 10, 500, 1000, FIRST, NOT_REACHED),
        (5, 9, 500, 1000, FIRST, HEADS_AND_HALF),
        (2, 3, 501, 1001, FIRST, HEADS_AND_HALF),
        (2, 3, 500, 1001, FIRST, NOT_REACHED),
        # strictly more than three quarters of the shares, whatever the heads
        (1, 10, 751, 1000, FIRST, THREE_QUARTERS),
        (1, 10, 750, 1000, FIRST, NOT_REACHED),
        (1, 10, 753, 1003, FIRST, THREE_QUARTERS),
        (1, 10, 752, 1003, FIRST, NOT_REACHED),
        # both: the first reason is named
        (10, 10, 1000, 1000, FIRST, HEADS_AND_HALF),
        # second session: whatever the attendance, as long as there is one
        (1, 40, 3, 1000, SECOND, SECOND_SESSION),
        (0, 40, 0, 1000, SECOND, NOBODY),
        (0, 40, 0, 1000, FIRST, NOBODY),
        (1, 1, 1, 1, FIRST, HEADS_AND_HALF),
    ],
)
def test_quorum(
    owners_present: int, owners: int, shares_present: int, shares: int, session: Session, reason: QuorumReason
) -> None:
    answer = quorum(Attendance(owners, owners_present, shares, shares_present), session)
    assert answer.reason is reason
    assert answer.reached is (reason not in (NOT_REACHED, NOBODY))


@pytest.mark.parametrize(
    ("owners", "shares", "heads", "half", "three_quarters"),
    [(10, 1000, 6, 500, 751), (11, 1001, 6, 501, 751), (1, 1, 1, 1, 1), (60, 10_000, 31, 5000, 7501), (4, 3, 3, 2, 3)],
)
def test_what_each_test_needs(owners: int, shares: int, heads: int, half: int, three_quarters: int) -> None:
    answer = quorum(Attendance(owners, 0, shares, 0), FIRST)
    assert (answer.heads_needed, answer.half_needed, answer.three_quarters_needed) == (heads, half, three_quarters)


@st.composite
def attendances(draw: st.DrawFn) -> Attendance:
    owners, shares = draw(st.integers(1, 2000)), draw(st.integers(1, 10**9))
    return Attendance(owners, draw(st.integers(0, owners)), shares, draw(st.integers(0, shares)))


@given(attendances())
def test_each_test_is_met_exactly_when_what_it_needs_is_there(a: Attendance) -> None:
    answer = quorum(a, FIRST)
    assert answer.heads_ok is (a.owners_present >= answer.heads_needed)
    assert answer.half_ok is (a.shares_present >= answer.half_needed)
    assert answer.three_quarters_ok is (a.shares_present >= answer.three_quarters_needed)
    assert answer.reached is (
        a.owners_present > 0 and ((answer.heads_ok and answer.half_ok) or answer.three_quarters_ok)
    )


@given(attendances(), st.sampled_from(Session))
def test_one_more_present_never_breaks_the_quorum(a: Attendance, session: Session) -> None:
    if not quorum(a, session).reached:
        return
    if a.owners_present < a.owners:
        assert quorum(Attendance(a.owners, a.owners_present + 1, a.shares, a.shares_present), session).reached
    if a.shares_present < a.shares:
        assert quorum(Attendance(a.owners, a.owners_present, a.shares, a.shares_present + 1), session).reached


@given(attendances(), st.integers(1, 1000))
def test_counting_in_other_shares_changes_nothing(a: Attendance, scale: int) -> None:
    larger = Attendance(a.owners, a.owners_present, a.shares * scale, a.shares_present * scale)
    assert quorum(larger, FIRST).reason is quorum(a, FIRST).reason


@given(attendances())
def test_whatever_opens_the_first_session_opens_the_second(a: Attendance) -> None:
    assert quorum(a, FIRST).reached <= quorum(a, SECOND).reached


@pytest.mark.parametrize(
    ("owners", "owners_present", "shares", "shares_present"),
    [(0, 0, 1000, 0), (10, 0, 0, 0), (10, 11, 1000, 500), (10, -1, 1000, 500), (10, 5, 1000, 1001), (10, 5, 1000, -1)],
)
def test_impossible_attendance_is_refused(owners: int, owners_present: int, shares: int, shares_present: int) -> None:
    with pytest.raises(ValueError, match=r"co-owner|shares"):
        Attendance(owners, owners_present, shares, shares_present)
