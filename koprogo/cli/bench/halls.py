"""The halls of a bench: associations with their owners in the room, each with an account, and the session open.

People, lots and presence are written in bulk: they are the scenery. Convening, opening the session and opening the vote go
through the services. All accounts share one password, hashed once.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import psycopg

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.services.access import actor_of
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import voting
from koprogo.services.identity import accounts, passwords
from koprogo.services.organisations import manage

LONG_AGO = date(2020, 1, 1)
WORDS = {"fr": "Rénover la toiture du bloc A", "nl": "Het dak van blok A vernieuwen"}


@dataclass
class Hall:
    """One association with its assembly open: who may vote, and on what."""

    association_id: UUID
    assembly_id: UUID
    item_id: UUID
    syndic: Actor
    emails: list[str] = field(default_factory=list)
    items: list[UUID] = field(default_factory=list)


async def build(halls: int, owners: int, password: str, dsn: str, *, points: int = 1) -> list[Hall]:
    """Make so many associations with so many owners each; every owner holds one lot and is checked in.

    `points` is the number of points on each agenda.
    """
    at = now()
    stored = await passwords.hash_password(password)
    async with db.open_session() as session:
        operator_id = await accounts.create_person(session, name="Bench Operator", language="fr", at=at)
        syndic_id = await accounts.create_person(session, name="Bench Syndic", language="fr", at=at)
    operator = Actor(operator_id, "Bench Operator", "fr", is_operator=True)
    async with db.open_session() as session:
        firm = await manage.create_organisation(
            session, operator, name="Bench Syndic", enterprise_number="", ipi_number="", at=at
        )
        await manage.add_member(session, operator, firm, person_id=syndic_id, role="syndic", since=LONG_AGO)
    return [await _hall(number, owners, stored, dsn, operator, syndic_id, firm, at, points) for number in range(halls)]


async def _hall(
    number: int,
    owners: int,
    stored: str,
    dsn: str,
    operator: Actor,
    syndic_id: UUID,
    firm: UUID,
    at: datetime,
    points: int,
) -> Hall:
    association_id = uuid4()
    async with db.association_session(association_id) as session:
        await manage.create_association(
            session,
            operator,
            association_id,
            name=f"Bench {number}",
            enterprise_number="0678.123.436",
            street="Rue de l'Essai 1",
            postcode="1000",
            city="Bruxelles",
            languages=("fr", "nl"),
            syndic_id=firm,
            since=LONG_AGO,
            at=at,
        )
    people = [uuid4() for _ in range(owners)]
    emails = [f"owner-{number}-{each}@bench.example" for each in range(owners)]
    _scenery(dsn, association_id, people, emails, stored, at)
    async with db.open_session() as session:
        syndic = await actor_of(session, syndic_id, on_day=at.date())
    assembly_id, items = await _open(syndic, association_id, people, dsn, at, points)
    return Hall(association_id, assembly_id, items[0], syndic, emails, items)


def _scope(connection: psycopg.Connection, association_id: UUID) -> None:
    connection.execute(
        "SELECT set_config('app.associations', %s, true), set_config('app.association', %s, true)",
        [f"{{{association_id}}}", str(association_id)],
    )


def _scenery(dsn: str, association_id: UUID, people: list[UUID], emails: list[str], stored: str, at: datetime) -> None:
    lots = [uuid4() for _ in people]
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        _scope(connection, association_id)
        cursor.execute("UPDATE association SET shares_total = %s WHERE id = %s", [len(people) * 10, association_id])
        cursor.executemany(
            "INSERT INTO person (id, kind, name, language, created_at) VALUES (%s, 'natural', %s, 'fr', %s)",
            [(person, f"Owner {number}", at) for number, person in enumerate(people)],
        )
        cursor.executemany(
            "INSERT INTO account (person_id, email, password_hash, is_operator, failed_count, created_at)"
            " VALUES (%s, %s, %s, false, 0, %s)",
            [(person, email, stored, at) for person, email in zip(people, emails, strict=True)],
        )
        cursor.executemany(
            "INSERT INTO lot (id, association_id, number, kind, floor, shares) VALUES (%s, %s, %s, 'apartment', '', 10)",
            [(lot, association_id, f"L{number:04}") for number, lot in enumerate(lots)],
        )
        cursor.executemany(
            'INSERT INTO holding (id, association_id, lot_id, person_id, "right", since)'
            " VALUES (gen_random_uuid(), %s, %s, %s, 'full', %s)",
            [(association_id, lot, person, LONG_AGO) for lot, person in zip(lots, people, strict=True)],
        )


async def _open(
    syndic: Actor, association_id: UUID, people: list[UUID], dsn: str, at: datetime, points: int
) -> tuple[UUID, list[UUID]]:
    earlier = at - timedelta(days=20)
    async with db.tenant_session(syndic, association_id) as session:
        assembly_id = await plan.create_assembly(
            session, syndic, association_id, kind="extraordinary", starts_at=at, place="Hall", at=earlier
        )
        items = [
            await plan.add_item(
                session,
                syndic,
                association_id,
                assembly_id,
                kind="works_on_common_parts",
                title=WORDS,
                proposal=WORDS,
                at=earlier,
            )
            for _ in range(points)
        ]
        await freeze.convene(session, syndic, association_id, assembly_id, sent_on=earlier.date(), at=earlier)
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        _scope(connection, association_id)
        cursor.executemany(
            "INSERT INTO presence_event (association_id, assembly_id, person_id, what, channel, capacity, at,"
            " recorded_at, by_id, reason) VALUES (%s, %s, %s, 'arrived', 'room', '', %s, %s, %s, '')",
            [(association_id, assembly_id, person, at, at, syndic.person_id) for person in people],
        )
        cursor.executemany(
            "INSERT INTO audit_event (association_id, at, actor_id, action, subject_id, facts)"
            " VALUES (%s, %s, %s, 'presence.arrived', %s, '{\"channel\": \"room\"}')",
            [(association_id, at, syndic.person_id, assembly_id) for _ in people],
        )
    async with db.tenant_session(syndic, association_id) as session:
        for office, person in (("chair", people[0]), ("secretary", syndic.person_id)):
            await bureau.name_to_bureau(
                session, syndic, association_id, assembly_id, office=office, person_id=person, at=at
            )
        await sitting.open_assembly(session, syndic, association_id, assembly_id, at=at)
    return assembly_id, items


async def open_votes(halls: list[Hall], item_id: UUID | None = None) -> None:
    """Open the vote in every hall, on its first point or on the one named, without a countdown."""
    for hall in halls:
        async with db.tenant_session(hall.syndic, hall.association_id) as session:
            await voting.open_item(
                session, hall.syndic, hall.association_id, item_id or hall.item_id, at=now(), seconds=None
            )


async def close_votes(halls: list[Hall], item_id: UUID | None = None) -> list[int]:
    """Close the vote in every hall, on its first point or on the one named; return how many ballots each sealed."""
    found = []
    for hall in halls:
        async with db.tenant_session(hall.syndic, hall.association_id) as session:
            found.append(await voting.close_item(session, hall.syndic, hall.association_id, item_id or hall.item_id))
    return found
