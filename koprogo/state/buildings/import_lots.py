"""Importing the list of lots: send the file, look at what was understood, confirm, whole or not at all.

The file stays on the server (`services.buildings.kept_lists`); here are its id, what was answered, and one page of rows.
Every look reads the file again, so what is confirmed is what was shown.
"""

import re
from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.rules.ownership.shares_text import MOST_SHARES
from koprogo.security.policies import member, policy
from koprogo.services.buildings.import_lots import confirm_import, preview_import
from koprogo.services.buildings.import_preview import DENOMINATOR, Preview
from koprogo.services.buildings.kept_lists import LARGEST, ListGone, forget_list, kept_list
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.base import AppState
from koprogo.state.buildings import import_rows as rows
from koprogo.state.buildings.here import Act, association_of, here

NO_FILE = "Choose the file with the list of lots."
LARGEST_MB: int = LARGEST // 1_000_000
CHOOSE, LOOK, CHECK, DONE = "choose", "look", "check", "done"
_SPACES = re.compile(r"[\s.'\u00a0\u202f]")
_FIGURES = re.compile(r"[0-9]{1,12}")


class LotImportState(AppState, rx.State):
    """The import of one association. `step` is choose, look, check or done."""

    step: str = CHOOSE
    name: str = ""
    """Of the association."""
    at: str = ""
    """The association's id, for links."""
    denominator: str = ""
    """As typed."""
    list_id: str = ""
    send_to: str = ""
    faults_at: str = ""
    file: rows.FileView = rows.FileView()
    sums: rows.SumView = rows.SumView()
    faults: list[rows.FaultView] = []
    fault_count: int = 0
    notices: list[rows.FaultView] = []
    lots: list[rows.LotView] = []
    lot_count: int = 0
    first: int = 0
    """Place of the first lot shown."""
    sought: int = 0
    """Line somebody jumped to."""
    proposals: list[rows.ProposalView] = []
    proposal_count: int = 0
    accepted_count: int = 0
    questions: list[rows.QuestionView] = []
    question_count: int = 0
    open_count: int = 0
    suspended: list[str] = []
    votes_lost: int = 0
    unacted: list[str] = []
    readiness: list[rows.CountView] = []
    lots_there: int = 0
    imported_before: bool = False
    may_confirm: bool = False
    done: rows.DoneView = rows.DoneView()

    _sha256: str = ""
    _accepted: frozenset[str] = frozenset()
    _answers: dict[str, str] = {}

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Begin, or go on with what was sent: a page is loaded again after each break of the network."""
        going_on = self.list_id and self.step in (LOOK, CHECK) and self.at == str(association_of(self.router.url.path))
        if going_on:
            step = self.step
            await self._look(-1)
            self.step = step if self.step == LOOK else CHOOSE
        else:
            await self._begin()

    @rx.event
    @policy(member)
    async def type_denominator(self, text: str) -> None:
        """Keep what was typed."""
        self.denominator = str(text)[:20]

    @rx.event
    @policy(member)
    async def received(self, list_id: str, name: str) -> None:
        """Look at the file that was sent, when the denominator is there."""
        self.list_id, self._accepted, self._answers = str(list_id), frozenset(), {}
        self.file = rows.FileView(name=str(name)[:120])
        await self._look(0)

    @rx.event
    @policy(member)
    async def read(self, answers: dict) -> None:
        """Look at the file with the denominator of the form."""
        self.denominator = str(answers.get("denominator", ""))[:20]
        await self._look(0)

    @rx.event
    @policy(member)
    async def go_to_line(self, line: int) -> None:
        """Show the lot of a line of the file."""
        await self._look(line if isinstance(line, int) else 0)

    @rx.event
    @policy(member)
    async def turn(self, steps: int) -> None:
        """Show the lots before (-1) or after (1) those shown."""
        self.first += rows.ROWS * (1 if steps == 1 else -1)
        await self._look(-1)

    @rx.event
    @policy(member)
    async def decide(self, proposal_id: str, one_person: bool) -> None:
        """Take the mentions of a proposal as one person, or not."""
        chosen = {each.id for each in self.proposals if each.id == proposal_id}
        self._accepted = self._accepted | chosen if one_person is True else self._accepted - chosen
        await self._look(-1)

    @rx.event
    @policy(member)
    async def decide_all(self, one_person: bool) -> None:
        """Take every proposal, or none."""
        async with self.refusals(), here(self) as act:
            found = await self._preview(act, accepted=None)
            self._accepted = frozenset(each.id for each in found.proposals) if one_person is True else frozenset()
        await self._look(-1)

    @rx.event
    @policy(member)
    async def answer(self, question_id: str, value: str) -> None:
        """Answer a question; an empty value leaves it open."""
        asked = next((each for each in self.questions if each.id == question_id), None)
        if asked and (not value or value in [choice.value for choice in asked.choices]):
            self._answers = {**self._answers, asked.id: value}
        await self._look(-1)

    @rx.event
    @policy(member)
    async def check(self) -> None:
        """Go on to the page that repeats the facts."""
        self.step = CHECK if self.may_confirm else LOOK

    @rx.event
    @policy(member)
    async def back(self) -> None:
        """Return to what was understood."""
        self.step = LOOK

    @rx.event
    @policy(member)
    async def confirm(self) -> None:
        """Import the list, whole or not at all."""
        async with self.refusals(), here(self) as act:
            kept = await kept_list(act.actor, act.association_id, self.list_id, at=now())
            result = await confirm_import(
                *act.within, content=kept.content, filename=kept.name, denominator=self._shares(), at=now(),
                merges_accepted=self._accepted, answers=self._given(), expected_sha256=self._sha256,
            )  # fmt: skip
            self.done, self.step = rows.done_view(result), DONE
        if self.step == DONE:
            await self._forget()

    async def _begin(self) -> None:
        self.reset()
        async with self.refusals(), here(self) as act:
            require(act.actor, "lots.import", act.association_id)
            found = await association_sheet(*act.within, day=today())
            self.name, self.send_to = found.facts.name, urls.list_files(act.association_id)
            self.lots_there, self.at = found.facts.lots, str(act.association_id)

    async def _forget(self) -> None:
        async with here(self) as act:
            await forget_list(act.actor, act.association_id, self.list_id)
        self.list_id, self.lots, self._answers = "", [], {}

    async def _look(self, line: int) -> None:
        """Read the file again and show it from a line on (-1: from where it is)."""
        async with self.refusals(), here(self) as act:
            try:
                preview = await self._preview(act, accepted=self._accepted)
            except (BadInput, ListGone):
                self.step = CHOOSE
                raise
            if line >= 0:
                self.first, self.lots = rows.lots_from(preview, line)
                self.sought = line
            self._show(preview, act)
            self.step = LOOK

    async def _preview(self, act: Act, accepted: frozenset[str] | None) -> Preview:
        shares = self._shares()
        kept = await kept_list(act.actor, act.association_id, self.list_id, at=now())
        return await preview_import(
            *act.within, content=kept.content, filename=kept.name, denominator=shares, at=now(),
            merges_accepted=accepted, answers=self._given(),
        )  # fmt: skip

    def _given(self) -> dict[str, str]:
        return {question: value for question, value in self._answers.items() if value}

    def _shares(self) -> int:
        """Return the denominator typed, with spaces or dots between thousands or without; names what is missing."""
        plain = _SPACES.sub("", self.denominator)
        problems = []
        if not _FIGURES.fullmatch(plain) or not 1 <= int(plain) <= MOST_SHARES:
            problems.append(Problem("denominator", DENOMINATOR, {"most": MOST_SHARES}))
        if not self.list_id:
            problems.append(Problem("file", NO_FILE))
        if problems:
            raise BadInput(*problems)
        return int(plain)

    def _show(self, preview: Preview, act: Act) -> None:
        self._sha256 = preview.sha256
        self.file, self.sums = rows.file_view(preview), rows.sum_view(preview)
        self.faults = [rows.fault_view(each) for each in preview.faults[: rows.MOST_FAULTS]]
        self.fault_count, self.lot_count = len(preview.faults), len(preview.lots)
        self.notices = [rows.fault_view(each) for each in preview.notices[: rows.MOST_FAULTS]]
        self.first = max(0, min(self.first, len(preview.lots) - 1))
        self.lots = rows.lots_at(preview, self.first, self.sought)
        self._show_people(preview)
        self.lots_there, self.imported_before = preview.lots_there, preview.imported_before
        self.may_confirm = preview.can_be_confirmed
        self.faults_at = urls.list_faults(act.association_id, self.list_id, self._shares())

    def _show_people(self, preview: Preview) -> None:
        proposals: Any = preview.proposals
        self.proposals = [rows.proposal_view(each, self._accepted) for each in proposals[: rows.MOST_PROPOSALS]]
        self.proposal_count = len(proposals)
        self.accepted_count = sum(each.id in self._accepted for each in proposals)
        self.questions = [rows.question_view(each) for each in preview.questions[: rows.MOST_QUESTIONS]]
        self.question_count, self.open_count = len(preview.questions), len(preview.open_questions)
        self.suspended = [lot.number for lot in preview.suspended.lots]
        self.votes_lost = preview.suspended.votes_lost
        self.unacted = [person.name for person in preview.organisations_open]
        self.readiness = [rows.CountView(each.message_id.value, each.have, each.of) for each in preview.readiness]
