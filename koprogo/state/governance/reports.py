"""The council's reports: the list, and one being written, issued and handed in for an assembly."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.i18n.languages import NAMES
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.documents.queries import papers_of
from koprogo.services.governance import handing_in, reports
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of

MOST_WORDS = reports.LONGEST + 1


@dataclass(frozen=True)
class ReportLine:
    """A report of the list; days ISO, `version` 0 for a draft; `href` its paper in the reader's language, if any."""

    id: str
    kind: str
    since: str
    last_day: str
    version: int
    issued_at: str
    write_at: str
    href: str
    size: int
    handed_for: str


@dataclass(frozen=True)
class SectionLine:
    """A field to write in: its section and language, and what stands there."""

    field: str
    section: str
    language: str
    language_name: str
    words: str


@dataclass(frozen=True)
class FactLine:
    """A decision as the report will say it."""

    number: int
    title: dict[str, str]
    stand: str
    due: str
    over: str
    days: int


@dataclass(frozen=True)
class PaperLine:
    """The report printed in a language; `issued_at` ISO, `size` in bytes."""

    title: str
    language: str
    issued_at: str
    size: int
    href: str


@dataclass(frozen=True)
class MeetingLine:
    """An ordinary assembly that takes the report."""

    value: str
    day: str
    drafted: bool


class ReportsState(AppState, rx.State):
    """The reports of this association; the one of this address when it names one."""

    name: str = ""
    sheet_at: str = ""
    lines: list[ReportLine] = []
    may_write: bool = False
    may_follow: bool = False
    report_id: str = ""
    kind: str = ""
    since: str = ""
    last_day: str = ""
    version: int = 0
    changed: bool = False
    """Words were written since the last issue."""
    fields: list[SectionLine] = []
    facts: list[FactLine] = []
    done: int = 0
    busy: int = 0
    late: int = 0
    questions: int = 0
    answered: int = 0
    visits: int = 0
    notes: int = 0
    papers: list[PaperLine] = []
    meetings: list[MeetingLine] = []
    handed_for: str = ""
    """The day of the assembly for which it was handed in."""
    waiting: bool = False
    """The newest version is being printed."""
    saved: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the reports of the association in the address."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            await self._head(act)
            await self._list(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def load_one(self) -> None:
        """Show the report of this address, to be written."""
        self.loaded = self.saved = False
        async with self.refusals(), here(self) as act:
            await self._head(act)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def begin(self, kind: str) -> EventSpec | None:
        """Begin a report, or go on with the draft there is."""
        async with self.refusals(), here(self) as act:
            made = await reports.begin(*act.within, kind=str(kind), today=today(), at=now())
            return rx.redirect(urls.association(act.association_id, f"reports/{made}"))
        return None

    @rx.event
    @policy(member)
    async def write(self, answers: dict) -> None:
        """Keep what was written."""
        self.saved = False
        async with self.refusals(), here(self) as act:
            await self._keep(act, answers)
            self.saved = True
            await self._show(act)

    @rx.event
    @policy(member)
    async def keep_one(self, field: str, words: str) -> None:
        """Keep what stands in a field that was left: nothing written is lost before the report is issued."""
        async with self.refusals(), here(self) as act:
            section, _, language = str(field).partition("_")
            report = part_of(self.router.url.path)
            kept = str(words)[:MOST_WORDS]
            await reports.write_one(*act.within, report, section=section, language=language, words=kept, at=now())

    @rx.event
    @policy(member)
    async def issue(self) -> None:
        """Have the report printed with the facts as they stand."""
        async with self.refusals(), here(self) as act:
            await reports.issue_report(*act.within, part_of(self.router.url.path), today=today(), at=now())
            self.saved = False
            await self._show(act)

    @rx.event
    @policy(member)
    async def look_again(self) -> None:
        """Look whether the paper is printed."""
        async with self.refusals(), here(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def hand_in(self, assembly_id: str) -> None:
        """Add the report to the documents of an assembly."""
        async with self.refusals(), here(self) as act:
            report = part_of(self.router.url.path)
            await handing_in.hand_in_report(*act.within, report, assembly_id=parse_id(assembly_id), at=now())
            await self._show(act)

    async def _keep(self, act: Act, answers: dict) -> None:
        languages = await reports.languages_of(act.session, act.association_id)
        words = {
            section: {each: _long(answers, f"{section}_{each}") for each in languages} for section in reports.SECTIONS
        }
        await reports.write(*act.within, part_of(self.router.url.path), words=words, at=now())

    async def _head(self, act: Act) -> None:
        self.name = await association_name(*act.within)
        self.sheet_at = urls.association(act.association_id)
        roles = act.actor.roles_in(act.association_id)
        self.may_write = bool(roles & PERMISSIONS["council.report"])
        self.may_follow = bool(roles & PERMISSIONS["council.follow"])

    async def _list(self, act: Act) -> None:
        handed = {
            row.report_id: row.day.isoformat() for row in await handing_in.handed_in(*act.within) if row.report_id
        }
        self.lines = []
        for row in await reports.reports(*act.within):
            papers = await papers_of(*act.within, kind=reports.KIND, subject_id=row.id)
            own = next((each for each in papers if each.language == act.actor.language), papers[0] if papers else None)
            self.lines.append(
                ReportLine(
                    id=str(row.id),
                    kind=row.kind.value,
                    since=row.since.isoformat(),
                    last_day=row.last_day.isoformat(),
                    version=row.version,
                    issued_at=row.issued_at.isoformat() if row.issued_at else "",
                    write_at=urls.association(act.association_id, f"reports/{row.id}"),
                    href=urls.paper(own.id) if own else "",
                    size=own.size if own else 0,
                    handed_for=handed.get(row.id, ""),
                )
            )

    async def _show(self, act: Act) -> None:
        report_id = part_of(self.router.url.path)
        found = await reports.sheet(*act.within, report_id, today=today())
        row = found.row
        self.report_id, self.kind = str(row.id), row.kind.value
        self.since, self.last_day = row.since.isoformat(), row.last_day.isoformat()
        self.version, self.changed = row.version, row.changed
        self.fields = [
            SectionLine(
                f"{section}_{language}",
                section,
                language,
                NAMES[language],
                row.words.get(section, {}).get(language, ""),
            )
            for section in reports.SECTIONS
            for language in found.languages
        ]
        self.facts = [
            FactLine(each["number"], each["title"], each["stand"], each["due"], each["over"], each["days"])
            for each in found.facts["decisions"]
        ]
        self.done, self.busy, self.late = found.sums["done"], found.sums["open"], found.sums["late"]
        self.questions, self.answered = found.sums["questions"], found.sums["answered"]
        self.visits = found.sums["visits"]
        self.notes = len(found.facts["notes"]) - self.visits
        await self._papers(act, report_id, row.version)

    async def _papers(self, act: Act, report_id: object, version: int) -> None:
        rows = await papers_of(*act.within, kind=reports.KIND, subject_id=parse_id(str(report_id)))
        self.papers = [
            PaperLine(row.title, row.language, row.issued_at.isoformat(), row.size, urls.paper(row.id)) for row in rows
        ]
        self.waiting = bool(version) and not any(row.version == version for row in rows)
        meets = await handing_in.meetings(*act.within, today=today())
        self.meetings = [MeetingLine(str(each.id), each.day.isoformat(), each.drafted) for each in meets]
        handed = [row for row in await handing_in.handed_in(*act.within) if str(row.report_id) == str(report_id)]
        self.handed_for = handed[0].day.isoformat() if handed else ""


def _long(answers: dict, name: str) -> str:
    """Return what a form says under a name, up to just over what the service takes: it says what is too long."""
    value = answers.get(name)
    return value.strip()[:MOST_WORDS] if isinstance(value, str) else ""
