"""Amounts given per lot by somebody who measured: the metering firm's list. Its sum is the invoice's line, or it is refused.

A line per lot: its number, then an amount, apart by a tab, a semicolon, an equals sign or spaces. A first line without any
figure is a heading.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from koprogo.core.errors import Problem
from koprogo.core.money import Money, total
from koprogo.core.sources import cites
from koprogo.core.typed_amounts import typed_amount
from koprogo.rules.texts import CC_3_81

APART = re.compile(r"^([^;\t=]+?)\s*[;\t=]\s*([^;\t=]+?)[\s;]*$")
MOST_LINES = 2000
FIELD = "given"


@dataclass(frozen=True)
class GivenAmounts:
    """What was read: amounts by the number of the lot, and everything wrong with the rest."""

    amounts: Mapping[str, Money]
    problems: tuple[Problem, ...]


@cites(CC_3_81)
def read_given_amounts(text: str, lots: Collection[str], expected: Money) -> GivenAmounts:
    """Read amounts per lot, which together must be `expected`, VAT included, to the cent.

    >>> read_given_amounts("A1 10,00\\nA2;2,50", ["A1", "A2"], Money(1250)).problems
    ()
    """
    known = {_plain(number): number for number in lots}
    amounts: dict[str, Money] = {}
    problems: list[Problem] = []
    lines = text.splitlines()
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        if not line.strip() or (number == 1 and not any(sign.isdigit() for sign in line)):
            continue
        lot, amount, problem = _line(line, known)
        if problem is None and lot in amounts:
            problem = Problem(FIELD, "Line {line}: lot {lot} is there twice. Keep one line for it.", {"lot": lot})
        if problem is not None:
            problems.append(Problem(FIELD, problem.message_id, {**problem.facts, "line": number}))
        elif amount is not None:
            amounts[lot] = amount
    if len(lines) > MOST_LINES:
        problems.append(Problem(FIELD, "Enter at most {most} lines.", {"most": MOST_LINES}))
    found = total(amounts.values())
    if not problems and found != expected:
        problems.append(_sum(found, expected))
    return GivenAmounts(amounts, tuple(problems))


def _sum(found: Money, expected: Money) -> Problem:
    off = abs(found - expected)
    return Problem(
        FIELD,
        "The amounts per lot add up to {given_cents}, and this line is {line_cents}, VAT included: {off_cents} apart.",
        {"given_cents": found.cents, "line_cents": expected.cents, "off_cents": off.cents},
    )


def _line(line: str, known: Mapping[str, str]) -> tuple[str, Money | None, Problem | None]:
    named, said = _parted(line, known)
    if not said:
        words = Problem(FIELD, "Line {line}: write the number of the lot, then its amount, such as A1 123,45.", {})
        return "", None, words
    lot = known.get(_plain(named))
    if lot is None:
        return "", None, Problem(FIELD, "Line {line}: there is no lot {lot} here.", {"lot": named[:40]})
    try:
        return lot, typed_amount(said), None
    except ValueError:
        return lot, None, Problem(FIELD, "Line {line}: write the amount of lot {lot} like 1 234,56.", {"lot": lot})


def _parted(line: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Return what names the lot, and the rest. Apart by spaces alone, the longest lot that the line begins with counts."""
    if found := APART.match(line.strip()):
        return found[1], found[2]
    words = line.replace('"', "").split()
    for count in range(len(words) - 1, 0, -1):
        if " ".join(words[:count]).casefold() in known:
            return " ".join(words[:count]), " ".join(words[count:])
    return (words[0], " ".join(words[1:])) if words else ("", "")


def _plain(number: str) -> str:
    return " ".join(number.replace('"', "").split()).casefold()
