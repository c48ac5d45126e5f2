"""A unanimous decision in writing, without meeting (art. 3.87 §11): asked by the syndic, answered by lot, judged at once.

The last lot that says yes carries it; one no, or silence after the last day, ends it. Answers are only added to. What is
carried stands in the register the same moment.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.after_assemblies import RegisterEntry, WrittenAnswer, WrittenDecision, WrittenDecisionEvent
from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.assemblies.written import Answer, AskedLot, Written, WrittenOutcome, may_be_written, written
from koprogo.services import audit
from koprogo.services.assemblies.after.register import lock_numbers, next_number
from koprogo.services.assemblies.refusals import NoVoteHere, WrongState
from koprogo.services.assemblies.roll import RollRow, draft_roll, lots_of
from koprogo.services.assemblies.written.paper import queue_paper
from koprogo.services.assemblies.written.refusals import LotSuspended, NeedsAssembly

LONGEST = 8000
STATE = """
SELECT e.what FROM written_decision_event e WHERE e.decision_id = :d AND e.association_id = :t ORDER BY e.seq DESC LIMIT 1
"""
ANSWERS = """
SELECT DISTINCT ON (lot_id) lot_id, choice FROM written_answer WHERE decision_id = :d ORDER BY lot_id, seq DESC
"""
OVERDUE = """
SELECT d.association_id, d.id FROM written_decision d WHERE d.answer_by < :today AND 'asked' = (
    SELECT e.what FROM written_decision_event e WHERE e.decision_id = d.id ORDER BY e.seq DESC LIMIT 1)
"""


async def ask(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    kind: str,
    title: Mapping[str, str],
    proposal: Mapping[str, str],
    answer_by: date,
    at: datetime,
) -> UUID:
    """Put a decision to all members in writing and return its id.

    Raises:
        NeedsAssembly: the kind needs an authentic deed.
        BadInput: no kind, no title, no text, or a last day that is not to come.
    """
    require(actor, "written.ask", association_id)
    _check(kind, title, proposal, answer_by, legal_day(at))
    if not may_be_written(kind):
        raise NeedsAssembly
    await lock_numbers(session, association_id)
    number = await session.scalar(
        text("SELECT coalesce(max(number), 0) + 1 FROM written_decision WHERE association_id = :t"),
        {"t": association_id},
    )
    made = WrittenDecision(
        id=uuid4(),
        association_id=association_id,
        number=number,
        kind=kind,
        title=dict(title),
        text=dict(proposal),
        asked_on=legal_day(at),
        answer_by=answer_by,
        at=at,
        by_id=actor.person_id,
    )
    session.add(made)
    await session.flush()
    await _append(session, actor, association_id, made.id, "asked", at)
    return made.id


async def answer(
    session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID, *, choice: str, at: datetime
) -> WrittenOutcome:
    """Answer for all lots one votes for; return where the decision stands now.

    Raises:
        NoVoteHere: the actor votes for no lot.
        WrongState: the decision is taken, failed or withdrawn.
    """
    require(actor, "written.answer", association_id)
    await _begin(session, association_id, decision_id)
    roll = await draft_roll(session, association_id, legal_day(at))
    mine = lots_of(roll, actor.person_id)
    if not mine:
        raise NoVoteHere
    return await _answer(
        session, actor, association_id, decision_id, roll, mine, actor.person_id, choice, "phone", "", at
    )


async def record_answer(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    decision_id: UUID,
    *,
    lot_id: UUID,
    choice: str,
    document: str,
    at: datetime,
) -> WrittenOutcome:
    """Record what the signed paper of one lot says; `document` says where it is kept.

    Raises:
        LotSuspended: its holders have not designated who votes for it.
        BadInput: where the paper is was not said.
        NotFound: no such lot.
    """
    require(actor, "written.record", association_id)
    if not document.strip():
        raise BadInput(Problem("document", "Say where the signed paper is kept: a binder and a number, for example."))
    await _begin(session, association_id, decision_id)
    roll = await draft_roll(session, association_id, legal_day(at))
    row = next((each for each in roll if each.lot_id == lot_id), None)
    if row is None:
        raise NotFound
    if row.suspended or row.voter_id is None:
        raise LotSuspended(lot=row.lot_number)
    return await _answer(
        session, actor, association_id, decision_id, roll, [row], row.voter_id, choice, "paper", document.strip(), at
    )


async def withdraw(
    session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID, *, reason: str, at: datetime
) -> None:
    """Withdraw a decision that was asked and not taken yet, with its reason."""
    require(actor, "written.ask", association_id)
    if not reason.strip():
        raise BadInput(Problem("reason", "Write why it is withdrawn."))
    await _begin(session, association_id, decision_id)
    await _append(session, actor, association_id, decision_id, "withdrawn", at, reason=reason.strip())


async def end_if_over(session: AsyncSession, association_id: UUID, decision_id: UUID, *, at: datetime) -> bool:
    """End a decision whose last day has passed in silence, in the name of who asked; return whether it was this call."""
    try:
        await _begin(session, association_id, decision_id)
    except WrongState:
        return False
    found = await session.get_one(WrittenDecision, decision_id)
    if found.answer_by >= legal_day(at):
        return False
    asker = Actor(found.by_id, "", "fr", {association_id: frozenset({Role.SYNDIC})})
    roll = await draft_roll(session, association_id, legal_day(at))
    return await _judge(session, asker, found, roll, at) is not WrittenOutcome.OPEN


async def overdue(session: AsyncSession, today: date) -> list[tuple[UUID, UUID]]:
    """Return (association, decision) of those whose last day has passed; asked across associations, by the worker."""
    return [(row.association_id, row.id) for row in await session.execute(text(OVERDUE), {"today": today})]


async def standing(
    session: AsyncSession, decision: WrittenDecision, roll: Sequence[RollRow], *, today: date
) -> tuple[Written, dict[UUID, str]]:
    """Return where a decision stands by the rule, and each lot's last answer."""
    rows = await session.execute(text(ANSWERS), {"d": decision.id})
    said = {row.lot_id: row.choice for row in rows}
    asked = [
        AskedLot(
            row.lot_number,
            row.shares,
            Answer.NONE if row.suspended else Answer(said.get(row.lot_id, "none")),
            suspended=row.suspended,
        )
        for row in roll
    ]
    return written(asked, decision.kind, over=today > decision.answer_by), said


def _check(kind: str, title: Mapping[str, str], proposal: Mapping[str, str], answer_by: date, today: date) -> None:
    problems = []
    if kind not in KINDS:
        problems.append(Problem("kind", "Choose what kind of decision it is."))
    if not any(words.strip() for words in title.values()):
        problems.append(Problem("title", "Write the subject in at least one language of the building."))
    if not any(words.strip() for words in proposal.values()):
        problems.append(Problem("text", "Write the decision as it is to be taken, word for word."))
    if max(map(len, [*title.values(), *proposal.values()]), default=0) > LONGEST:
        problems.append(Problem("text", "Keep it under 8000 characters."))
    if answer_by <= today:
        problems.append(Problem("answer_by", "Choose a last day that is still to come."))
    if problems:
        raise BadInput(*problems)


async def lock(session: AsyncSession, decision_id: UUID) -> None:
    """Take a decision's lock, alone in its statement."""
    await session.execute(text("SELECT pg_advisory_xact_lock(7, hashtext(:d))"), {"d": str(decision_id)})


async def _begin(session: AsyncSession, association_id: UUID, decision_id: UUID) -> None:
    """Lock a decision that waits for answers; WrongState for any other, NotFound for none."""
    await lock(session, decision_id)
    what = await session.scalar(text(STATE), {"d": decision_id, "t": association_id})
    if what is None:
        raise NotFound
    if what != "asked":
        raise WrongState(what)


async def _answer(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    decision_id: UUID,
    roll: Sequence[RollRow],
    lots: Sequence[RollRow],
    person_id: UUID,
    choice: str,
    channel: str,
    document: str,
    at: datetime,
) -> WrittenOutcome:
    if choice not in (Answer.FOR, Answer.AGAINST):
        raise BadInput(Problem("choice", "Choose for or against."))
    decision = await session.get_one(WrittenDecision, decision_id)
    if legal_day(at) > decision.answer_by:
        raise WrongState("failed")
    for row in lots:
        seq = await session.scalar(
            text("SELECT coalesce(max(seq), 0) + 1 FROM written_answer WHERE decision_id = :d AND lot_id = :l"),
            {"d": decision_id, "l": row.lot_id},
        )
        session.add(
            WrittenAnswer(
                id=uuid4(),
                association_id=association_id,
                decision_id=decision_id,
                lot_id=row.lot_id,
                seq=seq,
                choice=choice,
                shares=row.shares,
                channel=channel,
                document=document,
                person_id=person_id,
                at=at,
                by_id=actor.person_id,
            )
        )
    await session.flush()
    await audit.record(session, actor, association_id, "written.answered", decision_id, lots=len(lots), channel=channel)
    return await _judge(session, actor, decision, roll, at)


async def _judge(
    session: AsyncSession, actor: Actor, decision: WrittenDecision, roll: Sequence[RollRow], at: datetime
) -> WrittenOutcome:
    """Append what came of it when it is over, and enter it in the register when all said yes."""
    found, _ = await standing(session, decision, roll, today=legal_day(at))
    facts = {"in_favour": found.in_favour, "total": found.total, "against": list(found.against),
             "silent": [*found.waiting, *found.suspended]}  # fmt: skip
    if found.outcome is WrittenOutcome.CARRIED:
        await _append(session, actor, decision.association_id, decision.id, "carried", at, facts=facts)
        await _register(session, actor, decision, facts, at)
        await queue_paper(session, actor, decision.association_id, decision.id)
    elif found.outcome is WrittenOutcome.REJECTED:
        await _append(session, actor, decision.association_id, decision.id, "failed", at, facts=facts)
    return found.outcome


async def _register(
    session: AsyncSession, actor: Actor, decision: WrittenDecision, facts: Mapping[str, Any], at: datetime
) -> None:
    await lock_numbers(session, decision.association_id)
    session.add(
        RegisterEntry(
            id=uuid4(),
            association_id=decision.association_id,
            number=await next_number(session, decision.association_id),
            day=legal_day(at),
            written_decision_id=decision.id,
            outcome="carried",
            title=decision.title,
            text=decision.text,
            facts={
                "item": "",
                "kind": decision.kind,
                "reason": "",
                "majority": "unanimity",
                "article": "3.87 §11",
                "clause": "",
                "in_favour": facts["in_favour"],
                "against": 0,
                "abstained": 0,
            },
            at=at,
            by_id=actor.person_id,
        )
    )
    await session.flush()
    await audit.record(session, actor, decision.association_id, "register.entered", decision.id, entries=1)


async def _append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    decision_id: UUID,
    what: str,
    at: datetime,
    *,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM written_decision_event WHERE decision_id = :d"), {"d": decision_id}
    )
    session.add(
        WrittenDecisionEvent(
            id=uuid4(),
            association_id=association_id,
            decision_id=decision_id,
            seq=seq,
            what=what,
            facts=dict(facts or {}),
            reason=reason,
            at=at,
            by_id=actor.person_id,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, f"written.{what}", decision_id)
    db.touch(session, "association", association_id)
