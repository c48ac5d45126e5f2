"""The people an association knows: what they hold, how they are reached, who acts for them; and how many can be convened.

The counts come from the same rule that counts them in a list before it is imported (`rules.ownership.readiness`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.rules.ownership.contact_text import Consent, PostalAddress
from koprogo.rules.ownership.kinds import Kind
from koprogo.rules.ownership.lot_line import Holder, LotLine, Reached, Representative
from koprogo.rules.ownership.messages import CountMessage
from koprogo.rules.ownership.person_questions import PersonRead
from koprogo.rules.ownership.readiness import Count, by_email, by_post, readiness
from koprogo.rules.ownership.rights import Regime, Right
from koprogo.rules.ownership.same_person import mention_key

PEOPLE = """
SELECT p.id, p.name, p.kind = 'legal' AS is_organisation, p.language,
       coalesce(c.email, '') AS email, coalesce(c.phone, '') AS phone, coalesce(c.street, '') AS street,
       coalesce(c.postcode, '') AS postcode, coalesce(c.city, '') AS city, coalesce(c.country, '') AS country,
       coalesce(c.enterprise_number, '') AS enterprise_number,
       ARRAY(SELECT l.number FROM holding h JOIN lot l ON l.association_id = h.association_id AND l.id = h.lot_id
              WHERE h.association_id = :association AND h.person_id = p.id
                AND h.since <= :day AND (h.until IS NULL OR h.until > :day) ORDER BY l.number) AS lots,
       ARRAY(SELECT l.number FROM representative r JOIN lot l ON l.association_id = r.association_id AND l.id = r.lot_id
              WHERE r.association_id = :association AND r.person_id = p.id
                AND r.since <= :day AND (r.until IS NULL OR r.until > :day) ORDER BY l.number) AS represents,
       (SELECT max(e.given_on) FROM email_consent e WHERE e.association_id = :association AND e.person_id = p.id
           AND e.given_on <= :day AND (e.revoked_on IS NULL OR e.revoked_on > :day)) AS consent_day,
       act.name AS agent, act.capacity, act.since AS agent_since,
       acc.password_hash IS NOT NULL AS has_account, acc.locked_until AS waits_until,
       (SELECT max(i.expires_at) FROM invitation i WHERE i.person_id = p.id AND i.association_id = :association
           AND i.used_at IS NULL AND i.expires_at > :at) AS invited_until
  FROM person p
  LEFT JOIN contact c ON c.association_id = :association AND c.person_id = p.id
  LEFT JOIN account acc ON acc.person_id = p.id
  LEFT JOIN LATERAL (SELECT q.name, a.capacity, a.since FROM acting_for a JOIN person q ON q.id = a.person_id
       WHERE a.association_id = :association AND a.holder_id = p.id
         AND a.since <= :day AND (a.until IS NULL OR a.until > :day) ORDER BY a.since DESC, a.id LIMIT 1) act ON true
 WHERE (c.id IS NOT NULL OR EXISTS (SELECT 1 FROM holding h WHERE h.association_id = :association AND h.person_id = p.id))
   AND (CAST(:person AS uuid) IS NULL OR p.id = :person)
 ORDER BY p.name, p.id
"""
LOTS = """
SELECT l.number, l.kind, l.floor, l.shares, array_agg(h.person_id ORDER BY h.id) AS holders,
       array_agg(h."right" ORDER BY h.id) AS rights,
       (SELECT r.person_id FROM representative r WHERE r.association_id = l.association_id AND r.lot_id = l.id
           AND r.since <= :day AND (r.until IS NULL OR r.until > :day) ORDER BY r.since DESC, r.id LIMIT 1) AS represents
  FROM lot l JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id
   AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
 WHERE l.association_id = :association GROUP BY l.association_id, l.id ORDER BY l.number
"""
SHOWN = tuple(count for count in CountMessage if count is not CountMessage.WITH_LANGUAGE)
"""Everybody recorded has a language (hers, or the association's), so that count says nothing here."""


@dataclass(frozen=True)
class PersonHere:
    """Somebody an association knows.

    Attributes:
        lots: numbers of the lots she holds a right in; `represents` of those she was designated for.
        consent_day: when she accepted e-mail in writing; None while she has not (art. 3.87 §3).
        agent: who acts for her, in which capacity, since when.
        has_account: she has chosen a password. `invited_until`: a link is on its way.
        waits_until: she typed wrong passwords too often and waits.
    """

    id: UUID
    name: str
    is_organisation: bool
    language: str
    email: str
    phone: str
    street: str
    postcode: str
    city: str
    country: str
    enterprise_number: str
    lots: tuple[str, ...]
    represents: tuple[str, ...]
    consent_day: date | None
    agent: str
    capacity: str
    agent_since: date | None
    has_account: bool
    waits_until: datetime | None
    invited_until: datetime | None

    @property
    def reached_by_post(self) -> bool:
        """Whether a registered letter can reach her."""
        return by_post(_as_read(self))

    @property
    def reached_by_email(self) -> bool:
        """Whether she accepted e-mail and has an address."""
        return by_email(_as_read(self))


async def people_here(
    session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime, day: date
) -> list[PersonHere]:
    """Return everybody the association knows, by name (syndic, accountant)."""
    require(actor, "people.read", association_id)
    return await _people(session, association_id, None, at, day)


async def person_here(
    session: AsyncSession, actor: Actor, association_id: UUID, person_id: UUID, *, at: datetime, day: date
) -> PersonHere:
    """Return one of them.

    Raises:
        NotFound: the association does not know this person.
    """
    require(actor, "people.read", association_id)
    found = await _people(session, association_id, person_id, at, day)
    if not found:
        raise NotFound
    return found[0]


async def readiness_here(
    session: AsyncSession, actor: Actor, association_id: UUID, people: Sequence[PersonHere], *, day: date
) -> tuple[Count, ...]:
    """Count how many lots can be convened and how, and what is missing for the rest; `people` are all of the association."""
    require(actor, "people.read", association_id)
    known = {person.id: person for person in people}
    lots: list[LotLine] = []
    persons: dict[str, PersonRead] = {}
    for row in await session.execute(text(LOTS), {"association": association_id, "day": day}):
        lot = _as_line(len(lots), row, known)
        lots.append(lot)
        persons |= {mention_key(lot, place): _as_read(known[each]) for place, each in enumerate(row.holders)}
        if lot.representative:
            persons[mention_key(lot, lot.representative.place)] = _as_read(known[row.represents])
    acted_for = [str(person.id) for person in people if person.agent]
    return tuple(count for count in readiness(lots, persons, acted_for) if count.message_id in SHOWN)


async def _people(
    session: AsyncSession, association_id: UUID, person_id: UUID | None, at: datetime, day: date
) -> list[PersonHere]:
    facts = {"association": association_id, "person": person_id, "at": at, "day": day}
    found = []
    for row in (await session.execute(text(PEOPLE), facts)).mappings():
        waits = row["waits_until"]
        told = {key: row[key] or "" for key in ("agent", "capacity")}
        found.append(
            PersonHere(
                **dict(row)
                | told
                | {
                    "lots": tuple(row["lots"]),
                    "represents": tuple(row["represents"]),
                    "has_account": bool(row["has_account"]),
                    "waits_until": waits if waits and waits > at else None,
                }
            )
        )
    return found


def _as_read(person: PersonHere) -> PersonRead:
    """Return a person as the rules know one from a list."""
    return PersonRead(
        id=str(person.id),
        name=person.name,
        is_organisation=person.is_organisation,
        groups=(),
        email=person.email,
        language=person.language,
        postal=PostalAddress(person.street, person.postcode, person.city, person.country),
        consent=Consent(True, person.consent_day) if person.consent_day else None,
    )


def _as_line(line: int, row: Any, known: Mapping[UUID, PersonHere]) -> LotLine:
    """Return a lot as the rules know one from a list."""
    holders = tuple(
        Holder(known[each].name, known[each].is_organisation, Right(right), None, Reached())
        for each, right in zip(row.holders, row.rights, strict=True)
    )
    representative = None
    if row.represents:
        place = row.holders.index(row.represents) if row.represents in row.holders else None
        representative = Representative(known[row.represents].name, place, None)
    return LotLine(
        line=line,
        number=row.number,
        kind=Kind(row.kind),
        floor=row.floor,
        shares=row.shares,
        regime=Regime.FULL,
        holders=holders,
        unnamed=False,
        representative=representative,
        cells={},
    )
