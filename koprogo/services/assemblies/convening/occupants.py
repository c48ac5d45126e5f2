"""Occupants without a vote: the notice that tells them the day, and what they write about it (art. 3.89 §5, 6°).

The notice is posted in the common parts with the code of a form. Who scans it has no sign-in and is told nothing but the
day and the points; what is written is shown at its point, as it was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.before_assemblies import Observation, OccupantNotice
from koprogo.papers.occupant_notice import build
from koprogo.papers.occupant_notice.facts import NoticeFacts
from koprogo.papers.paper import Letterhead
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number, syndic_on
from koprogo.services.messages import letters
from koprogo.settings import settings

KIND = "occupant_notice"
TASK = "koprogo.papers.occupant_notice"
MOST = 200
"""Observations behind one notice: more are no observations."""
LONGEST = {"name": 80, "place": 80, "words": 2000}
WORDS = {
    "name": "Write your name.",
    "place": "Write where you live or work in the building.",
    "words": "Write your question or observation.",
}
"""What to enter in a field that is empty."""
HEAD = """
SELECT a.day, a.starts_at, a.place, s.languages
  FROM assembly a JOIN association s ON s.id = a.association_id WHERE a.id = :a AND a.association_id = :t
"""
BY_HASH = """
SELECT n.id, n.assembly_id, a.starts_at, s.name, st.what AS state FROM occupant_notice n
  JOIN assembly a ON a.association_id = n.association_id AND a.id = n.assembly_id
  JOIN association s ON s.id = n.association_id JOIN assembly_state st ON st.assembly_id = a.id
 WHERE n.token_hash = :hash
"""
POINTS = """
SELECT id, number, part, title FROM agenda_item WHERE assembly_id = :a AND number IS NOT NULL ORDER BY number, part
"""
WRITTEN = """
SELECT o.id, o.item_id, coalesce(i.number || i.part, '') AS item, o.name, o.place, o.words, o.at
  FROM observation o LEFT JOIN agenda_item i ON i.association_id = o.association_id AND i.id = o.item_id
 WHERE o.association_id = :t AND o.assembly_id = :a ORDER BY i.number NULLS FIRST, i.part, o.at, o.id
"""


@dataclass(frozen=True)
class PostedForm:
    """What the form behind a notice shows: the association, the day, the points by number."""

    association_id: UUID
    notice_id: UUID
    assembly_id: UUID
    association_name: str
    starts_at: datetime
    points: tuple[tuple[UUID, str, Mapping[str, str]], ...]


@dataclass(frozen=True)
class ObservationRow:
    """What an occupant wrote; `item` is the point's number, empty for the assembly as a whole."""

    id: UUID
    item_id: UUID | None
    item: str
    name: str
    place: str
    words: str
    at: datetime


async def request_notice(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> UUID:
    """Make a notice and have it printed; return its id (who plans the assembly).

    Raises:
        WrongState: the assembly is not convened.
        EnterpriseNumberMissing: no paper may go out without it.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await require_enterprise_number(session, association_id)
    await events.require_state(session, association_id, assembly_id, events.CONVENED)
    secret = letters.new_secret(association_id)
    notice = OccupantNotice(
        id=uuid4(),
        association_id=association_id,
        assembly_id=assembly_id,
        token_hash=secret.hash,
        posted_on=legal_day(at),
        at=at,
        by_id=actor.person_id,
    )
    session.add(notice)
    await session.flush()
    # The code stands on a wall for everybody to scan; the queue may know it until the page is printed.
    await tasks.enqueue(
        session, TASK, lock=str(notice.id), association=str(association_id), assembly=str(assembly_id),
        by=str(actor.person_id), code=secret.code,
    )  # fmt: skip
    await audit.record(session, actor, association_id, "occupants.notice", assembly_id)
    return notice.id


async def print_notice(association_id: UUID, assembly_id: UUID, *, by: UUID, code: str, at: datetime) -> None:
    """Print a notice and issue it as the next version. Runs in the worker."""
    async with db.association_session(association_id) as session:
        head = (await session.execute(text(HEAD), {"a": assembly_id, "t": association_id})).one()
        version = await issue.next_version(session, KIND, assembly_id)
        facts = _facts(
            head, await letterhead(session, association_id), await syndic_on(session, association_id, head.day), code
        )
    title, language = build.title(facts), facts.languages[0]
    printed = await issue.print_paper(partial(build.build, facts), title=title, language=language, at=at)
    async with db.association_session(association_id) as session:
        issue.add_papers(
            session, association_id, kind=KIND, subject_id=assembly_id, printed=[printed], version=version, by=by, at=at
        )


def _facts(head: Any, letterhead: Letterhead, syndic: str, code: str) -> NoticeFacts:
    return NoticeFacts(
        association=letterhead.name,
        address=letterhead.address,
        enterprise_number=letterhead.enterprise_number,
        day=head.day,
        starts_at=head.starts_at,
        place=head.place,
        syndic=syndic,
        url=f"{settings().base_url}{urls.observation(code)}",
        languages=tuple(head.languages),
    )


async def posted_form(code: str) -> PostedForm:
    """Return the form behind a code; NotFound for none of ours, or once the assembly is over."""
    association_id, hashed = letters.read_secret(code)
    async with db.association_session(association_id) as session:
        return await _form(session, association_id, hashed)


async def observe(code: str, *, name: str, place: str, words: str, item_id: UUID | None, at: datetime) -> None:
    """Keep what an occupant wrote. Opens its own transaction, scoped to the association of the code.

    Raises:
        NotFound: no such notice, the assembly is over, or the point is not on its agenda.
        BadInput: a field is empty or too long, or far too many were written.
    """
    association_id, hashed = letters.read_secret(code)
    answers = {"name": " ".join(name.split()), "place": " ".join(place.split()), "words": words.strip()}
    if problems := _problems(answers):
        raise BadInput(*problems)
    async with db.association_session(association_id) as session:
        form = await _form(session, association_id, hashed)
        if item_id is not None and item_id not in {point for point, _, _ in form.points}:
            raise NotFound
        await session.execute(text("SELECT pg_advisory_xact_lock(7, hashtext(:n))"), {"n": str(form.notice_id)})
        written = await session.scalar(
            text("SELECT count(*) FROM observation WHERE notice_id = :n"), {"n": form.notice_id}
        )
        if int(written or 0) >= MOST:
            raise BadInput(Problem("words", "Too much was written here already. Write to the syndic instead."))
        session.add(
            Observation(
                association_id=association_id,
                assembly_id=form.assembly_id,
                notice_id=form.notice_id,
                item_id=item_id,
                name=answers["name"],
                place=answers["place"],
                words=answers["words"],
                at=at,
            )
        )


async def observations(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> list[ObservationRow]:
    """Return what occupants wrote about an assembly, point by point; whoever may read the assembly hears it."""
    require(actor, "assembly.read", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    await events.state_of(session, association_id, assembly_id)
    rows = await session.execute(text(WRITTEN), {"t": association_id, "a": assembly_id})
    return [ObservationRow(**row) for row in rows.mappings()]


async def _form(session: AsyncSession, association_id: UUID, hashed: bytes) -> PostedForm:
    row = (await session.execute(text(BY_HASH), {"hash": hashed})).first()
    if row is None or row.state != events.CONVENED:
        raise NotFound
    points = (await session.execute(text(POINTS), {"a": row.assembly_id})).all()
    return PostedForm(
        association_id=association_id,
        notice_id=row.id,
        assembly_id=row.assembly_id,
        association_name=row.name,
        starts_at=row.starts_at,
        points=tuple((point.id, f"{point.number}{point.part}", point.title) for point in points),
    )


def _problems(answers: Mapping[str, str]) -> list[Problem]:
    missing = [Problem(field, WORDS[field]) for field in WORDS if not answers[field]]
    long = [
        Problem(field, "Shorten this to {most} characters.", {"most": most})
        for field, most in LONGEST.items()
        if len(answers[field]) > most
    ]
    return [*missing, *long]
