"""What somebody asks for: a statement, its days, and the account or the year it is about."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from koprogo.core.errors import BadInput, Problem

LONGEST_YEARS = 12
DAYS_A_YEAR = 366


class What(StrEnum):
    """The statements; the value stands in addresses."""

    BALANCE_SHEET = "balance-sheet"
    INCOME = "income-statement"
    TRIAL_BALANCE = "trial-balance"
    LEDGER = "ledger"
    JOURNAL = "journal"
    AGED = "aged-balances"
    CASH = "cash-flow"
    FUNDS = "funds"
    SIMPLIFIED = "simplified"
    VARIANCE = "variance"


@dataclass(frozen=True)
class Asked:
    """A statement from one day to another, `until` exclusive; `account_id` for a ledger, `by` for a budget's periods.

    Raises:
        BadInput: it ends before it begins, or covers more than twelve years.
    """

    what: What
    starts: date
    until: date
    account_id: UUID | None = None
    by: str = "month"

    def __post_init__(self) -> None:
        if self.until <= self.starts:
            raise BadInput(Problem("until", "Choose a last day after the first one."))
        if (self.until - self.starts).days > LONGEST_YEARS * DAYS_A_YEAR:
            raise BadInput(Problem("until", "Choose a period of twelve years at most."))

    @property
    def last_day(self) -> date:
        """The last day that is in, as people say it."""
        return self.until - timedelta(days=1)
