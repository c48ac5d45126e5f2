"""Letters to debtors about a call or a settlement: to whom, by which way, printed one by one, once, and sent anew.

A lot held by several, or between a usufructuary and a bare owner, is addressed to the one they designated (art. 3.87 §1);
where nobody was designated, to each of them. Each letter holds one debtor's amounts. By e-mail where she accepted that in
writing, else by post. It is printed by the worker, and an e-mail leaves once its paper is there.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
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
from koprogo.core.permissions import require
from koprogo.services import audit
from koprogo.services.assemblies.convening import sendings
from koprogo.services.assemblies.convening.addressees import EMAIL, ORDINARY, Addressee, addressees
from koprogo.services.assemblies.convening.sendings import SentLine, Sort
from koprogo.services.assemblies.roll import RollRow, draft_roll
from koprogo.services.documents.letter_papers import LetterPaper, print_each
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
    """What is sent: its subject, everybody who is billed, and the words of the e-mail."""

    subject_id: UUID
    billed: tuple[Billed, ...]
    mail: Mail


@dataclass(frozen=True)
class Prepared:
    """A paper ready to be printed: what makes its HTML, and the title of its file."""

    html: Callable[[], str]
    title: str


Prepare = Callable[[Any, UUID, tuple[str, ...]], Prepared]
"""Prepares the paper of one letter, from the letter, its debtor and the lines of its envelope."""


@dataclass(frozen=True)
class DebtorLetters:
    """The letters of one sort, and what syndic and accountant do with them, which is the same for calls and settlements.

    `mailing` reads a subject as it is sent at an instant, and raises where it may not be; `read` looks once at what all its
    papers share, on the instant of printing.
    """

    sort: Sort
    task: str
    mailing: Callable[[AsyncSession, UUID, UUID, datetime], Awaitable[Mailing]]
    read: Callable[[AsyncSession, UUID, UUID, datetime], Awaitable[Prepare]]

    async def send_missing(
        self, session: AsyncSession, actor: Actor, association_id: UUID, subject_id: UUID, *, at: datetime
    ) -> int:
        """Write to everybody who is billed and has no letter, queue the printing, and return how many. Safe to repeat.

        The service that calls has decided who may, and keeps two of them apart.
        """
        mailing = await self.mailing(session, association_id, subject_id, at)
        rows = await sendings.rows_of(session, association_id, self.sort, subject_id)
        have = {(row.person_id, row.lots[0].get("debtor")) for row in rows}
        name = (await letterhead(session, association_id)).name
        count = 0
        for to, billed in await _to(session, association_id, mailing.billed, legal_day(at)):
            if (to.person_id, str(billed.debtor_id)) not in have:
                await self._write(session, actor, association_id, mailing, billed, to, association=name, at=at)
                count += 1
        await self._queue(session, association_id, subject_id)
        return count

    async def send_again(
        self, session: AsyncSession, actor: Actor, association_id: UUID, letter_id: UUID, *, at: datetime
    ) -> UUID:
        """Write the letter of one addressee anew, to where she is reached today; return what it is about.

        Raises:
            NotFound: no such letter of this sort here, or she is billed no more.
        """
        require(actor, "books.write", association_id)
        found = await session.execute(text(ONE), {"l": letter_id, "t": association_id, "kind": self.sort.kind})
        if (letter := found.first()) is None:
            raise NotFound
        subject_id = UUID(str(letter.subject_id))
        mailing = await self.mailing(session, association_id, subject_id, at)
        name = (await letterhead(session, association_id)).name
        for to, billed in await _to(session, association_id, mailing.billed, legal_day(at)):
            if to.person_id == letter.person_id and str(billed.debtor_id) == letter.lots[0].get("debtor"):
                await self._write(session, actor, association_id, mailing, billed, to, association=name, at=at)
                await self._queue(session, association_id, subject_id)
                await audit.record(session, actor, association_id, f"{self.sort.kind}.sent_again", subject_id)
                return subject_id
        raise NotFound

    async def sent(self, session: AsyncSession, actor: Actor, association_id: UUID, subject_id: UUID) -> list[SentLine]:
        """Return who was written to, by which way, and what became of it."""
        require(actor, "books.write", association_id)
        return await sendings.lines_of(session, association_id, self.sort, subject_id)

    async def batch(self, session: AsyncSession, actor: Actor, association_id: UUID, subject_id: UUID) -> Sequence[Any]:
        """Return the printed letters that go by post, for `sendings.as_zip`; NothingToPost without any."""
        require(actor, "books.write", association_id)
        return await sendings.to_post(session, association_id, self.sort, subject_id)

    async def tell_posted(
        self, session: AsyncSession, actor: Actor, association_id: UUID, subject_id: UUID, *, day: date, at: datetime
    ) -> int:
        """Record that every printed letter that waits was brought to the post on a day; return how many."""
        require(actor, "books.write", association_id)
        count = await sendings.post_printed(session, actor, association_id, self.sort, subject_id, day=day, at=at)
        what = f"{self.sort.kind}.brought_to_post"
        await audit.record(session, actor, association_id, what, subject_id, letters=count)
        return count

    async def print_letters(self, association_id: UUID, subject_id: UUID, *, at: datetime) -> int:
        """Print what is not printed yet, as `letter_papers.print_each` does; return how many. Safe to repeat."""
        async with db.association_session(association_id) as session:
            sent = await sendings.rows_of(session, association_id, self.sort, subject_id)
            rows = [row for row in sent if not row.sha256]
            if not rows:
                return 0
            prepare = await self.read(session, association_id, subject_id, at)

        def paper(row: Any) -> LetterPaper:
            ready = prepare(row, UUID(row.lots[0]["debtor"]), sendings.recipient(row.address, row.channel))
            return LetterPaper(row, self.sort.paper, ready.title, ready.html)

        return await print_each(association_id, map(paper, rows), at=at)

    async def _queue(self, session: AsyncSession, association_id: UUID, subject_id: UUID) -> None:
        named = {"association": str(association_id), self.sort.kind: str(subject_id)}
        # Hundreds of papers: one that somebody looks for on a page goes before them.
        await tasks.enqueue(session, self.task, lock=f"letters:{subject_id}", in_no_hurry=True, **named)  # type: ignore[arg-type]

    async def _write(
        self,
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
            to, self.sort, association_id=association_id, subject_id=mailing.subject_id,
            channel=EMAIL if by_mail else ORDINARY, lots=lots, secret=secret, at=at, by=actor.person_id,
        )  # fmt: skip
        session.add(letter)
        await session.flush()
        held: dict[str, str] = {}
        if secret:
            link = f"{settings().base_url}{urls.letter(secret.code)}"
            facts = {"name": to.attention or to.name, "association": association, "link": link}
            subject, body = mailing.mail(billed, to, facts)
            held["mail"] = str(
                await outbox.hold(session, association_id, to=to.email, at=at, body=body, subject=subject)
            )
        await letters.add_event(session, association_id, letter.id, letters.PREPARED, at=at, by=actor.person_id, **held)


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
