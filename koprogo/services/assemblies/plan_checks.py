"""What is wrong with the day, the title, the texts or the kind of a point: everything at once, before it is written."""

from collections.abc import Mapping
from datetime import datetime

from koprogo.core.errors import Problem
from koprogo.rules.assemblies.decision_kinds import KINDS, NotAMajority, kind_of

LANGUAGES = ("fr", "nl", "de", "en")
LONGEST = {"title": 200, "text": 8000, "place": 200, "clause": 1000}


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
