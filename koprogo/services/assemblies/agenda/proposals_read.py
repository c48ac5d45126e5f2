"""What became of each proposal for the agenda, and which must be on the next one."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.permissions import require
from koprogo.rules.assemblies import window as rule
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.refusals import ProposalMissing
from koprogo.services.assemblies.agenda.window import WindowRow, calendar, window_on

ROWS = """
SELECT p.id, p.number, p.proposer_id, q.name AS proposer_name, q.language, p.capacity, p.channel, p.title, p.text,
       p.received_on, e.what, e.reason, e.assembly_id, a.day AS assembly_day, i.id AS item_id, i.number AS item_number,
       st.what AS assembly_state, x.what AS item_state, r.carried
  FROM agenda_proposal p JOIN person q ON q.id = p.proposer_id
  JOIN LATERAL (SELECT what, reason, assembly_id, item_id FROM proposal_event v WHERE v.proposal_id = p.id
       ORDER BY v.seq DESC LIMIT 1) e ON true
  LEFT JOIN assembly a ON a.association_id = p.association_id AND a.id = e.assembly_id
  LEFT JOIN assembly_state st ON st.assembly_id = a.id
  LEFT JOIN agenda_item i ON i.association_id = p.association_id AND i.id = e.item_id
  LEFT JOIN item_state x ON x.item_id = i.id
  LEFT JOIN result r ON r.item_id = i.id AND r.round = x.round
 WHERE p.association_id = :t AND (CAST(:proposal AS uuid) IS NULL OR p.id = :proposal)
   AND (CAST(:proposer AS uuid) IS NULL OR p.proposer_id = :proposer)
 ORDER BY p.number DESC
"""
OPEN_FATES = ("waiting", "deferred", "not_reached")
ASSEMBLY = "SELECT kind, session, day FROM assembly WHERE id = :a AND association_id = :t"


@dataclass(frozen=True)
class ProposalRow:
    """One proposal with its fate.

    Attributes:
        language: the proposer's: in which the words are.
        fate: waiting, deferred, withdrawn; on a draft: planned; convened: on_agenda; after it: carried, rejected, noted,
            postponed, dropped (withdrawn in the assembly) or not_reached.
        reason: why it was deferred.
        by_right_from: first day of the first window for which it came in time; None while no window is recorded.
    """

    id: UUID
    number: int
    proposer_id: UUID
    proposer_name: str
    language: str
    capacity: str
    channel: str
    title: str
    text: str
    received_on: date
    fate: str
    reason: str
    assembly_id: UUID | None
    assembly_day: date | None
    item_number: int | None
    by_right_from: date | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an agenda."""
        return self.fate in OPEN_FATES


async def proposals(session: AsyncSession, actor: Actor, association_id: UUID) -> list[ProposalRow]:
    """Return the proposals, the newest first: all of them to syndic and council, to an owner her own."""
    require(actor, "proposal.read", association_id)
    roles = actor.roles_in(association_id)
    reads_all = bool(roles & {Role.SYNDIC, Role.COUNCIL})
    return await rows(session, association_id, proposer_id=None if reads_all else actor.person_id)


async def open_proposals(session: AsyncSession, actor: Actor, association_id: UUID) -> list[ProposalRow]:
    """Return the proposals that wait for an agenda, by number (who plans the assembly)."""
    require(actor, "assembly.plan", association_id)
    return sorted((row for row in await rows(session, association_id) if row.is_open), key=lambda row: row.number)


async def missing_by_right(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> list[ProposalRow]:
    """Return the open proposals that must be on the agenda of this assembly; none but for the yearly one (art. 3.87 §3)."""
    found = (await session.execute(text(ASSEMBLY), {"a": assembly_id, "t": association_id})).first()
    if found is None or found.kind != "ordinary" or found.session != "first":
        return []
    window = await window_on(session, association_id, found.day)
    if window is None:
        return []
    first = rule.window_near(window.month, window.day, found.day).first
    return [
        row
        for row in await rows(session, association_id)
        if row.is_open and row.by_right_from is not None and row.by_right_from <= first
    ]


async def require_by_right(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> None:
    """Let a convocation pass when its agenda holds every proposal that came in time.

    Raises:
        ProposalMissing: names the first that is missing.
    """
    if missing := await missing_by_right(session, association_id, assembly_id):
        first = min(missing, key=lambda row: row.number)
        raise ProposalMissing(number=first.number, received_on=first.received_on.isoformat(), count=len(missing))


async def coming_window(session: AsyncSession, actor: Actor, association_id: UUID, day: date) -> rule.Window | None:
    """Return the fifteen days whose ordinary assembly was not held yet; None while no window is recorded."""
    return (await calendar(session, actor, association_id, day=day)).coming


async def rows(
    session: AsyncSession, association_id: UUID, *, proposal_id: UUID | None = None, proposer_id: UUID | None = None
) -> list[ProposalRow]:
    """Return proposals with their fate, the newest first; the caller decides who may read them."""
    facts = {"t": association_id, "proposal": proposal_id, "proposer": proposer_id}
    found = (await session.execute(text(ROWS), facts)).all()
    windows = {day: await window_on(session, association_id, day) for day in {row.received_on for row in found}}
    return [_row(row, windows[row.received_on]) for row in found]


def _row(row: Any, window: WindowRow | None) -> ProposalRow:
    fate = _fate(row)
    stands = fate not in (*OPEN_FATES[:2], "withdrawn")
    return ProposalRow(
        id=row.id,
        number=row.number,
        proposer_id=row.proposer_id,
        proposer_name=row.proposer_name,
        language=row.language,
        capacity=row.capacity,
        channel=row.channel,
        title=row.title,
        text=row.text,
        received_on=row.received_on,
        fate=fate,
        reason=row.reason if fate == "deferred" else "",
        assembly_id=row.assembly_id if stands else None,
        assembly_day=row.assembly_day if stands else None,
        item_number=row.item_number if stands else None,
        by_right_from=rule.by_right_in(window.month, window.day, row.received_on).first if window else None,
    )


def _fate(row: Any) -> str:
    if row.what in ("deferred", "withdrawn"):
        return str(row.what)
    if (
        row.what != "added"
        or row.item_number is None
        or row.assembly_state in (events.CANCELLED, events.WITHOUT_QUORUM)
    ):
        return "waiting"
    if row.carried is not None:
        return "carried" if row.carried else "rejected"
    if row.item_state in ("postponed", "noted", "not_reached"):
        return str(row.item_state)
    if row.item_state == "withdrawn":
        return "dropped"
    return "planned" if row.assembly_state == events.DRAFTED else "on_agenda"
