"""Countdowns that run, whether or not anybody watches the room: each vote closes by itself at its time.

This process remembers those it started; after a start `load` reads those that others left running. Closing asks the database
again, under the item's lock, so a vote closes once however many processes try.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

RUNNING = """
SELECT s.association_id, s.item_id, (s.facts ->> 'closes_at')::timestamptz AS closes_at FROM item_state s
 WHERE s.what IN ('opened', 'extended') AND s.facts ->> 'closes_at' IS NOT NULL
   AND (CAST(:i AS uuid) IS NULL OR s.item_id = :i)
"""


@dataclass(frozen=True)
class Countdown:
    """A vote that closes at an instant."""

    association_id: UUID
    item_id: UUID
    closes_at: datetime


_running: dict[UUID, Countdown] = {}


def remember(countdown: Countdown) -> None:
    """Watch a countdown from now on; a later one of the same vote takes its place."""
    _running[countdown.item_id] = countdown


def forget(item_id: UUID) -> None:
    """Watch a vote no more: it was closed, or the one who knows better said so."""
    _running.pop(item_id, None)


def due(at: datetime) -> list[Countdown]:
    """Return the countdowns that have run out, the oldest first."""
    return sorted((each for each in _running.values() if each.closes_at <= at), key=lambda each: each.closes_at)


def remember_all(countdowns: Iterable[Countdown]) -> None:
    """Watch these too."""
    for each in countdowns:
        remember(each)


async def running(session: AsyncSession, item_id: UUID | None = None) -> list[Countdown]:
    """Return the countdown of one item, or every one of every association (the server's start, the worker)."""
    return [Countdown(*row) for row in await session.execute(text(RUNNING), {"i": item_id})]
