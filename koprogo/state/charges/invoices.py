"""The invoices of an association by where they stand; who keeps the books sends one here."""

from collections.abc import Mapping, Sequence

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.charges.invoice_steps import Standing
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges.invoices import queries
from koprogo.services.charges.invoices.queries import InvoiceRow
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here, page_within, pages_of
from koprogo.state.charges.invoice_rows import Arrived, InvoiceLineRow, arrived_rows, invoice_row

TO_DO, TO_PAY, PAID, ENDED = "to_do", "to_pay", "paid", "ended"
FILTERS: Mapping[str, frozenset[Standing]] = {
    TO_DO: frozenset({Standing.DRAFT, Standing.SUBMITTED}),
    TO_PAY: frozenset({Standing.BOOKED}),
    PAID: frozenset({Standing.PAID}),
    ENDED: frozenset({Standing.REJECTED, Standing.REVERSED}),
}


class InvoicesState(AppState, rx.State):
    """One page of invoices in one state, with the sums that wait."""

    name: str = ""
    sheet_at: str = ""
    upload_at: str = ""
    """Where an invoice is sent; empty for who only reads."""
    rows: list[InvoiceLineRow] = []
    which: str = TO_DO
    page: int = 1
    pages: int = 1
    total: int = 0
    drafts: int = 0
    submitted: int = 0
    owed: int = 0
    """Cents of what is booked and not paid."""
    late: int = 0
    reads_all: bool = False
    """Its reader keeps or watches the books; an owner sees what is booked."""
    arrived: list[Arrived] = []
    """The files that became drafts a moment ago."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what is to do first."""
        self.loaded, self.which, self.arrived = False, TO_DO, []
        async with self.refusals(), here(self) as act:
            roles = act.actor.roles_in(act.association_id)
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.reads_all = queries.reads_all(act.actor, act.association_id)
            self.which = TO_DO if self.reads_all else TO_PAY
            self.upload_at = urls.invoice_files(act.association_id) if roles & PERMISSIONS["invoice.enter"] else ""
            await self._show(act, 1)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose(self, which: str) -> None:
        """Show the invoices that stand elsewhere."""
        self.which = which if which in FILTERS else TO_DO
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
    async def sent(self, files: str, failed: str) -> EventSpec | None:
        """Name the files that became drafts; one alone, and none that failed, has its page opened."""
        async with self.refusals(), here(self) as act:
            found = arrived_rows(files, act.association_id)
            if len(found) == 1 and failed == "0":
                return rx.redirect(found[0].href)
            self.arrived = found
            self.which = TO_DO
            await self._show(act, 1)
        return None

    async def _show(self, act: Act, page: int) -> None:
        found = await queries.invoices(*act.within)
        self._sums(found, act)
        shown = [row for row in found if row.standing in FILTERS[self.which]]
        self.total = len(found)
        self.pages, self.page = pages_of(len(shown)), page_within(page, len(shown))
        self.rows = [
            invoice_row(row, act.association_id, today()) for row in shown[(self.page - 1) * ROWS : self.page * ROWS]
        ]

    def _sums(self, rows: Sequence[InvoiceRow], act: Act) -> None:
        self.drafts = sum(row.standing is Standing.DRAFT for row in rows)
        self.submitted = sum(row.standing is Standing.SUBMITTED for row in rows)
        lines = [invoice_row(row, act.association_id, today()) for row in rows]
        self.owed = sum(line.gross for line in lines if line.standing == Standing.BOOKED)
        self.late = sum(line.late for line in lines)
