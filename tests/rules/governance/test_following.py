"""By when a decision is expected, where it stands, when somebody is reminded: each line on both sides."""

from datetime import date, timedelta

import pytest

from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.governance.following import DELAYS, USUAL_DAYS, Delay, Notice, Stand, expected_by, notice_of, stands

DAY = date(2026, 11, 22)


def test_every_kind_with_a_delay_is_a_kind_of_decision():
    assert set(DELAYS) <= set(KINDS)
    assert set(DELAYS.values()) == set(Delay) == set(USUAL_DAYS)


@pytest.mark.parametrize(
    ("kind", "days"),
    [("works_on_common_parts", 60), ("loan_by_the_ACP", 30), ("approve_annual_accounts", None), ("", None)],
)
def test_works_have_sixty_days_contracts_thirty_and_accounts_none(kind, days):
    assert expected_by(kind, DAY, USUAL_DAYS) == (None if days is None else DAY + timedelta(days=days))


def test_an_association_may_expect_it_sooner():
    assert expected_by("works_imposed_by_law", DAY, {**USUAL_DAYS, Delay.WORKS: 1}) == DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "notice"),
    [(15, None), (14, Notice.IN_14), (8, Notice.IN_14), (7, Notice.IN_7), (0, Notice.IN_7), (-1, Notice.LATE)],
)
def test_reminded_at_fourteen_and_seven_days_and_late_the_day_after(left, notice):
    assert notice_of(DAY + timedelta(days=left), DAY) is notice


@pytest.mark.parametrize(
    ("state", "stand"),
    [
        ("", Stand.PENDING), ("planned", Stand.PENDING), ("started", Stand.IN_PROGRESS), ("done", Stand.DONE),
        ("cancelled", Stand.CANCELLED),
    ],
)  # fmt: skip
def test_where_a_task_stands(state, stand):
    assert stands(state) is stand
