"""Letters about a decision in writing: asking for it (art. 3.87 §11), and its minutes once it is taken (§12).

Both go to everybody with a right on a lot, in her language: by e-mail where she accepted it in writing, else by post. Who
is asked gets the text with the sheet that answers, by the way of her convocations; an e-mail leaves once its letter is
printed. The minutes are sent within thirty days, with the notice for landlords.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
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
from koprogo.papers.minutes_letter import build as minutes_letter
from koprogo.papers.minutes_letter.facts import LetterFacts
from koprogo.papers.written_letter import build as ask_letter
from koprogo.papers.written_letter.facts import AskedLot, AskFacts
from koprogo.rules.assemblies.deadlines import contest_deadline
from koprogo.services import audit
from koprogo.services.assemblies.convening import sendings
from koprogo.services.assemblies.convening.addressees import EMAIL, ORDINARY, Addressee, LotOf, addressees
from koprogo.services.assemblies.convening.sendings import SentLine, Sort
from koprogo.services.assemblies.labels import said_in
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.assemblies.written import written
from koprogo.services.documents import issue
from koprogo.services.documents.letter_papers import LetterPaper, print_each
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number, syndic_on
from koprogo.services.messages import letters, outbox
from koprogo.settings import settings

ASKING, TAKEN = Sort("written", "written_letter"), Sort("written_minutes", "written_minutes_letter")
TASK = "koprogo.papers.written_letters"
DECISION = """
SELECT d.number, d.kind, d.title, d.text, d.asked_on, d.answer_by, s.shares_total, s.name AS association,
       e.what, e.at AS taken_at,
       (SELECT r.number FROM register_entry r WHERE r.written_decision_id = d.id) AS entry
  FROM written_decision d JOIN association s ON s.id = d.association_id
  JOIN LATERAL (SELECT w.what, w.at FROM written_decision_event w WHERE w.decision_id = d.id ORDER BY w.seq DESC LIMIT 1) e
    ON true
 WHERE d.id = :d AND d.association_id = :t
"""


MINUTES = """
SELECT DISTINCT ON (language) language, version, sha256 FROM paper
 WHERE association_id = :t AND kind = 'written_decision' AND subject_id = :d ORDER BY language, version DESC
"""


class MinutesNotPrinted(Refused):
    """The decision is taken, and there is nothing to send yet."""

    message_id = "The minutes of this decision are not printed yet. They are ready shortly after it is taken."
    article = "3.87 §12"


class AnswersAreOver(Refused):
    """The last day to answer has passed: a letter would ask for what can no longer be given."""

    message_id = "The last day to answer has passed. Ask again as a new decision in writing."
    article = "3.87 §11"


async def send_letters(
    session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID, *, at: datetime
) -> int:
    """Write to everybody with a right on a lot who was not written to; return how many. Safe to repeat (syndic).

    While it waits for answers the letters ask; once it is taken they bring its minutes.

    Raises:
        WrongState: it failed or is withdrawn.
        AnswersAreOver: its last day has passed.
        MinutesNotPrinted: it is taken, and its minutes are not printed in the four languages yet.
        EnterpriseNumberMissing: no paper may go out without it (art. 3.86 §1).
    """
    require(actor, "written.ask", association_id)
    await written.lock(session, decision_id)
    decision = await _decision(session, association_id, decision_id)
    sort = _sort(decision)
    if sort is ASKING and legal_day(at) > decision.answer_by:
        raise AnswersAreOver
    if sort is TAKEN and len(await _minutes(session, association_id, decision_id)) < len(issue.LANGUAGES):
        raise MinutesNotPrinted
    await require_enterprise_number(session, association_id)
    already = {row.person_id for row in await sendings.rows_of(session, association_id, sort, decision_id)}
    roll = await draft_roll(session, association_id, legal_day(at))
    everybody = await addressees(session, association_id, roll, day=legal_day(at))
    waiting = [each for each in everybody if each.person_id not in already]
    for each in waiting:
        await _write(session, actor, association_id, decision_id, each, sort, decision, at)
    await tasks.enqueue(
        session, TASK, lock=f"letters:{decision_id}", association=str(association_id), decision=str(decision_id)
    )
    await audit.record(session, actor, association_id, "written.sent", decision_id, letters=len(waiting))
    return len(waiting)


async def sent_letters(session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID) -> list[SentLine]:
    """Return who was asked by letter, or once it is taken who was sent its minutes; what became of each (syndic)."""
    require(actor, "written.ask", association_id)
    sort = TAKEN if (await _decision(session, association_id, decision_id)).what == "carried" else ASKING
    return await sendings.lines_of(session, association_id, sort, decision_id)


async def tell_posted(
    session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID, *, day: date, at: datetime
) -> int:
    """Record that every printed letter that waits was brought to the post on a day; return how many (syndic)."""
    require(actor, "written.ask", association_id)
    sort = _sort(await _decision(session, association_id, decision_id))
    count = await sendings.post_printed(session, actor, association_id, sort, decision_id, day=day, at=at)
    await audit.record(session, actor, association_id, "written.posted", decision_id, letters=count)
    return count


async def batch(
    session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID
) -> tuple[list[Any], list[tuple[str, str]]]:
    """Return the printed letters that go by post and what goes beside each, for `sendings.as_zip` (syndic).

    Raises:
        NothingToPost: there is none.
    """
    require(actor, "written.ask", association_id)
    sort = _sort(await _decision(session, association_id, decision_id))
    rows = await sendings.to_post(session, association_id, sort, decision_id)
    minutes = await _minutes(session, association_id, decision_id) if sort is TAKEN else []
    return rows, [(f"minutes-{row.language}.pdf", row.sha256) for row in minutes]


async def print_letters(association_id: UUID, decision_id: UUID, *, at: datetime) -> int:
    """Print what is not printed yet and let the e-mails leave; return how many. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        asking = await sendings.rows_of(session, association_id, ASKING, decision_id)
        taken = await sendings.rows_of(session, association_id, TAKEN, decision_id)
        decision = await _decision(session, association_id, decision_id)
        minutes = await _minutes(session, association_id, decision_id)
        head = await letterhead(session, association_id)
        syndic = await syndic_on(session, association_id, decision.asked_on)
    waiting = [(row, ASKING) for row in asking if not row.sha256]
    waiting += [(row, TAKEN) for row in taken if not row.sha256 and row.channel != EMAIL]

    def paper(row: Any, sort: Sort) -> LetterPaper:
        if sort is ASKING:
            asked = _facts(row, decision, head, syndic, association_id)
            title, html = ask_letter.title(asked, row.language), partial(ask_letter.build, asked, row.language)
        else:
            told = _minutes_facts(row, decision, head, syndic, max(each.version for each in minutes))
            title, html = minutes_letter.title(told, row.language), partial(minutes_letter.build, told, row.language)
        return LetterPaper(row, sort.paper, title, html)

    return await print_each(association_id, [paper(*each) for each in waiting], at=at)


def _minutes_facts(row: Any, decision: Any, head: Any, syndic: str, version: int) -> LetterFacts:
    day = legal_day(decision.taken_at)
    return LetterFacts(
        association=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        syndic=syndic,
        recipient=sendings.recipient(row.address, row.channel),
        lots=tuple(lot["number"] for lot in row.lots),
        assembly_day=day,
        sent_on=legal_day(row.at),
        contest_until=contest_deadline(day),
        minutes_version=version,
        verify_at=settings().base_url + urls.VERIFY,
        decisions=((decision.entry, said_in(decision.title, row.language)),),
        written=decision.number,
    )


def _facts(row: Any, decision: Any, head: Any, syndic: str, association_id: UUID) -> AskFacts:
    return AskFacts(
        association=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        syndic=syndic or head.name,
        answer_to=tuple(dict.fromkeys((syndic or head.name, head.name, *head.address))),
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


def _sort(decision: Any) -> Sort:
    """Return what a letter about a decision is now: it asks, or brings the minutes; WrongState when it is neither."""
    if decision.what not in ("asked", "carried"):
        raise WrongState(decision.what)
    return TAKEN if decision.what == "carried" else ASKING


async def _minutes(session: AsyncSession, association_id: UUID, decision_id: UUID) -> Sequence[Any]:
    return (await session.execute(text(MINUTES), {"t": association_id, "d": decision_id})).all()


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    decision_id: UUID,
    to: Addressee,
    sort: Sort,
    decision: Any,
    at: datetime,
) -> None:
    secret = letters.new_secret(association_id) if to.channel == EMAIL else None
    letter = sendings.letter_to(
        to, sort, association_id=association_id, subject_id=decision_id,
        channel=ORDINARY if sort is TAKEN and to.channel != EMAIL else to.channel,
        lots=[_kept(lot) for lot in to.lots], secret=secret, at=at, by=actor.person_id,
    )  # fmt: skip
    session.add(letter)
    await session.flush()
    held: dict[str, str] = {}
    if secret and sort is ASKING:
        held["mail"] = str(await _hold_mail(session, association_id, to, secret, decision, at))
    elif secret:
        held["mail"] = str(await _post_minutes(session, association_id, to, secret, decision, at))
    await letters.add_event(session, association_id, letter.id, letters.PREPARED, at=at, by=actor.person_id, **held)
    if secret and sort is TAKEN:
        await letters.add_event(session, association_id, letter.id, letters.EMAILED, at=at, by=actor.person_id)


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


async def _post_minutes(
    session: AsyncSession, association_id: UUID, to: Addressee, secret: letters.Secret, decision: Any, at: datetime
) -> UUID:
    day = legal_day(decision.taken_at)
    facts = {
        "name": to.attention or to.name,
        "association": decision.association,
        "day": day.isoformat(),
        "until": contest_deadline(day).isoformat(),
        "link": f"{settings().base_url}{urls.letter(secret.code)}",
    }
    return await outbox.post(
        session,
        association_id,
        to=to.email,
        subject=message("Minutes of the decision in writing of {association}", to.language, **facts),
        body=message(
            "Hello {name},\n\nOn {day} the co-owners of {association} took a decision in writing, unanimously and without"
            " meeting (art. 3.87 §11). Its minutes are here:\n\n{link}\n\nA decision that is irregular, fraudulent"
            " or abusive and harms you personally can be contested before the justice of the peace until {until} (art."
            " 3.92 §3).\n\nIf you let your lot: tell the occupant the decision, by registered letter, within 30 days of"
            " receiving the minutes. Towards her it holds from that notice only (art. 3.93 §5).",
            to.language,
            **facts,
        ),
        at=at,
    )
