"""Make a firm, its members and its mandates; make an association. Acts of the platform's operators."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.models.buildings import Association, Mandate
from koprogo.models.organisations import Organisation, OrganisationMember
from koprogo.services import audit
from koprogo.services.governance.refusals import MemberJoinsNoSyndic

UNTIL_IMPORTED = 1000
TWO_OFFICES = "KG389"
"""What the database says to an office beside the syndic's (trigger `forbid_two_offices`)."""
LANGUAGES = ("fr", "nl", "de", "en")


def require_operator(actor: Actor) -> None:
    """Let platform operators pass; for anybody else there is nothing here."""
    if not actor.is_operator:
        raise NotFound


async def create_organisation(
    session: AsyncSession, actor: Actor, *, name: str, enterprise_number: str, ipi_number: str, at: datetime
) -> UUID:
    """Make a firm and return its id."""
    require_operator(actor)
    if not name.strip():
        raise BadInput(Problem("name", "Write the name of the firm."))
    firm = Organisation(
        id=uuid4(),
        name=name.strip(),
        enterprise_number=enterprise_number,
        ipi_number=ipi_number,
        created_at=at,
    )
    session.add(firm)
    await session.flush()
    return firm.id


async def add_member(
    session: AsyncSession, actor: Actor, organisation_id: UUID, *, person_id: UUID, role: str, since: date
) -> None:
    """Let a person work in a firm, as syndic or accountant.

    Raises:
        MemberJoinsNoSyndic: she sits in the council of an association the firm manages, or is its auditor.
    """
    require_operator(actor)
    if role not in ("syndic", "accountant"):
        raise BadInput(Problem("role", "Choose syndic or accountant."))
    session.add(OrganisationMember(organisation_id=organisation_id, person_id=person_id, role=role, since=since))
    try:
        await session.flush()
    except DBAPIError as failure:  # an operator reaches no association: only the database sees her seats
        if getattr(failure.orig, "sqlstate", "") == TWO_OFFICES:
            raise MemberJoinsNoSyndic from failure
        raise


async def create_association(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    name: str,
    enterprise_number: str,
    street: str,
    postcode: str,
    city: str,
    languages: tuple[str, ...],
    syndic_id: UUID,
    since: date,
    at: datetime,
) -> None:
    """Make an association with its syndic's mandate; the session names it already (`db.association_session`).

    Its denominator is typed with the list of lots; until then it is 1000.
    """
    require_operator(actor)
    if not languages or not set(languages) <= set(LANGUAGES):
        raise BadInput(Problem("languages", "Choose at least one of FR, NL, DE, EN."))
    if await session.scalar(text("SELECT 1 FROM organisation WHERE id = :o"), {"o": syndic_id}) is None:
        raise NotFound
    session.add(
        Association(
            id=association_id,
            name=name.strip(),
            enterprise_number=enterprise_number,
            street=street,
            postcode=postcode,
            city=city,
            languages=list(languages),
            shares_total=UNTIL_IMPORTED,
            created_at=at,
        )
    )
    await session.flush()
    session.add(Mandate(association_id=association_id, organisation_id=syndic_id, since=since))
    await session.flush()
    await audit.record(session, actor, association_id, "association.created", association_id)


async def all_associations(session: AsyncSession) -> list[UUID]:
    """Return every association of the platform, for verification; needs a look across associations."""
    return list((await session.execute(text("SELECT id FROM association ORDER BY id"))).scalars())
