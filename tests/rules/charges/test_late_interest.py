"""Interest on late payment: the table of legal rates, what is refused, and days that add up."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import ZERO, Money
from koprogo.rules.cases import NotUnderstood, check, read_case
from koprogo.rules.charges.late_interest import LEGAL_RATES, late_interest, legal_rate, load
from koprogo.rules.questions import QUESTIONS

FACTS = {"amount": "1000.00", "from": date(2025, 3, 1), "to": date(2025, 4, 1), "rate": "legal"}
DAYS = st.dates(date(2008, 1, 2), date(2026, 12, 31))
AMOUNTS = st.integers(0, 10**9).map(Money)
CLAUSES = st.none() | st.integers(0, 2_000).map(lambda hundredths: Fraction(hundredths, 10_000))


def asked(**facts: object) -> None:
    raw = {"name": "a case", "article": "5.240", "question": "late_interest", "facts": {**FACTS, **facts}}
    assert check(read_case({**raw, "answer": {"interest": "3.82"}}), QUESTIONS) == []


def test_the_case_that_is_changed_below_is_right() -> None:
    asked()  # 31 days at 4.50 %: 1000 × 31 × 4.50 % / 365 = 3.8219


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"rate": 8}, "neither legal nor a yearly percentage between quotes"),
        ({"rate": "8 %"}, "neither legal nor a yearly percentage"),
        ({"rate": "8,5"}, "neither legal nor a yearly percentage"),
        ({"rate": "-1"}, "neither legal nor a yearly percentage"),
        ({"rate": "b2b"}, "neither legal nor a yearly percentage"),
        ({"rate": None}, "neither legal nor a yearly percentage"),
        ({"amount": "-0.01"}, "a credit bears no interest"),
        ({"amount": "1000.005"}, "write it like 54450.00"),
        ({"from": "1/3/2025"}, "is not a day like 2027-03-20"),
        ({"to": date(2027, 1, 1)}, "the legal rate of 2027 is not known; the table ends with 2026"),
        ({"from": date(2007, 12, 30)}, "no value is known before 2008-01-01"),
        ({"since": date(2025, 3, 1)}, "unknown fact: since; this question takes amount, from, to, rate"),
    ],
)
def test_what_cannot_be_judged_is_said(facts: dict[str, object], why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        asked(**facts)


@pytest.mark.parametrize("missing", FACTS)
def test_no_fact_of_a_late_payment_is_presumed(missing: str) -> None:
    facts = {name: value for name, value in FACTS.items() if name != missing}
    raw = {
        "name": "a case",
        "article": "5.240",
        "question": "late_interest",
        "facts": facts,
        "answer": {"interest": "0"},
    }
    with pytest.raises(NotUnderstood, match=f"missing fact: {missing}"):
        check(read_case(raw), QUESTIONS)


def test_a_clause_below_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        late_interest(Money(100), date(2025, 1, 1), date(2025, 2, 1), Fraction(-1, 100))


@pytest.mark.parametrize(
    ("year", "per_cent"),
    [
        (2019, "2"),
        (2020, "1.75"),
        (2021, "1.75"),
        (2022, "1.5"),
        (2023, "5.25"),
        (2024, "5.75"),
        (2025, "4.5"),
        (2026, "4.5"),
    ],
)
def test_the_rate_of_a_year_holds_from_its_first_day_to_its_last(year: int, per_cent: str) -> None:
    for day in (date(year, 1, 1), date(year, 12, 31)):
        assert legal_rate(day) == Fraction(per_cent) / 100


def test_the_rate_of_last_year_is_not_carried_on() -> None:
    after = date(LEGAL_RATES.values[-1].day.year + 1, 1, 1)
    with pytest.raises(LookupError, match="Moniteur"):
        legal_rate(after)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("2024,5.75,here\n2026,4.50,here\n", "row 3: years follow each other"),
        ("2024,5.75,here\n2024,4.50,here\n", "row 3: years follow each other"),
        ("2024,5.8,here\n", "row 2: a legal rate is in quarters"),
        ("2024,0.0575,here\n", "row 2: a legal rate is in quarters"),
        ("2024,5.75, \n", "row 2: a rate has a year, a rate and where it was read"),
        ("2024,5.75\n", "row 2: a rate has"),
        ("soon,5.75,here\n", "row 2: years"),
        ("", "dated values"),
    ],
)
def test_a_table_with_a_slip_is_not_loaded(tmp_path: Path, rows: str, why: str) -> None:
    table = tmp_path / "rates.csv"
    table.write_text("year,rate,source\n" + rows)
    with pytest.raises(ValueError, match=why):
        load(table)


def test_a_table_with_other_columns_is_not_loaded(tmp_path: Path) -> None:
    table = tmp_path / "rates.csv"
    table.write_text("year,b2b,source\n2024,12.50,here\n")
    with pytest.raises(ValueError, match="the columns are year, rate, source"):
        load(table)


@given(AMOUNTS, DAYS, DAYS, CLAUSES)
def test_the_days_are_those_between_and_each_is_in_one_year(
    owed: Money, since: date, paid: date, rate: Fraction | None
) -> None:
    found = late_interest(owed, since, paid, rate)
    assert sum(part.period.days for part in found.stretches) == max((paid - since).days, 0)
    assert all(part.period.start.year == part.period.last_day.year for part in found.stretches)
    assert found.interest >= ZERO


@given(AMOUNTS, st.tuples(DAYS, DAYS, DAYS).map(sorted), CLAUSES)
def test_who_waits_in_two_steps_waits_as_long(owed: Money, days: list[date], rate: Fraction | None) -> None:
    """Day for day the same interest; only the roundings of two amounts may differ, by a cent."""
    first, between, last = days
    steps = late_interest(owed, first, between, rate).interest + late_interest(owed, between, last, rate).interest
    assert abs(steps.cents - late_interest(owed, first, last, rate).interest.cents) <= 1


@given(st.integers(0, 10**6), st.dates(date(2008, 1, 1), date(2026, 12, 30)))
def test_one_day_bears_a_365th_of_the_rate_of_its_own_year(euro: int, since: date) -> None:
    paid = since + timedelta(days=1)
    exact = Fraction(euro * 100) * legal_rate(paid) / 365
    assert abs(late_interest(Money(euro * 100), since, paid).interest.cents - exact) <= Fraction(1, 2)
