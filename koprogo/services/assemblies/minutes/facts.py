"""What the minutes are made from, gathered from frozen results and recorded events, in the language of one paper.

Results are taken as they were frozen, never counted again. People are named as the roll named them at the opening.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.papers.minutes import facts as paper
from koprogo.papers.minutes import terms
from koprogo.papers.minutes.others import Interval, KeptPiece, VisitorRow
from koprogo.papers.paper import Letterhead
from koprogo.services.assemblies.attendance.photos_read import standing_photos
from koprogo.services.assemblies.attendance.visits import stays
from koprogo.services.assemblies.minutes.events import told_events
from koprogo.services.assemblies.minutes.items import item_facts
from koprogo.services.assemblies.roll import RollRow, Room, room
from koprogo.services.documents.letterhead import letterhead, syndic_on

HEAD = """
SELECT a.kind, a.day, a.place, a.session, a.remote_allowed, a.starts_at, a.authentic_language, s.shares_total,
       (SELECT f.day FROM assembly f WHERE f.id = a.first_session_id) AS first_day
  FROM assembly a JOIN association s ON s.id = a.association_id WHERE a.id = :a AND a.association_id = :t
"""
EVENTS = "SELECT what, at, reason, facts FROM assembly_event WHERE assembly_id = :a ORDER BY seq"
PRESENCE = """
SELECT e.person_id, e.what, e.at, e.channel FROM presence_event e
 WHERE e.assembly_id = :a AND NOT EXISTS (SELECT 1 FROM presence_event c WHERE c.corrects_id = e.id)
 ORDER BY e.at, e.id
"""
PROXIES = """
SELECT p.giver_id, h.id AS holder_id, h.name, m.since, m.until, m.proof AS deed,
       (SELECT CASE WHEN e.what <> 'given' THEN e.at END FROM proxy_event e WHERE e.proxy_id = p.id
         ORDER BY e.seq DESC LIMIT 1) AS ended_at
  FROM proxy p
  JOIN person h ON h.id = CASE WHEN p.substitute_id IS NULL OR EXISTS (SELECT 1 FROM presence_event e
        WHERE e.assembly_id = :a AND e.person_id = p.holder_id AND e.what = 'arrived'
          AND NOT EXISTS (SELECT 1 FROM presence_event c WHERE c.corrects_id = e.id))
       THEN p.holder_id ELSE p.substitute_id END
  LEFT JOIN notarial_mandate m ON m.association_id = p.association_id AND m.id = p.mandate_id
 WHERE p.assembly_id = :a
    OR p.assembly_id = (SELECT a.first_session_id FROM assembly a WHERE a.id = :a AND a.session = 'second')
 ORDER BY p.assembly_id = :a DESC, p.at
"""
BUREAU = """
SELECT b.office, p.name, p.id FROM (
    SELECT DISTINCT ON (office, person_id) office, person_id, what, seq FROM bureau_event
     WHERE assembly_id = :a ORDER BY office, person_id, seq DESC) b
  JOIN person p ON p.id = b.person_id WHERE b.what = 'named' ORDER BY b.office, b.seq
"""
CAPACITIES = """
SELECT holder_id, person_id, capacity FROM acting_for
 WHERE association_id = :t AND since <= :day AND (until IS NULL OR until > :day)
"""
RIGHTS = """
SELECT lot_id, bool_or("right" = 'usufruct' OR "right" = 'bare_ownership') AS usufruct,
       bool_or("right" IN ('superficies', 'emphyteusis')) AS other
  FROM holding WHERE association_id = :t AND since <= :day AND (until IS NULL OR until > :day) GROUP BY lot_id
"""
PEOPLE = "SELECT id, name FROM person WHERE id = ANY (:ids)"


@dataclass(frozen=True)
class _Gathered:
    """Everything read once; `people` are names by id."""

    head: Any
    letterhead: Letterhead
    syndic: str
    events: Sequence[Any]
    now: Room
    intervals: Mapping[UUID, tuple[Interval, ...]]
    channels: Mapping[UUID, str]
    proxies: Sequence[Any]
    bureau: Sequence[Any]
    capacities: Mapping[tuple[UUID, UUID], str]
    suspensions: Mapping[UUID, terms.SuspensionReason]
    people: Mapping[UUID, str]

    def event(self, what: str) -> Any:
        return next((event for event in self.events if event.what == what), None)


async def minutes_facts(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, *, language: str, version: int
) -> paper.MinutesFacts:
    """Return what the minutes of an assembly say, with titles and kinds in one language.

    Raises:
        NotFound: no such assembly, or it was never opened.
    """
    found = await _gather(session, association_id, assembly_id)
    items = await item_facts(session, assembly_id, found.now, found.people, language)
    opened, closed = found.event("opened"), found.event("closed")
    return paper.MinutesFacts(
        association=_association(found),
        assembly=paper.AssemblyFacts(
            kind=terms.AssemblyKind(found.head.kind),
            day=found.head.day,
            place=found.head.place,
            opened_at=opened.at,
            closed_at=closed.at if closed else None,
            session=2 if found.head.session == "second" else 1,
            convened_on=_convened_on(found),
            first_session_day=found.head.first_day,
        ),
        bureau=_bureau(found),
        attendance=tuple(_attendance(found)),
        quorum=_quorum(found),
        items=tuple(items),
        events=tuple(_events(found) + await told_events(session, assembly_id, language)),
        signatories=tuple(_signatories(found)),
        remote=paper.RemoteFacts(offered=found.head.remote_allowed),
        proof=paper.ProofFacts(chain_head="", merkle_root=""),  # each vote has its own; none is the whole session's
        version=version,
        is_draft=closed is None,
        kept=tuple(
            KeptPiece(each.kind, each.about, each.at, each.by_name, each.sha256)
            for each in await standing_photos(session, association_id, assembly_id)
        ),
        visitors=await _visitors(session, association_id, assembly_id, closed.at if closed else None),
        original_language=found.head.authentic_language,
    )


async def _visitors(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, closed: datetime | None
) -> tuple[VisitorRow, ...]:
    """Return who was there without a vote; whoever did not leave stayed until the end."""
    return tuple(
        VisitorRow(
            name=each.name,
            capacity=terms.VisitorCapacity(each.capacity),
            admitted_by=each.admitted_by,
            interval=Interval(each.arrived_at, each.left_at),
            assists=each.assists,
            ground=each.reason,
        )
        for each in await stays(session, association_id, assembly_id)
        if closed is None or each.arrived_at <= closed
    )


async def _gather(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> _Gathered:
    ids: dict[str, Any] = {"a": assembly_id, "t": association_id}
    head = (await session.execute(text(HEAD), ids)).first()
    events = (await session.execute(text(EVENTS), ids)).all()
    if head is None or not any(event.what == "opened" for event in events):
        raise NotFound
    ids["day"] = head.day
    now = await room(session, association_id, assembly_id)
    presence = (await session.execute(text(PRESENCE), ids)).all()
    proxies = (await session.execute(text(PROXIES), ids)).all()
    rights = (await session.execute(text(RIGHTS), ids)).all()
    wanted = {row.voter_id for row in now.roll} | {row.agent_id for row in now.roll} | {p.person_id for p in presence}
    people = await session.execute(text(PEOPLE), {"ids": [each for each in wanted if each]})
    closed = next((event.at for event in events if event.what == "closed"), None)
    return _Gathered(
        head=head,
        letterhead=await letterhead(session, association_id),
        syndic=await syndic_on(session, association_id, head.day),
        events=events,
        now=now,
        intervals=_intervals(presence, closed),
        channels={row.person_id: row.channel for row in presence},
        proxies=proxies,
        bureau=(await session.execute(text(BUREAU), ids)).all(),
        capacities={
            (row.holder_id, row.person_id): row.capacity for row in await session.execute(text(CAPACITIES), ids)
        },
        suspensions={row.lot_id: _suspension(row) for row in rights},
        people={row.id: row.name for row in people},
    )


def _suspension(row: Any) -> terms.SuspensionReason:
    if row.usufruct:
        return terms.SuspensionReason.USUFRUCT
    return terms.SuspensionReason.OTHER_RIGHT if row.other else terms.SuspensionReason.JOINT_OWNERSHIP


def _intervals(presence: Sequence[Any], closed: datetime | None) -> dict[UUID, tuple[Interval, ...]]:
    """Pair arrivals with the departures after them; whoever did not leave stayed until the end."""
    found: dict[UUID, list[Interval]] = defaultdict(list)
    for row in presence:
        spans = found[row.person_id]
        if row.what == "arrived":
            if not spans or spans[-1].left_at is not None:
                spans.append(Interval(row.at))
        elif spans and spans[-1].left_at is None:
            spans[-1] = Interval(spans[-1].arrived_at, row.at)
    return {person: tuple(spans) for person, spans in found.items()}


def _association(found: _Gathered) -> paper.AssociationFacts:
    return paper.AssociationFacts(
        name=found.letterhead.name,
        address=found.letterhead.address,
        enterprise_number=found.letterhead.enterprise_number,
        denominator=found.head.shares_total,
        lots=len(found.now.roll),
        heads=len({row.owner_key for row in found.now.roll}),
        syndic=found.syndic,
    )


def _convened_on(found: _Gathered) -> date | None:
    convened = found.event("convened")
    return date.fromisoformat(convened.facts["sent_on"]) if convened else None


def _bureau(found: _Gathered) -> paper.BureauFacts:
    seats: dict[str, list[str]] = defaultdict(list)
    for row in found.bureau:
        seats[row.office].append(row.name)
    return paper.BureauFacts(
        chair=", ".join(seats["chair"]), secretary=", ".join(seats["secretary"]), tellers=tuple(seats["teller"])
    )


def _quorum(found: _Gathered) -> paper.QuorumFacts:
    opened = found.event("opened").facts
    tests = {
        "heads_and_half": terms.QuorumTest.HEADS_AND_SHARES,
        "three_quarters": terms.QuorumTest.SHARES_ALONE,
        "second_session": terms.QuorumTest.SECOND_SESSION,
    }
    return paper.QuorumFacts(
        reached_by=tests[opened["reason_of_quorum"]],
        heads_present=opened["owners_present"],
        heads_total=opened["owners"],
        heads_needed=opened["owners"] // 2 + 1,
        shares_present=opened["shares_present"],
        shares_total=opened["shares"],
        shares_needed=(opened["shares"] + 1) // 2,
        shares_alone_needed=3 * opened["shares"] // 4 + 1,
        checked_at=datetime.fromisoformat(opened["checked_at"]),
    )


def _attendance(found: _Gathered) -> list[paper.AttendanceRow]:
    by_owner: dict[str, list[RollRow]] = defaultdict(list)
    for row in sorted(found.now.roll, key=lambda row: row.lot_number):
        by_owner[row.owner_key].append(row)
    rows = [_attendance_row(found, lots) for lots in by_owner.values()]
    return sorted(rows, key=lambda row: row.owner)


def _attendance_row(found: _Gathered, lots: Sequence[RollRow]) -> paper.AttendanceRow:
    voting = [row for row in lots if not row.suspended]
    suspended = tuple(
        paper.SuspendedLot(row.lot_number, row.shares, found.suspensions[row.lot_id]) for row in lots if row.suspended
    )
    first = lots[0]
    proxy = next((each for each in found.proxies if each.giver_id == first.voter_id and each.ended_at is None), None)
    own = found.intervals.get(first.agent_id or first.voter_id, ()) if first.voter_id else ()  # type: ignore[arg-type]
    who = first.agent_id if own else proxy.holder_id if proxy else None
    spans = own or (found.intervals.get(proxy.holder_id, ()) if proxy else ())
    status = terms.Attendance.ABSENT
    if spans:
        status = terms.Attendance.PRESENT if own else terms.Attendance.REPRESENTED
    return paper.AttendanceRow(
        owner=first.owner_name,
        lots=tuple(row.lot_number for row in voting),
        shares=sum(row.shares for row in voting),
        status=status,
        represented_by=_represented_by(found, first, who, proxy) if spans else "",
        capacity=_capacity(found, first, status),
        channel=terms.Channel(found.channels.get(who, "room")) if who else terms.Channel.ROOM,
        intervals=spans,
        suspended=suspended,
        deed=_deed(proxy) if status is terms.Attendance.REPRESENTED else None,
    )


def _deed(proxy: Any) -> paper.ProxyDeed | None:
    return paper.ProxyDeed(proxy.since, proxy.until, proxy.deed) if proxy is not None and proxy.deed else None


def _represented_by(found: _Gathered, row: RollRow, who: UUID | None, proxy: Any) -> str:
    """Name who spoke: the holder of the proxy, the organ of a company, the one whom joint owners designated."""
    if proxy is not None and who == proxy.holder_id:
        return str(proxy.name)
    acts = who is not None and who != row.voter_id
    joint = row.voter_id is not None and "+" in row.owner_key
    return found.people.get(who, "") if who and (acts or joint) else ""


def _capacity(found: _Gathered, row: RollRow, status: terms.Attendance) -> terms.Capacity:
    if status is terms.Attendance.REPRESENTED:
        return terms.Capacity.PROXY
    if row.voter_id and row.agent_id and row.agent_id != row.voter_id:
        return terms.Capacity(found.capacities.get((row.voter_id, row.agent_id), "organ"))
    return terms.Capacity.REPRESENTATIVE if "+" in row.owner_key else terms.Capacity.OWNER


def _events(found: _Gathered) -> list[paper.EventFacts]:
    kinds = {"suspended": terms.EventKind.SUSPENDED, "resumed": terms.EventKind.RESUMED}
    return [
        paper.EventFacts(event.at, kinds[event.what], event.reason) for event in found.events if event.what in kinds
    ]


def _signatories(found: _Gathered) -> list[paper.Signatory]:
    """Chair, secretary, and every other owner still there at the end, or who holds her proxy (art. 3.87 §10)."""
    by_carrier: dict[UUID, list[RollRow]] = defaultdict(list)
    rows = {row.lot_id: row for row in found.now.roll}
    for lot, person in found.now.carriers.items():
        by_carrier[person].append(rows[lot])
    signing = [
        paper.Signatory(
            row.name,
            terms.SignatoryRole(row.office),
            tuple(sorted(lot.lot_number for lot in by_carrier.pop(row.id, []))),
            person_id=str(row.id),
        )
        for row in found.bureau
        if row.office != "teller"
    ]
    for person, lots in sorted(by_carrier.items(), key=lambda pair: found.people.get(pair[0], "")):
        own = [row for row in lots if person in (row.voter_id, row.agent_id)]
        for_others = sorted({row.owner_name for row in lots if row not in own})
        role = terms.SignatoryRole.OWNER if own else terms.SignatoryRole.PROXY
        numbers = tuple(sorted(row.lot_number for row in lots))
        name = found.people.get(person, "")
        signing.append(paper.Signatory(name, role, numbers, tuple(for_others), person_id=str(person)))
    return signing
