"""What people type of a loan: a yearly rate in per cent, and the bank's table, a line for each instalment."""

import re
from datetime import date

from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import Money
from koprogo.rules.charges.loan_schedule import MOST_INSTALMENTS, Due

RATE = re.compile(r"(\d{1,2})(?:[.,](\d{1,3}))?\s*%?", re.ASCII)
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
AMOUNT = re.compile(r"(\d{1,3}(?:[ .\u202f\u00a0']\d{3})+|\d+)(?:[.,](\d\d))?", re.ASCII)
APART = re.compile(r"[;\t]")
COLUMNS = 3
FIELD = "table"


def rate_of(words: str) -> int:
    """Read `3.45`, `3,45 %` or `3` as thousandths of a per cent; BadInput names the field otherwise.

    >>> rate_of("3,45 %"), rate_of("4")
    (3450, 4000)
    """
    found = RATE.fullmatch(words.strip())
    if found is None:
        raise BadInput(Problem("rate", "Write a yearly rate between 0 and 25 per cent, such as 3.45."))
    return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))


def table_of(words: str) -> tuple[Due, ...]:
    """Read a table: a day, the principal and the interest per line, apart by a tab or a semicolon.

    Raises:
        BadInput: every line that cannot be read, by its number.

    >>> [str(due.total) for due in table_of("31/03/2026; 1.250,00; 12,50")]
    ['1262.50']
    """
    lines = [(place, line) for place, line in enumerate(words.splitlines(), start=1) if line.strip()]
    if lines and not any(sign.isdigit() for sign in lines[0][1]):
        lines = lines[1:]
    found: list[Due] = []
    problems = []
    for place, line in lines[:MOST_INSTALMENTS]:
        due = _line(len(found) + 1, [part.strip() for part in APART.split(line.strip().rstrip(";"))])
        if due is None:
            problems.append(
                Problem(
                    FIELD,
                    "Line {line}: write a day, the principal and the interest, such as 31/03/2026; 250,00; 12,50.",
                    {"line": place},
                )
            )
        else:
            found.append(due)
    if problems:
        raise BadInput(*problems)
    return tuple(found)


def _line(number: int, parts: list[str]) -> Due | None:
    if len(parts) != COLUMNS:
        return None
    day, amounts = DAY.fullmatch(parts[0]), [AMOUNT.fullmatch(part.removesuffix("€").strip()) for part in parts[1:]]
    if day is None or amounts[0] is None or amounts[1] is None:
        return None
    year, month, of_month = (day[1], day[2], day[3]) if day[1] else (day[6], day[5], day[4])
    try:
        on = date(int(year), int(month), int(of_month))
    except ValueError:
        return None
    cents = [int("".join(re.findall(r"\d", each[1]))) * 100 + int(each[2] or 0) for each in amounts if each]
    return Due(number, on, Money(cents[0]), Money(cents[1]))
