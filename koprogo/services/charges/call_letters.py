"""Sending a call: to everybody who owes it, in her language, by e-mail where she accepted it in writing, else by post.

A lot held by several, or between a usufructuary and a bare owner, is addressed to the one they designated (art. 3.87 §1);
where nobody was designated, to each of them. Each letter holds one debtor's amounts. It is printed by the worker, and an
e-mail leaves once its paper is there. Sent again, only those get one who have none yet; one letter can be sent anew.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.papers.call_for_funds import build
from koprogo.papers.call_for_funds.facts import CalledLine, CallFacts
from koprogo.papers.paper import Letterhead
from koprogo.services import audit
from koprogo.services.assemblies.convening import sendings
from koprogo.services.assemblies.convening.addressees import EMAIL, ORDINARY, Addressee, addressees
from koprogo.services.assemblies.convening.sendings import SentLine, Sort
from koprogo.services.assemblies.labels import said_in
from koprogo.services.assemblies.roll import RollRow, draft_roll
from koprogo.services.charges import calls
from koprogo.services.charges.call_queries import AskedOf, CallSheet, sheet
from koprogo.services.charges.refusals import NotPosted
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number, syndic_on
from koprogo.services.messages import letters, outbox
from koprogo.settings import settings

SORT = Sort("call", "call_for_funds")
TASK = "koprogo.papers.calls"
ONE = "SELECT * FROM letter WHERE id = :l AND association_id = :t AND kind = 'call'"


async def send_call(session: AsyncSession, actor: Actor, association_id: UUID, call_id: UUID, *, at: datetime) -> int:
    """Write a letter to everybody who owes a posted call and has none; return how many. Safe to repeat.

    Raises:
        NotPosted: it is not in the books, or was reversed.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
    """
    require(actor, "books.write", association_id)
    await calls.lock_calls(session, association_id)
    await require_enterprise_number(session, association_id)
    found = await sheet(session, association_id, call_id)
    if found.row.state not in (calls.POSTED, calls.SENT):
        raise NotPosted
    have = {
        (row.person_id, row.lots[0].get("debtor"))
        for row in await sendings.rows_of(session, association_id, SORT, call_id)
    }
    name = (await letterhead(session, association_id)).name
    count = 0
    for to, asked in await _to(session, association_id, found, legal_day(at)):
        if (to.person_id, str(asked.debtor_id)) not in have:
            await _write(session, actor, association_id, found, asked, to, association=name, at=at)
            count += 1
    await _queue(session, association_id, call_id)
    if count:
        await calls.add_event(session, actor, association_id, call_id, calls.SENT, at=at, letters=count)
    return count


async def send_again(
    session: AsyncSession, actor: Actor, association_id: UUID, letter_id: UUID, *, at: datetime
) -> UUID:
    """Write the letter of one addressee anew, to where she is reached today; return the call's id.

    Raises:
        NotFound: no such letter of a call here.
        NotPosted: the call was reversed.
    """
    require(actor, "books.write", association_id)
    row = (await session.execute(text(ONE), {"l": letter_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    found = await sheet(session, association_id, row.subject_id)
    if found.row.state not in (calls.POSTED, calls.SENT):
        raise NotPosted
    name = (await letterhead(session, association_id)).name
    for to, asked in await _to(session, association_id, found, legal_day(at)):
        if to.person_id == row.person_id and str(asked.debtor_id) == row.lots[0].get("debtor"):
            await _write(session, actor, association_id, found, asked, to, association=name, at=at)
            await _queue(session, association_id, row.subject_id)
            await audit.record(session, actor, association_id, "call.sent_again", row.subject_id)
            return UUID(str(row.subject_id))
    raise NotFound


async def sent_calls(session: AsyncSession, actor: Actor, association_id: UUID, call_id: UUID) -> list[SentLine]:
    """Return who was written to about a call, by which way, and what became of it (syndic, accountant)."""
    require(actor, "books.write", association_id)
    return await sendings.lines_of(session, association_id, SORT, call_id)


async def tell_posted(
    session: AsyncSession, actor: Actor, association_id: UUID, call_id: UUID, *, day: date, at: datetime
) -> int:
    """Record that every printed letter that waits was brought to the post on a day; return how many."""
    require(actor, "books.write", association_id)
    count = await sendings.post_printed(session, actor, association_id, SORT, call_id, day=day, at=at)
    await audit.record(session, actor, association_id, "call.brought_to_post", call_id, letters=count)
    return count


async def print_letters(association_id: UUID, call_id: UUID, *, at: datetime) -> int:
    """Print what is not printed yet, each letter in a transaction of its own, and let its e-mail leave; return how many.

    Safe to repeat; runs in the worker. The first is readable before the last is made.
    """
    async with db.association_session(association_id) as session:
        rows = [row for row in await sendings.rows_of(session, association_id, SORT, call_id) if not row.sha256]
        found = await sheet(session, association_id, call_id)
        head = await letterhead(session, association_id)
        syndic = await syndic_on(session, association_id, legal_day(at))
    by_debtor = {str(asked.debtor_id): asked for asked in found.asked}
    for row in rows:
        asked = by_debtor[row.lots[0]["debtor"]]
        recipient = sendings.recipient(row.address, row.channel)
        facts = call_facts(head, syndic, found, asked, recipient, row.language)
        printed = await asyncio.to_thread(
            issue.print_paper, build.build(facts, row.language), title=build.title(facts, row.language),
            language=row.language, at=at,
        )  # fmt: skip
        await _issue(association_id, row, printed, at)
    return len(rows)


def call_facts(
    head: Letterhead, syndic: str, found: CallSheet, asked: AskedOf, recipient: tuple[str, ...], language: str
) -> CallFacts:
    """Return what the paper of one debtor says in one language."""
    row = found.row
    return CallFacts(
        association=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        syndic=syndic or head.name,
        recipient=recipient,
        holders=asked.names,
        reference=row.reference,
        kind=row.kind,
        number=row.number,
        instalments=row.instalments,
        year=row.starts.year,
        budget_year=row.budget_starts.year if row.is_last_years and row.budget_starts else None,
        covers_from=row.covers_from,
        covers_to=row.covers_until - timedelta(days=1),
        called_on=row.called_on,
        due_on=row.due_on,
        subject=said_in(row.words or row.item_title, language),
        lines=tuple(
            CalledLine(
                line.lot, line.part, said_in(line.key_name, language), line.caught_up, line.weight, line.of_weight,
                line.base, line.before, line.amount,
            )
            for line in asked.lines
        ),
        iban=row.iban,
        communication=asked.numbers.of_call,
        permanent=asked.numbers.permanent,
    )  # fmt: skip


async def _to(
    session: AsyncSession, association_id: UUID, found: CallSheet, sent_on: date
) -> list[tuple[Addressee, AskedOf]]:
    """Return who is written to about which debtor; lots as they were held on the due day, addresses as of today."""
    roll = await draft_roll(session, association_id, found.row.due_on)
    people = {each.person_id: each for each in await addressees(session, association_id, roll, day=sent_on)}
    return [(people[person], asked) for asked in found.asked for person in _of(asked, roll) if person in people]


def _of(asked: AskedOf, roll: Iterable[RollRow]) -> Sequence[UUID]:
    """Return the one designated for each lot of a debtor, else all who hold it."""
    lots = {line.lot for line in asked.lines}
    found: dict[UUID, None] = {}
    for row in roll:
        if row.lot_number in lots and {UUID(each) for each in row.owner_key.split("+")} == set(asked.people):
            found |= dict.fromkeys([row.voter_id] if row.voter_id and not row.suspended else asked.people)
    return list(found or dict.fromkeys(asked.people))


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    found: CallSheet,
    asked: AskedOf,
    to: Addressee,
    *,
    association: str,
    at: datetime,
) -> None:
    by_mail = to.channel == EMAIL
    secret = letters.new_secret(association_id) if by_mail else None
    lots = [{"number": lot, "debtor": str(asked.debtor_id)} for lot in dict.fromkeys(line.lot for line in asked.lines)]
    letter = sendings.letter_to(
        to, SORT, association_id=association_id, subject_id=found.row.id, channel=EMAIL if by_mail else ORDINARY,
        lots=lots, secret=secret, at=at, by=actor.person_id,
    )  # fmt: skip
    session.add(letter)
    await session.flush()
    held: dict[str, str] = {}
    if secret:
        held["mail"] = str(await _hold(session, association_id, found, asked, to, secret, association, at))
    await letters.add_event(session, association_id, letter.id, letters.PREPARED, at=at, by=actor.person_id, **held)


async def _hold(
    session: AsyncSession,
    association_id: UUID,
    found: CallSheet,
    asked: AskedOf,
    to: Addressee,
    secret: letters.Secret,
    association: str,
    at: datetime,
) -> UUID:
    facts: Mapping[str, Any] = {
        "name": to.attention or to.name, "association": association, "reference": found.row.reference,
        "total_cents": asked.total.cents, "day": found.row.due_on.isoformat(),
        "link": f"{settings().base_url}{urls.letter(secret.code)}",
    }  # fmt: skip
    if asked.total.cents > 0:
        body = message(
            "Hello {name},\n\nThe call for funds {reference} of {association} asks {total_cents} of you by {day}. Each"
            " amount with its fraction, and how to pay it, are here:\n\n{link}",
            to.language, **facts,
        )  # fmt: skip
    else:
        body = message(
            "Hello {name},\n\nThe call for funds {reference} of {association} asks nothing of you. Each amount with its"
            " fraction is here:\n\n{link}",
            to.language, **facts,
        )  # fmt: skip
    return await outbox.hold(
        session, association_id, to=to.email, at=at, body=body,
        subject=message("Call for funds {reference} of {association}", to.language, **facts),
    )  # fmt: skip


async def _issue(association_id: UUID, row: Any, printed: issue.Printed, at: datetime) -> None:
    async with db.association_session(association_id) as session:
        issue.add_papers(
            session, association_id, kind=SORT.paper, subject_id=row.id, printed=[printed], version=1, by=row.by_id,
            at=at,
        )  # fmt: skip
        if row.mail_id:
            await outbox.release(session, association_id, UUID(row.mail_id))
            await letters.add_event(session, association_id, row.id, letters.EMAILED, at=at, by=row.by_id)


async def _queue(session: AsyncSession, association_id: UUID, call_id: UUID) -> None:
    await tasks.enqueue(session, TASK, lock=f"letters:{call_id}", association=str(association_id), call=str(call_id))
