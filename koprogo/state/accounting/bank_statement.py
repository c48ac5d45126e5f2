"""One statement: its lines, what each was matched with and why, and undoing what was wrong."""

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import NotFound
from koprogo.security.policies import member, policy
from koprogo.services.accounting.bank import deciding, queries
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.bank_rows import BankLine, StatementLine, bank_line, statement_line
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, page_within, pages_of, part_of, said

EMPTY = StatementLine("", "", "", "", "", "", "", 0, 0, 0, 0, 0, "")


class BankStatementState(AppState, rx.State):
    """The statement in the address, fifty lines at a time."""

    name: str = ""
    sheet_at: str = ""
    bank_at: str = ""
    queue_at: str = ""
    may_write: bool = False
    statement: StatementLine = EMPTY
    lines: list[BankLine] = []
    page: int = 1
    pages: int = 1
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the statement in the address."""
        self.loaded, self.page = False, 1
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.bank_at = urls.association(act.association_id, "bank")
            self.queue_at = urls.association(act.association_id, "bank-queue")
            self.may_write = act.may("books.write")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show other lines."""
        async with self.refusals(), here(self) as act:
            self.page = page if isinstance(page, int) else 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def undo(self, answers: dict) -> None:
        """Take the match of a line back, for the reason that the form says."""
        async with self.refusals(), here(self) as act:
            seen = said(answers, "match_id")
            await deciding.undo(
                *act.within, parse_id(said(answers, "line_id")), why=said(answers, "why"),
                seen=parse_id(seen) if seen else None, today=today(), at=now(),
            )  # fmt: skip
            await self._show(act)

    async def _show(self, act: Act) -> None:
        statement_id = part_of(self.router.url.path)
        found = [row for row in await queries.statements(*act.within) if row.id == statement_id]
        if not found:
            raise NotFound
        self.statement = statement_line(found[0], act.association_id)
        rows = await queries.lines(*act.within, today=today(), statement_id=statement_id)
        self.pages, self.page = pages_of(len(rows)), page_within(self.page, len(rows))
        self.lines = [bank_line(row) for row in rows[(self.page - 1) * ROWS : self.page * ROWS]]
