"""The two funds between two days: what owners advanced, what was used, and whether the money stands on its own account.

Each fund has its own bank account (art. 3.86 §3). What was called for the reserve is first owed (4100), then received on
the working account, then moved over; so fund = bank account + still owed + not yet moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_86_3, CC_3_89_5_15

WORKING, RESERVE = "working", "reserve"
CALLED_BY = frozenset({"call", "settlement"})
USED_BY = frozenset({"invoice", "credit_note"})


@dataclass(frozen=True)
class FundMoved:
    """Cents on an account of a fund, debit positive. `kind`: of the entry, of the one it takes back for a reversal.

    `uses`: the entry also stands on 681, what the reserve pays. `before`: it came before the first day.
    """

    fund: str
    code: str
    kind: str
    uses: bool
    before: bool
    cents: int


@dataclass(frozen=True)
class Fund:
    """A fund. `bank` and `owed`: what stands on its bank accounts, and what owners still owe for it, at the end."""

    fund: str
    opening: int
    called: int
    used: int
    other: int
    bank: int
    owed: int

    @property
    def closing(self) -> int:
        """What the fund holds at the end."""
        return self.opening + self.called - self.used + self.other

    @property
    def unswept(self) -> int:
        """What was received and stands on another account yet; below nil, more left the account than was due."""
        return self.closing - self.bank - self.owed


@cites(CC_3_86_3, CC_3_89_5_15)
def fund(name: str, moved: Iterable[FundMoved], *, bank: int, owed: int) -> Fund:
    """Return a fund from what moved on its accounts; what was neither called nor used (a sale, a take-over) is `other`.

    >>> before = FundMoved("reserve", "160", "opening", False, True, -500_000)
    >>> called = FundMoved("reserve", "160", "call", False, False, -30_000)
    >>> roof = FundMoved("reserve", "160", "invoice", True, False, 121_000)
    >>> found = fund("reserve", [before, called, roof], bank=401_500, owed=0)
    >>> found.closing, found.unswept
    (409000, 7500)
    """
    sums = {"opening": 0, "called": 0, "used": 0, "other": 0}
    for row in moved:
        if row.fund != name:
            continue
        part = _part(row)
        sums[part] += row.cents if part == "used" else -row.cents
    return Fund(name, **sums, bank=bank, owed=owed)


def _part(row: FundMoved) -> str:
    if row.before:
        return "opening"
    if row.uses or row.kind in USED_BY:
        return "used"
    return "called" if row.kind in CALLED_BY else "other"
