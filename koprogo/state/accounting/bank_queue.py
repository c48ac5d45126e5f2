"""The lines that wait for a person: one after the other, with the owners it may be from beside it."""

from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.accounting.bank import deciding, proposals, queries
from koprogo.services.accounting.bank.deciding import Wish
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.accounting.bank_rows import BankLine, OwnerOption, ProposalLine, bank_line, proposal_line
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, said

MOST_OWNERS = 2000


class BankQueueState(AppState, rx.State):
    """The queue. `line` is the one that is open; an empty id when nothing waits."""

    name: str = ""
    bank_at: str = ""
    sheet_at: str = ""
    may_write: bool = False
    rows: list[BankLine] = []
    total: int = 0
    oldest: int = 0
    line: BankLine = BankLine()
    proposals: list[ProposalLine] = []
    owners: list[OwnerOption] = []
    decided: int = 0
    """How many were decided since the page was opened."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what waits, and the oldest line of it."""
        self.loaded, self.decided, self.line = False, 0, BankLine()
        async with self.refusals(), here(self) as act:
            self.name = (await association_sheet(*act.within, day=today())).facts.name
            self.sheet_at = urls.association(act.association_id)
            self.bank_at = urls.association(act.association_id, "bank")
            self.may_write = bool(act.actor.roles_in(act.association_id) & PERMISSIONS["books.write"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose(self, line_id: str) -> None:
        """Open another line."""
        async with self.refusals(), here(self) as act:
            await self._open(act, parse_id(line_id))

    @rx.event
    @policy(member)
    async def take_owner(self, debtor_id: str, call_id: str) -> None:
        """Say that the open line is this owner's, for one call or (without one) for the oldest."""
        wish = Wish(debtor_id=parse_id(debtor_id), calls=(parse_id(call_id),) if call_id else ())
        await self._decide(wish)

    @rx.event
    @policy(member)
    async def take_other(self, answers: dict) -> None:
        """Say that the open line is the chosen owner's, or belongs on the account whose code is written."""
        chosen = said(answers, "owner")
        async with self.refusals():
            owner = parse_id(chosen) if chosen else None
            await self._decide(Wish(debtor_id=owner, account=said(answers, "account")))

    async def _decide(self, wish: Wish) -> None:
        async with self.refusals(), here(self) as act:
            seen = parse_id(self.line.match_id) if self.line.match_id else None
            await deciding.decide(*act.within, parse_id(self.line.id), wish=wish, seen=seen, today=today(), at=now())
            self.decided += 1
            await self._show(act)

    async def _show(self, act: Act) -> None:
        """Show what waits now; the line after the one that was decided is opened."""
        place = next((n for n, row in enumerate(self.rows) if row.id == self.line.id), 0)
        found = await queries.waiting_lines(*act.within, today=today())
        self.total, self.oldest = queries.sums(found)
        self.rows = [bank_line(row) for row in found[:ROWS]]
        if found:
            await self._open(act, found[min(place, len(self.rows) - 1)].id)
        else:
            self.line, self.proposals = BankLine(), []

    async def _open(self, act: Act, line_id: UUID) -> None:
        sheet = await proposals.line_to_decide(*act.within, line_id, today=today())
        self.line = bank_line(sheet.line)
        self.proposals = [proposal_line(each) for each in sheet.proposals]
        self.owners = [OwnerOption("", ""), *(OwnerOption(str(id_), name) for id_, name in sheet.owners[:MOST_OWNERS])]
