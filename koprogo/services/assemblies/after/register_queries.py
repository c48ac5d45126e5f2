"""Reading the register: search by words, year, outcome and kind; the clock of each assembly's thirty days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.assemblies.deadlines import minutes_due
from koprogo.services.assemblies import events
from koprogo.services.assemblies.labels import folded

ENTRIES = """
SELECT id, number, day, assembly_id, item_id, written_decision_id, outcome, title, text, facts, at FROM register_entry
 WHERE association_id = :t ORDER BY number DESC
"""
CLOCKS = """
SELECT a.id, a.day, st.what AS state,
       (SELECT min(e.at) FROM assembly_event e WHERE e.assembly_id = a.id AND e.what = 'minuted') AS minuted_at,
       (SELECT min(e.at) FROM register_entry e WHERE e.assembly_id = a.id) AS entered_at,
       (SELECT count(*) FROM register_entry e WHERE e.assembly_id = a.id) AS entries,
       (SELECT count(*) FROM letter l WHERE l.association_id = a.association_id AND l.kind = 'minutes'
           AND l.subject_id = a.id) AS letters,
       (SELECT max(l.at) FROM letter l WHERE l.association_id = a.association_id AND l.kind = 'minutes'
           AND l.subject_id = a.id) AS sent_at
  FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND st.what = ANY (:states) ORDER BY a.day DESC, a.id LIMIT :most
"""


@dataclass(frozen=True)
class Entry:
    """One entry: `title` and `text` by language, `facts` as frozen (kind, item, sums, majority, article, reason)."""

    id: UUID
    number: int
    day: date
    assembly_id: UUID | None
    item_id: UUID | None
    written_decision_id: UUID | None
    outcome: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    facts: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty finds everything. `words` must all occur, accents and capitals aside."""

    words: str = ""
    year: int = 0
    outcome: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Clock:
    """The thirty days of one assembly (art. 3.87 §12): `due` is the last good day, None of the instants when missing."""

    assembly_id: UUID
    day: date
    due: date
    state: str
    minuted_at: datetime | None
    entered_at: datetime | None
    entries: int
    letters: int
    """To how many people the minutes were sent; `sent_at` is the last time."""
    sent_at: datetime | None


async def register(session: AsyncSession, actor: Actor, association_id: UUID, wanted: Wanted = Wanted()) -> list[Entry]:
    """Return the entries that match, the newest first."""
    require(actor, "register.read", association_id)
    rows = await session.execute(text(ENTRIES), {"t": association_id})
    words = folded(wanted.words).split()
    return [entry for row in rows.mappings() if _matches(entry := Entry(**row), wanted, words)]


async def clocks(session: AsyncSession, actor: Actor, association_id: UUID, *, most: int = 3) -> list[Clock]:
    """Return the newest assemblies that were held, with what was done within their thirty days."""
    require(actor, "register.read", association_id)
    states = [events.CLOSED, events.MINUTED]
    rows = await session.execute(text(CLOCKS), {"t": association_id, "states": states, "most": most})
    return [
        Clock(
            assembly_id=row.id,
            day=row.day,
            due=minutes_due(row.day),
            state=row.state,
            minuted_at=row.minuted_at,
            entered_at=row.entered_at,
            entries=row.entries,
            letters=row.letters,
            sent_at=row.sent_at,
        )
        for row in rows
    ]


def years_of(entries: Sequence[Entry]) -> list[int]:
    """Return the years in which something was decided, the newest first."""
    return sorted({entry.day.year for entry in entries}, reverse=True)


def _matches(entry: Entry, wanted: Wanted, words: Sequence[str]) -> bool:
    if wanted.year and entry.day.year != wanted.year:
        return False
    if wanted.outcome and entry.outcome != wanted.outcome:
        return False
    if wanted.kind and entry.facts.get("kind") != wanted.kind:
        return False
    told = folded(" ".join([str(entry.number), *entry.title.values(), *entry.text.values()]))
    return all(word in told for word in words)
