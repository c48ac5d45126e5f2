"""What the council follows: open decisions with the day they are expected, computed from the register and its tasks.

Nothing is kept twice: a decision is a line of the register, what is done about it are the tasks of
`assemblies.after.follow_up`. Where nothing is planned yet, the association's usual days say by when
(`rules/governance/following.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models.governance import FollowUpDelay
from koprogo.rules.assemblies.follow_up import FINAL
from koprogo.rules.governance.following import NEAR_DAYS, SOON_DAYS, USUAL_DAYS, Delay, Stand, expected_by, stands
from koprogo.services import audit
from koprogo.services.assemblies.after.follow_up_queries import Followed, all_followed

MOST_DAYS = 730
MOST_QUARTERS = 6
KINDS = """
SELECT e.id, coalesce(i.kind, w.kind) AS kind FROM register_entry e
  LEFT JOIN agenda_item i ON i.id = e.item_id LEFT JOIN written_decision w ON w.id = e.written_decision_id
 WHERE e.association_id = :t AND e.outcome = 'carried'
"""
CHOSEN = """
SELECT DISTINCT ON (kind) kind, days FROM follow_up_delay WHERE association_id = :t ORDER BY kind, at DESC, id
"""


@dataclass(frozen=True)
class Item:
    """Something a carried decision asks for and that is not over.

    Attributes:
        subject_id: the task, or the register's entry while nothing is planned for it.
        what: the task's words; empty while nothing is planned.
        left: days until `due`, negative when late.
        by_practice: `due` follows from the association's usual days, nobody planned it.
    """

    subject_id: UUID
    entry_id: UUID
    number: int
    title: Mapping[str, str]
    what: str
    decided: date
    due: date
    left: int
    stand: Stand
    by_practice: bool

    @property
    def allowed_days(self) -> int:
        """Days from the decision to the day it is due; at least 1."""
        return max(1, (self.due - self.decided).days)


@dataclass(frozen=True)
class Quarter:
    """Decisions taken in a quarter (1 to 4) of a year, by what became of them: late when something of it is past its day."""

    year: int
    quarter: int
    done: int = 0
    busy: int = 0
    late: int = 0


@dataclass(frozen=True)
class Following:
    """The dashboard: what is open by day, the latest first; `in_30` counts those of `in_14` too; `done` decisions.

    `quarters`: the last six with a decision, the oldest first.
    """

    items: tuple[Item, ...]
    done: int
    decisions: int
    days: Mapping[Delay, int]
    quarters: tuple[Quarter, ...]

    @property
    def late(self) -> int:
        """How many are past their day."""
        return sum(item.left < 0 for item in self.items)

    def within(self, days: int) -> int:
        """How many are due from today on within so many days."""
        return sum(0 <= item.left <= days for item in self.items)

    @property
    def in_14(self) -> int:
        """How many are due within fourteen days."""
        return self.within(SOON_DAYS)

    @property
    def in_30(self) -> int:
        """How many are due within thirty days."""
        return self.within(NEAR_DAYS)


async def following(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> Following:
    """Return what the syndic still has to carry out (council and syndic)."""
    require(actor, "council.follow", association_id)
    return await follow(session, association_id, today=today)


async def follow(session: AsyncSession, association_id: UUID, *, today: date) -> Following:
    """Return the same for a job, which works for the association."""
    days = await usual_days(session, association_id)
    kinds = await kinds_of(session, association_id)
    decisions = await all_followed(session, association_id, today=today)
    items = [item for each in decisions for item in _items(each, kinds.get(each.entry_id) or "", days, today)]
    return Following(
        items=tuple(sorted(items, key=lambda item: (item.due, item.number))),
        done=sum(each.done for each in decisions),
        decisions=len(decisions),
        days=days,
        quarters=_quarters(decisions, {item.entry_id for item in items if item.left < 0}),
    )


async def kinds_of(session: AsyncSession, association_id: UUID) -> Mapping[UUID, str | None]:
    """Return what kind of decision each carried entry of the register is."""
    return dict((await session.execute(text(KINDS), {"t": association_id})).tuples().all())


async def usual_days(session: AsyncSession, association_id: UUID) -> Mapping[Delay, int]:
    """Return in how many days this association expects a decision of each kind."""
    chosen = (await session.execute(text(CHOSEN), {"t": association_id})).tuples().all()
    return {**USUAL_DAYS, **{Delay(kind): days for kind, days in chosen}}


async def set_usual_days(
    session: AsyncSession, actor: Actor, association_id: UUID, *, kind: str, days: int, at: datetime
) -> None:
    """Choose in how many days a kind of decision is expected (syndic); earlier choices stay in the table.

    Raises:
        BadInput: no such kind, or not 1 to 730 days.
    """
    require(actor, "association.change", association_id)
    if kind not in list(Delay):
        raise BadInput(Problem("kind", "Choose works or contracts."))
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(Problem("days", "Write a number of days from 1 to {most}.", {"most": MOST_DAYS}))
    row = FollowUpDelay(association_id=association_id, kind=kind, days=days, at=at, by_id=actor.person_id)
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "follow_up.days", row.id, kind=kind, days=days)


def _quarters(decisions: Iterable[Followed], late: Set[UUID]) -> tuple[Quarter, ...]:
    counts: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for each in decisions:
        became = "done" if each.done else "late" if each.entry_id in late else "busy"
        counts[each.day.year, (each.day.month + 2) // 3][became] += 1
    return tuple(Quarter(*when, **found) for when, found in sorted(counts.items())[-MOST_QUARTERS:])


def _items(decision: Followed, kind: str, days: Mapping[Delay, int], today: date) -> list[Item]:
    def item(subject_id: UUID, what: str, due: date, stand: Stand, *, by_practice: bool) -> Item:
        return Item(
            subject_id, decision.entry_id, decision.number, decision.title, what, decision.day, due,
            (due - today).days, stand, by_practice,
        )  # fmt: skip

    if not decision.tasks:
        due = expected_by(kind, decision.day, days)
        return [item(decision.entry_id, "", due, Stand.PENDING, by_practice=True)] if due else []
    return [
        item(task.id, task.what, task.due, stands(task.state), by_practice=False)
        for task in decision.tasks
        if task.state not in FINAL and task.due is not None
    ]
