"""Begin on an empty installation: a firm, its syndic, and the first association, in the order their keys ask for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.numbers import enterprise_number
from koprogo.services.identity import accounts
from koprogo.services.identity.invite import check_email
from koprogo.services.organisations import manage


@dataclass(frozen=True)
class Founding:
    """What is needed to begin; `languages` of the association, its first one first."""

    association: str
    enterprise_number: str
    street: str
    postcode: str
    city: str
    languages: tuple[str, ...]
    firm: str
    syndic: str
    email: str


async def found(actor: Actor, wish: Founding, *, password: str, at: datetime) -> bool:
    """Make what is missing; return whether the syndic's account is new and has this password.

    Raises:
        NotFound: the actor is no operator.
        BadInput: a name is missing, the enterprise number or the address cannot be right, or an association of this name
            exists.
    """
    manage.require_operator(actor)
    email = _checked(wish)
    async with db.platform_session(None, "found an association") as session:
        if await session.scalar(text("SELECT 1 FROM association WHERE name = :n"), {"n": wish.association.strip()}):
            raise BadInput(Problem("association", "An association of this name exists: sign in as its syndic."))
    firm, is_new = await _firm_and_syndic(actor, wish, email, password, at)
    association_id = uuid4()
    async with db.association_session(association_id) as session:
        await manage.create_association(
            session,
            actor,
            association_id,
            name=wish.association,
            enterprise_number=wish.enterprise_number.strip(),
            street=wish.street,
            postcode=wish.postcode,
            city=wish.city,
            languages=wish.languages,
            syndic_id=firm,
            since=legal_day(at),
            at=at,
        )
    return is_new


def _checked(wish: Founding) -> str:
    problems = [
        Problem(field, "Write a name.")
        for field in ("association", "firm", "syndic")
        if not getattr(wish, field).strip()
    ]
    try:
        enterprise_number(wish.enterprise_number)
    except ValueError:
        problems.append(Problem("enterprise_number", "Enter the ten digits of the enterprise number."))
    if problems:
        raise BadInput(*problems)
    return check_email(wish.email)


async def _firm_and_syndic(actor: Actor, wish: Founding, email: str, password: str, at: datetime) -> tuple[UUID, bool]:
    """Find or make the firm and the person, and let her work there as syndic."""
    async with db.open_session() as session:
        firm = await session.scalar(text("SELECT id FROM organisation WHERE name = :n"), {"n": wish.firm.strip()})
        if firm is None:
            firm = await manage.create_organisation(
                session, actor, name=wish.firm, enterprise_number="", ipi_number="", at=at
            )
        is_new = await let_in(
            session, actor, UUID(str(firm)), name=wish.syndic, language=wish.languages[0], email=email, password=password,
            at=at,
        )  # fmt: skip
    return UUID(str(firm)), is_new


async def let_in(
    session: AsyncSession,
    actor: Actor,
    firm_id: UUID,
    *,
    name: str,
    language: str,
    email: str,
    password: str,
    at: datetime,
) -> bool:
    """Let a person work in a firm as its syndic; return whether her account is new and has this password (operator).

    Raises:
        NotFound: the actor is no operator.
    """
    manage.require_operator(actor)
    person = await session.scalar(text("SELECT person_id FROM account WHERE email = :e"), {"e": email})
    is_new = person is None
    if person is None:
        person = await accounts.create_person(session, name=name.strip(), language=language, at=at)
        await accounts.create_account(session, person, email=email, password=password, at=at)
    works_there = await session.scalar(
        text("SELECT 1 FROM organisation_member WHERE organisation_id = :o AND person_id = :p AND until IS NULL"),
        {"o": firm_id, "p": person},
    )
    if not works_there:
        await manage.add_member(session, actor, firm_id, person_id=person, role="syndic", since=legal_day(at))
    return is_new
