"""The board of tasks: three columns, and who is told what of each card."""

from collections.abc import Mapping
from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.rules.governance.tasks import Column
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.after.follow_up_queries import all_followed
from koprogo.services.buildings.queries import association_name
from koprogo.services.documents import attachments
from koprogo.services.documents.queries import recent_papers
from koprogo.services.governance import tasks
from koprogo.services.governance.tasks import Card, Subject
from koprogo.services.works import queries as tickets
from koprogo.state.assemblies.after.follow_up import StepLine
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, said, said_day, said_id
from koprogo.state.works.rows import shortened

MOST = 50
"""Cards of a column."""
SHORT = 60


@dataclass(frozen=True)
class CardLine:
    """A task: `about` its kind of subject, `href` where that is; days are ISO; `left` negative when late."""

    id: str
    what: str
    column: str
    due: str
    left: int
    assignee: str
    assignee_id: str
    about: str
    number: int
    title: dict[str, str]
    words: str
    href: str
    moves: bool
    steps: list[StepLine]


@dataclass(frozen=True)
class Choice:
    """Something to choose from a list; `value` is its kind and id."""

    value: str
    word: str


class TasksState(AppState, rx.State):
    """The board. `moved` is the card that was moved last, `count` how often something changed: the focus follows it."""

    name: str = ""
    sheet_at: str = ""
    todo: list[CardLine] = []
    in_progress: list[CardLine] = []
    done: list[CardLine] = []
    people: list[Choice] = []
    decisions: list[Choice] = []
    problems: list[Choice] = []
    papers: list[Choice] = []
    files: list[Choice] = []
    chosen: str = ""
    """What a new task is about, when the address says so."""
    moved: str = ""
    moved_what: str = ""
    moved_to: str = ""
    count: int = 0
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the board of the association in the address."""
        self.loaded, self.moved, self.moved_what, self.moved_to = False, "", "", ""
        asked = str(self.router.url.query_parameters.get("problem", ""))
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            await self._show(act)
            await self._choices(act)
            wanted = f"problem:{asked}"
            self.chosen = wanted if any(each.value == wanted for each in self.problems) else ""
            self.loaded = True

    @rx.event
    @policy(member)
    async def move(self, task_id: str, column: str) -> None:
        """Put a card into a column: by its buttons, or dropped there."""
        async with self.refusals(), here(self) as act:
            task = parse_id(task_id)
            await tasks.put(*act.within, task, column=str(column), at=now())
            await self._show(act)
            card = next((each for each in self._cards() if each.id == str(task)), None)
            if card is not None:
                self.moved, self.moved_what, self.moved_to = card.id, card.what, card.column
                self.count += 1

    @rx.event
    @policy(member)
    async def add(self, answers: dict) -> None:
        """Hang a task on the board."""
        async with self.refusals(), here(self) as act:
            about, _, about_id = said(answers, "about").partition(":")
            await tasks.add_task(
                *act.within,
                what=said(answers, "what"),
                due=said_day(answers, "due"),
                owner_id=said_id(answers, "owner", Problem("owner", "Choose who does it.")),
                about=about,
                about_id=parse_id(about_id) if about_id else None,
                at=now(),
                today=today(),
            )
            self.chosen = ""
            await self._again(act)

    @rx.event
    @policy(member)
    async def plan(self, answers: dict) -> None:
        """Give the task that the form names another day or assignee."""
        async with self.refusals(), here(self) as act:
            task = parse_id(said(answers, "task"))
            owner = said_id(answers, "owner", Problem("owner", "Choose who does it."))
            await tasks.plan_anew(
                *act.within, task, due=said_day(answers, "due"), owner_id=owner, at=now(), today=today()
            )
            await self._again(act)

    @rx.event
    @policy(member)
    async def say(self, answers: dict) -> None:
        """Note something about the task that the form names, or cancel it."""
        async with self.refusals(), here(self) as act:
            if not said(answers, "words"):
                raise BadInput(Problem("words", "Write why, or what is to be known."))
            task, what = parse_id(said(answers, "task")), said(answers, "step")
            await tasks.say(*act.within, task, what=what, words=said(answers, "words"), at=now())
            await self._again(act)

    async def _again(self, act: Act) -> None:
        self.count += 1
        self.moved = ""
        await self._show(act)

    def _cards(self) -> list[CardLine]:
        return [*self.todo, *self.in_progress, *self.done]

    async def _show(self, act: Act) -> None:
        cards = [_line(card, act) for card in await tasks.board(*act.within, today=today())]
        for column in Column:
            setattr(self, column.value, [card for card in cards if card.column == column.value][:MOST])

    async def _choices(self, act: Act) -> None:
        language = act.actor.language
        self.people = [Choice(str(person), name) for person, name in await tasks.assignees(*act.within, today=today())]
        self.decisions = []
        if act.may("task.keep"):
            followed = await all_followed(act.session, act.association_id, today=today())
            self.decisions = [
                Choice(f"decision:{each.entry_id}", shortened(f"{each.number}. {_own(each.title, language)}", SHORT))
                for each in followed
                if not each.done
            ][:MOST]
        reported = await tickets.tickets(*act.within, today=today())
        self.problems = [
            Choice(f"problem:{row.id}", shortened(f"{row.number}. {row.words}", SHORT))
            for row in reported
            if row.is_open
        ][:MOST]
        papers = await recent_papers(act.session, act.actor, language=language)
        self.papers = [
            Choice(f"paper:{row.id}", shortened(row.title, SHORT))
            for row in papers
            if row.association_id == act.association_id
        ]
        self.files = [
            Choice(f"file:{row.id}", shortened(row.title, SHORT)) for row in await attachments.newest(*act.within)
        ]


def _line(card: Card, act: Act) -> CardLine:
    return CardLine(
        id=str(card.id),
        what=card.what,
        column=card.column.value,
        due=card.due.isoformat() if card.due else "",
        left=card.left,
        assignee=card.assignee,
        assignee_id=str(card.assignee_id or ""),
        about=card.about.kind,
        number=card.about.number,
        title=dict(card.about.title),
        words=shortened(card.about.words, SHORT),
        href=_href(card.about, act),
        moves=card.moves,
        steps=[
            StepLine(
                step.what, step.at.isoformat(), step.by, step.words, step.due.isoformat() if step.due else "",
                step.owner,
            )
            for step in card.steps
        ],
    )  # fmt: skip


def _href(about: Subject, act: Act) -> str:
    if about.kind == "decision":
        return urls.association(act.association_id, "follow-up")
    if about.kind == "problem":
        return urls.problem(act.association_id, about.id)
    if about.id is None:
        return ""
    return urls.paper(about.id) if about.kind == "paper" else urls.attachment(about.id)


def _own(title: Mapping[str, str], language: str) -> str:
    return title.get(language) or next(iter(title.values()), "")
