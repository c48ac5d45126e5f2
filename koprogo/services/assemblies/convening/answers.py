"""What people say of their coming, and what it adds up to: binding for nobody, useful for chairs and for the outlook."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.before_assemblies import AttendanceAnswer
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import Room, lots_of, room

ROOM, REMOTE, PROXY, NO = "room", "remote", "proxy", "no"
ANSWERS = (ROOM, REMOTE, PROXY, NO)
SILENT = "silent"
LAST = """
SELECT DISTINCT ON (person_id) person_id, answer, at FROM attendance_answer WHERE assembly_id = :a
 ORDER BY person_id, seq DESC
"""


@dataclass(frozen=True)
class Expected:
    """How many co-owners said what, with their shares; `silent` have said nothing, `suspended` shares do not vote."""

    answer: str
    owners: int
    shares: int


async def answer(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, answer: str, at: datetime
) -> None:
    """Say whether one comes; the last answer counts.

    Raises:
        BadInput: another word, or from elsewhere where that is not offered.
        NoVoteHere: the actor votes for no lot here.
        WrongState: the assembly is not convened, or it is over.
    """
    require(actor, "proxy.give", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.CONVENED)
    now = await room(session, association_id, assembly_id)
    if not lots_of(now.roll, actor.person_id):
        raise NoVoteHere
    if answer not in ANSWERS:
        raise BadInput(Problem("answer", "Say whether you come: in the room, from elsewhere, by proxy, or not."))
    remote = await session.scalar(text("SELECT remote_allowed FROM assembly WHERE id = :a"), {"a": assembly_id})
    if answer == REMOTE and not remote:
        raise BadInput(Problem("answer", "This convocation does not offer taking part from elsewhere."))
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM attendance_answer WHERE assembly_id = :a AND person_id = :p"),
        {"a": assembly_id, "p": actor.person_id},
    )
    session.add(
        AttendanceAnswer(
            association_id=association_id,
            assembly_id=assembly_id,
            person_id=actor.person_id,
            seq=seq,
            answer=answer,
            at=at,
            by_id=actor.person_id,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "attendance.answered", assembly_id)


async def my_answer(session: AsyncSession, actor: Actor, assembly_id: UUID) -> str:
    """Return what the actor said last, or nothing."""
    found = await session.scalar(
        text(
            "SELECT answer FROM attendance_answer WHERE assembly_id = :a AND person_id = :p ORDER BY seq DESC LIMIT 1"
        ),
        {"a": assembly_id, "p": actor.person_id},
    )
    return str(found or "")


async def expected(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[Expected]:
    """Return the sums of shares by answer; a proxy that stands counts as one whatever was said (who plans it)."""
    await require_planner(session, actor, association_id, assembly_id)
    now = await room(session, association_id, assembly_id)
    said = {row.person_id: row.answer for row in await session.execute(text(LAST), {"a": assembly_id})}
    if not now.roll:
        raise NotFound
    return sums(now, said)


def sums(now: Room, said: dict[UUID, str]) -> list[Expected]:
    """Add up the roll by what its voters said; suspended lots stand apart."""
    givers = {proxy.giver_id for proxy in now.proxies}
    owners: dict[str, set[str]] = defaultdict(set)
    shares: dict[str, int] = defaultdict(int)
    for row in now.roll:
        if row.suspended:
            word = "suspended"
        elif row.voter_id in givers:
            word = PROXY
        else:
            word = next((said[each] for each in (row.agent_id, row.voter_id) if each in said), SILENT)
        owners[word].add(row.owner_key)
        shares[word] += row.shares
    order = (*ANSWERS, SILENT, "suspended")
    return [Expected(word, len(owners[word]), shares[word]) for word in order if word in owners]
