"""What is wrong with the day, the title, the texts or the kind of a point: everything at once, before it is written;
and whether a second session may be convened at all."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import Problem
from koprogo.rules.assemblies.decision_kinds import KINDS, NotAMajority, kind_of
from koprogo.rules.assemblies.sessions import second_session
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.refusals import NoSecondSession, SecondSessionTooSoon

LANGUAGES = ("fr", "nl", "de", "en")
LONGEST = {"title": 200, "text": 8000, "place": 200, "clause": 1000}
FIRST_SESSION = """
SELECT f.day, st.what FROM assembly a JOIN assembly f ON f.id = a.first_session_id
  JOIN assembly_state st ON st.assembly_id = f.id WHERE a.id = :a AND a.session = 'second'
"""


def assembly_problems(kind: str, starts_at: datetime, place: str, at: datetime) -> list[Problem]:
    """Return what is wrong with the kind, the day and the place of an assembly."""
    return [
        *([] if kind in ("ordinary", "extraordinary") else [Problem("kind", "Choose ordinary or extraordinary.")]),
        *([] if starts_at > at else [Problem("starts_at", "Choose a day and an hour that are still to come.")]),
        *too_long("place", place),
    ]


def kind_problem(kind: str) -> Problem:
    """Say what to choose where a kind has no majority by itself."""
    if kind in KINDS and kind_of(kind).code is NotAMajority.FOLLOWS_MAIN:
        return Problem("main_kind", "Choose the decision that this one goes with: it sets the majority.")
    return Problem("kind", "Choose the kind of decision from the list.")


def words_in(words: Mapping[str, str]) -> dict[str, str]:
    """Return the words that are written, by language, without their ends."""
    return {language: words[language].strip() for language in LANGUAGES if words.get(language, "").strip()}


def too_long(field: str, value: str) -> list[Problem]:
    """Return the problem of a text that is longer than its field takes."""
    most = LONGEST[field]
    return [Problem(field, "Shorten this to {most} characters.", {"most": most})] if len(value) > most else []


def item_problems(
    kind: str, title: Mapping[str, str], proposal: Mapping[str, str], clause: str, minutes: int
) -> list[Problem]:
    """Return what is wrong with a point."""
    found = [] if kind in KINDS else [Problem("kind", "Choose the kind of decision from the list.", {})]
    if not title:
        found.append(Problem("title", "Write the title of the point in at least one language."))
    if not 0 < minutes <= 480:
        found.append(Problem("minutes", "Enter how many minutes are planned, from 1 to 480."))
    for words, field in ((title, "title"), (proposal, "text")):
        for each in words.values():
            found += too_long(field, each)
    return found + too_long("clause", clause)


async def require_failed_first(session: AsyncSession, assembly_id: UUID, day: date) -> None:
    """Let a second session pass only after a first one that ended without its quorum, fifteen days on (art. 3.87 §5)."""
    first = (await session.execute(text(FIRST_SESSION), {"a": assembly_id})).first()
    if first is None:
        return
    if first.what != events.WITHOUT_QUORUM:
        raise NoSecondSession(day=first.day.isoformat())
    if not (again := second_session(first.day, day)).allowed:
        raise SecondSessionTooSoon(earliest_day=again.earliest_day.isoformat())
