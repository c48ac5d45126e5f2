"""Which fiscal year a page of the books shows: the one chosen, else the one of today, else the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from koprogo.i18n import format as formats
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods, votes
from koprogo.state.buildings.here import Act


@dataclass(frozen=True)
class YearView:
    """A fiscal year to choose: first and last day ISO, where it stands, how many vouchers; `mark`: how its hash begins.

    `audited_on` (ISO) and the `report` named by the syndic; `unaudited`: it was voted without either.
    """

    id: str = ""
    starts: str = ""
    last_day: str = ""
    stands: str = ""
    count: int = 0
    mark: str = ""
    audited_on: str = ""
    report: str = ""
    unaudited: bool = False


@dataclass(frozen=True)
class VoteChoice:
    """A point on which annual accounts were voted, to choose in a list: its id, and its day, number and title."""

    value: str
    word: str


async def vote_choices(act: Act, *, carried: bool) -> list[VoteChoice]:
    """Return the points that carried annual accounts, or that rejected them, after one for none; the newest first."""
    language = act.actor.language
    found = [each for each in await votes.accounts_votes(*act.within) if each.carried is carried]
    return [VoteChoice("", "–"), *(VoteChoice(str(each.item_id), _point(each, language)) for each in found)]


def _point(vote: votes.AccountsVote, language: str) -> str:
    title = vote.title.get(language) or next((each for each in vote.title.values() if each), "")
    return f"{formats.day(vote.day, language)}, {vote.number}. {title}"


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
        str(year.id), year.starts.isoformat(), last_day.isoformat(), year.stands.value, year.entries, year.hash[:12],
        year.audited_on.isoformat() if year.audited_on else "", year.report,
        year.audited_on is None and year.stands in (Step.VOTED, Step.FINAL),
    )  # fmt: skip
