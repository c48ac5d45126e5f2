"""Reading a case: every kind of fact, and every answer as it is compared and shown."""

from datetime import date
from types import MappingProxyType

import pytest

from koprogo.core.money import Money
from koprogo.rules.assemblies.quorum import Session
from koprogo.rules.cases import (
    Case,
    Difference,
    Fact,
    NotUnderstood,
    Question,
    Unquoted,
    amount,
    check,
    list_of,
    map_of,
    one_of,
    read_case,
    show,
    text,
    whole,
    yes_no,
)

ENTRY: dict[str, object] = {"name": "n", "article": "3.87", "question": "echo", "facts": {}, "answer": {"a": 1}}


def ask(answer: object, given: object) -> list[Difference]:
    """Hold one answer against a rule that gives `given`."""
    questions = {"echo": Question((), lambda: {"a": given})}
    return check(Case("n", "3.87", "echo", {}, {"a": answer}), questions)


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        (1, 1),
        (True, True),
        (None, None),
        ("first", Session.FIRST),
        ("54450.00", Money(5_445_000)),
        (date(2026, 11, 21), date(2026, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),
        (["1.00", "2.00"], [Money(100), Money(200)]),
        ({"A": 1, "B": None}, MappingProxyType({"A": 1, "B": None})),
    ],
)
def test_an_answer_that_matches(expected: object, given: object) -> None:
    assert ask(expected, given) == []


@pytest.mark.parametrize(
    ("expected", "given", "shown"),
    [
        (True, 1, "1"),
        (1, True, "true"),
        (0, False, "false"),
        (False, None, "null"),
        ("1", 1, "1"),
        (1, "1", "1"),
        ("second", Session.FIRST, "first"),
        (Unquoted("1.00"), Money(100), '"1.00"'),
        (1, Money(100), '"1.00"'),
        ("2026-11-22", date(2026, 11, 21), "2026-11-21"),
        (["1.00"], [Money(100), Money(200)], '["1.00", "2.00"]'),
        (["2.00", "1.00"], [Money(100), Money(200)], '["1.00", "2.00"]'),
        ({"A": 1}, [1], "[1]"),
        ([1], {"A": 1}, "{A: 1}"),
        ({"A": 1}, {"A": 1, "B": 2}, "{A: 1, B: 2}"),
        ({"A": 1, "B": 3}, {"A": 1, "B": 2}, "{A: 1, B: 2}"),
    ],
)
def test_an_answer_that_differs_is_shown_as_it_would_be_written(expected: object, given: object, shown: str) -> None:
    assert ask(expected, given) == [Difference("a", show(expected), shown)]


def test_facts_are_read_and_absent_ones_take_their_default() -> None:
    question = Question(
        (Fact("votes", whole), Fact("second", yes_no, False)), lambda votes, second: {"a": (votes, second)}
    )
    case = Case("n", "3.87", "sum", {"votes": 3}, {"a": [3, False]})
    assert check(case, {"sum": question}) == []


def test_nothing_is_the_same_as_absent_where_a_fact_may_be_absent() -> None:
    question = Question(
        (Fact("present", whole, None), Fact("second", yes_no, False)), lambda present, second: {"a": present}
    )
    assert check(Case("n", "3.88", "sum", {"present": None}, {"a": None}), {"sum": question}) == []
    with pytest.raises(NotUnderstood, match="second: null is neither true nor false"):
        check(Case("n", "3.88", "sum", {"second": None}, {"a": None}), {"sum": question})


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (whole, 0, 0),
        (amount, "-1.05", Money(-105)),
        (yes_no, False, False),
        (text, "Ann", "Ann"),
        (text, 12, "12"),
        (text, Unquoted("1.10"), "1.10"),
        (one_of(Session), "second", Session.SECOND),
        (map_of(whole), {"A": 1, 2: 3}, {"A": 1, "2": 3}),
        (list_of(amount), ["1.00"], [Money(100)]),
    ],
)
def test_a_fact_that_is_read(read: object, raw: object, value: object) -> None:
    assert read(raw) == value  # type: ignore[operator]


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (whole, -1),
        (whole, True),
        (whole, "1"),
        (whole, None),
        (amount, 1),
        (amount, Unquoted("1.00")),
        (amount, "1,00"),
        (yes_no, 1),
        (yes_no, "true"),
        (text, False),
        (text, ""),
        (text, None),
        (text, ["a"]),
        (one_of(Session), "third"),
        (one_of(Session), 1),
        (one_of(Session), []),
        (map_of(whole), [1]),
        (map_of(whole), {"A": -1}),
        (map_of(whole), {True: 1}),
        (list_of(whole), {"A": 1}),
        (list_of(whole), [1, "1"]),
    ],
)
def test_a_fact_that_is_refused(read: object, raw: object) -> None:
    with pytest.raises(ValueError, match=r"is not|is neither|has named entries"):
        read(raw)  # type: ignore[operator]


@pytest.mark.parametrize("missing", list(ENTRY))
def test_every_entry_of_a_case_is_needed(missing: str) -> None:
    with pytest.raises(NotUnderstood, match=f"{missing} is missing"):
        read_case({name: value for name, value in ENTRY.items() if name != missing})


def test_a_case_is_read_with_its_note() -> None:
    case = read_case({**ENTRY, "note": "anything", "name": 7})
    assert case == Case("7", "3.87", "echo", {}, {"a": 1})
