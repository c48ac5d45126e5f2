"""To whom a convocation goes, by which way, and what her lots are worth (art. 3.87 §§1 and 3).

Everybody who votes, and the representatives of joint lots, are convened; the other holders of such a lot are told. Where
nobody was designated all holders are convened: their vote is suspended, and only they can end that. The way is registered
post, unless she accepted e-mail individually and in writing and that consent stands that day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.papers.convocation.facts import LotStanding
from koprogo.services.assemblies.roll import RollRow

REGISTERED, EMAIL, ORDINARY, HAND = "registered", "email", "ordinary", "hand"
PEOPLE = """
SELECT p.id, p.name, p.kind, p.language, coalesce(c.street, '') AS street, coalesce(c.postcode, '') AS postcode,
       coalesce(c.city, '') AS city, coalesce(c.country, '') AS country,
       coalesce(nullif(c.email, ''), (SELECT a.email FROM contact a WHERE a.association_id = :t
           AND a.person_id = act.person_id), '') AS email,
       act.person_id AS agent_id, act.name AS agent_name,
       EXISTS (SELECT 1 FROM email_consent e WHERE e.association_id = :t AND e.person_id = p.id
           AND e.given_on <= :day AND (e.revoked_on IS NULL OR e.revoked_on > :day)) AS accepts_email
  FROM person p
  LEFT JOIN contact c ON c.association_id = :t AND c.person_id = p.id
  LEFT JOIN LATERAL (SELECT q.id AS person_id, q.name FROM acting_for a JOIN person q ON q.id = a.person_id
       WHERE a.association_id = :t AND a.holder_id = p.id
         AND a.since <= :day AND (a.until IS NULL OR a.until > :day) ORDER BY a.since DESC, a.id LIMIT 1) act ON true
 WHERE p.id = ANY (:ids) ORDER BY p.name, p.id
"""


@dataclass(frozen=True)
class LotOf:
    """One lot of an addressee; `others` are names: who holds it with her, or who represents it."""

    number: str
    shares: int
    standing: LotStanding
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Addressee:
    """Somebody who gets a letter. `is_convened` is false for who is only told; `agent_id` acts for an organisation."""

    person_id: UUID
    name: str
    language: str
    channel: str
    email: str
    street: str
    postcode: str
    city: str
    country: str
    agent_id: UUID | None
    attention: str
    lots: tuple[LotOf, ...]

    @property
    def is_convened(self) -> bool:
        return any(lot.standing is not LotStanding.REPRESENTED for lot in self.lots)

    @property
    def is_reachable(self) -> bool:
        """Whether the letter has somewhere to go."""
        return bool(self.email) if self.channel == EMAIL else bool(self.street and self.city)


async def addressees(
    session: AsyncSession, association_id: UUID, roll: Iterable[RollRow], *, day: date
) -> tuple[Addressee, ...]:
    """Return everybody who gets a letter, by name; `day` is that of the sending, on which consents are looked at."""
    rows = tuple(roll)
    holders = {row.lot_id: [UUID(each) for each in row.owner_key.split("+")] for row in rows}
    ids = {each for found in holders.values() for each in found} | {row.voter_id for row in rows if row.voter_id}
    people = {
        row.id: row for row in await session.execute(text(PEOPLE), {"t": association_id, "day": day, "ids": list(ids)})
    }
    lots: dict[UUID, list[LotOf]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.lot_number):
        for person_id, lot in _shared_out(row, holders[row.lot_id], people):
            lots[person_id].append(lot)
    return tuple(_addressee(people[each], tuple(lots[each])) for each in people if lots[each])


def _shared_out(row: RollRow, holders: list[UUID], people: Mapping[UUID, Any]) -> Iterable[tuple[UUID, LotOf]]:
    """Say what one lot is to each of its holders, and to its representative."""

    def names(ids: Iterable[UUID]) -> tuple[str, ...]:
        return tuple(people[each].name for each in ids)

    for person_id in dict.fromkeys([*holders, *([row.voter_id] if row.voter_id else [])]):
        if row.suspended or row.voter_id is None:
            standing, others = LotStanding.SUSPENDED, names(each for each in holders if each != person_id)
        elif person_id == row.voter_id:
            standing, others = LotStanding.VOTES, names(each for each in holders if each != person_id)
        else:
            standing, others = LotStanding.REPRESENTED, names([row.voter_id])
        yield person_id, LotOf(row.lot_number, row.shares, standing, others)


def _addressee(row: Any, lots: tuple[LotOf, ...]) -> Addressee:
    convened = any(lot.standing is not LotStanding.REPRESENTED for lot in lots)
    by_post = REGISTERED if convened else ORDINARY
    return Addressee(
        person_id=row.id,
        name=row.name,
        language=row.language,
        channel=EMAIL if row.accepts_email and row.email else by_post,
        email=row.email,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        agent_id=row.agent_id,
        attention=row.agent_name or "",
        lots=lots,
    )
