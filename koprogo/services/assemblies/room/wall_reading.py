"""Reading the minutes on the wall before they are signed (art. 3.87 §10): chair or secretary turn the pages for everybody.

The wall shows the minutes as they stand, in the authentic language: what is corrected while they are read is on the next
page turned, or on this one a moment later. Which page is shown is kept as events, as everything that the room sees.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.in_assemblies import ReadingEvent
from koprogo.papers.minutes.wall import WallPage, wall_pages
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.minutes.facts import minutes_facts
from koprogo.services.assemblies.seats import bureau_of

READERS = ("chair", "secretary")
MAY_BE_READ = (*events.IN_SESSION, events.SUSPENDED, events.CLOSED, events.MINUTED)
NOW = "SELECT page FROM reading_event WHERE assembly_id = :a ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True)
class Reading:
    """What the wall shows: `page` of `pages`, from 1; 0 while the minutes are not read. `language` is the authentic one.

    `may_turn`: the one who asks sits as chair or secretary, or is of the syndic's office.
    """

    page: int
    pages: int
    language: str
    may_turn: bool
    shown: WallPage | None = None


async def reading(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Reading:
    """Return the page that the wall shows, laid out from the minutes as they stand now.

    Raises:
        NotFound: no such assembly in reach.
    """
    require(actor, "assembly.read", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    state = await events.state_of(session, association_id, assembly_id)
    may = await _may_turn(session, actor, association_id, assembly_id)
    if state.what not in MAY_BE_READ:
        return Reading(0, 0, "", may)
    pages, language = await _pages(session, association_id, assembly_id)
    page = min(await _page_now(session, assembly_id), len(pages))
    return Reading(page, len(pages), language, may, pages[page - 1] if page else None)


async def turn_to(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, page: int, at: datetime
) -> None:
    """Show a page of the minutes on the wall, from 1; 0 gives the wall back to the session. Safe to repeat.

    Raises:
        NotAllowed: who asks is neither chair nor secretary, nor of the syndic's office.
        WrongState: the session never opened.
        BadInput: there is no such page.
    """
    require(actor, "assembly.read", association_id)
    if not await _may_turn(session, actor, association_id, assembly_id):
        raise NotAllowed
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *MAY_BE_READ)
    pages, _ = await _pages(session, association_id, assembly_id)
    if not 0 <= page <= len(pages):
        raise BadInput(Problem("page", "Choose a page from 1 to {pages}.", {"pages": len(pages)}))
    if page == await _page_now(session, assembly_id):
        return
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM reading_event WHERE assembly_id = :a"), {"a": assembly_id}
    )
    session.add(
        ReadingEvent(
            id=uuid4(), association_id=association_id, assembly_id=assembly_id, seq=seq, page=page, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await audit.record(session, actor, association_id, "minutes.page_shown", assembly_id, page=page)
    db.touch(session, "assembly", assembly_id)


async def _pages(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> tuple[tuple[WallPage, ...], str]:
    language = await session.scalar(text("SELECT authentic_language FROM assembly WHERE id = :a"), {"a": assembly_id})
    facts = await minutes_facts(session, association_id, assembly_id, language=str(language), version=0)
    return wall_pages(facts, str(language)), str(language)


async def _page_now(session: AsyncSession, assembly_id: UUID) -> int:
    return int(await session.scalar(text(NOW), {"a": assembly_id}) or 0)


async def _may_turn(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> bool:
    if Role.SYNDIC in actor.roles_in(association_id):
        return True
    seated = await bureau_of(session, assembly_id)
    return any(office in READERS and person == actor.person_id for office, person in seated)
