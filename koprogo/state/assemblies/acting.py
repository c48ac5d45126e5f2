"""The assembly an address names, ready to act on: who acts, in which association, in one transaction.

async with self.refusals(), acting(self) as act:
    await voting.close_item(act.session, act.actor, act.association_id, parse_id(item_id))
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import BRUSSELS
from koprogo.core.days import named_day
from koprogo.core.errors import BadInput, Problem
from koprogo.security.policies import current_actor
from koprogo.services.assemblies.where import where
from koprogo.state.assemblies.room.live import assembly_of
from koprogo.state.buildings.here import Act as InAssociation


@dataclass(frozen=True)
class Act(InAssociation):
    """What a service needs before its own arguments; `within` is for one of a point, whose id comes fourth."""

    assembly_id: UUID

    @property
    def here(self) -> tuple[Any, Actor, UUID, UUID]:
        """The first four arguments of a service of the assembly."""
        return self.session, self.actor, self.association_id, self.assembly_id


@asynccontextmanager
async def acting(state: Any) -> AsyncIterator[Act]:
    """Open the transaction of the assembly this page's address names; NotFound when it names none in reach."""
    actor, assembly_id = current_actor(), assembly_of(state.router.url.path)
    association_id = await where(actor, assembly_id)
    async with db.tenant_session(actor, association_id) as session:
        yield Act(session, actor, association_id, assembly_id)


def said(answers: Mapping[str, object], name: str, most: int = 8000) -> str:
    """Return what a form says under a name, as text without its ends; empty when it says nothing."""
    value = answers.get(name)
    return value.strip()[: most + 1] if isinstance(value, str) else ""


def in_languages(answers: Mapping[str, object], name: str) -> dict[str, str]:
    """Return the texts of the fields `name_fr`, `name_nl`, `name_de` and `name_en` that are written."""
    found = {language: said(answers, f"{name}_{language}") for language in ("fr", "nl", "de", "en")}
    return {language: words for language, words in found.items() if words}


def parse_day(text: object, where: str) -> date:
    """Return an ISO day that a browser sent; BadInput when it is none."""
    try:
        return named_day(str(text))
    except ValueError:
        raise BadInput(Problem(where, "Choose a day.")) from None


def parse_start(answers: Mapping[str, object]) -> datetime:
    """Return the instant of the fields `starts_at` (a day) and `hour`, in Belgium.

    Raises:
        BadInput: names each of the two that is missing.
    """
    problems, day, hour = [], None, None
    try:
        day = named_day(said(answers, "starts_at", 20))
    except ValueError:
        problems.append(Problem("starts_at", "Choose the day of the assembly."))
    try:
        hour = time.fromisoformat(said(answers, "hour", 20))
    except ValueError:
        problems.append(Problem("hour", "Enter the hour, such as 19:30."))
    if day is None or hour is None:
        raise BadInput(*problems)
    return datetime.combine(day, hour.replace(tzinfo=None), BRUSSELS)
