"""Links and codes that stand for a person: an invitation, a new password, a slip from the desk.

The secret is in the letter or on the paper; the table `invitation` keeps its SHA-256, whom it stands for and until
when. It belongs to no association, because whoever holds the secret has no reach yet.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.models.identity import Invitation
from koprogo.services.identity.refusals import LinkEnded

JOIN, RESET, SLIP = "join", "reset", "slip"


@dataclass(frozen=True)
class Link:
    """Whom a live link stands for."""

    id: UUID
    person_id: UUID
    association_id: UUID | None
    name: str
    language: str
    email: str
    purpose: str


async def add(
    session: AsyncSession, token_hash: bytes, person_id: UUID, *, purpose: str, at: datetime, until: datetime,
    email: str = "", association_id: UUID | None = None, by: UUID | None = None,
) -> None:  # fmt: skip
    """Remember a link by its hash."""
    session.add(
        Invitation(
            token_hash=token_hash,
            person_id=person_id,
            association_id=association_id,
            email=email,
            purpose=purpose,
            created_by=by,
            created_at=at,
            expires_at=until,
        )
    )
    await session.flush()


async def find(session: AsyncSession, token_hash: bytes, *, at: datetime, purposes: frozenset[str]) -> Link:
    """Return whom an unused link stands for.

    Raises:
        LinkEnded: there is no such link, or it was used, or it is too old; the three look the same.
    """
    row = (
        await session.execute(
            text(
                "SELECT i.id, i.person_id, i.association_id, p.name, p.language, i.email, i.purpose"
                " FROM invitation i JOIN person p ON p.id = i.person_id"
                " WHERE i.token_hash = :hash AND i.used_at IS NULL AND i.expires_at > :at"
            ),
            {"hash": token_hash, "at": at},
        )
    ).first()
    if row is None or row.purpose not in purposes:
        raise LinkEnded
    return Link(*row)


async def use(session: AsyncSession, link: Link, *, at: datetime) -> None:
    """Spend a link, once, also when two requests race.

    Raises:
        LinkEnded: the other was first.
    """
    spent = await session.execute(
        text("UPDATE invitation SET used_at = :at WHERE id = :id AND used_at IS NULL RETURNING id"),
        {"at": at, "id": link.id},
    )
    if spent.first() is None:
        raise LinkEnded


async def end_others(session: AsyncSession, person_id: UUID, *, at: datetime) -> None:
    """Spend every other link of a person that chooses a password; slips stay."""
    await session.execute(
        text("UPDATE invitation SET used_at = :at WHERE person_id = :p AND purpose <> 'slip' AND used_at IS NULL"),
        {"at": at, "p": person_id},
    )
