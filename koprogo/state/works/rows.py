"""Rows of reported problems, ready to print: code words, ISO days, flags."""

from dataclasses import dataclass

from koprogo import urls
from koprogo.services.works.queries import Event, TicketRow

SHORT = 160
"""Characters of a problem in a list."""


@dataclass(frozen=True)
class TicketLine:
    """A reported problem; `number` as written, `at` and `due` ISO, `age` in days; `reporter` empty for most readers."""

    id: str
    href: str
    number: int
    association: str
    category: str
    place: str
    where: str
    urgency: str
    status: str
    words: str
    at: str
    due: str
    age: int
    is_open: bool
    unanswered: bool
    photos: int
    mine: bool
    reporter: str


@dataclass(frozen=True)
class EventLine:
    """Something that happened; `at` an ISO instant, `due` an ISO day or empty, `by` a name or empty."""

    what: str
    at: str
    words: str
    due: str
    by: str
    by_reporter: bool
    inner: bool


def shortened(words: str, most: int) -> str:
    """Return words that fit, with an ellipsis where some were cut away."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def ticket_line(row: TicketRow, *, whole: bool = False) -> TicketLine:
    """Return the line of a report; its words are cut for a list unless `whole`."""
    words = row.words if whole else shortened(row.words, SHORT)
    return TicketLine(
        id=str(row.id),
        href=urls.problem(row.association_id, row.id),
        number=row.number,
        association=row.association,
        category=row.category.value,
        place=row.place.value,
        where=", ".join(part for part in (row.lot, row.place_words) if part),
        urgency=row.urgency.value,
        status=row.state.value,
        words=words,
        at=row.at.isoformat(),
        due=row.due.isoformat() if row.due else "",
        age=row.age,
        is_open=row.is_open,
        unanswered=row.unanswered,
        photos=row.photos,
        mine=row.is_mine,
        reporter=row.reporter,
    )


def event_line(event: Event) -> EventLine:
    """Return the line of something that happened."""
    return EventLine(
        what=event.what.value,
        at=event.at.isoformat(),
        words=event.words,
        due=event.due.isoformat() if event.due else "",
        by=event.by,
        by_reporter=event.by_reporter,
        inner=event.inner,
    )
