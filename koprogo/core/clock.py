"""Today and now, for the edges (handlers, routes, jobs, commands). Everything below takes them as arguments."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def legal_day(at: datetime) -> date:
    """Return the calendar day in Belgium at an instant; every legal day is one of these."""
    return at.astimezone(BRUSSELS).date()


def today() -> date:
    """Return the current legal day."""
    return legal_day(now())
