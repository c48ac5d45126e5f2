"""The season: all associations of a syndic, each with its window, its next assembly, and what is to be done next."""

from dataclasses import dataclass

import reflex as rx

from koprogo import db, urls
from koprogo.core.clock import now, today
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.assemblies.season import staff
from koprogo.services.assemblies.season.season import SeasonRow, season
from koprogo.services.assemblies.where import where
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, page_within, pages_of
from koprogo.state.home_rows import DeadlineRow, deadline_row

ALL, LATE, TO_DRAFT, SOON = "all", "late", "to_draft", "soon"
SOON_DAYS = 30


@dataclass(frozen=True)
class ColleagueOption:
    """Somebody who can go to an assembly; the first option is nobody."""

    value: str
    word: str


@dataclass(frozen=True)
class SeasonLine:
    """One association; ISO days and instants, empty where there is none; `stage` is a code word.

    `assembly` is the id of one whose attendant can be chosen; `last_planned` and `last_spent` are minutes, -1: unknown.
    """

    id: str
    name: str
    stage: str
    first: str
    last: str
    starts_at: str
    place: str
    minutes: int
    proposals: int
    by_right: int
    duty: str
    due: str
    n: int
    count: int
    article: str
    href: str
    calendar_href: str
    is_late: bool
    assembly: str
    attendant_id: str
    attendant: str
    clashes: bool
    colleagues: list[ColleagueOption]
    last_day: str
    last_planned: int
    last_spent: int


class SeasonState(AppState, rx.State):
    """The page of the season."""

    lines: list[SeasonLine] = []
    which: str = ALL
    page: int = 1
    pages: int = 1
    count: int = 0
    late: int = 0
    to_draft: int = 0
    meeting: int = 0
    """Assemblies within thirty days."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the season."""
        self.loaded, self.which, self.page = False, ALL, 1
        async with self.refusals():
            await self._show()
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose(self, which: str) -> None:
        """Show all associations, those that are late, those without a draft, or those that meet soon."""
        self.which, self.page = which if which in (ALL, LATE, TO_DRAFT, SOON) else ALL, 1
        async with self.refusals():
            await self._show()

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page of the list."""
        self.page = page if isinstance(page, int) else 1
        async with self.refusals():
            await self._show()

    @rx.event
    @policy(member)
    async def attend(self, assembly_id: str, person_id: str) -> None:
        """Say who goes to an assembly; an empty choice is nobody."""
        async with self.refusals():
            actor, assembly = current_actor(), parse_id(assembly_id)
            person = parse_id(person_id) if person_id else None
            association_id = await where(actor, assembly)
            async with db.tenant_session(actor, association_id) as session:
                await staff.attend(session, actor, association_id, assembly, person_id=person, at=now())
            await self._show()

    async def _show(self) -> None:
        actor, day = current_actor(), today()
        async with db.tenant_session(actor) as session:
            rows = await season(session, actor, day=day)
        lines = [_line(row) for row in rows]
        soon = [line.id for row, line in zip(rows, lines, strict=True) if _meets_soon(row)]
        shown = {
            LATE: [line for line in lines if line.is_late],
            TO_DRAFT: [line for line in lines if line.stage in ("to_draft", "no_window")],
            SOON: [line for line in lines if line.id in soon],
        }
        self.count, self.late, self.to_draft = len(lines), len(shown[LATE]), len(shown[TO_DRAFT])
        self.meeting = len(soon)
        chosen = shown.get(self.which, lines)
        self.pages, self.page = pages_of(len(chosen)), page_within(self.page, len(chosen))
        self.lines = chosen[(self.page - 1) * ROWS : self.page * ROWS]


def _meets_soon(row: SeasonRow) -> bool:
    return bool(row.assembly) and row.stage != "minutes" and 0 <= (row.assembly.day - today()).days <= SOON_DAYS  # type: ignore[union-attr]


def _line(row: SeasonRow) -> SeasonLine:
    duty = deadline_row(row.duties[0], today()) if row.duties else _nothing(row)
    return SeasonLine(
        id=str(row.association_id),
        name=row.association_name,
        stage=row.stage,
        first=row.window.first.isoformat() if row.window else "",
        last=row.window.last.isoformat() if row.window else "",
        starts_at=row.assembly.starts_at.isoformat() if row.assembly else "",
        place=row.assembly.place if row.assembly else "",
        minutes=row.minutes_planned,
        proposals=row.proposals,
        by_right=row.by_right,
        duty=duty.duty,
        due=duty.due,
        n=duty.n,
        count=duty.count,
        article=duty.article,
        href=duty.href,
        calendar_href=urls.association(row.association_id, "calendar"),
        is_late=any(each.due is not None and each.due < today() for each in row.duties),
        assembly=str(row.assembly.id) if row.assembly and row.stage != "minutes" else "",
        attendant_id=str(row.attendant_id or ""),
        attendant=row.attendant,
        clashes=row.clashes,
        colleagues=[ColleagueOption(str(each.id), each.name) for each in row.colleagues],
        last_day=row.last_day.isoformat() if row.last_day else "",
        last_planned=row.last.planned if row.last else -1,
        last_spent=row.last.spent if row.last and row.last.spent is not None else -1,
    )


def _nothing(row: SeasonRow) -> DeadlineRow:
    """Return no duty, with the page where the next step is taken."""
    href = urls.association(row.association_id, "calendar")
    return DeadlineRow("", "", 0, 1, row.association_name, "", 0, 0, "", href)
