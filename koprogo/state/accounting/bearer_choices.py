"""Who may bear a line of the books, as a list to choose from: the keys in force, and every lot alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from koprogo.core.clock import today
from koprogo.services.charges import keys
from koprogo.services.charges.invoices import queries
from koprogo.state.base import parse_id
from koprogo.state.buildings.here import Act, said


@dataclass(frozen=True)
class BearerChoice:
    """A key (`key:…`) by its name in the reader's language, or a lot (`lot:…`) by its number."""

    value: str
    word: str


async def key_choices(act: Act) -> list[BearerChoice]:
    """Return the keys in force today."""
    language = act.actor.language
    return [
        BearerChoice(f"key:{each.id}", each.name.get(language) or next(iter(each.name.values()), "–"))
        for each in await keys.keys(*act.within, day=today())
    ]


async def bearer_choices(act: Act) -> list[BearerChoice]:
    """Return the keys in force today, then the lots by number."""
    lots = await queries.lots(*act.within)
    return [*await key_choices(act), *(BearerChoice(f"lot:{id_}", number) for id_, number in lots)]


def chosen_bearer(answers: Mapping[str, object]) -> tuple[UUID | None, UUID | None]:
    """Return the key and the lot that a form names as `bearer`."""
    return bearer_of(said(answers, "bearer"))


def bearer_of(value: str) -> tuple[UUID | None, UUID | None]:
    """Return the key and the lot of a choice; neither for all lots by their shares."""
    kind, _, id_ = value.partition(":")
    return parse_id(id_) if kind == "key" else None, parse_id(id_) if kind == "lot" else None
