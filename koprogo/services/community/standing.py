"""A survey's row with where it stands, and the lock that each act on it takes first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.models.community import SurveyEvent
from koprogo.rules.community.survey import Audience, Kind, is_over

DRAFTED, OPENED, CLOSED, DISCARDED = "drafted", "opened", "closed", "discarded"
LOCK = "SELECT pg_advisory_xact_lock(11, hashtext(:s))"
ROWS = """
SELECT s.id, s.kind, s.title, s.words, s.options, s.audience, s.key_id, k.name AS key_name, s.is_anonymous, s.closes_at,
       e.what, e.facts, e.at, d.by_id AS made_by_id, p.name AS made_by,
       o.at AS opened_at, o.by_id AS opened_by_id, o.facts AS opened_facts
  FROM survey s
  JOIN LATERAL (SELECT what, facts, at FROM survey_event WHERE survey_id = s.id ORDER BY seq DESC LIMIT 1) e ON true
  JOIN survey_event d ON d.survey_id = s.id AND d.seq = 1 JOIN person p ON p.id = d.by_id
  LEFT JOIN survey_event o ON o.survey_id = s.id AND o.what = 'opened'
  LEFT JOIN apportionment_key k ON k.id = s.key_id
 WHERE s.association_id = :t
"""
ONE = f"{ROWS} AND s.id = :s"
NEXT = "SELECT coalesce(max(seq), 0) + 1 FROM survey_event WHERE survey_id = :s"


@dataclass(frozen=True)
class Standing:
    """A survey and the last thing that happened to it.

    Attributes:
        what: drafted, opened, closed or discarded, as it was written down; `state` says what counts at an instant.
        facts: of that event: `how` it was closed (hand, time), how many were `asked`.
        opened_facts: how many were `invited`, and how many of them by mail.
    """

    id: UUID
    kind: Kind
    title: Mapping[str, str]
    words: Mapping[str, str]
    options: Sequence[Mapping[str, str]]
    audience: Audience
    key_id: UUID | None
    key_name: Mapping[str, str]
    is_anonymous: bool
    closes_at: datetime
    what: str
    facts: Mapping[str, Any]
    at: datetime
    made_by_id: UUID
    made_by: str
    opened_at: datetime | None
    opened_by_id: UUID | None
    opened_facts: Mapping[str, Any]

    def state(self, at: datetime) -> str:
        """Return where it stands at an instant: past its time it is closed, whether or not the job came by."""
        return CLOSED if self.what == OPENED and is_over(at, self.closes_at) else self.what

    @property
    def closed_at(self) -> datetime:
        """When it stopped taking answers; before that, when it will."""
        return self.at if self.what == CLOSED else self.closes_at


async def lock(session: AsyncSession, association_id: UUID, survey_id: UUID) -> Standing:
    """Take the survey's lock until the end of the transaction, then return how it stands; NotFound for none here."""
    await session.execute(text(LOCK), {"s": str(survey_id)})
    return await standing(session, association_id, survey_id)


async def standing(session: AsyncSession, association_id: UUID, survey_id: UUID) -> Standing:
    """Return a survey of this association; NotFound for any other."""
    row = (await session.execute(text(ONE), {"t": association_id, "s": survey_id})).mappings().first()
    if row is None:
        raise NotFound
    return of_row(dict(row))


def of_row(row: Mapping[str, Any]) -> Standing:
    """Return a row of `ROWS` with its code words read."""
    read = {
        "kind": Kind(row["kind"]),
        "audience": Audience(row["audience"]),
        "key_name": row["key_name"] or {},
        "opened_facts": row["opened_facts"] or {},
    }
    return Standing(**{**row, **read})


async def append(
    session: AsyncSession,
    association_id: UUID,
    survey_id: UUID,
    what: str,
    *,
    by: UUID,
    at: datetime,
    **facts: str | int,
) -> None:
    """Add what happened to a survey; the caller holds its lock."""
    seq = await session.scalar(text(NEXT), {"s": survey_id})
    session.add(
        SurveyEvent(
            id=uuid4(),
            association_id=association_id,
            survey_id=survey_id,
            seq=int(seq or 1),
            what=what,
            facts=facts,
            at=at,
            by_id=by,
        )
    )
    await session.flush()
