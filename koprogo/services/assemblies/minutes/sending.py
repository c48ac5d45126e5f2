"""Sending the minutes to everybody with a right on a lot, within thirty days (art. 3.87 §12).

By e-mail where she accepted it in writing, else by post with a letter. Who got them, by which way and when, stands in the
table of letters.

An e-mail leaves at once and holds an open link to the minutes. What goes by post is printed by the worker.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import Refused
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.papers.minutes_letter import build
from koprogo.papers.minutes_letter.facts import LetterFacts
from koprogo.rules.assemblies.deadlines import contest_deadline
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.convening import sendings
from koprogo.services.assemblies.convening.addressees import EMAIL, ORDINARY, Addressee, addressees
from koprogo.services.assemblies.convening.sendings import SentLine, Sort
from koprogo.services.assemblies.labels import said_in
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.documents import issue
from koprogo.services.documents.letter_papers import LetterPaper, print_each
from koprogo.services.documents.letterhead import letterhead, syndic_on
from koprogo.services.messages import letters, outbox
from koprogo.settings import settings

SORT = Sort("minutes", "minutes_letter")
TASK = "koprogo.papers.minutes_letters"
MINUTES = """
SELECT DISTINCT ON (language) id, language, version, sha256 FROM paper
 WHERE association_id = :t AND kind = 'minutes' AND subject_id = :a ORDER BY language, version DESC
"""
DECISIONS = "SELECT number, title FROM register_entry WHERE assembly_id = :a AND outcome = 'carried' ORDER BY number"


class MinutesNotMade(Refused):
    """There is nothing to send yet."""

    message_id = "The minutes are not printed yet. They are ready shortly after the session closes."
    article = "3.87 §12"


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
    already = {row.person_id for row in await sendings.rows_of(session, association_id, SORT, assembly_id)}
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
    return await sendings.lines_of(session, association_id, SORT, assembly_id)


async def tell_posted(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, day: date, at: datetime
) -> int:
    """Record that every printed letter that waits was brought to the post on a day; return how many (syndic)."""
    require(actor, "minutes.issue", association_id)
    count = await sendings.post_printed(session, actor, association_id, SORT, assembly_id, day=day, at=at)
    await audit.record(session, actor, association_id, "minutes.posted", assembly_id, letters=count)
    return count


async def batch(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> tuple[list, list]:
    """Return what goes into the envelopes: the printed letters, and the minutes per language (syndic)."""
    require(actor, "minutes.issue", association_id)
    rows = await sendings.to_post(session, association_id, SORT, assembly_id)
    return rows, list(await session.execute(text(MINUTES), {"t": association_id, "a": assembly_id}))


def as_zip(rows: Sequence[Any], minutes: Sequence[Any], language: str) -> BinaryIO:
    """Return a ZIP: the list, a letter per person, the minutes per language; the caller closes it. Blocking."""
    return sendings.as_zip(rows, language, [(f"minutes-{row.language}.pdf", row.sha256) for row in minutes])


async def print_letters(association_id: UUID, assembly_id: UUID, *, at: datetime) -> int:
    """Print the letters that go by post and are not printed yet; return how many. Safe to repeat; runs in the worker."""
    ids = {"t": association_id, "a": assembly_id}
    async with db.association_session(association_id) as session:
        sent = await sendings.rows_of(session, association_id, SORT, assembly_id)
        rows = [row for row in sent if row.channel != EMAIL and not row.sha256]
        head = await letterhead(session, association_id)
        syndic = await syndic_on(session, association_id, legal_day(at))
        day = await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), ids)
        version = max((row.version for row in await session.execute(text(MINUTES), ids)), default=1)
        decisions = (await session.execute(text(DECISIONS), ids)).all()

    def paper(row: Any) -> LetterPaper:
        facts = LetterFacts(
            association=head.name,
            address=head.address,
            enterprise_number=head.enterprise_number,
            syndic=syndic,
            recipient=sendings.recipient(row.address),
            lots=tuple(lot["number"] for lot in row.lots),
            assembly_day=day,
            sent_on=legal_day(row.at),
            contest_until=contest_deadline(day),
            minutes_version=version,
            verify_at=settings().base_url + urls.VERIFY,
            decisions=tuple((each.number, said_in(each.title, row.language)) for each in decisions),
        )
        return LetterPaper(row, SORT.paper, build.title(facts, row.language), partial(build.build, facts, row.language))

    return await print_each(association_id, map(paper, rows), at=at)


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
    letter = sendings.letter_to(
        to, SORT, association_id=association_id, subject_id=assembly_id, channel=EMAIL if by_mail else ORDINARY,
        lots=[{"number": lot.number} for lot in to.lots], secret=secret, at=at, by=actor.person_id,
    )  # fmt: skip
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
