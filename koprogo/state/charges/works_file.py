"""The file of works of one decision: what was allowed, called, invoiced, paid, and what is not covered."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_sheet
from koprogo.services.charges.works_file import works_file
from koprogo.state.base import AppState
from koprogo.state.buildings.here import here, part_of
from koprogo.state.charges.invoice_rows import DecisionRow, decision_row, iso


@dataclass(frozen=True)
class CalledLine:
    """A call that carries the decision out; cents."""

    href: str
    reference: str
    due_on: str
    cents: int


@dataclass(frozen=True)
class InvoicedLine:
    """An invoice that the decision pays; cents, below nought for a credit note."""

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
    invoiced: int = 0
    coming: int = 0
    paid: int = 0
    left: int = 0
    not_covered: int = 0


class WorksFileState(AppState, rx.State):
    """One decision of the association in the address."""

    association: str = ""
    sheet_at: str = ""
    works: WorksView = WorksView()
    allowances: list[DecisionRow] = []
    calls: list[CalledLine] = []
    invoices: list[InvoicedLine] = []
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the file."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.association = (await association_sheet(*act.within, day=today())).facts.name
            self.sheet_at = urls.association(act.association_id)
            found = await works_file(*act.within, part_of(self.router.url.path))
            account = found.account
            self.works = WorksView(
                found.words, found.decided_on.isoformat(),
                urls.association(act.association_id, f"decisions/{found.entry_id}") if found.entry_id else "",
                account.allowed.cents, found.called.cents, account.invoiced.cents, account.coming.cents,
                found.paid.cents, account.left.cents, account.not_covered.cents,
            )  # fmt: skip
            self.allowances = [decision_row(each) for each in found.allowances]
            self.calls = [
                CalledLine(
                    urls.association(act.association_id, f"calls/{each.id}"), each.reference, each.due_on.isoformat(),
                    each.amount.cents,
                )
                for each in found.calls
            ]  # fmt: skip
            self.invoices = [
                InvoicedLine(
                    urls.invoice(act.association_id, each.id), each.number, each.supplier, each.supplier_number,
                    iso(each.day), each.amount.cents, each.standing.value,
                )
                for each in found.invoices
            ]  # fmt: skip
            self.loaded = True
