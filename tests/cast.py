"""The cast of every test: the syndic of the demo building, two owners there, and a stranger who must see nothing.

Résidence Les Tilleuls has six lots of 1000 shares in all. Anna holds A1 and a garage (270), Bram holds A2 (230), four
others hold the rest; lot A5 is held jointly and nobody represents it. The stranger owns a lot elsewhere, and the syndic
owns one there too: keeping the books here gives no right to keep them there.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import SQLModel

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.models.buildings import Association, Lot, Mandate
from koprogo.models.identity import Person
from koprogo.models.organisations import Organisation, OrganisationMember
from koprogo.models.ownership import Holding
from koprogo.services.access import actor_of

LONG_AGO = date(2020, 1, 1)
AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LOTS = {"A1": 250, "G1": 20, "A2": 230, "A3": 200, "A4": 150, "A5": 150}
OWNERS = {"A1": ["anna"], "G1": ["anna"], "A2": ["bram"], "A3": ["carla"], "A4": ["dirk"], "A5": ["emma", "farid"]}
NAMES = {
    "syndic": "Sylvie Simon",
    "accountant": "Arthur Adam",
    "anna": "Anna Peeters",
    "bram": "Bram Claes",
    "carla": "Carla Dubois",
    "dirk": "Dirk Maes",
    "emma": "Emma Lambert",
    "farid": "Farid Benali",
    "stranger": "Sacha Vreemd",
    "other_syndic": "Olga Other",
}


@dataclass
class Cast:
    """Who is on stage: ids of persons and lots by name, and their actors on the day of the play."""

    association_id: UUID
    elsewhere_id: UUID
    people: dict[str, UUID] = field(default_factory=dict)
    lots: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["actors"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing


async def act(cast: Cast, do: Any, *arguments: Any, who: str = "syndic", **more: Any) -> Any:
    """Call a service as somebody of the cast, in a transaction of its own."""
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await do(session, actor, cast.association_id, *arguments, **more)


async def put_on_stage() -> Cast:
    """Write the two associations and their people, and return them."""
    here, elsewhere = uuid4(), uuid4()
    cast = Cast(association_id=here, elsewhere_id=elsewhere, people={name: uuid4() for name in NAMES})
    firm, other_firm = uuid4(), uuid4()
    async with db.open_session() as session:
        session.add_all(
            Person(id=cast.people[name], name=full, language="nl" if name == "bram" else "fr", created_at=AT)
            for name, full in NAMES.items()
        )
        session.add_all(
            Organisation(id=each, name=name, created_at=AT)
            for each, name in ((firm, "Syndic du Parc"), (other_firm, "Andere Syndicus"))
        )
        await session.flush()
        session.add_all(
            OrganisationMember(organisation_id=each, person_id=cast.people[who], role=role, since=LONG_AGO)
            for each, who, role in (
                (firm, "syndic", "syndic"),
                (firm, "accountant", "accountant"),
                (other_firm, "other_syndic", "syndic"),
            )
        )
    await _association(cast, here, "Résidence Les Tilleuls", firm, LOTS, OWNERS)
    await _association(
        cast, elsewhere, "Kouterhof", other_firm, {"B1": 600, "B2": 400}, {"B1": ["stranger"], "B2": ["syndic"]}
    )
    async with db.open_session() as session:
        for name, person_id in cast.people.items():
            cast.actors[name] = await actor_of(session, person_id, on_day=AT.date())
    return cast


async def _association(
    cast: Cast, association_id: UUID, name: str, firm: UUID, lots: dict[str, int], owners: dict[str, list[str]]
) -> None:
    rows: list[SQLModel] = [Mandate(association_id=association_id, organisation_id=firm, since=LONG_AGO)]
    for number, shares in lots.items():
        cast.lots[number] = uuid4()
        kind = "garage" if number.startswith("G") else "apartment"
        rows.append(Lot(id=cast.lots[number], association_id=association_id, number=number, shares=shares, kind=kind))
    async with db.association_session(association_id) as session:
        session.add(
            Association(
                id=association_id, name=name, enterprise_number="0678.123.436", shares_total=1000, created_at=AT
            )
        )
        await session.flush()
        session.add_all(rows)
        await session.flush()
        for number, names in owners.items():
            right = "full" if len(names) == 1 else "undivided"
            session.add_all(
                Holding(
                    association_id=association_id,
                    lot_id=cast.lots[number],
                    person_id=cast.people[who],
                    right=right,
                    since=LONG_AGO,
                )
                for who in names
            )
