"""Decisions in writing as JSON: ask, answer, record a paper, withdraw."""

from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now, today
from koprogo.services.assemblies.written import paper as written_paper
from koprogo.services.assemblies.written import read as written_read
from koprogo.services.assemblies.written import written
from koprogo.services.documents import queries

router = APIRouter(prefix="/api/v1", tags=["decisions in writing"])


class DecisionIn(Typed):
    """A decision to take in writing: kind, title and text per language, the last day to answer."""

    kind: str
    title: dict[str, str]
    text: dict[str, str]
    answer_by: Day


class AnswerIn(Typed):
    """For or against; with `lot_id` what the signed paper of that lot says, kept at `document`."""

    choice: Literal["for", "against"]
    lot_id: UUID | None = None
    document: str = ""


class WithdrawalIn(Typed):
    """Why it is withdrawn."""

    reason: str


@router.get("/associations/{association_id}/written", summary="Decisions in writing")
async def list_written(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return how each decision in writing stands, and what the caller answered."""
    async with db.tenant_session(caller) as session:
        found = await written_read.decisions(session, caller, association_id, today=today())
    return [asdict(row) for row in found]


@router.post("/associations/{association_id}/written", summary="Ask for a decision in writing", status_code=201)
async def ask(caller: Caller, association_id: UUID, wish: DecisionIn) -> Made:
    """Put a decision to all members in writing (syndic)."""
    facts = wish.model_dump()
    async with db.tenant_session(caller, association_id) as session:
        found = await written.ask(session, caller, association_id, proposal=facts.pop("text"), at=now(), **facts)
    return Made(id=found)


@router.post("/associations/{association_id}/written/{decision_id}/answers", summary="Answer", status_code=201)
async def answer(caller: Caller, association_id: UUID, decision_id: UUID, wish: AnswerIn) -> dict[str, str]:
    """Answer for one's own lots, or record the paper of one (syndic); return where the decision stands."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, decision_id)
        if wish.lot_id is None:
            found = await written.answer(*here, choice=wish.choice, at=now())
        else:
            found = await written.record_answer(
                *here, lot_id=wish.lot_id, choice=wish.choice, document=wish.document, at=now()
            )
    return {"outcome": str(found)}


@router.post("/associations/{association_id}/written/{decision_id}/withdrawal", summary="Withdraw", status_code=204)
async def withdraw(caller: Caller, association_id: UUID, decision_id: UUID, wish: WithdrawalIn) -> None:
    """Withdraw a decision that is not taken yet (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await written.withdraw(session, caller, association_id, decision_id, reason=wish.reason, at=now())


@router.get("/associations/{association_id}/written/{decision_id}/papers", summary="The paper of a decision in writing")
async def papers(caller: Caller, association_id: UUID, decision_id: UUID) -> list[dict[str, Any]]:
    """Return the newest paper of a decision that was taken, in each language."""
    async with db.tenant_session(caller) as session:
        rows = await queries.papers_of(session, caller, association_id, kind=written_paper.KIND, subject_id=decision_id)
    return [asdict(row) for row in rows]


@router.post(
    "/associations/{association_id}/written/{decision_id}/papers", summary="Print its paper again", status_code=202
)
async def print_paper(caller: Caller, association_id: UUID, decision_id: UUID) -> dict[str, int]:
    """Have the paper of a decision that was taken printed as its next version (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        return {"version": await written_paper.request_paper(session, caller, association_id, decision_id)}
