"""The year of one association: the window of its house rules, and drafting the ordinary assembly that is next."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import BRUSSELS, now, today
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import plan, window
from koprogo.services.assemblies.agenda.proposals import plans
from koprogo.services.buildings.queries import association_name
from koprogo.state.assemblies.acting import parse_start
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, said, said_day

HOUR = time(19, 30)
"""When an assembly is proposed to begin, unless the last one began at another hour."""


@dataclass(frozen=True)
class YearView:
    """The window and what follows from it; ISO days, empty where nothing is known."""

    first: str = ""
    last: str = ""
    since: str = ""
    source: str = ""
    proposals_until: str = ""
    is_too_late: bool = False
    """Proposals of today are no longer by right on the agenda of this window."""
    assembly_at: str = ""
    assembly_state: str = ""
    assembly_href: str = ""


@dataclass(frozen=True)
class Wish:
    """The answers of the draft so far."""

    starts_at: str = ""
    hour: str = "19:30"
    place: str = ""
    remote_allowed: bool = True


@dataclass(frozen=True)
class WindowAnswers:
    """The answers about the window so far."""

    first_day: str = ""
    source: str = ""


class CalendarState(AppState, rx.State):
    """The page of the year."""

    association: str = ""
    sheet_at: str = ""
    proposals_at: str = ""
    year: YearView = YearView()
    wish: Wish = Wish()
    typed: WindowAnswers = WindowAnswers()
    opened: str = ""
    """The form a refusal belongs to: `window` or `draft`."""
    may_plan: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the window and the next ordinary assembly."""
        self.loaded, self.opened = False, ""
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.proposals_at = urls.association(act.association_id, "proposals")
            self.may_plan = plans(act.actor, act.association_id)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def fix(self, answers: dict) -> None:
        """Record on which day of the year the fifteen days begin."""
        self.opened, self.typed = "window", WindowAnswers(said(answers, "first_day"), said(answers, "source"))
        async with self.refusals(), here(self) as act:
            first = said_day(answers, "first_day")
            await window.set_window(
                *act.within, month=first.month, day=first.day, since=today(), source=self.typed.source, at=now()
            )
            self.opened = ""
            await self._show(act)

    @rx.event
    @policy(member)
    async def draft(self, answers: dict) -> EventSpec | None:
        """Draft the ordinary assembly and go on to its agenda."""
        self.opened, self.wish = "draft", _wish(answers)
        async with self.refusals(), here(self) as act:
            made = await plan.create_assembly(
                *act.within, kind="ordinary", starts_at=parse_start(answers), place=self.wish.place, at=now(),
                remote_allowed=self.wish.remote_allowed,
            )  # fmt: skip
            self.opened = ""
            return rx.redirect(urls.assembly(made, "plan"))
        return None

    async def _show(self, act: Act) -> None:
        found = await window.calendar(*act.within, day=today())
        self.year = _year(found, today())
        self.typed = WindowAnswers(self.year.first, self.year.source)
        if self.may_plan and found.proposed_day:
            last = next(iter(await queries.assemblies(act.session, act.actor, act.association_id)), None)
            self.wish = _proposed(found.proposed_day, last)


def _wish(answers: dict) -> Wish:
    return Wish(
        said(answers, "starts_at"), said(answers, "hour"), said(answers, "place"), bool(answers.get("remote_allowed"))
    )


def _proposed(day: date, last: Any) -> Wish:
    """Return the answers to begin with: the day of the window, hour and place as the last time."""
    hour = last.starts_at.astimezone(BRUSSELS).time() if last else HOUR
    return Wish(day.isoformat(), f"{hour:%H:%M}", last.place if last else "")


def _year(found: window.Calendar, day: date) -> YearView:
    if found.window is None or found.coming is None or found.proposals_until is None:
        return YearView()
    row = found.assembly
    page = "plan" if row and row.state == "drafted" else "vote"
    return YearView(
        first=found.coming.first.isoformat(),
        last=found.coming.last.isoformat(),
        since=found.window.since.isoformat(),
        source=found.window.source,
        proposals_until=found.proposals_until.isoformat(),
        is_too_late=day > found.proposals_until,
        assembly_at=_instant(row.starts_at) if row else "",
        assembly_state=row.state if row else "",
        assembly_href=urls.assembly(row.id, page) if row else "",
    )


def _instant(at: datetime) -> str:
    return at.isoformat()
