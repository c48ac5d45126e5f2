"""The letters that ask for a decision in writing (art. 3.87 §11): to everybody with a right on a lot, in her language.

By e-mail where she accepted it in writing, else by post, as her convocations: one printed letter per person, with the
sheet that answers. An e-mail leaves once its letter is printed; the post has its batch and its list.
"""

import asyncio
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound, Refused
from koprogo.core.permissions import require
from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.i18n.messages import message
from koprogo.papers.convocation.facts import LotStanding
from koprogo.papers.written_letter import build
from koprogo.papers.written_letter.facts import AskedLot, AskFacts
from koprogo.services import audit
from koprogo.services.assemblies import sendings, written
from koprogo.services.assemblies.addressees import EMAIL, Addressee, LotOf, addressees
from koprogo.services.assemblies.convocation import require_enterprise_number
from koprogo.services.assemblies.minutes_items import said_in
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.assemblies.sendings import SentLine, Sort
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead
from koprogo.services.messages import letters, outbox
from koprogo.settings import settings

SORT = Sort("written", "written_letter")
TASK = "koprogo.papers.written_letters"
DECISION = """
SELECT d.number, d.kind, d.title, d.text, d.answer_by, s.shares_total, s.name AS association,
       coalesce((SELECT string_agg(o.name, ', ' ORDER BY o.name) FROM mandate m
          JOIN organisation o ON o.id = m.organisation_id
         WHERE m.association_id = d.association_id AND m.since <= d.asked_on
           AND (m.until IS NULL OR m.until > d.asked_on)), '') AS syndic
  FROM written_decision d JOIN association s ON s.id = d.association_id
 WHERE d.id = :d AND d.association_id = :t
"""


class AnswersAreOver(Refused):
    """The last day to answer has passed: a letter would ask for what can no longer be given."""

    message_id: ClassVar[str] = "The last day to answer has passed. Ask again as a new decision in writing."
    article: ClassVar[str] = "3.87 §11"

    def facts(self) -> dict[str, str | int]:
        return {}


async def send_letters(
    session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID, *, at: datetime
) -> int:
    """Write to everybody with a right on a lot who was not written to; return how many. Safe to repeat (syndic).

    Raises:
        WrongState: it is taken, failed or withdrawn.
        AnswersAreOver: its last day has passed.
        EnterpriseNumberMissing: no paper may go out without it (art. 3.86 §1).
    """
    require(actor, "written.ask", association_id)
    await written.begin(session, association_id, decision_id)
    decision = await _decision(session, association_id, decision_id)
    if legal_day(at) > decision.answer_by:
        raise AnswersAreOver
    await require_enterprise_number(session, association_id)
    already = {row.person_id for row in await sendings.rows_of(session, association_id, SORT, decision_id)}
    roll = await draft_roll(session, association_id, legal_day(at))
    everybody = await addressees(session, association_id, roll, day=legal_day(at))
    waiting = [each for each in everybody if each.person_id not in already]
    for each in waiting:
        await _write(session, actor, association_id, decision_id, each, decision, at)
    await tasks.enqueue(
        session, TASK, lock=f"letters:{decision_id}", association=str(association_id), decision=str(decision_id)
    )
    await audit.record(session, actor, association_id, "written.sent", decision_id, letters=len(waiting))
    return len(waiting)


async def sent_letters(session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID) -> list[SentLine]:
    """Return who was asked by letter, by which way, and what became of it (syndic)."""
    require(actor, "written.ask", association_id)
    await _decision(session, association_id, decision_id)
    return await sendings.lines_of(session, association_id, SORT, decision_id)


async def tell_posted(
    session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID, *, day: date, at: datetime
) -> int:
    """Record that every printed letter that waits was brought to the post on a day; return how many (syndic)."""
    require(actor, "written.ask", association_id)
    await _decision(session, association_id, decision_id)
    count = await sendings.post_printed(session, actor, association_id, SORT, decision_id, day=day, at=at)
    await audit.record(session, actor, association_id, "written.posted", decision_id, letters=count)
    return count


async def batch(session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID) -> list[Any]:
    """Return the printed letters that go by post, for `sendings.as_zip` (syndic).

    Raises:
        NothingToPost: there is none.
    """
    require(actor, "written.ask", association_id)
    await _decision(session, association_id, decision_id)
    return await sendings.to_post(session, association_id, SORT, decision_id)


async def print_letters(association_id: UUID, decision_id: UUID, *, at: datetime) -> int:
    """Print what is not printed yet and let the e-mails leave; return how many. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        rows = await sendings.rows_of(session, association_id, SORT, decision_id)
        decision = await _decision(session, association_id, decision_id)
        head = await letterhead(session, association_id)
    waiting = [row for row in rows if not row.sha256]
    for row in waiting:
        facts = _facts(row, decision, head, association_id)
        printed = await asyncio.to_thread(
            issue.print_paper, build.build(facts, row.language), title=build.title(facts, row.language),
            language=row.language, at=at,
        )  # fmt: skip
        async with db.association_session(association_id) as session:
            issue.add_papers(
                session, association_id, kind=SORT.paper, subject_id=row.id, printed=[printed], version=1, by=row.by_id,
                at=at,
            )  # fmt: skip
            if row.mail_id:
                await outbox.release(session, association_id, UUID(row.mail_id))
                await letters.add_event(session, association_id, row.id, letters.EMAILED, at=at, by=row.by_id)
    return len(waiting)


def _facts(row: Any, decision: Any, head: Any, association_id: UUID) -> AskFacts:
    return AskFacts(
        association=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        syndic=decision.syndic or head.name,
        answer_to=tuple(dict.fromkeys((decision.syndic or head.name, head.name, *head.address))),
        answer_at=settings().base_url + urls.association(association_id, "written"),
        recipient=sendings.recipient(row.address, row.channel),
        number=decision.number,
        title=said_in(decision.title, row.language),
        text=said_in(decision.text, row.language),
        kind_name=KIND_NAMES[decision.kind][row.language],
        sent_on=legal_day(row.at),
        answer_by=decision.answer_by,
        denominator=decision.shares_total,
        lots=tuple(
            AskedLot(lot["number"], lot["shares"], LotStanding(lot["standing"]), tuple(lot["others"]))
            for lot in row.lots
        ),
    )


async def _decision(session: AsyncSession, association_id: UUID, decision_id: UUID) -> Any:
    found = (await session.execute(text(DECISION), {"d": decision_id, "t": association_id})).first()
    if found is None:
        raise NotFound
    return found


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    decision_id: UUID,
    to: Addressee,
    decision: Any,
    at: datetime,
) -> None:
    secret = letters.new_secret(association_id) if to.channel == EMAIL else None
    letter = sendings.letter_to(
        to, SORT, association_id=association_id, subject_id=decision_id, channel=to.channel,
        lots=[_kept(lot) for lot in to.lots], secret=secret, at=at, by=actor.person_id,
    )  # fmt: skip
    session.add(letter)
    await session.flush()
    held: dict[str, str] = {}
    if secret:
        held["mail"] = str(await _hold_mail(session, association_id, to, secret, decision, at))
    await letters.add_event(session, association_id, letter.id, letters.PREPARED, at=at, by=actor.person_id, **held)


def _kept(lot: LotOf) -> dict[str, Any]:
    return {"number": lot.number, "shares": lot.shares, "standing": str(lot.standing), "others": list(lot.others)}


async def _hold_mail(
    session: AsyncSession, association_id: UUID, to: Addressee, secret: letters.Secret, decision: Any, at: datetime
) -> UUID:
    facts = {
        "name": to.attention or to.name,
        "association": decision.association,
        "day": decision.answer_by.isoformat(),
        "link": f"{settings().base_url}{urls.letter(secret.code)}",
    }
    return await outbox.hold(
        session,
        association_id,
        to=to.email,
        subject=message("Decision in writing of {association}: your answer", to.language, **facts),
        body=message(
            "Hello {name},\n\nThe syndic of {association} asks all co-owners for a decision in writing, without meeting"
            " (art. 3.87 §11). The text and the sheet with which you answer are here:\n\n{link}\n\nYour answer is expected"
            " by {day}. One refusal, or one lot that has not answered on that day, and the decision is not taken.",
            to.language,
            **facts,
        ),
        at=at,
    )
