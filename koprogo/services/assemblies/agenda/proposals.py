"""Proposals for the agenda: received with a number and a day, put on an agenda, deferred to the next one; never refused.

A proposal that came three weeks before the first day of the window is on the agenda of its ordinary assembly by right
(art. 3.87 §3); a later one when the syndic chooses so, else at the next assembly (§4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.core.permissions import allows, require
from koprogo.models.before_assemblies import AgendaProposal, ProposalEvent
from koprogo.services import audit
from koprogo.services.assemblies import known
from koprogo.services.assemblies.agenda import plan, proposals_read
from koprogo.services.assemblies.agenda.proposals_read import ProposalRow
from koprogo.services.assemblies.agenda.refusals import OnAgendaByRight, ProposalSettled

LONGEST = {"title": 200, "text": 4000, "reason": 500}
OWN_CAPACITIES: Mapping[str, Role] = {"owner": Role.OWNER, "council": Role.COUNCIL}
"""In which capacity one may propose online; a partial association writes a letter."""
CAPACITIES = (*OWN_CAPACITIES, "partial_association")
WRITTEN = ("letter", "email")


@dataclass(frozen=True)
class Received:
    """What the proposer is told at once."""

    id: UUID
    number: int
    received_on: date


async def propose(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    title: str,
    proposal: str,
    at: datetime,
    capacity: str = "owner",
) -> Received:
    """Send in a point for the agenda; it has its number and its day at once. Safe to repeat while it waits.

    Raises:
        NotAllowed: only owners, and council members for the council.
        BadInput: no title, or too long.
    """
    require(actor, "proposal.make", association_id)
    role = OWN_CAPACITIES.get(capacity)
    if role is None:
        raise BadInput(Problem("capacity", "Choose for whom you propose this point."))
    if role not in actor.roles_in(association_id):
        raise NotAllowed
    day = legal_day(at)
    return await _receive(session, actor, association_id, actor.person_id, capacity, "online", title, proposal, day, at)


async def record_proposal(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    proposer_id: UUID,
    capacity: str,
    channel: str,
    title: str,
    proposal: str,
    received_on: date,
    at: datetime,
) -> Received:
    """Record a proposal that came by letter or e-mail, with the day on which it was received (syndic).

    Raises:
        NotFound: the association does not know the proposer.
        BadInput: no title, too long, a day in the future, an unknown capacity or channel.
    """
    require(actor, "assembly.plan", association_id)
    problems = [
        None if capacity in CAPACITIES else Problem("capacity", "Choose for whom you propose this point."),
        None if channel in WRITTEN else Problem("channel", "Choose letter or e-mail."),
        None if received_on <= legal_day(at) else Problem("received_on", "Write a day that is not in the future."),
    ]
    if found := [problem for problem in problems if problem]:
        raise BadInput(*found)
    await known.name_of(session, association_id, proposer_id, legal_day(at))
    return await _receive(
        session, actor, association_id, proposer_id, capacity, channel, title, proposal, received_on, at
    )


async def add_to_agenda(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    proposal_id: UUID,
    *,
    assembly_id: UUID,
    kind: str,
    at: datetime,
    majority: str | None = None,
    main_kind: str | None = None,
) -> UUID:
    """Put an open proposal at the end of a draft agenda, in its proposer's words and language; return the point's id.

    Raises:
        ProposalSettled: it is on an agenda, or withdrawn.
        BadInput, MajorityIsTheLaws, AgendaFrozen: as for any point (`plan.add_item`).
    """
    require(actor, "assembly.plan", association_id)
    found = await _open(session, association_id, proposal_id)
    if (
        await session.scalar(text("SELECT association_id FROM assembly WHERE id = :a"), {"a": assembly_id})
        != association_id
    ):
        raise NotFound
    item_id = await plan.add_item(
        session,
        actor,
        association_id,
        assembly_id,
        kind=kind,
        title={found.language: found.title},
        proposal={found.language: found.text},
        majority=majority,
        main_kind=main_kind,
        at=at,
    )
    await _append(session, actor, association_id, proposal_id, "added", at=at, assembly_id=assembly_id, item_id=item_id)
    return item_id


async def defer(
    session: AsyncSession, actor: Actor, association_id: UUID, proposal_id: UUID, *, reason: str, at: datetime
) -> None:
    """Leave a proposal that came too late to the next assembly, with the reason its proposer reads (art. 3.87 §4).

    Raises:
        OnAgendaByRight: it came in time for the ordinary assembly that is next.
        ProposalSettled: it is on an agenda, or withdrawn.
        BadInput: no reason.
    """
    require(actor, "assembly.plan", association_id)
    found = await _open(session, association_id, proposal_id)
    coming = await proposals_read.coming_window(session, actor, association_id, legal_day(at))
    if coming and found.by_right_from and found.by_right_from <= coming.first:
        raise OnAgendaByRight(number=found.number, day=coming.first.isoformat())
    if not (reason := reason.strip()) or len(reason) > LONGEST["reason"]:
        most = {"most": LONGEST["reason"]}
        raise BadInput(Problem("reason", "Write why, in at most {most} characters: the proposer reads it.", most))
    await _append(session, actor, association_id, proposal_id, "deferred", at=at, reason=reason)


async def withdraw(
    session: AsyncSession, actor: Actor, association_id: UUID, proposal_id: UUID, *, at: datetime
) -> None:
    """Take back one's own proposal while it is on no agenda.

    Raises:
        NotFound: it is somebody else's.
        ProposalSettled: it is on an agenda, or withdrawn.
    """
    require(actor, "proposal.make", association_id)
    found = await _open(session, association_id, proposal_id)
    if found.proposer_id != actor.person_id:
        raise NotFound
    await _append(session, actor, association_id, proposal_id, "withdrawn", at=at)


def plans(actor: Actor, association_id: UUID) -> bool:
    """Say whether the actor decides what becomes of proposals here."""
    return allows(actor, "assembly.plan", association_id)


async def _receive(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    proposer_id: UUID,
    capacity: str,
    channel: str,
    title: str,
    proposal: str,
    received_on: date,
    at: datetime,
) -> Received:
    title, proposal = title.strip(), proposal.strip()
    problems = [] if title else [Problem("title", "Write in one line what should be decided.")]
    for name, words in (("title", title), ("text", proposal)):
        if len(words) > LONGEST[name]:
            problems.append(Problem(name, "Shorten this to {most} characters.", {"most": LONGEST[name]}))
    if problems:
        raise BadInput(*problems)
    await session.execute(text("SELECT pg_advisory_xact_lock(5, hashtext(:t))"), {"t": str(association_id)})
    for row in await proposals_read.rows(session, association_id):
        same = (row.proposer_id, row.capacity, row.title, row.text, row.received_on, row.fate)
        if same == (proposer_id, capacity, title, proposal, received_on, "waiting"):
            return Received(row.id, row.number, row.received_on)
    number = await session.scalar(
        text("SELECT coalesce(max(number), 0) + 1 FROM agenda_proposal WHERE association_id = :t"),
        {"t": association_id},
    )
    row_id = uuid4()
    session.add(
        AgendaProposal(
            id=row_id, association_id=association_id, number=number, proposer_id=proposer_id, capacity=capacity,
            channel=channel, title=title, text=proposal, received_on=received_on, at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await _append(session, actor, association_id, row_id, "received", at=at)
    return Received(row_id, number, received_on)


async def _open(session: AsyncSession, association_id: UUID, proposal_id: UUID) -> ProposalRow:
    """Take a proposal that waits for its agenda; two who decide on it follow each other."""
    await session.execute(text("SELECT pg_advisory_xact_lock(5, hashtext(:t))"), {"t": str(association_id)})
    found = await proposals_read.rows(session, association_id, proposal_id=proposal_id)
    if not found:
        raise NotFound
    if not found[0].is_open:
        raise ProposalSettled(found[0].fate)
    return found[0]


async def _append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    proposal_id: UUID,
    what: str,
    *,
    at: datetime,
    assembly_id: UUID | None = None,
    item_id: UUID | None = None,
    reason: str = "",
) -> None:
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM proposal_event WHERE proposal_id = :p"), {"p": proposal_id}
    )
    session.add(
        ProposalEvent(
            association_id=association_id, proposal_id=proposal_id, seq=seq, what=what, assembly_id=assembly_id,
            item_id=item_id, reason=reason, at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, f"proposal.{what}", proposal_id)
