"""A proxy from the owner's own phone: the holder searched among those the building knows, or named anew.

The limits are asked in `proxies.give_proxy`; here is who can be found, and how somebody from outside gets a name here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.identity import Person
from koprogo.models.ownership import Contact
from koprogo.rules.assemblies.tally import Choice
from koprogo.rules.ownership.contact_text import is_email
from koprogo.services import audit
from koprogo.services.assemblies.proxies import proxies

MOST = 8
LONGEST_NAME = 120
LONGEST_CONTACT = 120
OWNERS = """
SELECT p.id, p.name, array_agg(DISTINCT l.number ORDER BY l.number) AS lots
  FROM holding h JOIN person p ON p.id = h.person_id AND p.kind = 'natural'
  JOIN lot l ON l.association_id = h.association_id AND l.id = h.lot_id
 WHERE h.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day) AND p.id <> :me
   AND (p.name ILIKE :like OR l.number ILIKE :like)
 GROUP BY p.id, p.name ORDER BY p.name, p.id LIMIT :most
"""
MINE = """
SELECT p.id, h.name, p.instructions FROM standing_proxy p JOIN person h ON h.id = p.holder_id
 WHERE p.assembly_id = :a AND p.giver_id = :me
"""


@dataclass(frozen=True)
class Neighbour:
    """Another owner, as one may name her: a name and lot numbers, nothing else."""

    person_id: UUID
    name: str
    lots: tuple[str, ...]


@dataclass(frozen=True)
class MyProxy:
    """The proxy one has given, if one stands; `instructions` point -> choice."""

    id: UUID | None = None
    holder_name: str = ""
    instructions: Mapping[str, str] = field(default_factory=dict)


async def find_owner(
    session: AsyncSession, actor: Actor, association_id: UUID, words: str, *, day: date
) -> list[Neighbour]:
    """Return at most eight other owners by name or lot; nobody for fewer than two letters (art. 3.89 §5, 14°)."""
    require(actor, "proxy.give", association_id)
    words = words.strip()[:60]
    if len(words) < 2:
        return []
    like = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    facts = {"t": association_id, "day": day, "me": actor.person_id, "like": like, "most": MOST}
    return [Neighbour(row.id, row.name, tuple(row.lots)) for row in await session.execute(text(OWNERS), facts)]


async def give(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    at: datetime,
    holder_id: UUID | None = None,
    holder_name: str = "",
    holder_contact: str = "",
    instructions: Mapping[UUID, Choice] | None = None,
) -> UUID:
    """Give one's votes to an owner found, or to somebody else by name, and return the proxy's id.

    Raises:
        BadInput: nobody is named: a blank proxy is none.
        ProxyRefused: a limit of art. 3.87 §7; others as `proxies.give_proxy`.
    """
    require(actor, "proxy.give", association_id)
    if holder_id is None:
        holder_id = await _new_holder(session, actor, association_id, holder_name, holder_contact, at)
    return await proxies.give_proxy(
        session, actor, association_id, assembly_id, holder_id=holder_id, at=at, instructions=instructions
    )


async def my_proxy(session: AsyncSession, actor: Actor, assembly_id: UUID) -> MyProxy:
    """Return the proxy the actor has given, if one stands."""
    row = (await session.execute(text(MINE), {"a": assembly_id, "me": actor.person_id})).first()
    if row is None:
        return MyProxy()
    return MyProxy(row.id, row.name, {item: said["choice"] for item, said in (row.instructions or {}).items()})


async def take_back(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> None:
    """Revoke the proxy the actor has given; ballots cast before stand. NotFound when none stands."""
    found = await my_proxy(session, actor, assembly_id)
    if found.id is None:
        raise NotFound
    await proxies.revoke_proxy(session, actor, association_id, found.id)


async def _new_holder(
    session: AsyncSession, actor: Actor, association_id: UUID, name: str, contact: str, at: datetime
) -> UUID:
    """Write down somebody from outside who holds a proxy; the name is what the law asks for."""
    name = " ".join(name.split())
    contact = " ".join(contact.split())
    problems = []
    if len(name) < 3 or " " not in name or len(name) > LONGEST_NAME:
        problems.append(
            Problem(
                "holder_name", "Write the name and first name of the person who votes for you: a blank proxy is none."
            )
        )
    if len(contact) > LONGEST_CONTACT:
        problems.append(Problem("holder_contact", "Shorten this to {most} characters.", {"most": LONGEST_CONTACT}))
    if problems:
        raise BadInput(*problems)
    person = Person(id=uuid4(), name=name, language=actor.language, created_at=at)
    session.add(person)
    await session.flush()
    by_mail = contact if is_email(contact) else ""
    session.add(
        Contact(
            association_id=association_id,
            person_id=person.id,
            email=by_mail,
            phone="" if by_mail else contact,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "proxy.holder.named", person.id)
    return person.id
