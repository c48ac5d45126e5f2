"""The balance sheet on two days: what the association has, and what it owes or holds for its owners; cents.

An account stands on the side of its sign, owners one by one, so that who is in credit never hides what another owes; then
they are one line per account 4100 and 4101. What costs and income have not settled yet is a line of its own, so that both
sides are equal on any day. The groups are practice; the accounts are those of the chart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import cites
from koprogo.rules.accounting.chart import is_result, owner_part
from koprogo.rules.texts import CC_3_86_3, CC_3_89_5_15, CHART_DECREE


class Group(StrEnum):
    """What accounts of a balance sheet stand under."""

    FIXED = "fixed"
    OWNERS = "owners"
    CLAIMS = "claims"
    CASH = "cash"
    WORKING_FUND = "working_fund"
    RESERVE_FUND = "reserve_fund"
    OTHER_FUNDS = "other_funds"
    LOANS = "loans"
    SUPPLIERS = "suppliers"
    DEBTS = "debts"
    ACCRUALS = "accruals"
    UNSETTLED = "unsettled"


# fmt: off
GROUPS: Mapping[str, Group] = MappingProxyType({
    "10": Group.WORKING_FUND, "16": Group.RESERVE_FUND, "12": Group.OTHER_FUNDS, "14": Group.OTHER_FUNDS,
    "1": Group.LOANS, "2": Group.FIXED, "3": Group.FIXED,
    "410": Group.OWNERS, "415": Group.OWNERS, "41": Group.CLAIMS, "42": Group.LOANS, "43": Group.LOANS,
    "44": Group.SUPPLIERS, "4": Group.DEBTS, "49": Group.ACCRUALS, "5": Group.CASH,
    "6": Group.UNSETTLED, "7": Group.UNSETTLED,
})
"""Beginning of a code -> its group; the longest that fits."""
ASSETS_IN_ORDER = (
    Group.FIXED, Group.OWNERS, Group.CLAIMS, Group.CASH, Group.SUPPLIERS, Group.DEBTS, Group.LOANS, Group.ACCRUALS,
    Group.WORKING_FUND, Group.RESERVE_FUND, Group.OTHER_FUNDS, Group.UNSETTLED,
)
LIABILITIES_IN_ORDER = (
    Group.WORKING_FUND, Group.RESERVE_FUND, Group.OTHER_FUNDS, Group.LOANS, Group.SUPPLIERS, Group.OWNERS,
    Group.DEBTS, Group.CLAIMS, Group.CASH, Group.FIXED, Group.ACCRUALS, Group.UNSETTLED,
)
# fmt: on
UNSETTLED = ""
"""The code of the line of costs and income that are not settled yet."""


@dataclass(frozen=True)
class Standing:
    """What an account stood at on the first day's morning and on the last day's evening; cents, debit positive."""

    code: str
    opening: int
    closing: int


@dataclass(frozen=True)
class SheetLine:
    """An account on one side; both amounts are nil or more. `owners`: how many owners' accounts it adds up at the end."""

    code: str
    opening: int
    closing: int
    owners: int = 0


@dataclass(frozen=True)
class Section:
    """The lines of a group on one side."""

    group: Group
    lines: tuple[SheetLine, ...]

    @property
    def opening(self) -> int:
        """What it stood at."""
        return sum(line.opening for line in self.lines)

    @property
    def closing(self) -> int:
        """What it stands at."""
        return sum(line.closing for line in self.lines)


@dataclass(frozen=True)
class Side:
    """One side of the sheet."""

    sections: tuple[Section, ...]

    @property
    def opening(self) -> int:
        """The side's sum in the morning of the first day."""
        return sum(section.opening for section in self.sections)

    @property
    def closing(self) -> int:
        """The side's sum in the evening of the last day."""
        return sum(section.closing for section in self.sections)


@cites(CHART_DECREE, CC_3_86_3)
def group_of(code: str) -> Group:
    """Return the group of an account.

    >>> group_of("551"), group_of("4101.7"), group_of("4400"), group_of("161")
    (<Group.CASH: 'cash'>, <Group.OWNERS: 'owners'>, <Group.SUPPLIERS: 'suppliers'>, <Group.RESERVE_FUND: 'reserve_fund'>)
    """
    return next(GROUPS[code[:length]] for length in range(3, 0, -1) if code[:length] in GROUPS)


@cites(CC_3_89_5_15, CHART_DECREE)
def balance_sheet(standings: Iterable[Standing]) -> tuple[Side, Side]:
    """Return what the association has, and what it owes or holds; both sides are equal in books that are right.

    >>> have, owe = balance_sheet([Standing("551", 0, 700), Standing("100", 0, -500), Standing("701", 0, -200)])
    >>> have.closing, owe.closing, [section.group.value for section in owe.sections]
    (700, 700, ['working_fund', 'unsettled'])
    """
    rows = list(standings)
    return _side(rows, 1, ASSETS_IN_ORDER), _side(rows, -1, LIABILITIES_IN_ORDER)


def _side(rows: Iterable[Standing], sign: int, order: tuple[Group, ...]) -> Side:
    found: dict[str, list[int]] = {}
    unsettled = [0, 0]
    for row in rows:
        if is_result(row.code):
            unsettled[0] += row.opening
            unsettled[1] += row.closing
            continue
        amounts = [max(sign * row.opening, 0), max(sign * row.closing, 0)]
        owner = owner_part(row.code) is not None
        place = found.setdefault(row.code.partition(".")[0], [0, 0, 0])
        place[0] += amounts[0]
        place[1] += amounts[1]
        place[2] += int(owner and amounts[1] > 0)
    lines = [SheetLine(code, *place) for code, place in found.items() if place[0] or place[1]]
    lines.append(SheetLine(UNSETTLED, max(sign * unsettled[0], 0), max(sign * unsettled[1], 0)))
    return Side(tuple(section for group in order if (section := _section(group, lines)).lines))


def _section(group: Group, lines: Iterable[SheetLine]) -> Section:
    mine = (line for line in lines if (group_of(line.code) if line.code else Group.UNSETTLED) is group)
    return Section(group, tuple(sorted((line for line in mine if line.opening or line.closing), key=lambda x: x.code)))
