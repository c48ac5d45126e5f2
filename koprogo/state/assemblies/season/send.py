"""Many convocations in one press: the drafts with what they would meet today, those chosen, and how far a run is."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import reflex as rx

from koprogo import db, urls
from koprogo.core.clock import now
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.assemblies.season import run as season_run
from koprogo.services.assemblies.season.drafts import Candidate, candidates
from koprogo.services.assemblies.season.run import LONGEST_REASON
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, page_within, pages_of


@dataclass(frozen=True)
class SaidNo:
    """A refusal as it stands in a row: message id and facts for `t()`, and the article."""

    message_id: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    article: str = ""


@dataclass(frozen=True)
class DraftLine:
    """A draft; days and instants ISO. `says` is a code word: ready, urgent (with its `reason`), waits or no (with `no`)."""

    id: str
    name: str
    starts_at: str
    place: str
    href: str
    points: int
    letters: int
    by_email: int
    unreachable: int
    warnings: int
    safe_day: str
    posting_day: str
    latest_day: str
    says: str
    no: SaidNo
    chosen: bool = False
    reason: str = ""
    nowhere: list[str] = field(default_factory=list)
    """Names without an address, at most fifty."""


@dataclass(frozen=True)
class LeftOutLine:
    """A draft that the press leaves out; `why` is a code word: not_chosen, reason, waits or no (with `no`)."""

    id: str
    name: str
    starts_at: str
    why: str
    no: SaidNo


@dataclass(frozen=True)
class RunLine:
    """One assembly of the last run: asked, sent or refused."""

    id: str
    name: str
    starts_at: str
    href: str
    state: str
    letters: int
    printed: int
    no: SaidNo


@dataclass(frozen=True)
class ChosenSums:
    """What a press would send."""

    assemblies: int = 0
    letters: int = 0
    by_email: int = 0
    by_post: int = 0
    unreachable: int = 0


class SeasonSendState(AppState, rx.State):
    """The page of many convocations."""

    lines: list[DraftLine] = []
    chosen: list[str] = []
    reasons: dict[str, str] = {}
    """Why an assembly is urgent, by its id."""
    left_out: list[LeftOutLine] = []
    sums: ChosenSums = ChosenSums()
    ready: int = 0
    count: int = 0
    page: int = 1
    pages: int = 1
    run: list[RunLine] = []
    run_left: int = 0
    """Assemblies of the run that are not done."""
    beat: int = 0
    """Changes while a run goes on, so that the page asks again."""
    loaded: bool = False
    _run_id: str = ""

    @rx.event
    @policy(member)
    async def load(self) -> Any:
        """Show the drafts, nothing chosen, and the reader's last run."""
        self.loaded, self.chosen, self.reasons, self.page, self._run_id = False, [], {}, 1, ""
        async with self.refusals():
            actor = current_actor()
            async with db.tenant_session(actor) as session:
                found = await season_run.last_run(session, actor)
            self._run_id = str(found or "")
            await self._show()
            self.loaded = True
            return SeasonSendState.again if self.run_left else None

    @rx.event
    @policy(member)
    async def choose(self, assembly_id: str) -> None:
        """Choose a draft that is ready, or leave it out again."""
        async with self.refusals():
            one = str(parse_id(assembly_id))
            self.chosen = [each for each in self.chosen if each != one] + ([] if one in self.chosen else [one])
            await self._drafts()

    @rx.event
    @policy(member)
    async def say_why(self, assembly_id: str, words: str) -> None:
        """Say why an assembly is urgent, and so choose it; without words it is left out."""
        async with self.refusals():
            one, why = str(parse_id(assembly_id)), str(words)[:LONGEST_REASON].strip()
            others = {each: said for each, said in self.reasons.items() if each != one}
            self.reasons = {**others, one: why} if why else others
            self.chosen = [each for each in self.chosen if each != one] + ([one] if why else [])
            await self._drafts()

    @rx.event
    @policy(member)
    async def choose_ready(self) -> None:
        """Choose every draft that is ready; when all are chosen, none."""
        async with self.refusals():
            rows = await _candidates()
            everything = [str(row.assembly_id) for row in rows if self._may_leave(row)]
            self.chosen = [] if set(everything) <= set(self.chosen) else everything
            await self._drafts()

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page of the drafts."""
        async with self.refusals():
            self.page = page if isinstance(page, int) else 1
            await self._drafts()

    @rx.event
    @policy(member)
    async def send(self) -> Any:
        """Ask for the convocations of what is chosen; the worker sends them one by one."""
        async with self.refusals():
            chosen = [parse_id(each) for each in self.chosen]
            urgent = {parse_id(each): why for each, why in self.reasons.items() if each in self.chosen}
            self._run_id = str(await season_run.start(current_actor(), chosen, at=now(), urgent=urgent))
            self.chosen, self.reasons = [], {}
            await self._show()
            return SeasonSendState.again
        return None

    @rx.event
    @policy(member)
    async def again(self) -> None:
        """Look how far the run is, while it goes on or when asked."""
        async with self.refusals():
            before = [line.state for line in self.run]
            await self._progress()
            if before != [line.state for line in self.run]:
                await self._drafts()
            if self.run_left:
                self.beat += 1

    async def _show(self) -> None:
        await self._drafts()
        await self._progress()

    async def _drafts(self) -> None:
        rows = await _candidates()
        ready = {str(row.assembly_id) for row in rows if self._may_leave(row)}
        self.chosen = [each for each in self.chosen if each in ready]
        self.left_out = [_left_out(row) for row in rows if str(row.assembly_id) not in self.chosen][:ROWS]
        self.count, self.ready = len(rows), len(ready)
        self.pages, self.page = pages_of(len(rows)), page_within(self.page, len(rows))
        self.sums = _sums([row for row in rows if str(row.assembly_id) in self.chosen])
        shown = rows[(self.page - 1) * ROWS : self.page * ROWS]
        self.lines = [
            _line(row, str(row.assembly_id) in self.chosen, self.reasons.get(str(row.assembly_id), "")) for row in shown
        ]

    def _may_leave(self, row: Candidate) -> bool:
        """Say whether a press would send it: ready, or urgent with its reason."""
        return row.is_ready or (row.takes_reason and not row.waits and str(row.assembly_id) in self.reasons)

    async def _progress(self) -> None:
        if not self._run_id:
            self.run, self.run_left = [], 0
            return
        actor = current_actor()
        async with db.tenant_session(actor) as session:
            found = await season_run.steps(session, actor, UUID(self._run_id))
        self.run_left = sum(not each.is_done for each in found)
        self.run = [_run_line(each) for each in found][:ROWS]


async def _candidates() -> list[Candidate]:
    actor = current_actor()
    async with db.tenant_session(actor) as session:
        return await candidates(session, actor, at=now())


def _sums(rows: list[Candidate]) -> ChosenSums:
    letters, by_email = sum(row.letters for row in rows), sum(row.by_email for row in rows)
    return ChosenSums(len(rows), letters, by_email, letters - by_email, sum(row.unreachable for row in rows))


def _left_out(row: Candidate) -> LeftOutLine:
    why = "waits" if row.waits else "reason" if row.takes_reason else "no" if row.no else "not_chosen"
    return LeftOutLine(str(row.assembly_id), row.association_name, row.starts_at.isoformat(), why, _said_no(row))


def _said_no(row: Candidate) -> SaidNo:
    return SaidNo(row.no.message_id, dict(row.no.facts()), row.no.article) if row.no else SaidNo()


def _line(row: Candidate, chosen: bool, reason: str) -> DraftLine:
    says = "waits" if row.waits else "urgent" if row.takes_reason else "no" if row.no else "ready"
    return DraftLine(
        id=str(row.assembly_id),
        name=row.association_name,
        starts_at=row.starts_at.isoformat(),
        place=row.place,
        href=urls.assembly(row.assembly_id, "convene"),
        points=row.points,
        letters=row.letters,
        by_email=row.by_email,
        unreachable=row.unreachable,
        warnings=row.warnings,
        safe_day=row.given.safe_day.isoformat(),
        posting_day=row.given.posting_day.isoformat(),
        latest_day=row.given.latest_day.isoformat(),
        says=says,
        no=_said_no(row),
        chosen=chosen,
        reason=reason,
        nowhere=list(row.nowhere[:ROWS]),
    )


def _run_line(step: season_run.Step) -> RunLine:
    said = step.refusal
    return RunLine(
        id=str(step.assembly_id),
        name=step.association_name,
        starts_at=step.starts_at.isoformat(),
        href=urls.assembly(step.assembly_id, "letters" if step.state == season_run.SENT else "convene"),
        state=step.state,
        letters=step.letters,
        printed=step.printed,
        no=SaidNo(said["message_id"], dict(said["facts"]), said["article"]) if said else SaidNo(),
    )
