"""Decisions in writing: the syndic asks and records papers, owners answer for their lots."""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import Problem
from koprogo.i18n.languages import LANGUAGES
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.written import paper as written_paper
from koprogo.services.assemblies.written import read as written_read
from koprogo.services.assemblies.written import written
from koprogo.services.buildings.queries import association_sheet
from koprogo.services.documents.queries import papers_of
from koprogo.state.assemblies.acting import in_languages
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, said, said_day, said_id

NO_LOT = Problem("lot", "Choose the lot whose paper this is.")


@dataclass(frozen=True)
class LotLine:
    """One lot in the syndic's list; `answer` is empty while it has none."""

    id: str = ""
    lot: str = ""
    name: str = ""
    answer: str = ""
    suspended: bool = False


@dataclass(frozen=True)
class WrittenPaper:
    """The minutes of a decision in one language."""

    language: str = ""
    title: str = ""
    issued_at: str = ""
    size: int = 0
    href: str = ""


@dataclass(frozen=True)
class WrittenView:
    """A decision in writing, ready to print."""

    id: str = ""
    number: int = 0
    kind: str = ""
    title: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    asked_on: str = ""
    answer_by: str = ""
    state: str = ""
    reason: str = ""
    in_favour: int = 0
    total: int = 0
    answered: int = 0
    asked: int = 0
    mine: list[str] = field(default_factory=list)
    my_answer: str = ""
    lots: list[LotLine] = field(default_factory=list)
    papers: list[WrittenPaper] = field(default_factory=list)
    send_by: str = ""
    """Of one that is taken: by when its minutes are with everybody."""


class WrittenState(AppState, rx.State):
    """The page of an association's decisions in writing."""

    association: str = ""
    sheet_at: str = ""
    languages: list[str] = []
    rows: list[WrittenView] = []
    opened: str = ""
    """The decision whose answers the syndic looks at; `new` for the form of a new one."""
    may_ask: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the decisions."""
        self.loaded, self.opened = False, ""
        async with self.refusals(), here(self) as act:
            sheet = await association_sheet(*act.within, day=today())
            self.association, self.sheet_at = sheet.facts.name, urls.association(act.association_id)
            self.languages = [each for each in LANGUAGES if each in sheet.facts.languages]
            self.may_ask = act.may("written.ask")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def open(self, decision_id: str) -> None:
        """Open a decision's answers, or the form of a new one; the same again shuts it."""
        self.opened = "" if self.opened == str(decision_id) else str(decision_id)[:36]

    @rx.event
    @policy(member)
    async def ask(self, answers: dict) -> None:
        """Put a decision to all members."""
        async with self.refusals(), here(self) as act:
            await written.ask(
                *act.within,
                kind=said(answers, "kind"),
                title=in_languages(answers, "title"),
                proposal=in_languages(answers, "text"),
                answer_by=said_day(answers, "answer_by"),
                at=now(),
            )
            self.opened = ""
            await self._show(act)

    @rx.event
    @policy(member)
    async def answer(self, decision_id: str, choice: str) -> None:
        """Answer for all one's lots."""
        async with self.refusals(), here(self) as act:
            await written.answer(*act.within, parse_id(decision_id), choice=str(choice), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def record(self, decision_id: str, answers: dict) -> None:
        """Record what the signed paper of one lot says."""
        async with self.refusals(), here(self) as act:
            lot: UUID = said_id(answers, "lot", NO_LOT)
            choice, document = said(answers, "choice"), said(answers, "document")
            await written.record_answer(
                *act.within, parse_id(decision_id), lot_id=lot, choice=choice, document=document, at=now()
            )
            await self._show(act)

    @rx.event
    @policy(member)
    async def withdraw(self, decision_id: str, answers: dict) -> None:
        """Withdraw a decision that is not taken yet."""
        async with self.refusals(), here(self) as act:
            await written.withdraw(*act.within, parse_id(decision_id), reason=said(answers, "reason"), at=now())
            self.opened = ""
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await written_read.decisions(*act.within, today=today())
        self.rows = [written_view(row, await _papers(act, row)) for row in found[:ROWS]]


async def _papers(act: Act, row: written_read.DecisionInWriting) -> list[WrittenPaper]:
    if row.state != "carried":
        return []
    found = await papers_of(*act.within, kind=written_paper.KIND, subject_id=row.id)
    return [
        WrittenPaper(each.language, each.title, each.issued_at.isoformat(), each.size, urls.paper(each.id))
        for each in sorted(found, key=lambda each: LANGUAGES.index(each.language))
    ]


def written_view(row: written_read.DecisionInWriting, papers: list[WrittenPaper]) -> WrittenView:
    """Return a decision as the page shows it, with its papers; lots without an answer first."""
    lots = sorted(row.lots, key=lambda lot: (bool(lot.answer), lot.lot))
    return WrittenView(
        id=str(row.id),
        number=row.number,
        kind=row.kind,
        title=dict(row.title),
        text=dict(row.text),
        asked_on=row.asked_on.isoformat(),
        answer_by=row.answer_by.isoformat(),
        state=row.state,
        reason=row.reason,
        in_favour=row.in_favour,
        total=row.total,
        answered=row.answered,
        asked=row.asked,
        mine=list(row.mine),
        my_answer=row.my_answer,
        lots=[LotLine(str(lot.lot_id), lot.lot, lot.owner_name, lot.answer, lot.suspended) for lot in lots[:ROWS]],
        papers=papers,
        send_by=row.send_by.isoformat() if row.send_by else "",
    )
