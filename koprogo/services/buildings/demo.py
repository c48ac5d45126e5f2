"""Résidence Les Tilleuls, the demo building, and Kouterhof beside it: real lists imported, an assembly always near.

Everything goes through the services that people use. Days are relative to today; passwords are the installation's own and
are given by the caller.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import BRUSSELS, legal_day
from koprogo.services.access import actor_of
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.convening import freeze
from koprogo.services.buildings import (
    demo_books,
    demo_charges,
    demo_council,
    demo_sale,
    demo_season,
    demo_surveys,
    demo_works,
)
from koprogo.services.buildings.demo_charges import Budgets
from koprogo.services.buildings.demo_days import Days
from koprogo.services.buildings.import_lots import confirm_import, preview_import
from koprogo.services.identity import accounts
from koprogo.services.organisations import manage

NOTICE_GIVEN = timedelta(days=18)
BOUGHT_BEFORE = timedelta(days=1125)
"""The owners of the list hold their lots since then: before the first quarter that the books name."""
MANDATE = timedelta(days=1040)
"""The syndic's, which ends three years after it began."""
BY_POST = "Le budget, le rapport sur les contrats et la désignation du commissaire sont partis par la poste."
AGENDA = ("accounts", "discharge_syndic", "budget", "council", "works", "bylaw_use", "bylaw_other", "loan")


@dataclass(frozen=True)
class SignIn:
    """Somebody to sign in as; owners are found by name in the imported list (empty: the first)."""

    key: str
    role: str
    name: str
    email: str
    language: str = "fr"


SIGN_INS = (
    SignIn("operator", "platform operator", "Odile Opdebeeck", "operateur@koprogo.example"),
    SignIn("syndic", "syndic", "Sylvie Simon", "syndic@koprogo.example"),
    SignIn("accountant", "accountant", "Arthur Adam", "comptable@koprogo.example"),
    SignIn("council", "council member, owner", "Luc Rousseau", "conseil@koprogo.example", "nl"),
    SignIn("auditor", "auditor of the accounts, owner", "Greet Dubois", "commissaire@koprogo.example"),
    SignIn("owner_1", "owner", "Wim Dupont", "wim@koprogo.example"),
    SignIn("owner_2", "owner", "Jean Leroy", "jean@koprogo.example", "de"),
    SignIn("elsewhere", "owner of another association (Kouterhof)", "", "kouterhof@koprogo.example", "nl"),
)


@dataclass(frozen=True)
class Building:
    """One demo association: its facts, its list of lots, its syndic's firm."""

    name: str
    enterprise_number: str
    street: str
    postcode: str
    city: str
    languages: tuple[str, ...]
    list_name: str
    denominator: int
    firm: str
    firm_number: str
    ipi_number: str


TILLEULS = Building(
    "Résidence Les Tilleuls", "0678.123.436", "Avenue des Tilleuls 12", "1180", "Uccle", ("fr", "nl"),
    "lots-60-fr.csv", 10000, "Syndic du Parc", "0456.789.034", "500.000",
)  # fmt: skip
KOUTERHOF = Building(
    "Kouterhof", "0678.987.627", "Kouter 8", "9000", "Gent", ("nl", "fr"),
    "kavels-74-nl.xlsx", 1000, "Vastgoed Kouter", "0456.123.494", "500.001",
)  # fmt: skip


async def load(passwords: Mapping[str, str], lists: Path, *, at: datetime) -> None:
    """Load the demo buildings, or only a new assembly when they are there and none is near. Safe to repeat."""
    async with db.platform_session(None, "koprogo demo") as session:
        here = await session.scalar(text("SELECT id FROM association WHERE name = :n"), {"n": TILLEULS.name})
    budgets = None
    if here is None:
        here, budgets = await _first_time(passwords, lists, at)
    association_id = UUID(str(here))
    async with db.open_session() as session:
        actors = {
            key: await _actor(session, key, at)
            for key in ("syndic", "accountant", "council", "auditor", "owner_1", "owner_2")
        }
    await _assembly_near(actors["syndic"], association_id, at)
    if budgets is not None:
        await demo_season.load(actors, association_id, at=at)
        await demo_surveys.load(actors, association_id, at=at)
        await demo_works.load(actors, association_id, at=at)
        await demo_books.load(actors, association_id, budgets, at=at)


async def _first_time(passwords: Mapping[str, str], lists: Path, at: datetime) -> tuple[UUID, Budgets]:
    who = {each.key: each for each in SIGN_INS}
    long_ago = legal_day(at) - MANDATE
    people: dict[str, UUID] = {}
    async with db.open_session() as session:
        for key in ("operator", "syndic", "accountant"):
            people[key] = await accounts.create_person(session, name=who[key].name, language=who[key].language, at=at)
            await accounts.create_account(
                session,
                people[key],
                email=who[key].email,
                password=passwords[key],
                at=at,
                is_operator=key == "operator",
            )
        people["other_syndic"] = await accounts.create_person(session, name="Kris Kouter", language="nl", at=at)
    operator = Actor(people["operator"], who["operator"].name, "fr", is_operator=True)
    async with db.open_session() as session:
        firms = [await _firm(session, operator, each, at) for each in (TILLEULS, KOUTERHOF)]
        for firm, key, role in (
            (firms[0], "syndic", "syndic"),
            (firms[0], "accountant", "accountant"),
            (firms[1], "other_syndic", "syndic"),
        ):
            await manage.add_member(session, operator, firm, person_id=people[key], role=role, since=long_ago)
    here = await _building(operator, TILLEULS, firms[0], people["syndic"], lists, at)
    there = await _building(operator, KOUTERHOF, firms[1], people["other_syndic"], lists, at)
    for key in ("council", "auditor", "owner_1", "owner_2"):
        people[key] = await _owner_account(here, who[key], passwords[key], at)
    await _owner_account(there, who["elsewhere"], passwords["elsewhere"], at)
    async with db.open_session() as session:
        syndic = await actor_of(session, people["syndic"], on_day=legal_day(at))
    await demo_sale.load(syndic, here, people["auditor"], at=at)
    budgets = await demo_charges.load(syndic, here, Days(legal_day(at)))
    voted = (budgets.rejected, budgets.voted)
    await demo_council.load(syndic, here, people["council"], people["auditor"], budgets=voted, at=at)
    return here, budgets


async def _firm(session: AsyncSession, operator: Actor, building: Building, at: datetime) -> UUID:
    return await manage.create_organisation(
        session,
        operator,
        name=building.firm,
        enterprise_number=building.firm_number,
        ipi_number=building.ipi_number,
        at=at,
    )


async def _building(
    operator: Actor, building: Building, firm: UUID, syndic_id: UUID, lists: Path, at: datetime
) -> UUID:
    association_id = uuid4()
    async with db.association_session(association_id) as session:
        await manage.create_association(
            session,
            operator,
            association_id,
            name=building.name,
            enterprise_number=building.enterprise_number,
            street=building.street,
            postcode=building.postcode,
            city=building.city,
            languages=building.languages,
            syndic_id=firm,
            since=legal_day(at) - MANDATE,
            at=at,
        )
    async with db.open_session() as session:
        syndic = await actor_of(session, syndic_id, on_day=legal_day(at))
    content = (lists / building.list_name).read_bytes()
    async with db.tenant_session(syndic, association_id) as session:
        preview = await preview_import(
            session,
            syndic,
            association_id,
            content=content,
            filename=building.list_name,
            denominator=building.denominator,
            at=at,
        )
        await confirm_import(
            session,
            syndic,
            association_id,
            merges_accepted=[group.id for group in preview.proposals],
            answers={},
            content=content,
            filename=building.list_name,
            denominator=building.denominator,
            at=at - BOUGHT_BEFORE,
        )
    return association_id


async def _owner_account(association_id: UUID, who: SignIn, password: str, at: datetime) -> UUID:
    """Give an account to a co-owner of the list: the one named, or the first with a lot of her own."""
    async with db.association_session(association_id) as session:
        person_id = await session.scalar(
            text(
                "SELECT p.id FROM holding h JOIN person p ON p.id = h.person_id JOIN lot l ON l.id = h.lot_id"
                " WHERE p.kind = 'natural' AND h.\"right\" = 'full' AND (:name = '' OR p.name = :name)"
                " ORDER BY l.number LIMIT 1"
            ),
            {"name": who.name},
        )
    async with db.open_session() as session:
        await session.execute(
            text("UPDATE person SET language = :l WHERE id = :p"), {"l": who.language, "p": person_id}
        )
        await accounts.create_account(session, person_id, email=who.email, password=password, at=at)
    return UUID(str(person_id))


async def _actor(session: AsyncSession, key: str, at: datetime) -> Actor:
    email = next(each.email for each in SIGN_INS if each.key == key)
    person_id = await session.scalar(text("SELECT person_id FROM account WHERE email = :e"), {"e": email})
    return await actor_of(session, UUID(str(person_id)), on_day=legal_day(at))


async def _assembly_near(syndic: Actor, association_id: UUID, at: datetime) -> None:
    """Convene an assembly for this evening, and draft the next, unless one is still to come or going on."""
    today = legal_day(at)
    async with db.tenant_session(syndic, association_id) as session:
        near = await session.scalar(
            text(
                "SELECT 1 FROM assembly a JOIN assembly_state s ON s.assembly_id = a.id WHERE a.association_id = :t"
                " AND (a.day >= :today OR s.what = ANY (:going)) AND s.what <> ALL (:ended) AND s.what <> 'drafted' LIMIT 1"
            ),
            {"t": association_id, "today": today, "going": ["opened", "resumed"], "ended": list(events.ENDED)},
        )
        if near:
            return
        earlier = at - NOTICE_GIVEN
        evening = datetime.combine(today, time(19, 30), BRUSSELS)
        assembly = await plan.create_assembly(
            session,
            syndic,
            association_id,
            kind="ordinary",
            starts_at=evening,
            place="Salle paroissiale Saint-Job, Uccle",
            at=earlier,
        )
        for name in AGENDA:
            majority = "absolute" if name == "loan" else None  # the law leaves it open, so the syndic chose
            await plan.add_from_template(
                session, syndic, association_id, assembly, template=name, majority=majority, at=earlier
            )
        await freeze.convene(
            session, syndic, association_id, assembly, sent_on=legal_day(earlier), at=earlier, despite=BY_POST
        )
        if await session.scalar(
            text("SELECT 1 FROM assembly_state WHERE association_id = :t AND what = 'drafted' LIMIT 1"),
            {"t": association_id},
        ):
            return  # the next one is drafted already
        later = await plan.create_assembly(
            session,
            syndic,
            association_id,
            kind="extraordinary",
            starts_at=evening + timedelta(days=40),
            place="Salle paroissiale Saint-Job, Uccle",
            at=earlier,
        )
        await plan.add_from_template(session, syndic, association_id, later, template="works_imposed", at=earlier)
