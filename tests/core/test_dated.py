"""The value in force on a day, on the first day and on the day before."""

from datetime import date

import pytest

from koprogo.core.dated import Dated, Since
from koprogo.rules.texts import CC_3_88_1_1

OLD, NEW = Since(date(2010, 9, 1), "3/4", CC_3_88_1_1), Since(date(2019, 1, 1), "2/3", CC_3_88_1_1)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2010, 9, 1), "3/4"),
        (date(2018, 12, 31), "3/4"),
        (date(2019, 1, 1), "2/3"),
        (date(2026, 11, 21), "2/3"),
    ],
)
def test_the_value_in_force(day: date, value: str) -> None:
    assert Dated((OLD, NEW)).on(day) == value


def test_its_first_day_and_text_come_with_it() -> None:
    assert Dated((OLD, NEW)).since(date(2020, 1, 1)) is NEW


def test_before_the_first_value_nothing_is_known() -> None:
    with pytest.raises(LookupError, match="before 2010-09-01"):
        Dated((OLD, NEW)).on(date(2010, 8, 31))


@pytest.mark.parametrize("values", [(), (NEW, OLD), (OLD, OLD)])
def test_values_stand_in_the_order_of_their_days(values: tuple[Since[str], ...]) -> None:
    with pytest.raises(ValueError, match="earliest to the latest"):
        Dated(values)
