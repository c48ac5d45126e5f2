"""Reading the lots of a key of apportionment with their weights, as somebody types or pastes them.

A line per lot: its number, then a whole weight above 0, apart by a tab, a semicolon, an equals sign or spaces. A first
line without any figure is a heading. What the by-laws say of the key itself (its source) is not read here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from koprogo.core.errors import Problem
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_81, CC_3_87_6

APART = re.compile(r"^([^;\t=]+)[;\t=]\s*(\d{1,3}(?:[ .\u202f\u00a0']\d{3})+|\d+)[\s;]*$")
SPACED = re.compile(r"^(\S.*?)\s+(\d+)\s*$")
MOST_LINES = 2000
LARGEST = 2**31 - 1
FIELD = "lines"


@dataclass(frozen=True)
class KeyLines:
    """What was read: weights by the number of the lot, and everything wrong with the rest."""

    weights: Mapping[str, int]
    problems: tuple[Problem, ...]


@cites(CC_3_81, CC_3_87_6)
def read_key_lines(text: str, lots: Mapping[str, int]) -> KeyLines:
    """Read lots and weights; `lots` are the numbers there are, each with its shares.

    Only lots that bear the cost are listed; a lot with no weight is simply left out.

    >>> read_key_lines("A1 250\\nA2;230", {"A1": 250, "A2": 230}).weights
    {'A1': 250, 'A2': 230}
    """
    known = {_plain(number): number for number in lots}
    weights: dict[str, int] = {}
    problems: list[Problem] = []
    lines = text.splitlines()
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        if not line.strip() or (number == 1 and not any(sign.isdigit() for sign in line)):
            continue
        lot, weight, problem = _line(line, known)
        if problem is None and lot in weights:
            problem = Problem(FIELD, "Line {line}: lot {lot} is there twice. Keep one line for it.", {"lot": lot})
        if problem is not None:
            problems.append(Problem(FIELD, problem.message_id, {**problem.facts, "line": number}))
        else:
            weights[lot] = weight
    if len(lines) > MOST_LINES:
        problems.append(Problem(FIELD, "Enter at most {most} lines.", {"most": MOST_LINES}))
    if not weights and not problems:
        problems.append(Problem(FIELD, "Enter at least one lot with its weight, such as A1 250."))
    return KeyLines(weights, tuple(problems))


def _line(line: str, known: Mapping[str, str]) -> tuple[str, int, Problem | None]:
    line = line.replace('"', "").strip()
    found = APART.match(line) or SPACED.match(line)
    if found is None:
        return (
            "",
            0,
            Problem(FIELD, "Line {line}: write the number of the lot, then a whole weight, such as A1 250.", {}),
        )
    lot = known.get(_plain(found[1]))
    if lot is None:
        return "", 0, Problem(FIELD, "Line {line}: there is no lot {lot} here.", {"lot": found[1].strip()[:40]})
    weight = int("".join(sign for sign in found[2] if sign.isdigit()))
    if not 0 < weight <= LARGEST:
        return "", 0, Problem(FIELD, "Line {line}: the weight of lot {lot} is a whole number above 0.", {"lot": lot})
    return lot, weight, None


def _plain(number: str) -> str:
    return " ".join(number.split()).casefold()
