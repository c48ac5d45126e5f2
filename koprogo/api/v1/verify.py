"""Verifying minutes for anybody: no account, nothing is kept, one file of limited size, few at a time."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile
from pydantic import BaseModel

from koprogo.core.errors import BadInput, Problem
from koprogo.papers.verifier import verify_minutes
from koprogo.papers.verifier.page import NAME, verifier_page
from koprogo.services.identity.refusals import TooBusy

LARGEST_MB = 10
AT_ONCE = 2
WAITING = 8
MOST = 60
"""Faults and votes told at most; the first ones say enough."""

router = APIRouter(prefix="/api/v1", tags=["verify"])
_turn = asyncio.Semaphore(AT_ONCE)
_queue: set[object] = set()


class VerifierBusy(TooBusy):
    """More files wait than the machine can verify at once."""

    message_id = "Many files are being verified at this moment. Try again in a few seconds."


class Told(BaseModel):
    """A sentence: its message id with its facts, so that a page says it in the reader's language."""

    message_id: str
    facts: dict[str, str]


class VoteOut(BaseModel):
    """One vote of the proof: its point and round (`7a/1`), its sealed ballots, whether all of it verified."""

    vote: str
    ballots: int
    ok: bool


class Verified(BaseModel):
    """What the verifier found. `copy_of`: association, outside, or nothing when the file holds no proof."""

    ok: bool
    copy_of: str
    verdict: str
    votes: list[VoteOut]
    votes_count: int
    faults: list[Told]
    faults_count: int
    notes: list[Told]


@router.get("/verify/page", summary="The verifier as one page that needs no network (no sign-in)")
async def page() -> Response:
    """Return the HTML page that verifies minutes in a browser, from a disk; the same one is attached to every minutes."""
    content = await asyncio.to_thread(verifier_page)
    return Response(content, media_type="text/html", headers={"Content-Disposition": f'attachment; filename="{NAME}"'})


@router.post("/verify", summary="Verify minutes (no sign-in)")
async def verify(file: Annotated[UploadFile, File()]) -> Verified:
    """Recompute everything in a PDF of minutes, or in its proof.json, and say what differs. Nothing is kept."""
    content = await file.read(LARGEST_MB * 1_000_000 + 1)
    if len(content) > LARGEST_MB * 1_000_000:
        problem = "This file is larger than {limit} MB. Choose a smaller one."
        raise BadInput(Problem("file", problem, {"limit": LARGEST_MB}))
    if len(_queue) >= WAITING:
        raise VerifierBusy
    place = object()
    _queue.add(place)
    try:
        async with _turn:
            report = await asyncio.to_thread(verify_minutes.verify_file, content)
    finally:
        _queue.discard(place)
    return Verified(
        ok=report.ok,
        copy_of=report.copy if report.copy in ("association", "outside") else "",
        verdict=report.verdict,
        votes=[VoteOut(**each) for each in report.votes[:MOST]],
        votes_count=len(report.votes),
        faults=[Told(message_id=message, facts=facts) for message, facts in report.faults[:MOST]],
        faults_count=len(report.faults),
        notes=[Told(message_id=message, facts=facts) for message, facts in report.notes[:MOST]],
    )
