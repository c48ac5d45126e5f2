"""Writing a survey: a draft that council and syndic see, change as they like, and may throw away. Nobody is told yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.community import Survey
from koprogo.rules.community.survey import (
    CHOICES,
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    Audience,
    Closing,
    Kind,
    closing,
    has_options,
)
from koprogo.services import audit
from koprogo.services.community.refusals import StaysAsOpened
from koprogo.services.community.standing import DISCARDED, DRAFTED, append, lock

LANGUAGES = ("fr", "nl", "de", "en")
LONGEST = {"title": 200, "words": 2000, "options": 120}
WORDS = {
    Closing.TOO_SOON: "Choose a closing at least one hour from now, so that people can answer.",
    Closing.TOO_LATE: "Choose a closing within half a year.",
}
KEY = """
SELECT 1 FROM apportionment_key WHERE id = :k AND association_id = :t AND since <= :day AND (until IS NULL OR until > :day)
"""


@dataclass(frozen=True)
class Draft:
    """What somebody wants to ask: texts per language, options in their order, whom, until when (an instant)."""

    kind: str
    title: Mapping[str, str]
    closes_at: datetime
    words: Mapping[str, str]
    options: Sequence[Mapping[str, str]] = ()
    audience: str = Audience.RIGHTS.value
    key_id: UUID | None = None
    is_anonymous: bool = False


async def make_survey(session: AsyncSession, actor: Actor, association_id: UUID, *, draft: Draft, at: datetime) -> UUID:
    """Write a draft and return its id (council, syndic).

    Raises:
        BadInput: all that is wrong with it.
        NotFound: the group of lots is none of this association.
    """
    require(actor, "survey.make", association_id)
    row = Survey(id=uuid4(), association_id=association_id, **await _columns(session, association_id, draft, at))
    session.add(row)
    await session.flush()
    await append(session, association_id, row.id, DRAFTED, by=actor.person_id, at=at)
    await audit.record(session, actor, association_id, "survey.drafted", row.id, kind=row.kind)
    return row.id


async def change_survey(
    session: AsyncSession, actor: Actor, association_id: UUID, survey_id: UUID, *, draft: Draft, at: datetime
) -> None:
    """Write a draft anew; any council member and the syndic may (council, syndic).

    Raises:
        BadInput: all that is wrong with it.
        StaysAsOpened: it is no draft any more.
    """
    require(actor, "survey.make", association_id)
    if (await lock(session, association_id, survey_id)).what != DRAFTED:
        raise StaysAsOpened
    row = await session.get_one(Survey, survey_id)
    for column, value in (await _columns(session, association_id, draft, at)).items():
        setattr(row, column, value)
    await session.flush()
    await audit.record(session, actor, association_id, "survey.changed", survey_id)


async def discard_survey(
    session: AsyncSession, actor: Actor, association_id: UUID, survey_id: UUID, *, at: datetime
) -> None:
    """Throw a draft away; nobody sees it any more. Safe to repeat (council, syndic).

    Raises:
        StaysAsOpened: it was sent out; close it instead.
    """
    require(actor, "survey.make", association_id)
    what = (await lock(session, association_id, survey_id)).what
    if what == DISCARDED:
        return
    if what != DRAFTED:
        raise StaysAsOpened
    await append(session, association_id, survey_id, DISCARDED, by=actor.person_id, at=at)
    await audit.record(session, actor, association_id, "survey.discarded", survey_id)


async def _columns(session: AsyncSession, association_id: UUID, draft: Draft, at: datetime) -> dict[str, Any]:
    if problems := [*_problems(draft), *_time_problems(draft.closes_at, at)]:
        raise BadInput(*problems)
    if draft.audience == Audience.GROUP:
        facts = {"k": draft.key_id, "t": association_id, "day": legal_day(at)}
        if draft.key_id is None or await session.scalar(text(KEY), facts) is None:
            raise NotFound
    return {
        "kind": draft.kind,
        "title": _said(draft.title),
        "words": _said(draft.words),
        "options": [_said(each) for each in draft.options],
        "audience": draft.audience,
        "key_id": draft.key_id if draft.audience == Audience.GROUP else None,
        "is_anonymous": draft.is_anonymous,
        "closes_at": draft.closes_at.replace(second=0, microsecond=0),
    }


def _problems(draft: Draft) -> list[Problem]:
    found = []
    if draft.kind not in list(Kind):
        found.append(Problem("kind", "Choose what you want to know."))
    if draft.audience not in list(Audience):
        found.append(Problem("audience", "Choose whom to ask."))
    if not _said(draft.title):
        found.append(Problem("title", "Write the question in at least one language."))
    options = [_said(each) for each in draft.options]
    if draft.kind in list(Kind) and not has_options(Kind(draft.kind), options):
        found.append(_option_problem(Kind(draft.kind)))
    elif not all(options):
        found.append(Problem("options", "Write every answer in at least one language."))
    texts = (("title", [draft.title]), ("words", [draft.words]), ("options", draft.options))
    return [*found, *(problem for field, each in texts for problem in _too_long(field, each))]


def _option_problem(kind: Kind) -> Problem:
    if kind not in CHOICES:
        return Problem("options", "Only a choice has answers to choose from; leave them empty here.")
    return Problem(
        "options",
        "Write {fewest} to {most} different answers to choose from, one per line.",
        {"fewest": FEWEST_OPTIONS, "most": MOST_OPTIONS},
    )


def _too_long(field: str, texts: Iterable[Mapping[str, str]]) -> list[Problem]:
    most = LONGEST[field]
    if all(len(words) <= most for each in texts for words in each.values()):
        return []
    return [Problem(field, "Shorten this to {most} characters.", {"most": most})]


def _time_problems(closes_at: datetime, at: datetime) -> list[Problem]:
    found = WORDS.get(closing(at, closes_at))
    return [Problem("closes_at", found)] if found else []


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that say something, in the languages of the product."""
    return {language: texts[language].strip() for language in LANGUAGES if texts.get(language, "").strip()}
