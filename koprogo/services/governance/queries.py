"""Reading the council of an association: whether it is due, who sits and sat in it, the auditor, the syndic's term."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.governance.council import CouncilDue, council_required, mission_until, vacancies
from koprogo.rules.governance.syndic_mandate import syndic_mandate
from koprogo.services.governance.eligible import Voice, voices

KINDS = """
SELECT association_id, kind, count(*) AS n FROM lot WHERE association_id = ANY (:associations) GROUP BY association_id, kind
"""
SITTING = """
SELECT DISTINCT association_id FROM appointment WHERE association_id = ANY (:associations) AND office = 'council'
   AND since <= :day AND (until IS NULL OR until > :day)
"""
SEATS = """
SELECT p.id, p.person_id, q.name, p.office, p.since, p.until, p.position, p.end_reason, a.id AS assembly_id,
       a.day AS elected_on, i.title
  FROM appointment p JOIN person q ON q.id = p.person_id
  LEFT JOIN agenda_item i ON i.id = p.item_id LEFT JOIN assembly a ON a.id = i.assembly_id
 WHERE p.association_id = :t AND p.end_reason <> 'revote' ORDER BY p.since DESC, q.name, p.id LIMIT 60
"""
SYNDIC = """
SELECT o.name, m.since, m.until FROM mandate m JOIN organisation o ON o.id = m.organisation_id
 WHERE m.association_id = :t AND m.since <= :day AND (m.until IS NULL OR m.until > :day) ORDER BY m.since DESC LIMIT 1
"""
MISSIONS = """
SELECT e.id, e.number, e.day, e.title FROM register_entry e JOIN agenda_item i ON i.id = e.item_id
 WHERE e.association_id = :t AND e.outcome = 'carried' AND i.kind = 'delegate_mission_to_council'
 ORDER BY e.day DESC, e.number LIMIT 30
"""
SYNDICS = """
SELECT DISTINCT ON (m.association_id) m.association_id, m.since, m.until FROM mandate m
 WHERE m.association_id = ANY (:associations) AND m.since <= :day AND (m.until IS NULL OR m.until > :day)
 ORDER BY m.association_id, m.since DESC
"""
COMING = """
SELECT a.id, a.day, a.kind, s.what AS state,
       EXISTS (SELECT 1 FROM agenda_item i WHERE i.assembly_id = a.id AND i.kind = 'elect_council_member'
                  AND i.number IS NOT NULL) AS elects
  FROM assembly a JOIN assembly_state s ON s.assembly_id = a.id
 WHERE a.association_id = :t AND a.day >= :day AND s.what = ANY (:states) ORDER BY a.day, a.id
"""
TO_COME = ["drafted", "convened", "opened", "resumed", "suspended"]


@dataclass(frozen=True)
class SeatRow:
    """A mandate: `until` exclusive; `eligible` while she has a lot with a vote; `elected_on` the day of the assembly."""

    id: UUID
    person_id: UUID
    name: str
    office: str
    since: date
    until: date | None
    position: str
    end_reason: str
    assembly_id: UUID | None
    elected_on: date | None
    lots: tuple[str, ...]
    eligible: bool


@dataclass(frozen=True)
class Coming:
    """An assembly to come; `elects` a member of the council."""

    id: UUID
    day: date
    kind: str
    state: str
    elects: bool


@dataclass(frozen=True)
class Mission:
    """A mission that the assembly delegated to the council, for named acts and one year; `until` is its last day."""

    entry_id: UUID
    number: int
    decided: date
    until: date
    title: Mapping[str, str]


@dataclass(frozen=True)
class CouncilSheet:
    """All that the page of the council says; `syndic_until` is the last lawful day of the mandate, inclusive.

    `vacant`: seats that ended before the ordinary assembly and that nobody took since.
    """

    due: CouncilDue
    members: tuple[SeatRow, ...]
    auditors: tuple[SeatRow, ...]
    past: tuple[SeatRow, ...]
    coming: tuple[Coming, ...]
    missions: tuple[Mission, ...]
    syndic: str
    syndic_since: date | None
    syndic_until: date | None
    vacant: int = 0

    @property
    def missing(self) -> bool:
        """A council is compulsory and nobody sits in it."""
        return self.due.required and not self.members


async def council_sheet(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> CouncilSheet:
    """Return the council of an association on a day; everybody in it may know (art. 3.90)."""
    require(actor, "council.read", association_id)
    rows = (await session.execute(text(SEATS), {"t": association_id})).all()
    heard = await voices(session, association_id, list({row.person_id for row in rows}), day=day)
    seats = [_seat(row, heard) for row in rows]
    now = [seat for seat in seats if seat.since <= day and (seat.until is None or seat.until > day)]
    meets = await session.execute(text(COMING), {"t": association_id, "day": day, "states": TO_COME})
    missions = await session.execute(text(MISSIONS), {"t": association_id})
    syndic = (await session.execute(text(SYNDIC), {"t": association_id, "day": day})).first()
    due, _ = (await councils(session, [association_id], day=day))[association_id]
    return CouncilSheet(
        due=due,
        members=tuple(sorted((seat for seat in now if seat.office == "council"), key=_order)),
        auditors=tuple(seat for seat in now if seat.office == "auditor"),
        past=tuple(seat for seat in seats if seat.until is not None and seat.until <= day),
        coming=tuple(Coming(row.id, row.day, row.kind, row.state, row.elects) for row in meets),
        missions=tuple(Mission(row.id, row.number, row.day, mission_until(row.day), row.title) for row in missions),
        syndic=syndic.name if syndic else "",
        syndic_since=syndic.since if syndic else None,
        syndic_until=_last_day(syndic) if syndic else None,
        vacant=_vacant([seat for seat in seats if seat.office == "council"], day),
    )


async def councils(
    session: AsyncSession, associations: list[UUID], *, day: date
) -> Mapping[UUID, tuple[CouncilDue, bool]]:
    """Return for each association whether a council is due, and whether somebody sits in it on a day."""
    lots: dict[UUID, dict[str, int]] = {each: {} for each in associations}
    for row in await session.execute(text(KINDS), {"associations": associations}):
        lots[row.association_id][row.kind] = row.n
    sitting = set((await session.execute(text(SITTING), {"associations": associations, "day": day})).scalars())
    return {each: (council_required(counts, day), each in sitting) for each, counts in lots.items()}


async def syndic_ends(session: AsyncSession, associations: list[UUID], *, day: date) -> Mapping[UUID, date]:
    """Return for each association the last lawful day of its syndic's mandate, inclusive; none without a syndic."""
    rows = await session.execute(text(SYNDICS), {"associations": associations, "day": day})
    return {row.association_id: _last_day(row) for row in rows}


def _seat(row: Any, heard: Mapping[UUID, Voice]) -> SeatRow:
    voice = heard.get(row.person_id, Voice())
    return SeatRow(
        row.id, row.person_id, row.name, row.office, row.since, row.until, row.position, row.end_reason,
        row.assembly_id, row.elected_on, voice.lots, voice.votes,
    )  # fmt: skip


def _vacant(seats: list[SeatRow], day: date) -> int:
    """Ask the rule about the seats since the last ordinary assembly that ended any."""
    last = max((seat.until for seat in seats if seat.until and seat.end_reason == "assembly"), default=date.min)
    early = [seat.until for seat in seats if seat.until and seat.end_reason != "assembly" and last < seat.until <= day]
    return vacancies(early, [seat.since for seat in seats])


def _order(seat: SeatRow) -> tuple[int, str]:
    return ("chair", "secretary", "").index(seat.position), seat.name


def _last_day(row: Any) -> date:
    """Return the last day of the syndic's mandate: the one agreed, and never later than the law lets it last."""
    latest = syndic_mandate(row.since, row.since).latest_end
    return latest if row.until is None else min(latest, row.until - timedelta(days=1))
