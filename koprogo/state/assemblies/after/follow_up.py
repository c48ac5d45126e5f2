"""What became of the decisions, and the syndic's steps."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import Problem
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.after import follow_up
from koprogo.services.assemblies.after.follow_up_queries import Followed, Task, followed, possible_owners
from koprogo.services.assemblies.season.time_spent import ItemTime, last_time
from koprogo.services.buildings.queries import association_name
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, page_within, pages_of, said, said_day, said_id

PER_PAGE = 50
MOST_POINTS = 100


@dataclass(frozen=True)
class StepLine:
    """A step of a task; `at` an ISO instant, `due` an ISO day or empty."""

    what: str
    at: str
    by: str
    words: str
    due: str
    owner: str


@dataclass(frozen=True)
class TaskLine:
    """A task as it stands; `due` is an ISO day, `over` when done or cancelled."""

    id: str
    what: str
    status: str
    due: str
    owner: str
    overdue: bool
    over: bool
    steps: list[StepLine]


@dataclass(frozen=True)
class DecisionLine:
    """A carried decision; `title` by language, `days` since it was taken; `by_itself` when the vote carried it out."""

    id: str
    number: int
    day: str
    days: int
    title: dict[str, str]
    done: bool
    tasks: list[TaskLine]
    by_itself: bool
    href: str


@dataclass(frozen=True)
class OwnerOption:
    """Somebody a task can be given to."""

    value: str
    word: str


@dataclass(frozen=True)
class TimeLine:
    """A point of the last assembly: planned minutes, and those spent, -1 while unknown."""

    label: str
    title: dict[str, str]
    planned: int
    spent: int


class FollowUpState(AppState, rx.State):
    """A page of the decisions, open ones first."""

    name: str = ""
    sheet_at: str = ""
    decisions: int = 0
    done: int = 0
    oldest_days: int = 0
    overdue: int = 0
    rows: list[DecisionLine] = []
    page: int = 1
    pages: int = 1
    owners: list[OwnerOption] = []
    times: list[TimeLine] = []
    """The last assembly held, point by point; `planned` and `spent` are its sums."""
    planned: int = 0
    spent: int = 0
    may_keep: bool = False
    may_follow: bool = False
    """The reader is the syndic or sits in the council."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the decisions of the association in the address."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            roles = act.actor.roles_in(act.association_id)
            self.may_keep = bool(roles & PERMISSIONS["task.keep"])
            self.may_follow = bool(roles & PERMISSIONS["council.follow"])
            found = await possible_owners(*act.within, today=today()) if self.may_keep else []
            self.owners = [OwnerOption(str(person), name) for person, name in found]
            await self._times(act)
            await self._show(act, 1)
            self.loaded = True

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page."""
        async with self.refusals(), here(self) as act:
            await self._show(act, page)

    @rx.event
    @policy(member)
    async def plan(self, answers: dict) -> None:
        """Plan a task for the decision the form names."""
        async with self.refusals(), here(self) as act:
            entry = parse_id(said(answers, "entry"))
            owner = said_id(answers, "owner", Problem("owner", "Choose who does it."))
            due = said_day(answers, "due")
            await follow_up.plan_task(
                *act.within, entry, what=said(answers, "what"), due=due, owner_id=owner, at=now(), today=today()
            )
            await self._show(act, self.page)

    @rx.event
    @policy(member)
    async def move(self, task_id: str, what: str) -> None:
        """Say that a task was started or done."""
        async with self.refusals(), here(self) as act:
            await follow_up.move_task(*act.within, parse_id(task_id), what=str(what), at=now(), today=today())
            await self._show(act, self.page)

    @rx.event
    @policy(member)
    async def say(self, answers: dict) -> None:
        """Cancel a task with its reason, or note something about it."""
        async with self.refusals(), here(self) as act:
            task, what, words = parse_id(said(answers, "task")), said(answers, "step"), said(answers, "words")
            await follow_up.move_task(*act.within, task, what=what, words=words, at=now(), today=today())
            await self._show(act, self.page)

    async def _times(self, act: Act) -> None:
        last = await last_time(*act.within)
        self.times = [_time(each) for each in last.items][:MOST_POINTS] if last else []
        self.planned, self.spent = (last.planned, last.spent or 0) if last else (0, 0)

    async def _show(self, act: Act, page: int) -> None:
        sums, found = await followed(*act.within, today=today())
        self.decisions, self.done = sums.decisions, sums.done
        self.oldest_days, self.overdue = sums.oldest_days, sums.overdue
        self.pages, self.page = pages_of(len(found)), page_within(page, len(found))
        self.rows = [_line(act, each) for each in found[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]]


def _time(item: ItemTime) -> TimeLine:
    return TimeLine(str(item.label), dict(item.title), item.planned, -1 if item.spent is None else item.spent)


def _line(act: Act, row: Followed) -> DecisionLine:
    return DecisionLine(
        id=str(row.entry_id),
        number=row.number,
        day=row.day.isoformat(),
        days=row.days,
        title=dict(row.title),
        done=row.done,
        tasks=[_task(task) for task in row.tasks],
        by_itself=row.by_itself,
        href=urls.association(act.association_id, f"decisions/{row.entry_id}"),
    )


def _task(task: Task) -> TaskLine:
    return TaskLine(
        id=str(task.id),
        what=task.what,
        status=task.state,
        due=task.due.isoformat() if task.due else "",
        owner=task.owner,
        overdue=task.overdue,
        over=task.state in ("done", "cancelled"),
        steps=[
            StepLine(
                each.what,
                each.at.isoformat(),
                each.by,
                each.words,
                each.due.isoformat() if each.due else "",
                each.owner,
            )
            for each in task.steps
        ],
    )
