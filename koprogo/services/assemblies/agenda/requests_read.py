"""Requests of one fifth of the shares: who signed with how many, until when the syndic convenes, which assembly came of it.

Owners see every request of their association; the syndic sees one once its letter is posted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import allows, require
from koprogo.rules.assemblies import requests as rule
from koprogo.services.assemblies import events
from koprogo.services.assemblies.roll import RollRow, draft_roll, lots_of

ROWS = """
SELECT r.id, r.association_id, r.title, r.points, r.at, r.by_id, s.shares_total
  FROM assembly_request r JOIN association s ON s.id = r.association_id
 WHERE r.association_id = ANY (:associations) AND (CAST(:request AS uuid) IS NULL OR r.id = :request)
 ORDER BY r.at DESC, r.id
"""
EVENTS = """
SELECT e.request_id, e.what, e.person_id, p.name, e.day, e.assembly_id, e.facts, st.what AS assembly_state
  FROM request_event e JOIN person p ON p.id = e.person_id
  LEFT JOIN assembly_state st ON st.assembly_id = e.assembly_id
 WHERE e.request_id = ANY (:requests) ORDER BY e.request_id, e.seq
"""


@dataclass(frozen=True)
class Signature:
    """Somebody who signed, with the shares she votes for: today's, from the posting on those of that day."""

    person_id: UUID
    name: str
    shares: int


@dataclass(frozen=True)
class RequestRow:
    """One request.

    Attributes:
        state: signing, posted, received, drafted, convened.
        shares: signed, each lot once; `needed` is one fifth of `total`, the next whole number.
        convene_by: the last of the syndic's thirty days; None until the letter is received.
        by_signatory: the assembly was drafted by somebody who signed, the thirty days having passed.
    """

    id: UUID
    association_id: UUID
    title: str
    points: tuple[str, ...]
    started_by_id: UUID
    signatures: tuple[Signature, ...]
    shares: int
    needed: int
    total: int
    state: str
    posted_on: date | None
    proof: str
    received_on: date | None
    convene_by: date | None
    assembly_id: UUID | None
    by_signatory: bool

    @property
    def signed_by(self) -> frozenset[UUID]:
        """Who signed and did not leave."""
        return frozenset(each.person_id for each in self.signatures)

    @property
    def is_convened(self) -> bool:
        """Whether its assembly was convened."""
        return self.state == "convened"


async def requests(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> list[RequestRow]:
    """Return the requests the actor may see, the newest first."""
    require(actor, "request.read", association_id)
    found = await _rows(session, [association_id], None, day)
    return [row for row in found if _sees(actor, row)]


async def request(
    session: AsyncSession, actor: Actor, association_id: UUID, request_id: UUID, *, day: date
) -> RequestRow:
    """Return one request; NotFound when the actor may not see it."""
    require(actor, "request.read", association_id)
    found = next(iter(await _rows(session, [association_id], request_id, day)), None)
    if found is None or not _sees(actor, found):
        raise NotFound
    return found


async def received_requests(session: AsyncSession, associations: Iterable[UUID], *, day: date) -> list[RequestRow]:
    """Return the requests whose convocation is due: received, not convened; the caller decides whose these are."""
    return [row for row in await _rows(session, associations, None, day) if row.state in ("received", "drafted")]


def _sees(actor: Actor, row: RequestRow) -> bool:
    return row.state != "signing" or allows(actor, "request.make", row.association_id)


async def _rows(
    session: AsyncSession, associations: Iterable[UUID], request_id: UUID | None, day: date
) -> list[RequestRow]:
    facts = {"associations": list(associations), "request": request_id}
    found = (await session.execute(text(ROWS), facts)).all()
    told: dict[UUID, list[Any]] = {row.id: [] for row in found}
    for event in await session.execute(text(EVENTS), {"requests": list(told)}):
        told[event.request_id].append(event)
    rolls = {each: await draft_roll(session, each, day) for each in {row.association_id for row in found}}
    return [_row(row, told[row.id], rolls[row.association_id], day) for row in found]


def _row(row: Any, told: Sequence[Any], roll: Sequence[RollRow], day: date) -> RequestRow:
    last = {event.what: event for event in told}
    posted, received, drafted = last.get("posted"), last.get("received"), last.get("drafted")
    if drafted and drafted.assembly_state == events.CANCELLED:
        drafted = None
    names = {event.person_id: event.name for event in told if event.what == "signed"}
    signatures = _as_posted(posted, names) if posted else _of_today(told, names, roll)
    shares = int(posted.facts["shares"]) if posted else _together(signatures, roll)
    received_on = received.day if received else None
    return RequestRow(
        id=row.id,
        association_id=row.association_id,
        title=row.title,
        points=tuple(row.points),
        started_by_id=row.by_id,
        signatures=signatures,
        shares=shares,
        needed=int(posted.facts["needed"]) if posted else rule.threshold(row.shares_total, day),
        total=row.shares_total,
        state=_state(posted, received, drafted),
        posted_on=posted.day if posted else None,
        proof=posted.facts["proof"] if posted else "",
        received_on=received_on,
        convene_by=rule.convene_by(received_on) if received_on else None,
        assembly_id=drafted.assembly_id if drafted else None,
        by_signatory=bool(drafted and drafted.facts.get("by_signatory")),
    )


def _state(posted: Any, received: Any, drafted: Any) -> str:
    if drafted:
        return "drafted" if drafted.assembly_state == events.DRAFTED else "convened"
    return "received" if received else "posted" if posted else "signing"


def _as_posted(posted: Any, names: dict[UUID, str]) -> tuple[Signature, ...]:
    found = [(UUID(each["person_id"]), int(each["shares"])) for each in posted.facts["signed"]]
    return tuple(Signature(person, names[person], shares) for person, shares in found)


def _of_today(told: Sequence[Any], names: dict[UUID, str], roll: Sequence[RollRow]) -> tuple[Signature, ...]:
    signed: dict[UUID, bool] = {}
    for event in told:
        if event.what in ("signed", "left"):
            signed[event.person_id] = event.what == "signed"
    return tuple(
        Signature(person, names[person], sum(lot.shares for lot in lots_of(roll, person)))
        for person, stays in signed.items()
        if stays
    )


def _together(signatures: Sequence[Signature], roll: Sequence[RollRow]) -> int:
    """Add the shares up, each lot once: two who act for the same lot sign for it together."""
    lots = {lot.lot_id: lot.shares for each in signatures for lot in lots_of(roll, each.person_id)}
    return sum(lots.values())
