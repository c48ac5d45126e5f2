"""What a syndic must have done by when, over all her associations.

Every row is computed from recorded facts: drafts, convocations, closings, designations. The days come from
`rules.assemblies.deadlines`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.assemblies.deadlines import designation_due, minutes_due
from koprogo.rules.assemblies.notice import latest_day
from koprogo.rules.assemblies.requests import CONVENE_DAYS
from koprogo.rules.governance.syndic_mandate import WARN_DAYS, ends_soon
from koprogo.rules.ownership.joint import HeldLot, needs_representative, suspended
from koprogo.rules.ownership.rights import Right
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.requests_read import RequestRow, received_requests
from koprogo.services.governance.queries import councils, syndic_ends


class Duty(StrEnum):
    """What has to be done."""

    CONVENE = "convene"
    CONVENE_REQUESTED = "convene_requested"
    """Owners of one fifth of the shares asked for an assembly by registered letter."""
    HOLD = "hold"
    """The assembly is today, or its day is past and it was neither opened nor cancelled."""
    SEND_MINUTES = "send_minutes"
    DESIGNATE = "designate"
    """Joint lots have no representative: their holders must name one, or the lots do not vote."""
    ELECT_COUNCIL = "elect_council"
    """A council is compulsory, nobody sits in it, and no agenda to come elects one."""
    RENEW_SYNDIC = "renew_syndic"
    """The syndic's mandate is in its last three months; only an express decision renews it."""


ARTICLES: Mapping[Duty, str] = {
    Duty.CONVENE: "3.87 §3",
    Duty.CONVENE_REQUESTED: "3.87 §2",
    Duty.HOLD: "",
    Duty.SEND_MINUTES: "3.87 §12",
    Duty.DESIGNATE: "3.87 §1",
    Duty.ELECT_COUNCIL: "3.90 §1",
    Duty.RENEW_SYNDIC: "3.89 §1",
}
ELECTED_SOON = """
SELECT DISTINCT a.association_id FROM agenda_item i JOIN assembly a ON a.id = i.assembly_id
  JOIN assembly_state s ON s.assembly_id = a.id
 WHERE a.association_id = ANY (:associations) AND i.kind = 'elect_council_member' AND i.number IS NOT NULL
   AND a.day >= :day AND s.what = ANY (:states)
"""
REMEMBERED_DAYS = 120
"""Older minutes without a letter of ours were sent in another way, or it is too late to matter."""
OPEN_ASSEMBLIES = """
SELECT a.id, a.association_id, s.name AS association_name, a.day, a.starts_at, a.created_at, st.what AS state, st.at,
       EXISTS (SELECT 1 FROM letter l WHERE l.association_id = a.association_id AND l.kind = 'minutes'
                  AND l.subject_id = a.id) AS minutes_sent
  FROM assembly a JOIN association s ON s.id = a.association_id JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = ANY (:associations) AND st.what = ANY (:states) ORDER BY a.day, a.id
"""
NAMES = "SELECT id, name FROM association WHERE id = ANY (:associations)"
LOTS = """
SELECT l.association_id, s.name AS association_name, l.id, l.number, l.shares,
       array_agg(h."right" ORDER BY h.id) AS rights, array_agg(h.person_id ORDER BY h.id) AS holders,
       (SELECT r.person_id FROM representative r WHERE r.association_id = l.association_id AND r.lot_id = l.id
           AND r.since <= :day AND (r.until IS NULL OR r.until > :day) ORDER BY r.since DESC, r.id LIMIT 1) AS represents
  FROM lot l JOIN association s ON s.id = l.association_id
  JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id
   AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
 WHERE l.association_id = ANY (:associations)
 GROUP BY l.association_id, s.name, l.id, l.number, l.shares ORDER BY l.number
"""


@dataclass(frozen=True)
class Deadline:
    """One duty with its day.

    Attributes:
        due: the last good day; None for a duty that waits for an assembly to be planned.
        allowed_days: from the day the duty arose until `due`; at least 1.
        assembly_id: which assembly it is about, if any.
        count: convocations to send, lots without a vote, or the main lots that make a council compulsory.
        shares: of those lots.
    """

    duty: Duty
    association_id: UUID
    association_name: str
    due: date | None
    allowed_days: int = 1
    assembly_id: UUID | None = None
    assembly_day: date | None = None
    starts_at: datetime | None = None
    count: int = 0
    shares: int = 0

    @property
    def article(self) -> str:
        """The article that sets it, as people cite it; empty when none does."""
        return ARTICLES[self.duty]


async def deadlines(session: AsyncSession, actor: Actor, *, day: date) -> list[Deadline]:
    """Return what is to be done in the associations whose assemblies the actor plans, the nearest day first.

    Duties without a day come last. `session` spans the actor's reach.
    """
    mine = [each for each, roles in actor.reach.items() if roles & PERMISSIONS["assembly.plan"]]
    states = [events.DRAFTED, events.CONVENED, *events.IN_SESSION, events.SUSPENDED, events.CLOSED, events.MINUTED]
    rows = (await session.execute(text(OPEN_ASSEMBLIES), {"associations": mine, "states": states})).all()
    lots = (await session.execute(text(LOTS), {"associations": mine, "day": day})).all()
    addressed = _addressed(lots)
    found = [each for row in rows if (each := _of_assembly(row, addressed, day))]
    found += _designations(lots, rows, day)
    found += await _mandates(session, mine, rows, day)
    names = {row.association_id: row.association_name for row in lots}
    found += [
        _requested(each, names.get(each.association_id, "")) for each in await received_requests(session, mine, day=day)
    ]
    return sorted(found, key=lambda each: (each.due is None, each.due or day, each.association_name, each.duty))


def _of_assembly(row: Any, addressed: Mapping[UUID, int], day: date) -> Deadline | None:
    """Return the duty an assembly brings in its present state; a draft whose day is past brings none."""
    if row.state in (events.CLOSED, events.MINUTED):
        if row.minutes_sent or (row.state == events.MINUTED and (day - row.day).days > REMEMBERED_DAYS):
            return None
        return _deadline(row, Duty.SEND_MINUTES, due=minutes_due(row.day), arose=row.day)
    if row.state == events.DRAFTED:
        if row.day < day:
            return None
        count = addressed.get(row.association_id, 0)
        return _deadline(row, Duty.CONVENE, due=latest_day(row.day), arose=legal_day(row.created_at), count=count)
    return _deadline(row, Duty.HOLD, due=row.day, arose=legal_day(row.created_at)) if row.day <= day else None


def _deadline(row: Any, duty: Duty, *, due: date, arose: date, count: int = 0) -> Deadline:
    return Deadline(
        duty,
        row.association_id,
        row.association_name,
        due,
        allowed_days=max(1, (due - arose).days),
        assembly_id=row.id,
        assembly_day=row.day,
        starts_at=row.starts_at,
        count=count,
    )


async def _mandates(session: AsyncSession, mine: list[UUID], assemblies: Iterable[Any], day: date) -> list[Deadline]:
    """Return the mandates to be given: a council that is due and sits nowhere, a syndic whose own ends soon.

    The council is due when the next draft is convened.
    """
    coming = {"associations": mine, "day": day, "states": [events.DRAFTED, events.CONVENED, *events.IN_SESSION]}
    elects = set((await session.execute(text(ELECTED_SOON), coming)).scalars())
    names: dict[UUID, str] = dict((await session.execute(text(NAMES), {"associations": mine})).tuples().all())
    ends = await syndic_ends(session, mine, day=day)
    found = [
        Deadline(Duty.RENEW_SYNDIC, association_id, names[association_id], last, allowed_days=WARN_DAYS)
        for association_id, last in ends.items()
        if ends_soon(last, day)
    ]
    drafts: dict[UUID, Any] = {}
    for row in assemblies:
        if row.state == events.DRAFTED and row.day >= day:
            drafts.setdefault(row.association_id, row)
    for association_id, (due, sits) in (await councils(session, mine, day=day)).items():
        if not due.required or sits or association_id in elects:
            continue
        meets = drafts.get(association_id)
        last = latest_day(meets.day) if meets else None
        found.append(
            Deadline(
                Duty.ELECT_COUNCIL,
                association_id,
                names[association_id],
                last,
                allowed_days=max(1, (last - legal_day(meets.created_at)).days) if meets and last else 1,
                assembly_id=meets.id if meets else None,
                assembly_day=meets.day if meets else None,
                count=due.counted,
            )
        )
    return found


def _requested(row: RequestRow, association_name: str) -> Deadline:
    """Return the thirty days of a request that was received; `shares` are those that signed."""
    return Deadline(
        Duty.CONVENE_REQUESTED,
        row.association_id,
        association_name,
        row.convene_by,
        allowed_days=CONVENE_DAYS.on(row.received_on) if row.received_on else 1,
        assembly_id=row.assembly_id,
        count=len(row.signatures),
        shares=row.shares,
    )


def _addressed(lots: Iterable[Any]) -> dict[UUID, int]:
    """Count to how many people a convocation goes, each once: the representative of a lot, else all its holders."""
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for lot in lots:
        speaks_alone = lot.represents and needs_representative([Right(right) for right in lot.rights])
        people[lot.association_id] |= {lot.represents} if speaks_alone else set(lot.holders)
    return {association: len(found) for association, found in people.items()}


def _designations(lots: Iterable[Any], assemblies: Iterable[Any], day: date) -> list[Deadline]:
    """Return one duty per association with joint lots that nobody represents, due at its next assembly."""
    by_association: dict[UUID, list[Any]] = defaultdict(list)
    for lot in lots:
        by_association[lot.association_id].append(lot)
    following: dict[UUID, Any] = {}
    for row in assemblies:
        if row.state in events.BEFORE_OPENING and row.day >= day:
            following.setdefault(row.association_id, row)
    found = []
    for association_id, rows in by_association.items():
        without = suspended(
            HeldLot(row.number, row.shares, tuple(Right(right) for right in row.rights), row.represents is not None)
            for row in rows
        )
        if not without.lots:
            continue
        meets = following.get(association_id)
        due = designation_due(meets.day) if meets else None
        found.append(
            Deadline(
                Duty.DESIGNATE,
                association_id,
                rows[0].association_name,
                due,
                allowed_days=max(1, (due - legal_day(meets.created_at)).days) if meets and due else 1,
                assembly_id=meets.id if meets else None,
                assembly_day=meets.day if meets else None,
                starts_at=meets.starts_at if meets else None,
                count=len(without.lots),
                shares=without.votes_lost,
            )
        )
    return found
