"""What a person changes about herself: her language, where she is signed in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.i18n.languages import LANGUAGES
from koprogo.services.identity import platform_log, sessions


async def change_language(session: AsyncSession, actor: Actor, *, language: str) -> None:
    """Keep the language of screens, letters and papers for this person.

    Raises:
        BadInput: it is none of the four.
    """
    if language not in LANGUAGES:
        raise BadInput(Problem("language", "Choose French, Dutch, German or English."))
    await session.execute(
        text("UPDATE person SET language = :language WHERE id = :id"), {"language": language, "id": actor.person_id}
    )


async def end_sign_in(session: AsyncSession, actor: Actor, *, session_id: UUID, at: datetime) -> None:
    """End one of the actor's own sign-ins, on another device or here.

    Raises:
        NotFound: it is somebody else's, or has ended.
    """
    own = await session.scalar(
        text("SELECT 1 FROM sign_in_session WHERE id = :id AND person_id = :person AND revoked_at IS NULL"),
        {"id": session_id, "person": actor.person_id},
    )
    if own is None:
        raise NotFound
    await sessions.revoke(session, session_id, at=at)


async def sign_out_everywhere(session: AsyncSession, actor: Actor, *, at: datetime) -> int:
    """End all of the actor's sign-ins, this one and slips included; return how many ended."""
    ended = await sessions.revoke_all(session, actor.person_id, at=at)
    await platform_log.record(session, actor.person_id, "signed_out_everywhere", at=at, ended=ended)
    return ended
