"""Which fiscal year a page of the books shows: the one chosen, else the one of today, else the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from koprogo.services.accounting import periods
from koprogo.state.buildings.here import Act


@dataclass(frozen=True)
class YearView:
    """A fiscal year to choose: first and last day ISO, where it stands, how many vouchers; `mark`: how its hash begins."""

    id: str = ""
    starts: str = ""
    last_day: str = ""
    stands: str = ""
    count: int = 0
    mark: str = ""


async def years_of(act: Act) -> list[periods.YearRow]:
    """Return the fiscal years, the newest first."""
    return await periods.years(*act.within)


def chosen_year(years: Sequence[periods.YearRow], wanted: str, today: date) -> periods.YearRow | None:
    """Return the year to show; None while none is open."""
    by_id = {str(year.id): year for year in years}
    if wanted in by_id:
        return by_id[wanted]
    now = next((year for year in years if year.starts <= today < year.next_starts), None)
    return now or (years[0] if years else None)


def year_view(year: periods.YearRow) -> YearView:
    """Return a year as the screen shows it."""
    last_day = year.next_starts - timedelta(days=1)
    return YearView(
        str(year.id), year.starts.isoformat(), last_day.isoformat(), year.stands.value, year.entries, year.hash[:12]
    )
