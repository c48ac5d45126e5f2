"""The form of a survey: read into a draft, and a draft given back to the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from koprogo.core.clock import BRUSSELS, legal_day, today
from koprogo.core.days import named_day
from koprogo.core.errors import BadInput, Problem
from koprogo.i18n.languages import LANGUAGES
from koprogo.rules.community.survey import CHOICES, Audience, Kind
from koprogo.services.buildings.queries import association_sheet
from koprogo.services.charges import keys
from koprogo.services.community.making import Draft
from koprogo.services.community.standing import Standing
from koprogo.state.assemblies.acting import in_languages, said
from koprogo.state.base import parse_id
from koprogo.state.buildings.here import ROWS, Act

USUAL_DAYS = timedelta(days=14)
USUAL_HOUR = "20:00"
WITH_OPTIONS = tuple(kind.value for kind in Kind if kind in CHOICES)


@dataclass(frozen=True)
class Group:
    """A group of lots to ask: its key and its name by language."""

    value: str
    name: dict[str, str]


@dataclass(frozen=True)
class FormView:
    """What the form shows when it is drawn: `texts` by field and language (`title_fr`), the closing as day and hour."""

    texts: dict[str, str] = field(default_factory=dict)
    audience: str = Audience.RIGHTS.value
    names: str = "named"
    closes_at: str = ""
    hour: str = USUAL_HOUR


def new_form() -> FormView:
    """Return an empty form that closes in two weeks."""
    return FormView(texts=dict.fromkeys(_fields(), ""), closes_at=(today() + USUAL_DAYS).isoformat())


def form_of(survey: Standing) -> FormView:
    """Return the form of a draft."""
    texts = dict.fromkeys(_fields(), "")
    for language in LANGUAGES:
        texts[f"title_{language}"] = survey.title.get(language, "")
        texts[f"words_{language}"] = survey.words.get(language, "")
        texts[f"options_{language}"] = "\n".join(filter(None, (each.get(language, "") for each in survey.options)))
    return FormView(
        texts=texts,
        audience=str(survey.key_id) if survey.key_id else survey.audience.value,
        names="none" if survey.is_anonymous else "named",
        closes_at=legal_day(survey.closes_at).isoformat(),
        hour=survey.closes_at.astimezone(BRUSSELS).strftime("%H:%M"),
    )


def draft_of(answers: Mapping[str, Any], kind: str) -> Draft:
    """Read the form; `kind` is what was chosen last, which decides whether there are answers to choose from.

    Raises:
        BadInput: no day or hour, or answers that do not pair up between the languages.
    """
    audience = said(answers, "audience", 40)
    is_group = audience not in ("", Audience.RIGHTS, Audience.OWNERS)
    options, problems = _options(answers) if kind in WITH_OPTIONS else ([], [])
    closes_at, missing = _closing(answers)
    if closes_at is None or problems:
        raise BadInput(*problems, *missing)
    return Draft(
        kind=kind,
        title=in_languages(answers, "title"),
        words=in_languages(answers, "words"),
        options=options,
        audience=Audience.GROUP.value if is_group else audience,
        key_id=parse_id(audience) if is_group else None,
        is_anonymous=said(answers, "names", 10) == "none",
        closes_at=closes_at,
    )


async def groups_of(act: Act) -> list[Group]:
    """Return the groups of lots that may be asked: the keys in force."""
    return [Group(str(key.id), dict(key.name)) for key in await keys.keys(*act.within, day=today())][:ROWS]


async def languages_of(act: Act) -> tuple[str, list[str]]:
    """Return the association's name and its languages, in the order in which they are offered."""
    sheet = await association_sheet(*act.within, day=today())
    return sheet.facts.name, [each for each in LANGUAGES if each in sheet.facts.languages]


def _options(answers: Mapping[str, Any]) -> tuple[list[dict[str, str]], list[Problem]]:
    lines = {
        language: [line.strip() for line in words.splitlines() if line.strip()]
        for language, words in in_languages(answers, "options").items()
    }
    if len(set(map(len, lines.values()))) > 1:
        return [], [Problem("options", "Write the same number of answers in each language, in the same order.")]
    paired = zip_longest(*lines.values(), fillvalue="")
    return [dict(zip(lines, each, strict=True)) for each in paired], []


def _closing(answers: Mapping[str, Any]) -> tuple[datetime | None, list[Problem]]:
    problems, day, hour = [], None, None
    try:
        day = named_day(said(answers, "closes_at", 20))
    except ValueError:
        problems.append(Problem("closes_at", "Choose the day on which it closes."))
    try:
        hour = time.fromisoformat(said(answers, "hour", 20))
    except ValueError:
        problems.append(Problem("hour", "Enter the hour, such as 19:30."))
    if day is None or hour is None:
        return None, problems
    return datetime.combine(day, hour.replace(tzinfo=None), BRUSSELS), []


def _fields() -> list[str]:
    return [f"{name}_{language}" for name in ("title", "words", "options") for language in LANGUAGES]
