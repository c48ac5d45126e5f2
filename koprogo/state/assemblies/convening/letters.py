"""The letters of an assembly: where each is, what the post and the mail server said, and what is to be done about it."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.convening import answers, letter_list, occupants, posting, reminders
from koprogo.services.assemblies.convening.letter_list import LetterLine
from koprogo.services.documents.queries import papers_of
from koprogo.state.assemblies.acting import Act, acting, parse_day, said
from koprogo.state.assemblies.agenda.plan import DraftView, draft_view
from koprogo.state.assemblies.convening.observations import ObservationView, observations_here
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, page_within, pages_of

ALL = "all"


@dataclass(frozen=True)
class LetterView:
    """One letter, ready to print; days and instants ISO, empty when there is none."""

    id: str = ""
    kind: str = ""
    name: str = ""
    lots: str = ""
    language: str = ""
    channel: str = ""
    where: str = ""
    told: bool = False
    state: str = ""
    tracking: str = ""
    posted_on: str = ""
    posted_late: bool = False
    opened_at: str = ""
    reminded: bool = False
    problem: str = ""
    paper: str = ""


@dataclass(frozen=True)
class StateCount:
    """How many letters are in a state."""

    state: str
    letters: int


@dataclass(frozen=True)
class SumsView:
    """All letters, those printed, those that failed or have nowhere to go, and who has not opened hers."""

    all: int = 0
    printed: int = 0
    failed: int = 0
    late: int = 0
    unreachable: int = 0
    unopened: int = 0
    states: list[StateCount] = field(default_factory=list)


@dataclass(frozen=True)
class ExpectedView:
    """Co-owners and shares behind one answer."""

    answer: str
    owners: int
    shares: int


class LettersState(AppState, rx.State):
    """One table of letters, with a filter and a search."""

    assembly: DraftView = DraftView()
    loaded: bool = False
    lines: list[LetterView] = []
    sums: SumsView = SumsView()
    expected: list[ExpectedView] = []
    observations: list[ObservationView] = []
    notice: str = ""
    """Where the newest printed notice to occupants is."""
    total: int = 0
    shown: str = ALL
    words: str = ""
    page: int = 1
    pages: int = 1
    beat: int = 0
    """Changes while letters are being printed, so that the page asks again."""
    chosen: LetterView = LetterView()
    """The letter of which something is to be told."""
    day: str = ""
    said: str = ""
    """What the last act did: `posted`, `read`, `reminded` or `told`."""
    said_of: int = 0

    @rx.event
    @policy(member)
    async def load(self) -> Any:
        """Show the letters of this address from the beginning, and go on asking while they are being printed."""
        self.shown, self.words, self.page, self.said, self.loaded = ALL, "", 1, "", False
        self.chosen, self.day = LetterView(), today().isoformat()
        async with self.refusals(), acting(self) as act:
            sheet = await queries.sheet(*act.here)
            self.assembly, self.total = draft_view(sheet), sheet.shares_total
            found = await answers.expected(*act.here)
            self.observations = await observations_here(act)
            self.expected = [ExpectedView(each.answer, each.owners, each.shares) for each in found]
            await self._show(act)
            self.loaded = True
            return LettersState.again if self.sums.printed < self.sums.all else None
        return None

    @rx.event
    @policy(member)
    async def again(self) -> None:
        """Read the letters again, while they are being printed or when asked."""
        async with self.refusals(), acting(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def show(self, state: str) -> None:
        """Show the letters in one state, or all."""
        async with self.refusals(), acting(self) as act:
            self.shown, self.page = str(state) if state in letter_list.STATES else ALL, 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Show the letters of whom these words name, by name or lot."""
        async with self.refusals(), acting(self) as act:
            self.words, self.page = str(words)[:60], 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def turn_to(self, page: int) -> None:
        """Show another page of the table."""
        async with self.refusals(), acting(self) as act:
            self.page = page if isinstance(page, int) else 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def post_all(self, answers: dict) -> None:
        """Record the day on which the printed letters were brought to the post."""
        async with self.refusals(), acting(self) as act:
            self.day = said(answers, "day", 20)
            told = await posting.post_all(*act.here, day=parse_day(self.day, "day"), at=now())
            self.said, self.said_of = "posted", told
            await self._show(act)

    @rx.event
    @policy(member)
    async def choose(self, letter_id: str) -> None:
        """Open the form that says what became of one letter."""
        self.chosen = next((line for line in self.lines if line.id == letter_id), LetterView())

    @rx.event
    @policy(member)
    async def shut(self) -> None:
        """Close that form."""
        self.chosen = LetterView()

    @rx.event
    @policy(member)
    async def tell(self, answers: dict) -> None:
        """Record what became of the letter chosen."""
        async with self.refusals(), acting(self) as act:
            await posting.tell_letter(
                *act.within,
                parse_id(self.chosen.id),
                what=said(answers, "what", 20),
                day=parse_day(said(answers, "told_day", 20), "told_day"),
                tracking=said(answers, "tracking", 60),
                at=now(),
            )
            self.said, self.said_of, self.chosen = "told", 1, LetterView()
            await self._show(act)

    @rx.event
    @policy(member)
    async def list_read(self, told: str, name: str) -> None:
        """Show the table anew after a list with tracking numbers was read."""
        async with self.refusals(), acting(self) as act:
            self.said, self.said_of = "read", int(told) if str(told).isdecimal() else 0
            await self._show(act)

    @rx.event
    @policy(member)
    async def make_notice(self) -> None:
        """Have the notice to occupants printed; it is ready when the page is looked at again."""
        async with self.refusals(), acting(self) as act:
            await occupants.request_notice(*act.here, at=now())
            self.said, self.said_of = "notice", 1

    @rx.event
    @policy(member)
    async def remind(self) -> None:
        """Remind everybody who has not opened the e-mail."""
        async with self.refusals(), acting(self) as act:
            self.said_of = await reminders.remind(*act.here, at=now())
            self.said = "reminded"
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await letter_list.letter_list(*act.here)
        self.sums = _sums(found)
        notices = await papers_of(*act.within, kind=occupants.KIND, subject_id=act.assembly_id)
        self.notice = urls.paper(notices[0].id) if notices else ""
        chosen = [line for line in found if self._is_wanted(line)]
        self.pages, self.page = pages_of(len(chosen)), page_within(self.page, len(chosen))
        self.lines = [_view(line) for line in chosen[(self.page - 1) * ROWS : self.page * ROWS]]
        self.beat = self.beat + 1 if self.sums.printed < self.sums.all else 0

    def _is_wanted(self, line: LetterLine) -> bool:
        words = self.words.casefold().strip()
        named = words in line.name.casefold() or words in " ".join(line.lots).casefold()
        return named and self.shown in (ALL, line.state)


def _sums(lines: list[LetterLine]) -> SumsView:
    found = letter_list.counts(lines)
    return SumsView(
        all=found.all,
        printed=found.printed,
        failed=found.by_state.get("failed", 0) + found.by_state.get("returned", 0),
        late=sum(line.posted_late for line in lines),
        unreachable=found.unreachable,
        unopened=sum(
            line.kind == "convocation" and line.channel == "email" and line.opened_at is None for line in lines
        ),
        states=[StateCount(state, letters) for state, letters in found.by_state.items()],
    )


def _view(line: LetterLine) -> LetterView:
    return LetterView(
        id=str(line.id),
        kind=line.kind,
        name=line.name,
        lots=", ".join(line.lots),
        language=line.language,
        channel=line.channel,
        where=line.where,
        told=line.told,
        state=line.state,
        tracking=line.tracking,
        posted_on=_iso(line.posted_on),
        posted_late=line.posted_late,
        opened_at=_iso(line.opened_at),
        reminded=line.reminded,
        problem=line.problem,
        paper=urls.paper(line.paper_id) if line.paper_id else "",
    )


def _iso(when: Any) -> str:
    return when.isoformat() if when else ""
