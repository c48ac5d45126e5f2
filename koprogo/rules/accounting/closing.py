"""A fiscal year from its opening to its end: its steps, what may still be booked, and the entry that closes it.

The syndic has the accounts settled and gives them to the assembly (art. 3.89 §5, 15°); the auditor looks at them
(art. 3.91); the assembly approves them by an absolute majority (art. 3.87 §8). The steps between are house practice, except
that nothing is written in a year that was approved and closed: in the journals of the royal decree of 12 July 2012 nothing
is changed.
"""

from collections.abc import Mapping
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.accounting.chart import is_result
from koprogo.rules.texts import CC_3_87_8, CC_3_89_5_15, CC_3_91, CHART_DECREE


class Journal(StrEnum):
    """Where a voucher is numbered."""

    SALES = "sales"
    """Calls for funds and settlements: what owners are asked."""
    PURCHASES = "purchases"
    BANK = "bank"
    GENERAL = "general"
    OPENING = "opening"
    """The take-over from the books kept elsewhere, once."""
    CLOSING = "closing"
    """From the provisional accounts on: accruals, settlements, corrections, the closing itself."""


class Step(StrEnum):
    """Where a fiscal year stands."""

    OPENED = "opened"
    PROVISIONAL = "provisional"
    AUDITED = "audited"
    VOTED = "voted"
    FINAL = "final"


ORDER = tuple(Step)


class ResultLeft(Exception):
    """Costs and income do not settle to nil: `cents` are left, a cost when positive."""

    def __init__(self, cents: int) -> None:
        super().__init__(f"{cents} cents of costs and income are left")
        self.cents = cents


@cites(CC_3_89_5_15, CC_3_91, CC_3_87_8)
def may_follow(stands: Step, step: Step) -> bool:
    """Say whether a year may take this step: forwards only, and final only after the vote.

    >>> may_follow(Step.OPENED, Step.VOTED), may_follow(Step.AUDITED, Step.FINAL), may_follow(Step.FINAL, Step.OPENED)
    (True, False, False)
    """
    if step is Step.FINAL:
        return stands is Step.VOTED
    return ORDER.index(step) > ORDER.index(stands)


@cites(CHART_DECREE, CC_3_89_5_15)
def takes(stands: Step, journal: Journal) -> bool:
    """Say whether a voucher of this journal may still be written in a year: all while open, then only closing ones.

    >>> takes(Step.OPENED, Journal.BANK), takes(Step.PROVISIONAL, Journal.BANK), takes(Step.FINAL, Journal.CLOSING)
    (True, False, False)
    """
    return stands is Step.OPENED or (stands is not Step.FINAL and journal is Journal.CLOSING)


@cites(CC_3_89_5_15, CHART_DECREE)
def closing_lines(balances: Mapping[str, int]) -> dict[str, int]:
    """Return what brings costs and income to nil, by account code in order; `balances` are cents, debit positive.

    Nothing is left over, because the settlement shared every cost among the owners before.

    Raises:
        ResultLeft: something is left: the settlement is missing, or not all of it was booked.

    >>> closing_lines({"61050": 5000, "701": -5000, "551": 70})
    {'61050': -5000, '701': 5000}
    """
    lines = {code: -balances[code] for code in sorted(balances) if is_result(code) and balances[code]}
    if sum(lines.values()):
        raise ResultLeft(-sum(lines.values()))
    return lines
