"""Reported problems: those of one association, or of all that the reader follows as syndic or in a council."""

from collections.abc import Callable, Mapping
from datetime import date

import reflex as rx

from koprogo import db, urls
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.works.tickets import Step
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.documents.queries import papers_of
from koprogo.services.works import posted_form, queries
from koprogo.services.works.queries import TicketRow
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here, page_within, pages_of
from koprogo.state.works.rows import TicketLine, ticket_line

OPEN, WAITING, ENDED, MINE = "open", "waiting", "ended", "mine"
FILTERS: Mapping[str, Callable[[TicketRow], bool]] = {
    OPEN: lambda row: row.is_open,
    WAITING: lambda row: row.state is Step.SOLVED,
    ENDED: lambda row: not row.is_open and row.state is not Step.SOLVED,
    MINE: lambda row: row.is_mine,
}


class TicketsState(AppState, rx.State):
    """One page of reports in one state; who only owns sees no sums and no reporters."""

    name: str = ""
    sheet_at: str = ""
    report_at: str = ""
    everywhere: bool = False
    rows: list[TicketLine] = []
    which: str = OPEN
    page: int = 1
    pages: int = 1
    count: int = 0
    """Reports in the chosen state."""
    total: int = 0
    open: int = 0
    danger: int = 0
    unanswered: int = 0
    oldest: int = 0
    may_report: bool = False
    may_follow: bool = False
    may_keep: bool = False
    form_since: str = ""
    """Since when the occupants' form is open (ISO); empty while it is closed."""
    form_paper: str = ""
    """Its page to print, once it is printed."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the open reports of the association in the address."""
        self.loaded, self.which, self.everywhere = False, OPEN, False
        async with self.refusals(), here(self) as act:
            roles = act.actor.roles_in(act.association_id)
            self.may_report = bool(roles & PERMISSIONS["ticket.report"])
            self.may_follow = bool(roles & PERMISSIONS["ticket.follow"])
            self.may_keep = bool(roles & PERMISSIONS["ticket.keep"])
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.report_at = urls.new_problem(act.association_id)
            await self._form(act)
            self._show(await queries.tickets(*act.within, today=today()), 1)
            self.loaded = True

    @rx.event
    @policy(member)
    async def load_everywhere(self) -> None:
        """Show the open reports of every association that the reader follows."""
        self.loaded, self.which, self.everywhere = False, OPEN, True
        self.may_follow, self.may_keep, self.may_report, self.name = True, False, False, ""
        async with self.refusals():
            self._show(await _everywhere(today()), 1)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose(self, which: str) -> None:
        """Show the reports of another state, or one's own."""
        self.which = which if which in FILTERS else OPEN
        async with self.refusals():
            self._show(await self._read(), 1)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page."""
        async with self.refusals():
            self._show(await self._read(), page)

    @rx.event
    @policy(member)
    async def post_form(self) -> None:
        """Have the page with the code for the hall printed; a code before it ends."""
        async with self.refusals(), here(self) as act:
            await posted_form.post_form(*act.within, at=now())
            await self._form(act)

    @rx.event
    @policy(member)
    async def look_for_paper(self) -> None:
        """Look whether the page with the code is printed by now."""
        async with self.refusals(), here(self) as act:
            await self._form(act)

    @rx.event
    @policy(member)
    async def close_form(self) -> None:
        """Close the form behind the code."""
        async with self.refusals(), here(self) as act:
            await posted_form.close_form(*act.within, at=now())
            await self._form(act)

    async def _read(self) -> list[TicketRow]:
        if self.everywhere:
            return await _everywhere(today())
        async with here(self) as act:
            return await queries.tickets(*act.within, today=today())

    async def _form(self, act: Act) -> None:
        self.form_since = self.form_paper = ""
        if not self.may_keep:
            return
        since = await posted_form.opened_at(act.session, act.association_id)
        if since is not None:
            self.form_since = since.isoformat()
            printed = await papers_of(*act.within, kind=posted_form.KIND, subject_id=act.association_id)
            fresh = [each for each in printed if each.issued_at >= since]
            self.form_paper = urls.paper(fresh[0].id) if fresh else ""

    def _show(self, found: list[TicketRow], page: int) -> None:
        sums = queries.sums(found)
        self.open, self.danger, self.unanswered, self.oldest = sums.open, sums.danger, sums.unanswered, sums.oldest
        shown = [row for row in found if FILTERS[self.which](row)]
        self.total, self.count = len(found), len(shown)
        self.pages, self.page = pages_of(len(shown)), page_within(page, len(shown))
        self.rows = [ticket_line(row) for row in shown[(self.page - 1) * ROWS : self.page * ROWS]]


async def _everywhere(day: date) -> list[TicketRow]:
    actor = current_actor()
    async with db.tenant_session(actor) as session:
        return await queries.tickets_everywhere(session, actor, today=day)
