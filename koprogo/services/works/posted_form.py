"""The form behind a code in the hall, through which occupants without an account report problems.

The syndic has a page printed with the code and posts it in the common parts; it stays until she closes it or prints another.
It tells who scans it the name of the association, nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.models.works import TicketForm
from koprogo.papers.occupant_notice import problems
from koprogo.services import audit
from koprogo.services.documents.issue import add_papers, next_version, print_paper
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number, syndic_on
from koprogo.services.messages.letters import new_secret, read_secret
from koprogo.settings import settings

KIND = "ticket_form"
TASK = "koprogo.papers.ticket_form"
NEWEST = "SELECT id, token_hash, at FROM ticket_form WHERE association_id = :t ORDER BY at DESC, id DESC LIMIT 1"


@dataclass(frozen=True)
class OpenForm:
    """The form behind a code."""

    association_id: UUID
    form_id: UUID
    association_name: str


async def post_form(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime) -> UUID:
    """Make a code and have its page printed; the code before it ends (syndic). Return the form's id.

    Raises:
        EnterpriseNumberMissing: no paper may go out without it.
    """
    require(actor, "ticket.keep", association_id)
    await require_enterprise_number(session, association_id)
    secret = new_secret(association_id)
    form = await _add(session, actor, association_id, secret.hash, at)
    # The code hangs on a wall for everybody to scan; the queue may know it until the page is printed.
    await tasks.enqueue(
        session, TASK, lock=f"ticket_form:{association_id}", association=str(association_id),
        by=str(actor.person_id), code=secret.code,
    )  # fmt: skip
    await audit.record(session, actor, association_id, "ticket.form.posted", form)
    return form


async def close_form(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime) -> None:
    """Close the form: the code on the wall leads nowhere from now on (syndic). Safe to repeat."""
    require(actor, "ticket.keep", association_id)
    if await opened_at(session, association_id) is None:
        return
    form = await _add(session, actor, association_id, None, at)
    await audit.record(session, actor, association_id, "ticket.form.closed", form)


async def opened_at(session: AsyncSession, association_id: UUID) -> datetime | None:
    """Return since when the form is open; None while it is closed. Asks for no permission."""
    row = (await session.execute(text(NEWEST), {"t": association_id})).first()
    return row.at if row is not None and row.token_hash is not None else None


async def print_form(association_id: UUID, *, by: UUID, code: str, at: datetime) -> None:
    """Print the page and issue it as the next version. Runs in the worker."""
    async with db.association_session(association_id) as session:
        languages = await session.scalar(text("SELECT languages FROM association WHERE id = :t"), {"t": association_id})
        facts = problems.PageFacts(
            letterhead=await letterhead(session, association_id),
            syndic=await syndic_on(session, association_id, legal_day(at)),
            url=f"{settings().base_url}{urls.problem_form(code)}",
            languages=tuple(languages),
        )
        version = await next_version(session, KIND, association_id)
    printed = await print_paper(
        partial(problems.build, facts), title=problems.title(facts), language=facts.languages[0], at=at
    )
    async with db.association_session(association_id) as session:
        add_papers(
            session, association_id, kind=KIND, subject_id=association_id, printed=[printed], version=version,
            by=by, at=at,
        )  # fmt: skip


async def form_behind(code: str) -> OpenForm:
    """Return the form behind a code; NotFound for none of ours, or once it is closed or replaced."""
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        return await open_form(session, association_id, hashed)


async def open_form(session: AsyncSession, association_id: UUID, hashed: bytes) -> OpenForm:
    """Return the form with this hash while it is the newest; NotFound for every other one."""
    row = (await session.execute(text(NEWEST), {"t": association_id})).first()
    if row is None or row.token_hash is None or bytes(row.token_hash) != hashed:
        raise NotFound
    name = await session.scalar(text("SELECT name FROM association WHERE id = :t"), {"t": association_id})
    return OpenForm(association_id, row.id, str(name))


async def _add(session: AsyncSession, actor: Actor, association_id: UUID, hashed: bytes | None, at: datetime) -> UUID:
    form = TicketForm(id=uuid4(), association_id=association_id, token_hash=hashed, at=at, by_id=actor.person_id)
    session.add(form)
    await session.flush()
    return form.id
