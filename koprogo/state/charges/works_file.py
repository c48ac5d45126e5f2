"""Files of works: the list of what was allowed, and one with what was called, invoiced, paid, and is not covered."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges.invoices import funding, funding_end
from koprogo.services.charges.works_file import WorksFile, works_file
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, part_of
from koprogo.state.charges.invoice_rows import DecisionRow, decision_row, iso


@dataclass(frozen=True)
class CalledLine:
    """A call that carries the decision out; cents. Without an address it asks nothing of the reader."""

    href: str
    reference: str
    due_on: str
    cents: int


@dataclass(frozen=True)
class BorrowedLine:
    """A loan that pays for it; cents, nought until it is drawn. Owners find theirs in the list of loans."""

    href: str
    words: str
    lender: str
    cents: int


@dataclass(frozen=True)
class InvoicedLine:
    """An invoice that the decision pays; cents, below nought for a credit note. Without an address it is another's."""

    href: str
    number: int
    supplier: str
    supplier_number: str
    day: str
    cents: int
    standing: str


@dataclass(frozen=True)
class WorksView:
    """The file whole; amounts in cents."""

    words: str = ""
    day: str = ""
    href: str = ""
    allowed: int = 0
    called: int = 0
    borrowed: int = 0
    invoiced: int = 0
    coming: int = 0
    paid: int = 0
    left: int = 0
    not_covered: int = 0
    special: str = ""
    """The allowance of special calls, where the decision has one; its final account is drawn up here."""
    ended_on: str = ""


class WorksFilesState(AppState, rx.State):
    """The files of works of the association in the address."""

    association: str = ""
    sheet_at: str = ""
    rows: list[DecisionRow] = []
    keeps: bool = False
    """The reader enters decisions, on the page of suppliers."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what the assembly allowed beside the budget, the newest decision first."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.keeps = act.may("invoice.approve")
            self.rows = [decision_row(each) for each in await funding.decisions(*act.within)][: 4 * ROWS]
            self.loaded = True


class WorksFileState(AppState, rx.State):
    """One decision of the association in the address."""

    association: str = ""
    sheet_at: str = ""
    works: WorksView = WorksView()
    allowances: list[DecisionRow] = []
    calls: list[CalledLine] = []
    loans: list[BorrowedLine] = []
    invoices: list[InvoicedLine] = []
    loaded: bool = False
    may_act: bool = False
    whole: bool = False
    """Drafts are in it too."""

    @rx.event
    @policy(member)
    async def end(self) -> Any:
        """Draw up the final account today: what special calls brought and works did not use is given back."""
        async with self.refusals(), here(self) as act:
            await funding_end.draw_up(*act.within, parse_id(self.works.special), day=today(), at=now())
        return type(self).load

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the file."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.may_act = act.may("invoice.approve")
            self._show(act, await works_file(*act.within, part_of(self.router.url.path)))
            self.loaded = True

    def _show(self, act: Act, found: WorksFile) -> None:
        account, at, whole = found.account, partial(urls.association, act.association_id), found.whole
        self.whole = whole
        self.works = WorksView(
            found.words, found.decided_on.isoformat(), at(f"decisions/{found.entry_id}") if found.entry_id else "",
            account.allowed.cents, found.called.cents, found.borrowed.cents,
            account.invoiced.cents, account.coming.cents,
            found.paid.cents, account.left.cents, account.not_covered.cents,
            str(found.by_special_call.id) if found.by_special_call and found.calls else "",
            found.ended_on.isoformat() if found.ended_on else "",
        )  # fmt: skip
        self.allowances = [decision_row(each) for each in found.allowances]
        self.calls = [
            CalledLine(
                at(f"calls/{each.id}") if each.seen else "", each.reference, each.due_on.isoformat(), each.amount.cents
            )
            for each in found.calls
        ]
        self.loans = [
            BorrowedLine(at(f"loans/{each.id}") if whole else "", each.words, each.lender, each.amount.cents)
            for each in found.loans
        ]
        self.invoices = [
            InvoicedLine(
                at(f"invoices/{each.id}") if each.seen else "", each.number, each.supplier, each.supplier_number,
                iso(each.day), each.amount.cents, each.standing.value,
            )
            for each in found.invoices
        ]  # fmt: skip
