"""What came in and went out per bank account and month, chained: each month opens where the one before closed; cents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_86_3, CC_3_89_5_15


@dataclass(frozen=True)
class CashMoved:
    """What moved on an account in a month (its first day); `month` is None for all that came before."""

    code: str
    month: date | None
    came: int
    went: int


@dataclass(frozen=True)
class CashMonth:
    """A month, or the part of it that is covered, from `starts`: opening, in, out and closing in cents."""

    starts: date
    opening: int
    came: int
    went: int

    @property
    def closing(self) -> int:
        """What stands there at its end."""
        return self.opening + self.came - self.went


@dataclass(frozen=True)
class CashAccount:
    """An account, month by month; never without a month."""

    code: str
    months: tuple[CashMonth, ...]

    @property
    def whole(self) -> CashMonth:
        """The whole period as if it were one month."""
        came, went = (sum(getattr(month, name) for month in self.months) for name in ("came", "went"))
        return CashMonth(self.months[0].starts, self.months[0].opening, came, went)


@cites(CC_3_89_5_15, CC_3_86_3)
def cash_flow(moved: Iterable[CashMoved], *, starts: date, until: date) -> tuple[CashAccount, ...]:
    """Return every account with every month from one day to another, `until` exclusive, by code.

    >>> march, april = date(2026, 3, 1), date(2026, 4, 1)
    >>> moved = [CashMoved("551", None, 900, 100), CashMoved("551", march, 50, 0)]
    >>> found = cash_flow(moved, starts=march, until=date(2026, 5, 1))
    >>> [(each.opening, each.came, each.went, each.closing) for each in found[0].months]
    [(800, 50, 0, 850), (850, 0, 0, 850)]
    """
    by_account: dict[str, dict[date | None, CashMoved]] = {}
    for row in moved:
        by_account.setdefault(row.code, {})[row.month] = row
    months = months_of(starts, until)
    return tuple(CashAccount(code, _chained(rows, months)) for code, rows in sorted(by_account.items()))


@cites(CC_3_89_5_15)
def together(accounts: Iterable[CashAccount]) -> tuple[CashMonth, ...]:
    """Add accounts up by month; what goes from one to another stands in both sums.

    >>> june = date(2026, 6, 1)
    >>> both = [CashAccount("550", (CashMonth(june, 1, 2, 0),)), CashAccount("551", (CashMonth(june, 5, 0, 2),))]
    >>> together(both)[0].closing
    6
    """
    return tuple(
        CashMonth(
            same[0].starts, *(sum(getattr(month, name) for month in same) for name in ("opening", "came", "went"))
        )
        for same in zip(*(account.months for account in accounts), strict=True)
    )


def months_of(starts: date, until: date) -> tuple[date, ...]:
    """Return the first day and the first of every later month before `until`, exclusive."""
    found = [starts]
    while (following := _next_month(found[-1])) < until:
        found.append(following)
    return tuple(found)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _chained(rows: Mapping[date | None, CashMoved], months: tuple[date, ...]) -> tuple[CashMonth, ...]:
    before = rows.get(None)
    stands = before.came - before.went if before else 0
    found = []
    for first in months:
        row = rows.get(first.replace(day=1))
        found.append(CashMonth(first, stands, row.came if row else 0, row.went if row else 0))
        stands = found[-1].closing
    return tuple(found)
