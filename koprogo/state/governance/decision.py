"""One decision of the log: what was decided, its papers, what became of it, questions about it."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.documents.queries import papers_of
from koprogo.services.governance import questions
from koprogo.services.governance.decision_sheet import DecisionSheet, decision_sheet
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of, said
from koprogo.state.governance.council_rows import QuestionLine, question_line


@dataclass(frozen=True)
class StepLine:
    """Something that happened to a task; `at` an ISO instant."""

    task: str
    what: str
    at: str
    by: str
    words: str
    due: str


@dataclass(frozen=True)
class PaperLine:
    """A paper or a document of the decision; `day` ISO, `size` in bytes."""

    id: str
    title: str
    href: str
    day: str
    size: int
    minutes: bool


@dataclass(frozen=True)
class DecisionView:
    """The decision; `needed` 0 where nothing was voted; `due` the next day of an open task, `left` days until then."""

    number: int = 0
    title: dict[str, str] | None = None
    text: dict[str, str] | None = None
    kind: dict[str, str] | None = None
    day: str = ""
    item: str = ""
    outcome: str = ""
    article: str = ""
    reason: str = ""
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    needed: int = 0
    carried: bool = False
    done: bool = False
    by_itself: bool = False
    due: str = ""
    left: int = 0


class DecisionState(AppState, rx.State):
    """The decision of this address."""

    name: str = ""
    sheet_at: str = ""
    decision: DecisionView = DecisionView()
    steps: list[StepLine] = []
    papers: list[PaperLine] = []
    asked: list[QuestionLine] = []
    may_note: bool = False
    may_ask: bool = False
    may_answer: bool = False
    count: int = 0
    """How often something was sent: an emptied form is drawn anew."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the decision of this address."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def ask(self, answers: dict) -> None:
        """Ask the syndic about this decision."""
        async with self.refusals(), here(self) as act:
            entry = part_of(self.router.url.path)
            await questions.ask(*act.within, words=said(answers, "words"), entry_id=entry, at=now())
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def answer(self, answers: dict) -> None:
        """Answer the question the form names."""
        async with self.refusals(), here(self) as act:
            question = parse_id(said(answers, "question"))
            await questions.answer(*act.within, question, words=said(answers, "words"), at=now())
            self.count += 1
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await decision_sheet(*act.within, part_of(self.router.url.path), today=today())
        self.decision, self.steps = _view(found), _steps(found)
        self.papers = await _papers(act, found)
        self.asked = [question_line(each) for each in found.questions]
        self.may_note = found.may_note
        roles = act.actor.roles_in(act.association_id)
        self.may_ask = bool(roles & PERMISSIONS["council.ask"])
        self.may_answer = bool(roles & PERMISSIONS["council.answer"])


def _view(found: DecisionSheet) -> DecisionView:
    entry, facts, followed = found.entry, found.entry.facts, found.followed
    dues = (
        sorted(each.due for each in followed.tasks if each.due and each.state not in ("done", "cancelled"))
        if followed
        else []
    )
    return DecisionView(
        number=entry.number,
        title=dict(entry.title),
        text=dict(entry.text) if entry.text != entry.title else {},
        kind=dict(KIND_NAMES.get(facts.get("kind", ""), {})),
        day=entry.day.isoformat(),
        item=str(facts.get("item", "")),
        outcome=entry.outcome,
        article=facts.get("article", ""),
        reason=facts.get("reason", ""),
        in_favour=facts.get("in_favour", 0),
        against=facts.get("against", 0),
        abstained=facts.get("abstained", 0),
        needed=facts.get("needed", 0),
        carried=followed is not None,
        done=bool(followed and followed.done),
        by_itself=bool(followed and followed.by_itself and not followed.tasks),
        due=dues[0].isoformat() if dues else "",
        left=(dues[0] - today()).days if dues else 0,
    )


def _steps(found: DecisionSheet) -> list[StepLine]:
    tasks = found.followed.tasks if found.followed else ()
    steps = [
        StepLine(
            task.what, step.what, step.at.isoformat(), step.by, step.words, step.due.isoformat() if step.due else ""
        )
        for task in tasks
        for step in task.steps
    ]
    return sorted(steps, key=lambda each: each.at)


async def _papers(act: Act, found: DecisionSheet) -> list[PaperLine]:
    """Return the minutes in the reader's language, then the documents of the point."""
    lines = []
    if found.entry.assembly_id:
        rows = await papers_of(*act.within, kind="minutes", subject_id=found.entry.assembly_id)
        own = next((row for row in rows if row.language == act.actor.language), rows[0] if rows else None)
        if own:
            lines.append(
                PaperLine(str(own.id), own.title, urls.paper(own.id), own.issued_at.isoformat(), own.size, True)
            )
    return lines + [
        PaperLine(str(row.id), row.title, urls.attachment(row.id), row.at.isoformat(), row.size, False)
        for row in found.files
    ]
