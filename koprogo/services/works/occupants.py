"""Occupants without an account: they report through the posted form and follow their report on a page of their own.

The link to that page is shown once, after the report; we keep its hash alone. Their name and address are seen by syndic and
council, and taken away a year after the end, or as soon as they ask.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.works import TicketReporter
from koprogo.rules.works.tickets import SETTLED, Part, Step, keeps_contact, may_take, steps_open_to
from koprogo.services import audit
from koprogo.services.messages.letters import new_secret, read_secret
from koprogo.services.works import letters, photos, tickets
from koprogo.services.works.posted_form import open_form

MOST_PHOTOS = 3
"""Photos sent with one report: together they fit what a request may carry."""
LONGEST = {"name": 80, "email": 120, "phone": 40}
REPORTER = frozenset({Part.REPORTER})
BY_HASH = """
SELECT r.id AS reporter_id, r.ticket_id, r.name, r.email, r.phone, r.emptied_at, t.number, t.words, t.place_words,
       n.name AS association
  FROM ticket_reporter r JOIN ticket t ON t.association_id = r.association_id AND t.id = r.ticket_id
  JOIN association n ON n.id = r.association_id WHERE r.token_hash = :hash
"""
EVENTS = """
SELECT what, at, words, due, by_id IS NULL AS by_reporter FROM ticket_event
 WHERE ticket_id = :k AND association_id = :t AND NOT inner_note ORDER BY seq
"""
EMPTY = """
UPDATE ticket_reporter SET name = '', email = '', phone = '', emptied_at = :at,
       token_hash = CASE WHEN :link THEN NULL ELSE token_hash END
 WHERE association_id = :t AND ticket_id = :k
   AND (name <> '' OR email <> '' OR phone <> '' OR (:link AND token_hash IS NOT NULL))
"""
WITH_CONTACTS = "SELECT DISTINCT association_id FROM ticket_reporter WHERE token_hash IS NOT NULL OR name <> ''"
ENDED = """
SELECT r.ticket_id, s.what AS state, s.at FROM ticket_reporter r
  JOIN LATERAL (SELECT e.what, e.at FROM ticket_event e WHERE e.ticket_id = r.ticket_id AND e.what <> 'noted'
                 ORDER BY e.seq DESC LIMIT 1) s ON true
 WHERE r.association_id = :t AND (r.token_hash IS NOT NULL OR r.name <> '')
"""


@dataclass(frozen=True)
class Contact:
    """Who reports: a name, and how to be reached if she wants to hear of it; `language` is that of her page."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class Told:
    """What happened, as an occupant reads it: the syndic's steps, and her own."""

    what: Step
    at: datetime
    words: str
    due: date | None
    by_reporter: bool


@dataclass(frozen=True)
class OwnReport:
    """Her page: the report, what became of it, and what she may say now; `has_contact`: we still know who she is."""

    association: str
    number: int
    words: str
    state: Step
    events: tuple[Told, ...]
    steps: tuple[Step, ...]
    has_contact: bool
    photos: tuple[UUID, ...]


@dataclass(frozen=True)
class Sent:
    """What an occupant is told at once; `code` is the secret of her own page."""

    number: int
    code: str


async def report(
    code: str,
    *,
    answers: tickets.Answers,
    contact: Contact,
    pictures: Sequence[bytes] = (),
    keep_place: bool = False,
    at: datetime,
) -> Sent:
    """Report a problem through the form behind a code. Opens its own transaction, scoped to the association of the code.

    Raises:
        NotFound: no such form, or it is closed.
        BadInput: every answer to correct, or a file that is no picture; nothing is kept then.
        TooManyReports: a hundred came within a day.
    """
    association_id, hashed = read_secret(code)
    kept = await asyncio.to_thread(_checked, answers, contact, pictures, keep_place)
    secret = new_secret(association_id)
    async with db.association_session(association_id) as session:
        form = await open_form(session, association_id, hashed)
        made = await tickets.write(session, association_id, answers, form_id=form.form_id, at=at)
        session.add(
            TicketReporter(
                association_id=association_id, ticket_id=made.id, name=" ".join(contact.name.split()),
                email=contact.email.strip(), phone=contact.phone.strip(), language=contact.language,
                token_hash=secret.hash,
            )
        )  # fmt: skip
        for each in kept:
            await photos.keep(session, association_id, made.id, each, at=at)
        await letters.tell_of_danger(session, association_id, made.id, made.number, answers.urgency, at=at)
    return Sent(made.number, secret.code)


async def own_report(code: str) -> OwnReport:
    """Return the report behind an occupant's own link; NotFound for none of ours, or once it ended."""
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        row = await _own(session, hashed)
        rows = await session.execute(text(EVENTS), {"k": row.ticket_id, "t": association_id})
        events = tuple(Told(Step(each.what), each.at, each.words, each.due, each.by_reporter) for each in rows)
        pictures = await photos.standing(session, association_id, row.ticket_id)
    state = next(each.what for each in reversed(events) if each.what is not Step.NOTED)
    return OwnReport(
        association=row.association,
        number=row.number,
        words=row.words,
        state=state,
        events=events,
        steps=steps_open_to(state, REPORTER),
        has_contact=bool(row.name or row.email or row.phone),
        photos=tuple(each.id for each in pictures),
    )


async def own_photo(code: str, photo_id: UUID) -> tuple[photos.Photo, BinaryIO]:
    """Return a photo of the report behind an occupant's own link, opened; the caller closes it.

    Raises:
        NotFound: no such link, or no such photo stands with its report.
    """
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        own = await _own(session, hashed)
        rows = await photos.standing(session, association_id, own.ticket_id)
    return await photos.opened(rows, photo_id)


async def answer(code: str, *, what: str, words: str, at: datetime) -> None:
    """Confirm, open again or add something, as the occupant behind a link.

    Raises:
        NotFound: no such link.
        NotAllowed: that step is the syndic's.
        StepNotOpen, BadInput: as for anybody (`tickets.follow`).
    """
    association_id, hashed = read_secret(code)
    step = tickets.chosen(Step, "what", what, "Choose what happened.")
    if not may_take(step, REPORTER) or step is Step.REPORTED:
        raise NotAllowed
    async with db.association_session(association_id) as session:
        own = await _own(session, hashed)
        row = await tickets.stands(session, association_id, own.ticket_id)
        await tickets.follow(session, association_id, row, step, words=words, at=at)


async def forget_me(code: str, *, at: datetime) -> None:
    """Take name and address away, as the occupant behind a link asks; her page goes on. Safe to repeat."""
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        own = await _own(session, hashed)
        await _empty(session, association_id, own.ticket_id, link=False, at=at)


async def forget(session: AsyncSession, actor: Actor, association_id: UUID, ticket_id: UUID, *, at: datetime) -> None:
    """Take an occupant's name and address away because she asked the syndic. Safe to repeat.

    Raises:
        NotFound: no such report.
    """
    require(actor, "ticket.keep", association_id)
    await tickets.stands(session, association_id, ticket_id)
    await _empty(session, association_id, ticket_id, link=False, at=at)
    await audit.record(session, actor, association_id, "ticket.reporter.forgotten", ticket_id)


async def forget_all_due(*, at: datetime) -> int:
    """Take away who reported what ended a year ago, with the link; the worker's daily work. Return how many."""
    async with db.platform_session(None, "worker: forget who reported problems") as session:
        waiting = (await session.execute(text(WITH_CONTACTS))).scalars().all()
    gone = 0
    for association_id in waiting:
        async with db.association_session(association_id) as session:
            gone += await forget_due(session, association_id, today=legal_day(at), at=at)
    return gone


async def forget_due(session: AsyncSession, association_id: UUID, *, today: date, at: datetime) -> int:
    """Do that for one association; return how many. Safe to repeat."""
    rows = (await session.execute(text(ENDED), {"t": association_id})).all()
    due = [
        row.ticket_id for row in rows
        if not keeps_contact(legal_day(row.at) if Step(row.state) in SETTLED else None, today)
    ]  # fmt: skip
    for ticket_id in due:
        await _empty(session, association_id, ticket_id, link=True, at=at)
    return len(due)


async def _own(session: AsyncSession, hashed: bytes) -> Any:
    row = (await session.execute(text(BY_HASH), {"hash": hashed})).first()
    if row is None:
        raise NotFound
    return row


async def _empty(session: AsyncSession, association_id: UUID, ticket_id: UUID, *, link: bool, at: datetime) -> None:
    await session.execute(text(EMPTY), {"t": association_id, "k": ticket_id, "link": link, "at": at})


def _checked(
    answers: tickets.Answers, contact: Contact, pictures: Sequence[bytes], keep_place: bool
) -> list[photos.Picture]:
    """Return the photos tidied; BadInput with everything that is wrong at once."""
    problems = [*_wrong(lambda: tickets.checked(answers)), *_wrong_contact(contact)]
    if len(pictures) > MOST_PHOTOS:
        problems.append(Problem("photos", "Choose at most {most} photos.", {"most": MOST_PHOTOS}))
    kept: list[photos.Picture] = []

    def keep(content: bytes) -> None:
        kept.append(photos.checked(content, keep_place))

    for each in pictures[:MOST_PHOTOS]:
        problems += _wrong(partial(keep, each))
    if problems:
        raise BadInput(*problems)
    return kept


def _wrong(check: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        check()
    except BadInput as wrong:
        return wrong.problems
    return ()


def _wrong_contact(contact: Contact) -> list[Problem]:
    found = [] if contact.name.strip() else [Problem("name", "Write your name.")]
    if contact.email.strip() and "@" not in contact.email:
        found.append(Problem("email", "Write an e-mail address, such as name@example.be, or leave it empty."))
    long = (field for field, most in LONGEST.items() if len(getattr(contact, field)) > most)
    return found + [Problem(field, "Shorten this to {most} characters.", {"most": LONGEST[field]}) for field in long]
