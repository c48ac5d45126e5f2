"""The council of co-owners: who sits in it, what it follows, what it asks the syndic."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now, today
from koprogo.services.governance import agenda, following, mandates, queries, questions

router = APIRouter(prefix="/api/v1/associations/{association_id}/council", tags=["council"])


class SeatIn(Typed):
    """Who holds an office (council, auditor) from a day on, as an assembly decided."""

    person_id: UUID
    office: str = "council"
    since: Day


class EndIn(Typed):
    """Why a mandate ends (resigned, dismissed, no_lot), and the first day on which it no longer counts."""

    reason: str
    day: Day


class PositionIn(Typed):
    """chair, secretary, or nothing: house practice."""

    position: str


class QuestionIn(Typed):
    """What the council asks, about a decision of the register or in general."""

    words: str
    entry_id: UUID | None = None


class AnswerIn(Typed):
    """What the syndic answers."""

    words: str


class DaysIn(Typed):
    """In how many days decisions of a kind (quotes, works) are expected."""

    kind: str
    days: int


@router.get("", summary="The council, and whether one is due")
async def read(caller: Caller, association_id: UUID) -> dict[str, Any]:
    """Return the count of main lots, whether a council is compulsory, who sits in it and who sat in it."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await queries.council_sheet(session, caller, association_id, day=today())
    return {**asdict(sheet), "missing": sheet.missing}


@router.post("/election", summary="Put the election on the next agenda", status_code=201)
async def propose(caller: Caller, association_id: UUID) -> dict[str, UUID]:
    """Add the election of a member to the next draft; return that assembly (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await agenda.put_election_on_agenda(session, caller, association_id, at=now(), today=today())
    return {"assembly_id": made}


@router.post("/seats", summary="Record a mandate", status_code=201)
async def appoint(caller: Caller, association_id: UUID, seat: SeatIn) -> Made:
    """Record who holds an office, elected before or elsewhere (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await mandates.appoint(session, caller, association_id, **seat.model_dump())
    return Made(id=made)


@router.post("/seats/{seat_id}/end", summary="End a mandate", status_code=204)
async def end(caller: Caller, association_id: UUID, seat_id: UUID, end: EndIn) -> None:
    """End a mandate: the syndic, or the member who steps down herself."""
    async with db.tenant_session(caller, association_id) as session:
        await mandates.end_seat(session, caller, association_id, seat_id, **end.model_dump())


@router.post("/seats/{seat_id}/position", summary="Name chair or secretary", status_code=204)
async def position(caller: Caller, association_id: UUID, seat_id: UUID, named: PositionIn) -> None:
    """Say who chairs the council or writes for it (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await mandates.name_position(session, caller, association_id, seat_id, position=named.position)


@router.get("/following", summary="What the syndic still has to do")
async def follow(caller: Caller, association_id: UUID) -> dict[str, Any]:
    """Return the open decisions by day, with how many are late, due in 14 and in 30 days (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await following.following(session, caller, association_id, today=today())
    return {**asdict(found), "late": found.late, "in_14": found.in_14, "in_30": found.in_30}


@router.post("/following/days", summary="Choose the usual days", status_code=204)
async def usual_days(caller: Caller, association_id: UUID, chosen: DaysIn) -> None:
    """Choose in how many days decisions of a kind are expected (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await following.set_usual_days(session, caller, association_id, **chosen.model_dump(), at=now())


@router.get("/questions", summary="Questions to the syndic")
async def asked(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the questions with their answers, open ones first (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await questions.questions(session, caller, association_id, today=today())
    return [asdict(row) for row in rows]


@router.post("/questions", summary="Ask the syndic", status_code=201)
async def ask(caller: Caller, association_id: UUID, question: QuestionIn) -> Made:
    """Ask something (council)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await questions.ask(session, caller, association_id, **question.model_dump(), at=now())
    return Made(id=made)


@router.post("/questions/{question_id}/answers", summary="Answer a question", status_code=204)
async def answer(caller: Caller, association_id: UUID, question_id: UUID, said: AnswerIn) -> None:
    """Answer, or add to an answer (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await questions.answer(session, caller, association_id, question_id, words=said.words, at=now())
