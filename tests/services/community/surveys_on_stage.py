"""Surveys on stage: a draft, one that is open, what the cast does with it. For tests of services, screens, routes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import legal_day
from koprogo.models.identity import Account, Person
from koprogo.models.ownership import Holding
from koprogo.services.access import actor_of
from koprogo.services.charges import keys
from koprogo.services.community import answering, making, opening, queries
from koprogo.services.community.making import Draft
from tests.cast import AT, LONG_AGO, Cast, act

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLOSES, MINUTE = NOW + timedelta(days=14), timedelta(minutes=1)
TITLE = {"fr": "Un local à vélos dans le hall ?", "nl": "Een fietsenstalling in de hal?"}
COLOURS = ({"fr": "Bleu", "nl": "Blauw"}, {"fr": "Vert", "nl": "Groen"}, {"fr": "Gris", "nl": "Grijs"})


def wish(kind: str = "yes_no", **more: Any) -> Draft:
    """Return a draft of a kind; a choice has three colours."""
    options = COLOURS if kind in ("one", "several") else ()
    facts = {"kind": kind, "title": TITLE, "closes_at": CLOSES, "words": {}, "options": options}
    return Draft(**{**facts, **more})


async def drafted(cast: Cast, kind: str = "yes_no", *, who: str = "syndic", at: datetime = NOW, **more: Any) -> UUID:
    """Write a draft and return its id."""
    return await act(cast, making.make_survey, draft=wish(kind, **more), at=at, who=who)


async def opened(cast: Cast, kind: str = "yes_no", *, at: datetime = NOW, **more: Any) -> UUID:
    """Write a draft and open it."""
    survey = await drafted(cast, kind, at=at, **more)
    await act(cast, opening.open_survey, survey, at=at)
    return survey


async def answer(cast: Cast, survey: UUID, who: str, *places: int, words: str = "", at: datetime = NOW) -> None:
    """Answer as somebody of the cast."""
    await act(cast, answering.answer_survey, survey, places=places, words=words, at=at, who=who)


async def close(cast: Cast, survey: UUID, *, who: str = "syndic", at: datetime = NOW) -> None:
    """Close it by hand."""
    await act(cast, opening.close_survey, survey, at=at, who=who)


async def sheet(cast: Cast, survey: UUID, who: str = "anna", *, at: datetime = NOW) -> queries.SurveySheet:
    """Return the survey as somebody sees it."""
    return await act(cast, queries.survey, survey, at=at, who=who)


async def rows(cast: Cast, query: str, **facts: Any) -> list[dict[str, Any]]:
    """Return rows of the association, as the application itself may read them."""
    async with db.tenant_session(cast.syndic) as session:
        return [dict(row) for row in (await session.execute(text(query), facts)).mappings()]


async def accounts(cast: Cast, *names: str) -> None:
    """Give people of the cast an account, so that letters reach them."""
    async with db.open_session() as session:
        session.add_all(
            Account(person_id=cast.people[name], email=f"{name}-{uuid4().hex[:6]}@example.org", created_at=AT)
            for name in names
        )


async def group(cast: Cast, *lots: str) -> UUID:
    """Enter a key of these lots, staircase B and then B2, B3, and return its id."""
    lines = "\n".join(f"{lot}\t1" for lot in lots)
    others = len(await act(cast, keys.keys))
    stairs = f"B{others + 1}" if others else "B"
    name, source = {"fr": f"Escalier {stairs}", "nl": f"Trap {stairs}"}, "Art. 12"
    return await act(cast, keys.enter_key, name=name, source=source, since=LONG_AGO, lines=lines)


async def someone(cast: Cast, name: str, *, kind: str = "natural", lot: str = "", right: str = "full") -> UUID:
    """Add a person, with a right on a lot when one is named; return her id."""
    person = uuid4()
    async with db.open_session() as session:
        session.add(Person(id=person, kind=kind, name=name, language="fr", created_at=AT))
    if lot:
        async with db.association_session(cast.association_id) as session:
            session.add(
                Holding(
                    association_id=cast.association_id,
                    lot_id=cast.lots[lot],
                    person_id=person,
                    right=right,
                    since=LONG_AGO,
                )
            )
    return person


async def split(cast: Cast) -> None:
    """Give somebody the usufruct of A4 beside its owner."""
    cast.people["usufructuary"] = await someone(cast, "Ursula Usufruct", lot="A4", right="usufruct")
    async with db.open_session() as session:
        cast.actors["usufructuary"] = await actor_of(session, cast.people["usufructuary"], on_day=legal_day(NOW))
