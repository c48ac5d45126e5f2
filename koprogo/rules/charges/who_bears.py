"""Which costs a tenant may be asked for, and which count for the five per cent of the reserve fund: flags on accounts.

Private costs and income count for neither: a badge is no common charge, and antenna rent does not make the roof cheaper
to keep. The five per cent are the Code's (art. 3.86 §3); what a tenant bears is her lease's and the regions' law, so the
flags here are what leases usually say, shown as such, and never decide anything.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from koprogo.core.money import ZERO, Money
from koprogo.core.sources import cites
from koprogo.rules.charges.cost_lines import ByKey, CostLine, Private
from koprogo.rules.texts import CC_3_81, CC_3_86_3


@dataclass(frozen=True)
class Flags:
    """What an account counts for: the tenant's part of the paper, the ordinary charges of the five per cent."""

    tenant: bool
    ordinary: bool


Place = tuple[str, str]
"""An account, and the key that shares its costs; empty where none does."""


@dataclass(frozen=True)
class Budgeted:
    """What the budget of a year had in one place, with an extraordinary line: `ordinary` None without an ordinary one."""

    extraordinary: Money
    ordinary: Money | None = None

    def left_out(self, spent: Money) -> Money:
        """Return what of the cents that were spent is no ordinary charge.

        All of it where nothing ordinary was budgeted. Else the ordinary line is used first, so that works which were not
        done take nothing away: what lies beyond it, and at most what was budgeted as extraordinary.

        >>> str(Budgeted(Money(200_000), Money(400_000)).left_out(Money(450_000)))
        '500.00'
        """
        if self.extraordinary <= ZERO:
            return ZERO
        if self.ordinary is None:
            return spent
        return min(self.extraordinary, max(spent - self.ordinary, ZERO))


NEITHER, OWNER, TENANT = Flags(False, False), Flags(False, True), Flags(True, True)

# fmt: off
BY_CODE: dict[str, Flags] = {
    # longest beginning wins: 61011 before 6101 before 61
    "6":    OWNER,
    "6100": TENANT,    # fire safety: checks of extinguishers
    "6101": TENANT,    # lifts: contract and checks
    "6105": TENANT,    # cleaning and waste
    "6106": TENANT,    # surroundings, parking, roads
    "6108": TENANT,    # swimming pool
    "611":  NEITHER,   # renovation and other exceptional works: extraordinary
    "612":  TENANT,    # water, electricity, gas, oil, other supplies
    "615":  TENANT,    # caretaker's lodge
    "62":   TENANT,    # caretaker's pay
    "63":   NEITHER,   # depreciation and write-downs
    "643":  NEITHER,   # private costs
    "66":   NEITHER,   # exceptional charges
    "68":   NEITHER,   # change in funds
    "69":   NEITHER,   # carried forward
    "7":    NEITHER,   # income, all of it
}
# fmt: on


@cites(CC_3_86_3)
def flags_of(account: str) -> Flags:
    """Return the flags of an account by the longest beginning of its code.

    Raises:
        ValueError: it is no account of costs or income.

    >>> flags_of("61011").tenant, flags_of("643").ordinary
    (True, False)
    """
    for length in range(len(account), 0, -1):
        if (found := BY_CODE.get(account[:length])) is not None:
            return found
    raise ValueError(f"{account} is no account of costs or income")


@cites(CC_3_86_3)
def ordinary_charges(lines: Sequence[CostLine], *, budgeted: Mapping[Place, Budgeted] = MappingProxyType({})) -> Money:
    """Return the year's ordinary common charges, the base of the five per cent.

    Without private costs, without income, without works and what special calls pay, and without what the reserve fund paid;
    nor what that very year's budget had among its extraordinary costs, account and key by account and key (`Budgeted`).
    """
    spent: defaultdict[Place, Money] = defaultdict(lambda: ZERO)
    for line in lines:
        if _is_common(line) and flags_of(line.account).ordinary:
            spent[line.account, line.split.key if isinstance(line.split, ByKey) else ""] += line.shared
    beside = (budgeted[place].left_out(cents) for place, cents in spent.items() if place in budgeted)
    return sum(spent.values(), ZERO) - sum(beside, ZERO)


@cites(CC_3_81)
def recoverable(lines: Sequence[CostLine]) -> tuple[CostLine, ...]:
    """Return the lines that leases usually let an owner pass on to a tenant; settled by themselves they are that part."""
    return tuple(line for line in lines if _is_common(line) and flags_of(line.account).tenant)


def _is_common(line: CostLine) -> bool:
    return not isinstance(line.split, Private) and not line.decision
