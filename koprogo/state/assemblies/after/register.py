"""The register of decisions: a page of what matches, each association's thirty days, the printed register."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.permissions import PERMISSIONS
from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.rules.assemblies.deadlines import contest_deadline
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.after import register_paper
from koprogo.services.assemblies.after.old_minutes_queries import old_minutes
from koprogo.services.assemblies.after.register_queries import Clock, Entry, Wanted, clocks, register, years_of
from koprogo.services.buildings.queries import association_name
from koprogo.services.documents.queries import papers_of
from koprogo.state.assemblies.after.old_minutes import OldMinutesLine, old_minutes_line
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here, page_within, pages_of, said

LONGEST = 200
MOST_OLD = 10
"""Old minutes shown below the decisions; the others are on their own page."""


@dataclass(frozen=True)
class AmendmentLine:
    """An amendment voted before the text of a point."""

    version: int
    carried: bool
    in_favour: int
    against: int
    abstained: int


@dataclass(frozen=True)
class EntryLine:
    """One entry; `title`, `text` and `kind` by language, `day` ISO, `needed` 0 where nothing was voted."""

    number: int
    day: str
    item: str
    outcome: str
    title: dict[str, str]
    text: dict[str, str]
    kind: dict[str, str]
    majority: str
    article: str
    in_favour: int
    against: int
    abstained: int
    needed: int
    reason: str
    contest_until: str
    """The last day to contest it (ISO); empty when nothing was decided or the day is past."""
    assembly_at: str
    minutes_at: str
    decision_at: str
    amendments: list[AmendmentLine] = field(default_factory=list)


@dataclass(frozen=True)
class ClockLine:
    """The thirty days of one assembly; days and instants ISO, empty when not done; `left` negative when late."""

    day: str
    due: str
    left: int
    minuted_at: str
    entered_at: str
    entered: int
    letters: int
    sent_at: str


@dataclass(frozen=True)
class Option:
    """A choice of a filter."""

    value: str
    word: str = ""
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperLine:
    """A printed register; `issued_at` an ISO instant, `size` in bytes."""

    title: str
    language: str
    issued_at: str
    size: int
    href: str


class RegisterState(AppState, rx.State):
    """A page of the entries that match."""

    name: str = ""
    sheet_at: str = ""
    words: str = ""
    year: str = ""
    outcome: str = ""
    kind: str = ""
    entries: list[EntryLine] = []
    count: int = 0
    all_count: int = 0
    page: int = 1
    pages: int = 1
    years: list[Option] = []
    kinds: list[Option] = []
    clocks: list[ClockLine] = []
    papers: list[PaperLine] = []
    old: list[OldMinutesLine] = []
    old_count: int = 0
    """Minutes of before in which the words occur; without words all of them."""
    may_keep_old: bool = False
    may_print: bool = False
    may_follow: bool = False
    """The reader is the syndic or sits in the council."""
    asked: bool = False
    """A printing was just asked for."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the newest entries of the association in the address."""
        self.words = self.year = self.outcome = self.kind = ""
        self.loaded = self.asked = False
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            roles = act.actor.roles_in(act.association_id)
            self.may_print = bool(roles & PERMISSIONS["register.print"])
            self.may_follow = bool(roles & PERMISSIONS["council.follow"])
            self.may_keep_old = bool(roles & PERMISSIONS["minutes.issue"])
            everything = await register(*act.within)
            self.all_count = len(everything)
            self.years = [Option(str(year), str(year)) for year in years_of(everything)]
            self.kinds = _kinds(everything)
            self.clocks = [_clock(each) for each in await clocks(*act.within)]
            await self._papers(act)
            await self._show(act, 1)
            self.loaded = True

    @rx.event
    @policy(member)
    async def search(self, answers: dict) -> None:
        """Show what matches the form."""
        self.words, self.year = said(answers, "words")[:LONGEST], said(answers, "year")
        self.outcome, self.kind = said(answers, "outcome"), said(answers, "kind")
        async with self.refusals(), here(self) as act:
            await self._show(act, 1)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page."""
        async with self.refusals(), here(self) as act:
            await self._show(act, page)

    @rx.event
    @policy(member)
    async def print_register(self) -> None:
        """Have the register printed as it stands."""
        async with self.refusals(), here(self) as act:
            await register_paper.request_register(*act.within)
            self.asked = True

    async def _show(self, act: Act, page: int) -> None:
        year = int(self.year) if self.year.isdecimal() and len(self.year) == 4 else 0
        found = await register(*act.within, Wanted(self.words, year, self.outcome, self.kind))
        self.count, self.pages = len(found), pages_of(len(found))
        self.page = page_within(page, len(found))
        old = await old_minutes(*act.within, words=self.words, year=year)
        self.old_count = len(old)
        self.old = [old_minutes_line(each) for each in old[:MOST_OLD]] if self.words else []
        shown = found[(self.page - 1) * ROWS : self.page * ROWS]
        minutes = {each: await _minutes_at(act, each) for each in {row.assembly_id for row in shown if row.assembly_id}}
        self.entries = [
            _line(
                row,
                minutes.get(row.assembly_id, "") if row.assembly_id else "",
                urls.association(act.association_id, f"decisions/{row.id}"),
            )
            for row in shown
        ]

    async def _papers(self, act: Act) -> None:
        rows = await papers_of(*act.within, kind=register_paper.KIND, subject_id=act.association_id)
        self.papers = [
            PaperLine(row.title, row.language, row.issued_at.isoformat(), row.size, urls.paper(row.id)) for row in rows
        ]


async def _minutes_at(act: Act, assembly_id: object) -> str:
    """Return the minutes of an assembly in the reader's language; empty while they are not made."""
    rows = await papers_of(*act.within, kind="minutes", subject_id=assembly_id)  # type: ignore[arg-type]
    own = next((row for row in rows if row.language == act.actor.language), rows[0] if rows else None)
    return urls.paper(own.id) if own else ""


def _kinds(entries: list[Entry]) -> list[Option]:
    codes = sorted({str(entry.facts.get("kind", "")) for entry in entries})
    return [Option(code, words=dict(KIND_NAMES[code])) for code in codes if code in KIND_NAMES]


def _clock(row: Clock) -> ClockLine:
    return ClockLine(
        day=row.day.isoformat(),
        due=row.due.isoformat(),
        left=(row.due - today()).days,
        minuted_at=row.minuted_at.isoformat() if row.minuted_at else "",
        entered_at=row.entered_at.isoformat() if row.entered_at else "",
        entered=row.entries,
        letters=row.letters,
        sent_at=row.sent_at.isoformat() if row.sent_at else "",
    )


def _contest_until(entry: Entry) -> str:
    if entry.outcome not in register_paper.DECIDED:
        return ""
    last = contest_deadline(entry.day)
    return last.isoformat() if last >= today() else ""


def _line(entry: Entry, minutes_at: str, decision_at: str) -> EntryLine:
    facts = entry.facts
    return EntryLine(
        number=entry.number,
        day=entry.day.isoformat(),
        item=str(facts.get("item", "")),
        outcome=entry.outcome,
        title=dict(entry.title),
        text=dict(entry.text) if entry.text != entry.title else {},
        kind=dict(KIND_NAMES.get(str(facts.get("kind", "")), {})),
        majority=str(facts.get("majority", "")),
        article=str(facts.get("article", "")),
        in_favour=int(facts.get("in_favour", 0)),
        against=int(facts.get("against", 0)),
        abstained=int(facts.get("abstained", 0)),
        needed=int(facts.get("needed", 0)),
        reason=str(facts.get("reason", "")),
        contest_until=_contest_until(entry),
        amendments=[
            AmendmentLine(each["version"], each["carried"], each["in_favour"], each["against"], each["abstained"])
            for each in facts.get("amendments", ())
        ],
        assembly_at=urls.assembly(entry.assembly_id, "vote") if entry.assembly_id else "",
        minutes_at=minutes_at,
        decision_at=decision_at,
    )
