"""What makes a voucher acceptable: it balances to the cent, has its day and its text, and stands on accounts that take some.

The decree asks for double entry, journals, and a dated and numbered voucher behind each entry; nothing is rubbed out
afterwards. Bounds of texts and amounts are ours.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.accounting.chart import owner_part, takes_entries
from koprogo.rules.accounting.closing import Journal, Step, takes
from koprogo.rules.texts import CC_3_89_5_15, CHART_DECREE

LONGEST_REFERENCE, LONGEST_TEXT, LONGEST_KIND = 100, 500, 40
MOST = 10**12
"""Ten thousand million euro, in cents: beyond it somebody leant on a key."""
FEWEST_LINES = 2


@dataclass(frozen=True)
class Line:
    """Cents on an account, debit positive; of a split its `weight` of `total`; of a cost its days, the end exclusive."""

    code: str
    amount: int
    weight: int | None = None
    total: int | None = None
    cost_from: date | None = None
    cost_until: date | None = None


@dataclass(frozen=True)
class OwnerLine:
    """What the act itself says that an owner owes (+) or paid (−), on the account of this code."""

    code: str
    amount: int


@dataclass(frozen=True)
class Year:
    """The fiscal year a voucher falls in, `until` exclusive, and where it stands."""

    start: date
    until: date
    stands: Step


@dataclass(frozen=True)
class Voucher:
    """A voucher as somebody wants it booked."""

    journal: Journal
    day: date
    reference: str
    kind: str
    text: str
    lines: Sequence[Line]
    owners: Sequence[OwnerLine] = ()


class Fault(StrEnum):
    """Why a voucher cannot be booked as it is."""

    NO_REFERENCE = "no_reference"
    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    FEW_LINES = "few_lines"
    NOTHING = "nothing"
    """A line of zero."""
    TOO_MUCH = "too_much"
    UNBALANCED = "unbalanced"
    NO_ENTRIES_THERE = "no_entries_there"
    NO_SUCH_PART = "no_such_part"
    """A weight without its total, or larger than it."""
    NO_SUCH_DAYS = "no_such_days"
    OWNERS_DIFFER = "owners_differ"
    """What owners are said to owe is not what stands on their accounts."""
    OUTSIDE = "outside"
    CLOSED = "closed"
    ONLY_CLOSING = "only_closing"


@dataclass(frozen=True)
class Found:
    """A fault and where: the line's place from 1, 0 for the voucher as a whole. `cents`: by how much it does not balance."""

    fault: Fault
    line: int = 0
    cents: int = 0


@cites(CHART_DECREE, CC_3_89_5_15)
def faults(voucher: Voucher, year: Year | None = None) -> list[Found]:
    """Return everything wrong with a voucher, the whole first, then its lines; without a `year` its day is not judged.

    >>> lines = [Line("61050", 36300), Line("4400", -36299)]
    >>> faults(Voucher(Journal.PURCHASES, date(2025, 3, 1), "F-1", "invoice", "Cleaning", lines))
    [Found(fault=<Fault.UNBALANCED: 'unbalanced'>, line=0, cents=1)]
    """
    found = [Found(fault) for fault in _text_faults(voucher)]
    found += _sum_faults(voucher)
    if year is not None:
        found += [Found(fault) for fault in _day_faults(voucher, year)]
    return [*found, *(each for place, line in enumerate(voucher.lines, start=1) for each in _line_faults(line, place))]


def _text_faults(voucher: Voucher) -> list[Fault]:
    found = []
    if not voucher.reference.strip():
        found.append(Fault.NO_REFERENCE)
    if not voucher.text.strip():
        found.append(Fault.NO_TEXT)
    bounds = ((voucher.reference, LONGEST_REFERENCE), (voucher.text, LONGEST_TEXT), (voucher.kind, LONGEST_KIND))
    if any(len(words) > most for words, most in bounds):
        found.append(Fault.TOO_LONG)
    return found


def _sum_faults(voucher: Voucher) -> list[Found]:
    found = []
    if len(voucher.lines) < FEWEST_LINES:
        found.append(Found(Fault.FEW_LINES))
    if left := sum(line.amount for line in voucher.lines):
        found.append(Found(Fault.UNBALANCED, cents=left))
    if _by_account(line for line in voucher.lines if owner_part(line.code)) != _by_account(voucher.owners):
        found.append(Found(Fault.OWNERS_DIFFER))
    return found


def _by_account(lines: Iterable[Line | OwnerLine]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line.code] += line.amount
    return {code: cents for code, cents in sums.items() if cents}


def _day_faults(voucher: Voucher, year: Year) -> list[Fault]:
    if not year.start <= voucher.day < year.until:
        return [Fault.OUTSIDE]
    if takes(year.stands, voucher.journal):
        return []
    return [Fault.CLOSED if year.stands is Step.FINAL else Fault.ONLY_CLOSING]


def _line_faults(line: Line, place: int) -> list[Found]:
    found = []
    if not takes_entries(line.code):
        found.append(Fault.NO_ENTRIES_THERE)
    if line.amount == 0:
        found.append(Fault.NOTHING)
    if abs(line.amount) > MOST:
        found.append(Fault.TOO_MUCH)
    if not _is_part(line.weight, line.total):
        found.append(Fault.NO_SUCH_PART)
    if (line.cost_from is None) != (line.cost_until is None) or (
        line.cost_from is not None and line.cost_until is not None and line.cost_from >= line.cost_until
    ):
        found.append(Fault.NO_SUCH_DAYS)
    return [Found(fault, place) for fault in found]


def _is_part(weight: int | None, total: int | None) -> bool:
    if weight is None or total is None:
        return weight is None and total is None
    return 0 <= weight <= total and total > 0


@cites(CHART_DECREE)
def reversed_amounts(amounts: Sequence[int]) -> list[int]:
    """Return what takes an entry back: the same lines with the other sign, so that both together are nil.

    >>> reversed_amounts([100, -100])
    [-100, 100]
    """
    return [-cents for cents in amounts]
