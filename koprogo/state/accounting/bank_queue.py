"""The lines that wait for a person: one after the other, with whom or what it may be beside it."""

from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.rules.accounting.open_items import STATED_ORDER
from koprogo.security.policies import member, policy
from koprogo.services.accounting.bank import deciding, proposals, queries, repayments
from koprogo.services.accounting.bank.deciding import Wish
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.bank_rows import (
    BankLine,
    BestLine,
    InvoiceLine,
    OwnerOption,
    PaymentLine,
    ProposalLine,
    bank_line,
    best_line,
    invoice_line,
    payment_line,
    proposal_line,
)
from koprogo.state.accounting.bearer_choices import BearerChoice, bearer_choices, chosen_bearer
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, said

MOST_OWNERS = 2000


class BankQueueState(AppState, rx.State):
    """The queue. `line` is the one that is open; an empty id when nothing waits. `best`: what Enter accepts."""

    name: str = ""
    bank_at: str = ""
    sheet_at: str = ""
    may_write: bool = False
    rows: list[BankLine] = []
    total: int = 0
    oldest: int = 0
    line: BankLine = BankLine()
    best: BestLine = BestLine()
    proposals: list[ProposalLine] = []
    payments: list[PaymentLine] = []
    invoices: list[InvoiceLine] = []
    owners: list[OwnerOption] = []
    bearers: list[BearerChoice] = []
    order: str = STATED_ORDER
    """What a payment settles first, as a message id."""
    decided: int = 0
    """How many were decided since the page was opened."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what waits, and the oldest line of it."""
        self.loaded, self.decided, self.line = False, 0, BankLine()
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.bank_at = urls.association(act.association_id, "bank")
            self.may_write = act.may("books.write")
            self.bearers = await bearer_choices(act) if self.may_write else []
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
    async def step(self, by: int) -> None:
        """Open the line after the open one, or before it for a number below nought; at the ends it stays."""
        place = next((n for n, row in enumerate(self.rows) if row.id == self.line.id), 0)
        wanted = place + (1 if isinstance(by, int) and by > 0 else -1)
        if 0 <= wanted < len(self.rows):
            async with self.refusals(), here(self) as act:
                await self._open(act, parse_id(self.rows[wanted].id))

    @rx.event
    @policy(member)
    async def accept(self) -> None:
        """Say that the open line is what is proposed first."""
        if self.best.kind == "owner":
            items = (parse_id(self.best.item),) if self.best.item else ()
            await self._decide(Wish(debtor_id=parse_id(self.best.id), items=items))
        elif self.best.kind == "payment":
            await self._decide(Wish(payment_id=parse_id(self.best.id)))
        elif self.best.kind == "invoice":
            await self._decide(Wish(invoices=(parse_id(self.best.id),)))

    @rx.event
    @policy(member)
    async def take_owner(self, debtor_id: str, item_id: str) -> None:
        """Say that the open line is this owner's, for one open item or (without one) for the oldest."""
        async with self.refusals():
            items = (parse_id(item_id),) if item_id else ()
            await self._decide(Wish(debtor_id=parse_id(debtor_id), items=items))

    @rx.event
    @policy(member)
    async def take_payment(self, payment_id: str) -> None:
        """Say that the open line is this payment of an order."""
        async with self.refusals():
            await self._decide(Wish(payment_id=parse_id(payment_id)))

    @rx.event
    @policy(member)
    async def take_invoice(self, invoice_id: str) -> None:
        """Say that the open line pays this invoice, or gives its payment back."""
        async with self.refusals():
            await self._decide(Wish(invoices=(parse_id(invoice_id),)))

    @rx.event
    @policy(member)
    async def take_other(self, answers: dict) -> None:
        """Say that the open line is the chosen owner's, or belongs on the account whose code is written, borne by whom."""
        chosen = said(answers, "owner")
        async with self.refusals():
            owner = parse_id(chosen) if chosen else None
            key, lot = chosen_bearer(answers)
            await self._decide(Wish(debtor_id=owner, account=said(answers, "account"), key_id=key, lot_id=lot))

    @rx.event
    @policy(member)
    async def send_back(self, answers: dict) -> None:
        """Ask that the open receipt goes back to whom it came from."""
        async with self.refusals(), here(self) as act:
            await repayments.ask_repayment(
                *act.within,
                parse_id(self.line.id),
                why=said(answers, "why"),
                name=said(answers, "payee"),
                number=said(answers, "number"),
                seen=parse_id(self.line.match_id) if self.line.match_id else None,
                at=now(),
            )
            self.decided += 1
            await self._show(act)

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
            self.line, self.best = BankLine(), BestLine()
            self.proposals, self.payments, self.invoices = [], [], []

    async def _open(self, act: Act, line_id: UUID) -> None:
        sheet = await proposals.line_to_decide(*act.within, line_id, today=today())
        self.line, self.best = bank_line(sheet.line), best_line(sheet)
        self.proposals = [proposal_line(each) for each in sheet.proposals]
        self.payments = [payment_line(each) for each in sheet.payments]
        self.invoices = [invoice_line(each) for each in sheet.invoices]
        self.owners = [OwnerOption("", ""), *(OwnerOption(str(id_), name) for id_, name in sheet.owners[:MOST_OWNERS])]
