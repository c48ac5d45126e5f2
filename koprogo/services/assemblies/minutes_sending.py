"""Sending the minutes to everybody with a right on a lot, within thirty days (art. 3.87 §12).

By e-mail where she accepted it in writing, else by post with a letter. Who got them, by which way and when, stands in the
table of letters.

An e-mail leaves at once and holds an open link to the minutes. What goes by post is printed by the worker.
"""

import asyncio
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, ClassVar, cast
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters import tasks
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem, Refused
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.messages import Letter
from koprogo.papers.minutes_letter import build
from koprogo.papers.minutes_letter.facts import LetterFacts
from koprogo.rules.assemblies.deadlines import contest_deadline
from koprogo.services import audit
from koprogo.services.assemblies import events, posting
from koprogo.services.assemblies.addressees import EMAIL, ORDINARY, Addressee, addressees
from koprogo.services.assemblies.minutes_items import said_in
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead
from koprogo.services.messages import letters, outbox
from koprogo.settings import settings

KIND, PAPER = "minutes", "minutes_letter"
TASK = "koprogo.papers.minutes_letters"
BY_HAND = (letters.POSTED, letters.DELIVERED, letters.RETURNED)
MINUTES = """
SELECT DISTINCT ON (language) id, language, version, sha256 FROM paper
 WHERE association_id = :t AND kind = 'minutes' AND subject_id = :a ORDER BY language, version DESC
"""
SENT = """
SELECT l.id, l.person_id, l.language, l.channel, l.address, l.lots, l.at, p.sha256,
       coalesce((SELECT array_agg(e.what ORDER BY e.seq) FROM letter_event e WHERE e.letter_id = l.id), '{}') AS events,
       (SELECT max(e.at) FROM letter_event e WHERE e.letter_id = l.id AND e.what = 'opened') AS opened_at,
       (SELECT e.facts->>'day' FROM letter_event e WHERE e.letter_id = l.id AND e.what = 'posted'
         ORDER BY e.seq DESC LIMIT 1) AS posted_on,
       o.sent_at AS mailed_at, coalesce(o.last_error, '') AS last_error
  FROM letter l LEFT JOIN paper p ON p.kind = 'minutes_letter' AND p.subject_id = l.id
  LEFT JOIN letter_event m ON m.letter_id = l.id AND m.what = 'prepared'
  LEFT JOIN outbox_mail o ON o.association_id = l.association_id AND o.id = CAST(m.facts->>'mail' AS uuid)
 WHERE l.association_id = :t AND l.kind = 'minutes' AND l.subject_id = :a ORDER BY l.address->>'name', l.id
"""
DECISIONS = "SELECT number, title FROM register_entry WHERE assembly_id = :a AND outcome = 'carried' ORDER BY number"


class MinutesNotMade(Refused):
    """There is nothing to send yet."""

    message_id: ClassVar[str] = "The minutes are not printed yet. They are ready shortly after the session closes."
    article: ClassVar[str] = "3.87 §12"

    def facts(self) -> dict[str, str | int]:
        return {}


@dataclass(frozen=True)
class SentLine:
    """One letter with the minutes; `state`: waiting, printed, sent, posted, opened, delivered, returned or failed."""

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


async def send_minutes(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> int:
    """Send the minutes to everybody who has not got them; return how many letters were written. Safe to repeat (syndic).

    Raises:
        MinutesNotMade: they are not printed in the four languages yet.
    """
    require(actor, "minutes.issue", association_id)
    await events.lock_assembly(session, assembly_id)
    ids = {"t": association_id, "a": assembly_id}
    state = await events.state_of(session, association_id, assembly_id)
    versions = {row.language: row for row in await session.execute(text(MINUTES), ids)}
    if state.what != events.MINUTED or len(versions) < len(issue.LANGUAGES):
        raise MinutesNotMade
    day = await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), ids)
    already = {row.person_id for row in await session.execute(text(SENT), ids)}
    roll = await draft_roll(session, association_id, legal_day(at))
    everybody = await addressees(session, association_id, roll, day=legal_day(at))
    waiting = [each for each in everybody if each.person_id not in already]
    head = await letterhead(session, association_id)
    for each in waiting:
        await _write(session, actor, association_id, assembly_id, each, association=head.name, day=day, at=at)
    await tasks.enqueue(
        session, TASK, lock=f"letters:{assembly_id}", association=str(association_id), assembly=str(assembly_id)
    )
    await audit.record(session, actor, association_id, "minutes.sent", assembly_id, letters=len(waiting))
    return len(waiting)


async def sent_minutes(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[SentLine]:
    """Return who was sent the minutes, by which way, and what became of it (syndic)."""
    require(actor, "minutes.issue", association_id)
    rows = await session.execute(text(SENT), {"t": association_id, "a": assembly_id})
    return [_line(row) for row in rows]


async def tell_posted(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, day: date, at: datetime
) -> int:
    """Record that every printed letter that waits was brought to the post on a day; return how many (syndic)."""
    require(actor, "minutes.issue", association_id)
    if day > legal_day(at):
        raise BadInput(Problem("day", "Choose today or a day before."))
    waiting = [
        line for line in await sent_minutes(session, actor, association_id, assembly_id) if line.state == "printed"
    ]
    for line in waiting:
        await letters.add_event(
            session, association_id, line.id, letters.POSTED, at=at, by=actor.person_id, day=day.isoformat()
        )
    await audit.record(session, actor, association_id, "minutes.posted", assembly_id, letters=len(waiting))
    return len(waiting)


async def batch(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> tuple[list, list]:
    """Return what goes into the envelopes: the printed letters, and the minutes per language (syndic)."""
    require(actor, "minutes.issue", association_id)
    ids = {"t": association_id, "a": assembly_id}
    rows = [row for row in await session.execute(text(SENT), ids) if row.channel != EMAIL and row.sha256]
    if not rows:
        raise posting.NothingToPost
    return rows, list(await session.execute(text(MINUTES), ids))


def as_zip(rows: Sequence[Any], minutes: Sequence[Any], language: str) -> BinaryIO:
    """Return a ZIP: the list, a letter per person, the minutes per language; the caller closes it. Blocking."""
    spool = SpooledTemporaryFile(max_size=posting.SPOOL)  # noqa: SIM115 - handed to the caller, who closes it
    kept = storage(settings())
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("letters.csv", posting.registered_list(rows, language))
        for name, sha256 in [
            *((f"minutes-{row.language}.pdf", row.sha256) for row in minutes),
            *(
                (f"letters/{place:03}-{row.language}-{row.id.hex[:10]}.pdf", row.sha256)
                for place, row in enumerate(rows, 1)
            ),
        ]:
            with kept.open(sha256) as paper:
                archive.writestr(name, paper.read())
    spool.seek(0)
    return cast(BinaryIO, spool)


async def print_letters(association_id: UUID, assembly_id: UUID, *, at: datetime) -> int:
    """Print the letters that go by post and are not printed yet; return how many. Safe to repeat; runs in the worker."""
    ids = {"t": association_id, "a": assembly_id}
    async with db.association_session(association_id) as session:
        rows = [row for row in await session.execute(text(SENT), ids) if row.channel != EMAIL and not row.sha256]
        head = await letterhead(session, association_id)
        day = await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), ids)
        version = max((row.version for row in await session.execute(text(MINUTES), ids)), default=1)
        decisions = (await session.execute(text(DECISIONS), ids)).all()
        by = await session.scalar(
            text("SELECT by_id FROM letter WHERE kind = 'minutes' AND subject_id = :a LIMIT 1"), ids
        )
    for row in rows:
        facts = LetterFacts(
            association=head.name,
            address=head.address,
            enterprise_number=head.enterprise_number,
            recipient=_recipient(row.address),
            lots=tuple(lot["number"] for lot in row.lots),
            assembly_day=day,
            sent_on=legal_day(row.at),
            contest_until=contest_deadline(day),
            minutes_version=version,
            verify_at=settings().base_url + urls.VERIFY,
            decisions=tuple((each.number, said_in(each.title, row.language)) for each in decisions),
        )
        printed = await asyncio.to_thread(
            issue.print_paper, build.build(facts, row.language), title=build.title(facts, row.language),
            language=row.language, at=at,
        )  # fmt: skip
        async with db.association_session(association_id) as session:
            issue.add_papers(
                session, association_id, kind=PAPER, subject_id=row.id, printed=[printed], version=1, by=by, at=at
            )
    return len(rows)


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    to: Addressee,
    *,
    association: str,
    day: date,
    at: datetime,
) -> None:
    by_mail = to.channel == EMAIL
    secret = letters.new_secret(association_id) if by_mail else None
    letter = Letter(
        id=uuid4(),
        association_id=association_id,
        kind=KIND,
        subject_id=assembly_id,
        person_id=to.person_id,
        language=to.language,
        channel=EMAIL if by_mail else ORDINARY,
        address=_address(to, by_mail),
        lots=[{"number": lot.number} for lot in to.lots],
        token_hash=secret.hash if secret else None,
        at=at,
        by_id=actor.person_id,
    )
    session.add(letter)
    await session.flush()
    held: dict[str, str] = {}
    if secret:
        held["mail"] = str(await _mail(session, association_id, to, secret, association, day, at))
    await letters.add_event(session, association_id, letter.id, letters.PREPARED, at=at, by=actor.person_id, **held)
    if secret:
        await letters.add_event(session, association_id, letter.id, letters.EMAILED, at=at, by=actor.person_id)


async def _mail(
    session: AsyncSession,
    association_id: UUID,
    to: Addressee,
    secret: letters.Secret,
    association: str,
    day: date,
    at: datetime,
) -> UUID:
    facts = {
        "name": to.attention or to.name,
        "association": association,
        "day": day.isoformat(),
        "until": contest_deadline(day).isoformat(),
        "link": f"{settings().base_url}{urls.letter(secret.code)}",
    }
    return await outbox.post(
        session,
        association_id,
        to=to.email,
        subject=message("Minutes of the general assembly of {association}", to.language, **facts),
        body=message(
            "Hello {name},\n\nThe minutes of the general assembly of {association} of {day} are here:\n\n{link}\n\nA"
            " decision that is irregular, fraudulent or abusive and harms you personally can be contested before the justice"
            " of the peace until {until} (art. 3.92 §3).\n\nIf you let your lot: tell the occupant the decisions that"
            " concern her, by registered letter, within 30 days of receiving the minutes. Towards her they hold from that"
            " notice only (art. 3.93 §5).",
            to.language,
            **facts,
        ),
        at=at,
    )


def _address(to: Addressee, by_mail: bool) -> dict[str, Any]:
    return {
        "name": to.name,
        "attention": to.attention,
        "agent": str(to.agent_id or ""),
        "street": to.street,
        "postcode": to.postcode,
        "city": to.city,
        "country": to.country,
        "email": to.email if by_mail else "",
        "told": not to.is_convened,
    }


def _recipient(address: dict[str, Any]) -> tuple[str, ...]:
    town = f"{address['postcode']} {address['city']}".strip()
    lines = (address["name"], address["attention"], address["street"], town, address["country"])
    return tuple(line for line in lines if line)


def _line(row: Any) -> SentLine:
    address = row.address
    by_mail = row.channel == EMAIL
    return SentLine(
        id=row.id,
        name=address["name"],
        channel=row.channel,
        where=address["email"] if by_mail else ", ".join(_recipient(address)[1:]),
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
