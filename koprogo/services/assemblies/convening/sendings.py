"""Letters of one sort about one subject, beside the convocations: who was written to, by which way, what became of each.

Shared by the minutes (`minutes/sending.py`) and by what is asked in writing (`written/letters.py`); each has its own words.
A letter by e-mail holds an open link; one by post is printed by the worker and stands in a batch with its list.
"""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.models.messages import Letter
from koprogo.services.assemblies.convening import posting
from koprogo.services.assemblies.convening.addressees import EMAIL, Addressee
from koprogo.services.assemblies.convening.convocation import envelope, person_of
from koprogo.services.messages import letters
from koprogo.settings import settings

BY_HAND = (letters.POSTED, letters.DELIVERED, letters.RETURNED)
SENT = """
SELECT l.id, l.person_id, l.language, l.channel, l.address, l.lots, l.at, l.by_id, p.sha256,
       coalesce((SELECT array_agg(e.what ORDER BY e.seq) FROM letter_event e WHERE e.letter_id = l.id), '{}') AS events,
       (SELECT max(e.at) FROM letter_event e WHERE e.letter_id = l.id AND e.what = 'opened') AS opened_at,
       (SELECT e.facts->>'day' FROM letter_event e WHERE e.letter_id = l.id AND e.what = 'posted'
         ORDER BY e.seq DESC LIMIT 1) AS posted_on,
       m.facts->>'mail' AS mail_id, o.sent_at AS mailed_at, coalesce(o.last_error, '') AS last_error
  FROM letter l LEFT JOIN paper p ON p.kind = :paper AND p.subject_id = l.id
  LEFT JOIN letter_event m ON m.letter_id = l.id AND m.what = 'prepared'
  LEFT JOIN outbox_mail o ON o.association_id = l.association_id AND o.id = CAST(m.facts->>'mail' AS uuid)
 WHERE l.association_id = :t AND l.kind = :kind AND l.subject_id = :subject ORDER BY l.address->>'name', l.id
"""


@dataclass(frozen=True)
class Sort:
    """A sort of letters: how the letters and the papers printed for them are called in their tables."""

    kind: str
    paper: str


@dataclass(frozen=True)
class SentLine:
    """One letter; `state`: waiting, printed, sent, posted, opened, delivered, returned or failed."""

    id: UUID
    name: str
    channel: str
    where: str
    lots: tuple[str, ...]
    at: datetime
    state: str
    posted_on: date | None
    opened_at: datetime | None
    problem: str


async def rows_of(session: AsyncSession, association_id: UUID, sort: Sort, subject_id: UUID) -> Sequence[Any]:
    """Return the letters of a subject as they stand, by name; `sha256` is empty while one is not printed."""
    facts = {"t": association_id, "kind": sort.kind, "paper": sort.paper, "subject": subject_id}
    return (await session.execute(text(SENT), facts)).all()


async def lines_of(session: AsyncSession, association_id: UUID, sort: Sort, subject_id: UUID) -> list[SentLine]:
    """Return who was written to, by which way, and what became of it."""
    return [_line(row) for row in await rows_of(session, association_id, sort, subject_id)]


async def post_printed(
    session: AsyncSession, actor: Actor, association_id: UUID, sort: Sort, subject_id: UUID, *, day: date, at: datetime
) -> int:
    """Record that every printed letter that waits was brought to the post on a day; return how many.

    The service that calls has decided who may.

    Raises:
        BadInput: a day to come.
    """
    if day > legal_day(at):
        raise BadInput(Problem("day", "Choose today or a day before."))
    waiting = [each for each in await lines_of(session, association_id, sort, subject_id) if each.state == "printed"]
    for line in waiting:
        await letters.add_event(
            session, association_id, line.id, letters.POSTED, at=at, by=actor.person_id, day=day.isoformat()
        )
    return len(waiting)


async def to_post(session: AsyncSession, association_id: UUID, sort: Sort, subject_id: UUID) -> list[Any]:
    """Return the printed letters that go by post.

    Raises:
        NothingToPost: there is none.
    """
    rows = await rows_of(session, association_id, sort, subject_id)
    found = [row for row in rows if row.channel != EMAIL and row.sha256]
    if not found:
        raise posting.NothingToPost
    return found


def as_zip(rows: Sequence[Any], language: str, beside: Iterable[tuple[str, str]] = ()) -> BinaryIO:
    """Return a ZIP: the list for the post, what goes into each envelope (name and key of its bytes), a letter per person.

    The caller closes it. Blocking.
    """
    spool = SpooledTemporaryFile(max_size=posting.SPOOL)  # noqa: SIM115 - handed to the caller, who closes it
    kept = storage(settings())
    printed = (
        (f"letters/{place:03}-{row.language}-{row.id.hex[:10]}.pdf", row.sha256) for place, row in enumerate(rows, 1)
    )
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("letters.csv", posting.registered_list(rows, language))
        for name, sha256 in (*beside, *printed):
            with kept.open(sha256) as paper:
                archive.writestr(name, paper.read())
    spool.seek(0)
    return cast(BinaryIO, spool)


def letter_to(
    to: Addressee,
    sort: Sort,
    *,
    association_id: UUID,
    subject_id: UUID,
    channel: str,
    lots: list[dict[str, Any]],
    secret: letters.Secret | None,
    at: datetime,
    by: UUID,
) -> Letter:
    """Return the row of a letter, with what stands on its envelope; `secret` is that of its open link."""
    return Letter(
        id=uuid4(), association_id=association_id, kind=sort.kind, subject_id=subject_id, person_id=to.person_id,
        language=to.language, channel=channel, address=envelope(to), lots=lots,
        token_hash=secret.hash if secret else None, at=at, by_id=by,
    )  # fmt: skip


def recipient(address: dict[str, Any], channel: str = "") -> tuple[str, ...]:
    """Return the lines of an envelope."""
    person = person_of(address, channel)
    return tuple(line for line in (person.name, person.attention, *person.address) if line)


def _line(row: Any) -> SentLine:
    address = row.address
    by_mail = row.channel == EMAIL
    return SentLine(
        id=row.id,
        name=address["name"],
        channel=row.channel,
        where=address["email"] if by_mail else ", ".join(recipient(address)[1:]),
        lots=tuple(lot["number"] for lot in row.lots),
        at=row.at,
        state=_state(row),
        posted_on=date.fromisoformat(row.posted_on) if row.posted_on else None,
        opened_at=row.opened_at,
        problem=row.last_error if by_mail and row.mailed_at is None else "",
    )


def _state(row: Any) -> str:
    told = [each for each in row.events if each in (*BY_HAND, letters.OPENED, letters.FAILED)]
    if told:
        return letters.OPENED if letters.OPENED in told else str(told[-1])
    if row.channel == EMAIL:
        return "sent" if row.mailed_at else "failed" if row.last_error else "waiting"
    return "printed" if row.sha256 else "waiting"
