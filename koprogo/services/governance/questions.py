"""Questions of the council to the syndic, with answers and their age. Only added to: what was asked stays as it was."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.governance import CouncilAnswer, CouncilQuestion
from koprogo.services import audit
from koprogo.services.governance import question_letters

LONGEST = 1000
MOST = 200
QUESTIONS = f"""
SELECT q.id, q.words, q.at, q.entry_id, p.name, e.number, e.title
  FROM council_question q JOIN person p ON p.id = q.by_id LEFT JOIN register_entry e ON e.id = q.entry_id
 WHERE q.association_id = :t AND (CAST(:e AS uuid) IS NULL OR q.entry_id = :e) ORDER BY q.at DESC, q.id LIMIT {MOST}
"""
ANSWERS = """
SELECT a.question_id, a.words, a.at, p.name FROM council_answer a JOIN person p ON p.id = a.by_id
 WHERE a.association_id = :t
   AND (CAST(:e AS uuid) IS NULL OR a.question_id IN (SELECT q.id FROM council_question q WHERE q.entry_id = :e))
 ORDER BY a.question_id, a.seq
"""
LOCK = "SELECT 1 FROM council_question WHERE id = :q AND association_id = :t"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(9, hashtext(:q))"
NEXT = "SELECT coalesce(max(seq), 0) + 1 FROM council_answer WHERE question_id = :q"


@dataclass(frozen=True)
class AnswerRow:
    """What the syndic answered."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class QuestionRow:
    """A question: `age` in days until its first answer, or until today while it is open; `number` 0 without a decision."""

    id: UUID
    words: str
    by: str
    at: datetime
    age: int
    entry_id: UUID | None
    number: int
    title: Mapping[str, str]
    answers: tuple[AnswerRow, ...]

    @property
    def is_open(self) -> bool:
        """Nobody answered it yet."""
        return not self.answers


async def ask(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    words: str,
    entry_id: UUID | None = None,
    at: datetime,
) -> UUID:
    """Ask the syndic something, about a decision of the register or in general; return the question's id (council).

    Whoever works as the syndic hears of it by letter.

    Raises:
        BadInput: nothing is asked.
        NotFound: no such decision.
    """
    require(actor, "council.ask", association_id)
    asked = _words(words, "Write what you want to know.")
    if entry_id is not None:
        found = "SELECT 1 FROM register_entry WHERE id = :e AND association_id = :t"
        if await session.scalar(text(found), {"e": entry_id, "t": association_id}) is None:
            raise NotFound
    row = CouncilQuestion(
        id=uuid4(), association_id=association_id, entry_id=entry_id, words=asked, at=at, by_id=actor.person_id
    )
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "question.asked", row.id)
    await question_letters.tell_syndic(session, association_id, row.id, at=at)
    return row.id


async def answer(
    session: AsyncSession, actor: Actor, association_id: UUID, question_id: UUID, *, words: str, at: datetime
) -> None:
    """Answer a question, or add to an answer (syndic); who asked hears of it by letter.

    Raises:
        NotFound: no such question.
        BadInput: nothing is said.
    """
    require(actor, "council.answer", association_id)
    said = _words(words, "Write the answer.")
    await session.execute(text(ONE_AT_A_TIME), {"q": str(question_id)})
    if await session.scalar(text(LOCK), {"q": question_id, "t": association_id}) is None:
        raise NotFound
    seq = await session.scalar(text(NEXT), {"q": question_id})
    session.add(
        CouncilAnswer(
            association_id=association_id, question_id=question_id, seq=seq, words=said, at=at, by_id=actor.person_id
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "question.answered", question_id)
    await question_letters.tell_asker(session, association_id, question_id, answered=said, at=at)


async def questions(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> list[QuestionRow]:
    """Return the questions, open ones first and among them the oldest (council and syndic)."""
    require(actor, "council.follow", association_id)
    return await all_questions(session, association_id, today=today)


async def all_questions(
    session: AsyncSession, association_id: UUID, *, today: date, entry_id: UUID | None = None
) -> list[QuestionRow]:
    """Return the same for a service that asked for itself; those about one decision when it is named."""
    ids = {"t": association_id, "e": entry_id}
    answers: dict[UUID, list[AnswerRow]] = defaultdict(list)
    for row in await session.execute(text(ANSWERS), ids):
        answers[row.question_id].append(AnswerRow(row.words, row.name, row.at))
    found = []
    for row in await session.execute(text(QUESTIONS), ids):
        given = tuple(answers[row.id])
        until = legal_day(given[0].at) if given else today
        age = (until - legal_day(row.at)).days
        found.append(
            QuestionRow(
                row.id, row.words, row.name, row.at, age, row.entry_id, row.number or 0, row.title or {}, given
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (not each.is_open, each.at if each.is_open else _later(each.at)))


def _later(at: datetime) -> datetime:
    """Turn an instant round, so that answered questions come newest first."""
    return datetime.max.replace(tzinfo=at.tzinfo) - (at - datetime.min.replace(tzinfo=at.tzinfo))


def _words(words: str, message_id: str) -> str:
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise BadInput(Problem("words", message_id))
    return said
