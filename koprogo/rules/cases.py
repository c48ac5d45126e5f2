"""Law cases: facts, a question, an answer and an article, as a lawyer writes them (docs/law/cases.md).

Here a case is read and held against the rule that answers its question. Nothing is guessed or skipped: an unknown
question, an unknown or missing fact, a word where a number belongs are all `NotUnderstood`. The questions themselves
are in `questions.py`.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from koprogo.core.errors import KoproError
from koprogo.core.money import Money

Kind = TypeVar("Kind", bound=StrEnum)
Item = TypeVar("Item")

ENTRIES = ("name", "article", "question", "facts", "answer")
FREE_TEXT = "note"
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

NEEDED = object()
"""Default of a fact that has none."""


class NotUnderstood(ValueError):
    """The case asks or says something the vocabulary does not have; the message says what."""


class Unquoted(str):
    """Something like a number that stood without quotes (`3.88`, `010`): fine as a name, never as an amount or a number."""


@dataclass(frozen=True)
class Fact:
    """A fact a question may be given: its name, how it is read, and what it is when absent.

    `parameter`: what the rule calls it, where the case's word is one that Python keeps for itself (`from`).
    """

    name: str
    read: Callable[[object], Any]
    default: object = NEEDED
    parameter: str = ""

    @property
    def argument(self) -> str:
        """The name under which the rule takes it."""
        return self.parameter or self.name


@dataclass(frozen=True)
class Question:
    """A question: the facts it takes, and the rule that answers it from them, by name."""

    facts: tuple[Fact, ...]
    ask: Callable[..., Mapping[str, object]]


@dataclass(frozen=True)
class Case:
    """One case as read; facts and answer are still as written."""

    name: str
    article: str
    question: str
    facts: Mapping[str, object]
    answer: Mapping[str, object]


@dataclass(frozen=True)
class Difference:
    """A key of the answer on which the rule and the case disagree."""

    key: str
    expected: str
    given: str


def read_case(raw: object) -> Case:
    """Read one entry of a file of cases.

    Raises:
        NotUnderstood: an entry is missing, unknown or of the wrong kind.
    """
    entries = _entries(raw, "a case")
    for entry in ENTRIES:
        if entry not in entries:
            raise NotUnderstood(f"{entry} is missing")
    for entry in entries:
        if entry not in (*ENTRIES, FREE_TEXT):
            raise NotUnderstood(f"unknown entry: {entry}")
    answer = _entries(entries["answer"], "an answer")
    if not answer:
        raise NotUnderstood("the answer is empty, so nothing would be checked")
    return Case(
        name=text(entries["name"]),
        article=text(entries["article"]),
        question=text(entries["question"]),
        facts=_entries(entries["facts"], "facts"),
        answer=answer,
    )


def check(case: Case, questions: Mapping[str, Question]) -> list[Difference]:
    """Ask the rule and return every key of the answer on which it disagrees; none means the case passes.

    Raises:
        NotUnderstood: an unknown question, fact or key, a fact that cannot be read, or facts the rule refuses.
    """
    if case.question not in questions:
        raise NotUnderstood(f"unknown question: {case.question}")
    question = questions[case.question]
    facts = _read_facts(case.facts, question.facts)
    try:
        given = question.ask(**facts)
    except (ValueError, LookupError, KoproError) as problem:
        raise NotUnderstood(f"the facts cannot be judged: {problem}") from problem
    for key in case.answer:
        if key not in given:
            raise NotUnderstood(f"unknown key in the answer: {key}; {case.question} answers {', '.join(given)}")
    return [
        Difference(key, show(expected), show(given[key]))
        for key, expected in case.answer.items()
        if not _matches(expected, given[key])
    ]


def _read_facts(written: Mapping[str, object], known: tuple[Fact, ...]) -> dict[str, Any]:
    names = [fact.name for fact in known]
    for name in written:
        if name not in names:
            raise NotUnderstood(f"unknown fact: {name}; this question takes {', '.join(names)}")
    facts: dict[str, Any] = {}
    for fact in known:
        if fact.name not in written or (written[fact.name] is None and fact.default is None):
            if fact.default is NEEDED:
                raise NotUnderstood(f"missing fact: {fact.name}")
            facts[fact.argument] = fact.default
            continue
        try:
            facts[fact.argument] = fact.read(written[fact.name])
        except ValueError as problem:
            raise NotUnderstood(f"{fact.name}: {problem}") from problem
    return facts


def _matches(expected: object, given: object) -> bool:
    """Compare what was written with what the rule answers; `true` is not `1`, and an amount is a quoted string."""
    if isinstance(given, Mapping):
        if not isinstance(expected, Mapping):
            return False
        named = {str(key): item for key, item in expected.items()}
        return named.keys() == {str(key) for key in given} and all(
            _matches(named[str(key)], given[key]) for key in given
        )
    if isinstance(given, list | tuple):
        return isinstance(expected, list) and len(expected) == len(given) and all(map(_matches, expected, given))
    if isinstance(given, Money):
        return isinstance(expected, str) and not isinstance(expected, Unquoted) and expected == str(given)
    if isinstance(given, date):
        return str(expected) == given.isoformat()
    if isinstance(given, str):
        return isinstance(expected, str) and expected == str(given)
    return type(expected) is type(given) and expected == given


def show(value: object) -> str:
    """Write a value the way a case does."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {show(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(show, value)) + "]"
    if isinstance(value, Money):
        return f'"{value}"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


# How a fact is read. Each raises ValueError with what to write instead.


def whole(raw: object) -> int:
    """Read a whole number, 0 or more."""
    if type(raw) is not int or raw < 0:
        raise ValueError(f"{show(raw)} is not a whole number from 0 upwards")
    return raw


def amount(raw: object) -> Money:
    """Read an amount in euro, between quotes."""
    if not isinstance(raw, str) or isinstance(raw, Unquoted):
        raise ValueError(f'{show(raw)} is not an amount between quotes, like "54450.00"')
    return Money.parse(raw)


def yes_no(raw: object) -> bool:
    """Read true or false."""
    if not isinstance(raw, bool):
        raise ValueError(f"{show(raw)} is neither true nor false")
    return raw


def day(raw: object) -> date:
    """Read a day, written year-month-day."""
    if type(raw) is date:
        return raw
    if isinstance(raw, str) and DAY.fullmatch(raw):
        with suppress(ValueError):
            return date.fromisoformat(raw)
    raise ValueError(f"{show(raw)} is not a day like 2027-03-20")


def text(raw: object) -> str:
    """Read a name or other free text; a number is taken as it is written."""
    if isinstance(raw, bool) or not isinstance(raw, str | int) or raw == "":
        raise NotUnderstood(f"{show(raw)} is not a text; put it between quotes")
    return str(raw)


def one_of(kinds: type[Kind]) -> Callable[[object], Kind]:
    """Read one word of a list of words."""

    def read(raw: object) -> Kind:
        if not isinstance(raw, str) or raw not in list(kinds):
            raise ValueError(f"{show(raw)} is not one of {', '.join(kinds)}")
        return kinds(raw)

    return read


def map_of(item: Callable[[object], Item]) -> Callable[[object], dict[str, Item]]:
    """Read a map from names."""
    return lambda raw: {name: item(value) for name, value in _entries(raw, "a map").items()}


def list_of(item: Callable[[object], Item]) -> Callable[[object], list[Item]]:
    """Read a list."""

    def read(raw: object) -> list[Item]:
        if not isinstance(raw, list):
            raise ValueError(f"{show(raw)} is not a list")
        return [item(value) for value in raw]

    return read


def _entries(raw: object, what: str) -> dict[str, object]:
    if not isinstance(raw, Mapping):
        raise NotUnderstood(f"{what} has named entries; {show(raw)} has none")
    return {text(name): value for name, value in raw.items()}
