"""A request for an assembly by owners of one fifth of the shares (art. 3.87 §2): signed, posted, received, convened.

Owners sign and leave until the registered letter is posted; from its receipt the syndic has thirty days to send the
convocation; then whoever signed convenes, with the same tools and for that assembly alone. Nobody can refuse it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import allows, require
from koprogo.models.before_assemblies import AssemblyRequest, RequestEvent
from koprogo.rules.assemblies import requests as rule
from koprogo.services import audit
from koprogo.services.assemblies.agenda import plan, requests_read
from koprogo.services.assemblies.agenda.refusals import (
    BelowOneFifth,
    RequestPosted,
    SyndicStillHasTime,
    WrongRequestState,
)
from koprogo.services.assemblies.agenda.requests_read import RequestRow
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import draft_roll, lots_of

LONGEST = {"title": 200, "point": 500, "proof": 300}
MOST_POINTS = 20
KIND = "default_any_other_decision"
"""How the points of a request are drafted; who drafts the agenda says what each one is."""


async def start_request(
    session: AsyncSession, actor: Actor, association_id: UUID, *, title: str, points: Sequence[str], at: datetime
) -> UUID:
    """Begin a request with what is to be decided, and sign it; return its id.

    Raises:
        NotAllowed: only owners.
        NoVoteHere: she votes for no lot today.
        BadInput: no title, no point, or too long.
    """
    require(actor, "request.make", association_id)
    title, points = title.strip(), [each.strip() for each in points if each.strip()]
    if problems := _problems(title, points):
        raise BadInput(*problems)
    await _require_voice(session, actor, association_id, legal_day(at))
    request_id = uuid4()
    session.add(
        AssemblyRequest(
            id=request_id, association_id=association_id, title=title, points=points, at=at, by_id=actor.person_id
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "request.started", request_id, points=len(points))
    await _append(session, actor, association_id, request_id, "signed", day=legal_day(at), at=at)
    return request_id


async def sign(session: AsyncSession, actor: Actor, association_id: UUID, request_id: UUID, *, at: datetime) -> None:
    """Sign a request that was not posted yet. Safe to repeat.

    Raises:
        RequestPosted: the letter left; what it says does not change any more.
        NoVoteHere: she votes for no lot today.
    """
    found = await _locked(session, actor, association_id, request_id, legal_day(at))
    if found.state != "signing":
        raise RequestPosted
    if actor.person_id in found.signed_by:
        return
    await _require_voice(session, actor, association_id, legal_day(at))
    await _append(session, actor, association_id, request_id, "signed", day=legal_day(at), at=at)


async def leave(session: AsyncSession, actor: Actor, association_id: UUID, request_id: UUID, *, at: datetime) -> None:
    """Take one's signature back before the letter is posted.

    Raises:
        NotFound: she did not sign.
        RequestPosted: the letter left.
    """
    found = await _locked(session, actor, association_id, request_id, legal_day(at))
    _require_signatory(actor, found)
    if found.state != "signing":
        raise RequestPosted
    await _append(session, actor, association_id, request_id, "left", day=legal_day(at), at=at)


async def post(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    request_id: UUID,
    *,
    day: date,
    proof: str,
    at: datetime,
) -> None:
    """Record the registered letter to the syndic, by one of those who signed: its day and the post's number.

    Who signed with how many shares is kept as it stands.

    Raises:
        NotFound: she did not sign.
        BelowOneFifth: fewer shares signed than the law asks for.
        BadInput: no proof, or a day in the future.
    """
    found = await _locked(session, actor, association_id, request_id, legal_day(at))
    _require_signatory(actor, found)
    if found.state != "signing":
        raise RequestPosted
    proof = proof.strip()
    if problems := [*_day_problems(day, at), *_proof_problems(proof)]:
        raise BadInput(*problems)
    if found.shares < found.needed:
        raise BelowOneFifth(signed=found.shares, needed=found.needed)
    signed = [{"person_id": str(each.person_id), "shares": each.shares} for each in found.signatures]
    await _append(
        session, actor, association_id, request_id, "posted", day=day, at=at,
        proof=proof, signed=signed, shares=found.shares, needed=found.needed, total=found.total,
    )  # fmt: skip


async def receive(
    session: AsyncSession, actor: Actor, association_id: UUID, request_id: UUID, *, day: date, at: datetime
) -> None:
    """Record the day on which the syndic received the letter: by the syndic, or by who signed from the post's answer.

    Raises:
        NotFound: she neither plans the assemblies nor signed.
        WrongRequestState: it was not posted, or the day is recorded already.
        BadInput: a day before the posting, or in the future.
    """
    found = await _locked(session, actor, association_id, request_id, legal_day(at))
    if not _plans(actor, association_id):
        _require_signatory(actor, found)
    if found.state != "posted" or found.posted_on is None:
        raise WrongRequestState(found.state)
    problems = _day_problems(day, at)
    if day < found.posted_on:
        problems.append(Problem("day", "Write a day on or after the one on which the letter was posted."))
    if problems:
        raise BadInput(*problems)
    await _append(session, actor, association_id, request_id, "received", day=day, at=at)


async def draft_assembly(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    request_id: UUID,
    *,
    starts_at: datetime,
    place: str,
    at: datetime,
    remote_allowed: bool = True,
) -> UUID:
    """Draft the assembly of a received request, its points on the agenda; return its id.

    The syndic may from the receipt on; whoever signed, once the thirty days have passed without a convocation. Who
    signed may then plan and convene this assembly (`services.access.require_planner`).

    Raises:
        NotFound: she neither plans the assemblies nor signed.
        WrongRequestState: the letter was not received, or its assembly is drafted or convened.
        SyndicStillHasTime: until which day the syndic convenes.
        BadInput: the day is past or the place too long.
    """
    day = legal_day(at)
    found = await _locked(session, actor, association_id, request_id, day)
    by_signatory = not _plans(actor, association_id)
    if by_signatory:
        _require_signatory(actor, found)
    if found.received_on is None or found.is_convened:
        raise WrongRequestState(found.state)
    if by_signatory and not rule.may_signatory_convene(found.received_on, day):
        raise SyndicStillHasTime(day=rule.convene_by(found.received_on).isoformat())
    if found.assembly_id is not None and (found.by_signatory or not by_signatory):
        raise WrongRequestState(found.state)
    if problems := plan.assembly_problems("extraordinary", starts_at, place, at):
        raise BadInput(*problems)
    assembly_id = await plan.write_draft(
        session, actor, association_id, kind="extraordinary", starts_at=starts_at, place=place, at=at,
        remote_allowed=remote_allowed,
    )  # fmt: skip
    await _append(
        session, actor, association_id, request_id, "drafted", day=day, at=at, assembly_id=assembly_id,
        by_signatory=by_signatory,
    )  # fmt: skip
    for point in found.points:
        await plan.add_item(
            session, actor, association_id, assembly_id, kind=KIND, title={actor.language: point[:200]},
            proposal={actor.language: point}, at=at,
        )  # fmt: skip
    return assembly_id


async def _locked(session: AsyncSession, actor: Actor, association_id: UUID, request_id: UUID, day: date) -> RequestRow:
    """Take a request that the actor may see; what two people do to it follows each other."""
    require(actor, "request.read", association_id)
    await session.execute(text("SELECT pg_advisory_xact_lock(6, hashtext(:r))"), {"r": str(request_id)})
    return await requests_read.request(session, actor, association_id, request_id, day=day)


def _require_signatory(actor: Actor, found: RequestRow) -> None:
    if actor.person_id not in found.signed_by:
        raise NotFound


async def _require_voice(session: AsyncSession, actor: Actor, association_id: UUID, day: date) -> None:
    if not lots_of(await draft_roll(session, association_id, day), actor.person_id):
        raise NoVoteHere


def _plans(actor: Actor, association_id: UUID) -> bool:
    return allows(actor, "assembly.plan", association_id)


def _problems(title: str, points: Sequence[str]) -> list[Problem]:
    found = [] if title else [Problem("title", "Say in one line why the owners should meet.")]
    if not points:
        found.append(Problem("points", "Write at least one point, one per line."))
    if len(points) > MOST_POINTS:
        found.append(Problem("points", "Write at most {most} points.", {"most": MOST_POINTS}))
    if len(title) > LONGEST["title"]:
        found.append(Problem("title", "Shorten this to {most} characters.", {"most": LONGEST["title"]}))
    if any(len(point) > LONGEST["point"] for point in points):
        found.append(Problem("points", "Shorten each point to {most} characters.", {"most": LONGEST["point"]}))
    return found


def _day_problems(day: date, at: datetime) -> list[Problem]:
    return [] if day <= legal_day(at) else [Problem("day", "Write a day that is not in the future.")]


def _proof_problems(proof: str) -> list[Problem]:
    if proof and len(proof) <= LONGEST["proof"]:
        return []
    return [Problem("proof", "Write the number of the registered letter, as on the receipt of the post.")]


async def _append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    request_id: UUID,
    what: str,
    *,
    day: date,
    at: datetime,
    assembly_id: UUID | None = None,
    **facts: Any,
) -> None:
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM request_event WHERE request_id = :r"), {"r": request_id}
    )
    session.add(
        RequestEvent(
            association_id=association_id, request_id=request_id, seq=seq, what=what, person_id=actor.person_id,
            day=day, assembly_id=assembly_id, facts=facts, at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, f"request.{what}", request_id)
