"""The letters of an assembly with the state of each, for the syndic: one table.

The state is derived, never stored: from the events of the letter, its printed paper and its place in the outbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.services.access import require_planner
from koprogo.services.messages.outbox import FAILURES_MOST

WAITING, PRINTED, SENT, POSTED, OPENED = "waiting", "printed", "sent", "posted", "opened"
DELIVERED, FAILED, RETURNED = "delivered", "failed", "returned"
STATES = (WAITING, PRINTED, SENT, POSTED, OPENED, DELIVERED, FAILED, RETURNED)
LETTERS = """
SELECT l.id, l.kind, l.number, l.person_id, l.language, l.channel, l.address, l.lots, l.at, p.id AS paper_id,
       o.sent_at, coalesce(o.failures, 0) AS failures, coalesce(o.last_error, '') AS last_error,
       coalesce((SELECT array_agg(e.what ORDER BY e.seq) FROM letter_event e WHERE e.letter_id = l.id), '{}') AS events,
       (SELECT e.tracking FROM letter_event e WHERE e.letter_id = l.id AND e.tracking <> '' ORDER BY e.seq DESC LIMIT 1)
       AS tracking,
       (SELECT e.facts->>'day' FROM letter_event e WHERE e.letter_id = l.id AND e.what = 'posted'
         ORDER BY e.seq DESC LIMIT 1) AS posted_on,
       (SELECT coalesce((e.facts->>'late')::boolean, false) FROM letter_event e
         WHERE e.letter_id = l.id AND e.what = 'posted' ORDER BY e.seq DESC LIMIT 1) AS posted_late,
       (SELECT e.at FROM letter_event e WHERE e.letter_id = l.id AND e.what = 'opened' ORDER BY e.seq LIMIT 1) AS opened_at,
       EXISTS (SELECT 1 FROM letter r WHERE r.kind = 'reminder' AND r.address->>'of' = CAST(l.id AS text)) AS reminded
  FROM letter l
  LEFT JOIN paper p ON p.subject_id = l.id AND p.kind = CASE l.kind WHEN 'change' THEN 'change_letter' ELSE l.kind END
  LEFT JOIN letter_event m ON m.letter_id = l.id AND m.what = 'prepared'
  LEFT JOIN outbox_mail o ON o.association_id = l.association_id AND o.id = CAST(m.facts->>'mail' AS uuid)
 WHERE l.association_id = :t AND l.kind IN ('convocation', 'change') AND l.subject_id = :a
 ORDER BY l.kind, l.address->>'name', l.number, l.id
"""


@dataclass(frozen=True)
class LetterLine:
    """One letter: a convocation, or the word that the assembly is called off or moved (`change`).

    `where` is the address it went to; `problem` what a mail server said, empty when all is well.
    `reference` stands in the list for the post and finds the letter again when tracking numbers come back.
    """

    id: UUID
    kind: str
    number: int
    person_id: UUID
    name: str
    language: str
    channel: str
    where: str
    lots: tuple[str, ...]
    told: bool
    state: str
    at: datetime
    paper_id: UUID | None
    tracking: str
    posted_on: date | None
    posted_late: bool
    opened_at: datetime | None
    reminded: bool
    problem: str
    reference: str


@dataclass(frozen=True)
class LetterCounts:
    """How many letters are in each state, and how many of all are printed."""

    all: int
    printed: int
    by_state: dict[str, int]
    unreachable: int
    """Letters whose envelope has no street or town."""


async def letter_list(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[LetterLine]:
    """Return the letters of an assembly by name, those about a change first (who plans it)."""
    await require_planner(session, actor, association_id, assembly_id)
    rows = (await session.execute(text(LETTERS), {"t": association_id, "a": assembly_id})).all()
    return [_line(row) for row in rows]


def current(lines: Sequence[LetterLine]) -> list[LetterLine]:
    """Return the letters that are still to leave: those about a change once there are any, else the convocations."""
    changed = [line for line in lines if line.kind == "change"]
    return changed or list(lines)


def counts(lines: Sequence[LetterLine]) -> LetterCounts:
    """Add up where the letters are."""
    return LetterCounts(
        all=len(lines),
        printed=sum(line.paper_id is not None for line in lines),
        by_state={state: found for state in STATES if (found := sum(line.state == state for line in lines))},
        unreachable=sum(not line.where for line in lines),
    )


def reference(letter_id: UUID) -> str:
    """Return the letter's short reference, as it stands on the list for the post."""
    return f"KG-{letter_id.hex[:10].upper()}"


def _line(row: Any) -> LetterLine:
    address = row.address
    place = f"{address['postcode']} {address['city']}".strip()
    by_mail = row.channel == "email"
    where = address["email"] if by_mail else ", ".join(filter(None, (address["street"], place, address["country"])))
    return LetterLine(
        id=row.id,
        kind=row.kind,
        number=row.number,
        person_id=row.person_id,
        name=address["name"],
        language=row.language,
        channel=row.channel,
        where=where,
        lots=tuple(lot["number"] for lot in row.lots),
        told=bool(address["told"]),
        state=_state(row),
        at=row.at,
        paper_id=row.paper_id,
        tracking=row.tracking or "",
        posted_on=date.fromisoformat(row.posted_on) if row.posted_on else None,
        posted_late=bool(row.posted_late),
        opened_at=row.opened_at,
        reminded=row.reminded,
        problem=row.last_error if by_mail and row.sent_at is None else "",
        reference=reference(row.id),
    )


def _state(row: Any) -> str:
    """Say where a letter is: what proves most counts; a failure is said unless it was opened or handed over since."""
    events = list(row.events)
    if "opened" in events:
        return OPENED
    told = [each for each in events if each in ("delivered", "returned", "failed", "posted")]
    if told:
        return told[-1]
    if row.failures >= FAILURES_MOST and row.sent_at is None:
        return FAILED
    if row.channel == "email" and row.sent_at is not None:
        return SENT
    return PRINTED if row.paper_id else WAITING
