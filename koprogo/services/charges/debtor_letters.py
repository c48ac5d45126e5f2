"""Letters to debtors about a call or a settlement: to whom, by which way, printed one by one, once, and sent anew.

A lot held by several, or between a usufructuary and a bare owner, is addressed to the one they designated (art. 3.87 §1);
where nobody was designated, to each of them. Each letter holds one debtor's amounts. By e-mail where she accepted that in
writing, else by post. It is printed by the worker, and an e-mail leaves once its paper is there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.services.assemblies.convening import sendings
from koprogo.services.assemblies.convening.addressees import EMAIL, ORDINARY, Addressee, addressees
from koprogo.services.assemblies.convening.sendings import Sort
from koprogo.services.assemblies.roll import RollRow, draft_roll
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead
from koprogo.services.messages import letters, outbox
from koprogo.settings import settings

ONE = "SELECT * FROM letter WHERE id = :l AND association_id = :t AND kind = :kind"


@dataclass(frozen=True)
class Billed:
    """One debtor: who she is or they are, the lots, and the day whose designations count: she held the lots then."""

    debtor_id: UUID
    people: tuple[UUID, ...]
    lots: tuple[str, ...]
    on: date


Mail = Callable[[Billed, Addressee, Mapping[str, Any]], tuple[str, str]]
"""Subject and body of the e-mail to an addressee; the facts are `name`, `association` and `link`."""


@dataclass(frozen=True)
class Mailing:
    """What is sent: its sort and subject, the worker's task, and everybody who is billed."""

    sort: Sort
    subject_id: UUID
    task: str
    named: str
    """How the task calls the subject."""
    billed: tuple[Billed, ...]
    mail: Mail


@dataclass(frozen=True)
class Prepared:
    """A paper ready to be printed: HTML and the title of its file."""

    html: str
    title: str


async def send_missing(
    session: AsyncSession, actor: Actor, association_id: UUID, mailing: Mailing, *, at: datetime
) -> int:
    """Write to everybody who is billed and has no letter, queue the printing, and return how many. Safe to repeat.

    The service that calls has decided who may.
    """
    rows = await sendings.rows_of(session, association_id, mailing.sort, mailing.subject_id)
    have = {(row.person_id, row.lots[0].get("debtor")) for row in rows}
    name = (await letterhead(session, association_id)).name
    count = 0
    for to, billed in await _to(session, association_id, mailing.billed, legal_day(at)):
        if (to.person_id, str(billed.debtor_id)) not in have:
            await _write(session, actor, association_id, mailing, billed, to, association=name, at=at)
            count += 1
    await queue(session, association_id, mailing)
    return count


async def send_anew(
    session: AsyncSession, actor: Actor, association_id: UUID, mailing: Mailing, letter: Any, *, at: datetime
) -> None:
    """Write the letter of one addressee once more, to where she is reached today; NotFound when she is billed no more."""
    name = (await letterhead(session, association_id)).name
    for to, billed in await _to(session, association_id, mailing.billed, legal_day(at)):
        if to.person_id == letter.person_id and str(billed.debtor_id) == letter.lots[0].get("debtor"):
            await _write(session, actor, association_id, mailing, billed, to, association=name, at=at)
            await queue(session, association_id, mailing)
            return
    raise NotFound


async def letter_of(session: AsyncSession, association_id: UUID, sort: Sort, letter_id: UUID) -> Any:
    """Return a letter of a sort; NotFound for any other."""
    row = (await session.execute(text(ONE), {"l": letter_id, "t": association_id, "kind": sort.kind})).first()
    if row is None:
        raise NotFound
    return row


async def queue(session: AsyncSession, association_id: UUID, mailing: Mailing) -> None:
    """Have the worker print what waits."""
    named = {"association": str(association_id), mailing.named: str(mailing.subject_id)}
    await tasks.enqueue(session, mailing.task, lock=f"letters:{mailing.subject_id}", **named)  # type: ignore[arg-type]


async def print_waiting(
    association_id: UUID,
    sort: Sort,
    subject_id: UUID,
    read: Callable[[AsyncSession], Awaitable[Callable[[Any, UUID, tuple[str, ...]], Prepared]]],
    *,
    at: datetime,
) -> int:
    """Print what is not printed yet, each letter in a transaction of its own, and let its e-mail leave; return how many.

    `read` looks once at what all papers share and returns what prepares one: from its letter, its debtor and the lines of
    its envelope. Safe to repeat; runs in the worker. The first is readable before the last is made.
    """
    async with db.association_session(association_id) as session:
        rows = [row for row in await sendings.rows_of(session, association_id, sort, subject_id) if not row.sha256]
        if not rows:
            return 0
        prepare = await read(session)
    for row in rows:
        ready = prepare(row, UUID(row.lots[0]["debtor"]), sendings.recipient(row.address, row.channel))
        printed = await asyncio.to_thread(
            issue.print_paper, ready.html, title=ready.title, language=row.language, at=at
        )
        await _issue(association_id, sort, row, printed, at)
    return len(rows)


async def _to(
    session: AsyncSession, association_id: UUID, billed: Iterable[Billed], sent_on: date
) -> list[tuple[Addressee, Billed]]:
    """Return who is written to about which debtor: lots as on the debtor's day, addresses as of today."""
    each_day: dict[date, list[Billed]] = {}
    for one in billed:
        each_day.setdefault(one.on, []).append(one)
    found = []
    for day, ones in each_day.items():
        roll = await draft_roll(session, association_id, day)
        wanted = [(one, _rows_of(one, roll)) for one in ones]
        rows = [row for _, own in wanted for row in own]
        people = {each.person_id: each for each in await addressees(session, association_id, rows, day=sent_on)}
        found += [(people[person], one) for one, own in wanted for person in _of(one, own)]
    return found


def _rows_of(one: Billed, roll: Iterable[RollRow]) -> list[RollRow]:
    """Return the rows of a debtor's lots; who held none that day is written to for herself."""
    own = [row for row in roll if row.lot_number in one.lots and _holders(row) == set(one.people)]
    key = "+".join(map(str, one.people))
    return own or [RollRow(one.debtor_id, ", ".join(one.lots), key, "", None, None, 0, suspended=True)]


def _of(one: Billed, rows: Iterable[RollRow]) -> Iterable[UUID]:
    """Return the one designated for each lot of a debtor, else all who hold it."""
    found: dict[UUID, None] = {}
    for row in rows:
        found |= dict.fromkeys([row.voter_id] if row.voter_id and not row.suspended else one.people)
    return found


def _holders(row: RollRow) -> set[UUID]:
    return {UUID(each) for each in row.owner_key.split("+")}


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    mailing: Mailing,
    billed: Billed,
    to: Addressee,
    *,
    association: str,
    at: datetime,
) -> None:
    by_mail = to.channel == EMAIL
    secret = letters.new_secret(association_id) if by_mail else None
    lots = [{"number": lot, "debtor": str(billed.debtor_id)} for lot in billed.lots or ("",)]
    letter = sendings.letter_to(
        to, mailing.sort, association_id=association_id, subject_id=mailing.subject_id,
        channel=EMAIL if by_mail else ORDINARY, lots=lots, secret=secret, at=at, by=actor.person_id,
    )  # fmt: skip
    session.add(letter)
    await session.flush()
    held: dict[str, str] = {}
    if secret:
        link = f"{settings().base_url}{urls.letter(secret.code)}"
        facts = {"name": to.attention or to.name, "association": association, "link": link}
        subject, body = mailing.mail(billed, to, facts)
        held["mail"] = str(await outbox.hold(session, association_id, to=to.email, at=at, body=body, subject=subject))
    await letters.add_event(session, association_id, letter.id, letters.PREPARED, at=at, by=actor.person_id, **held)


async def _issue(association_id: UUID, sort: Sort, row: Any, printed: issue.Printed, at: datetime) -> None:
    async with db.association_session(association_id) as session:
        issue.add_papers(
            session,
            association_id,
            kind=sort.paper,
            subject_id=row.id,
            printed=[printed],
            version=1,
            by=row.by_id,
            at=at,
        )
        if row.mail_id:
            await outbox.release(session, association_id, UUID(row.mail_id))
            await letters.add_event(session, association_id, row.id, letters.EMAILED, at=at, by=row.by_id)
