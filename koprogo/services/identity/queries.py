"""Who am I, what may I open, where am I signed in: what every page's frame shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.settings import settings


@dataclass(frozen=True)
class ReachedAssociation:
    """An association and what the reader is in it."""

    id: UUID
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class OwnSignIn:
    """One device where the reader is signed in."""

    id: UUID
    method: str
    since: datetime
    last_seen: datetime
    is_this: bool


async def reached_associations(session: AsyncSession, actor: Actor) -> list[ReachedAssociation]:
    """Return the associations of the actor by name; `session` spans her reach."""
    rows = await session.execute(
        text("SELECT id, name FROM association WHERE id = ANY(:ids) ORDER BY name, id"), {"ids": list(actor.reach)}
    )
    return [ReachedAssociation(row.id, row.name, tuple(sorted(actor.roles_in(row.id)))) for row in rows]


async def own_sign_ins(session: AsyncSession, actor: Actor, *, at: datetime) -> list[OwnSignIn]:
    """Return where the actor is signed in, the latest first."""
    rows = await session.execute(
        text(
            "SELECT id, method, created_at, last_seen_at FROM sign_in_session WHERE person_id = :person"
            " AND revoked_at IS NULL AND expires_at > :at AND last_seen_at > :idle ORDER BY last_seen_at DESC"
        ),
        {"person": actor.person_id, "at": at, "idle": at - timedelta(minutes=settings().session_idle_minutes)},
    )
    return [OwnSignIn(row.id, row.method, row.created_at, row.last_seen_at, row.id == actor.session_id) for row in rows]
