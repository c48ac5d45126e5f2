"""Suppliers with their account numbers, and what the assembly allowed to be spent beside the budget."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import Problem
from koprogo.core.numbers import format_enterprise_number
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import special_plan
from koprogo.services.charges.invoices import funding, ibans, suppliers
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, said, said_day, said_id
from koprogo.state.charges.invoice_rows import (
    AccountRow,
    Choice,
    DecisionRow,
    account_row,
    decision_row,
    iso,
)
from koprogo.state.charges.special_call import DecisionView, decision_view
from koprogo.state.charges.typed import euros

WAITS = ("to_confirm", "to_tell", "waiting")


@dataclass(frozen=True)
class SupplierLine:
    """A supplier with its account numbers."""

    id: str
    name: str
    number: str
    email: str
    invoices: int
    last_day: str
    accounts: list[AccountRow] = field(default_factory=list)


class SuppliersState(AppState, rx.State):
    """The list, and what its reader may do: enter, or confirm as the second person."""

    name: str = ""
    sheet_at: str = ""
    works_at: str = ""
    rows: list[SupplierLine] = []
    choices: list[Choice] = []
    decisions: list[DecisionRow] = []
    points: list[DecisionView] = []
    """What assemblies kept here carried, to who may enter what it allows."""
    waiting: int = 0
    """Account numbers that wait for somebody."""
    asked: str = ""
    """The number that the last press asked about once more."""
    today: str = ""
    may_enter: bool = False
    may_confirm: bool = False
    may_decide: bool = False
    count: int = 0
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the suppliers of the association in the address."""
        self.loaded, self.asked = False, ""
        async with self.refusals(), here(self) as act:
            roles = act.actor.roles_in(act.association_id)
            self.may_enter = bool(roles & PERMISSIONS["invoice.enter"])
            self.may_confirm = bool(roles & PERMISSIONS["iban.confirm"])
            self.may_decide = bool(roles & PERMISSIONS["invoice.approve"])
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.works_at = urls.association(act.association_id, "works/")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def enter(self, answers: dict) -> None:
        """Enter a supplier."""
        async with self.refusals(), here(self) as act:
            await suppliers.add_supplier(
                *act.within, name=said(answers, "name"), number=said(answers, "number"), email=said(answers, "email"),
                at=now(),
            )  # fmt: skip
            await self._again(act)

    @rx.event
    @policy(member)
    async def enter_account(self, answers: dict) -> None:
        """Note an account number of a supplier; the second person, or the owners, are told."""
        async with self.refusals(), here(self) as act:
            supplier = said_id(answers, "supplier", Problem("supplier", "Choose the supplier."))
            await ibans.enter_account(*act.within, supplier, number=said(answers, "iban"), at=now())
            await self._again(act)

    @rx.event
    @policy(member)
    async def tell(self, answers: dict) -> None:
        """Note that the owners without an e-mail address were told; the 48 hours begin."""
        async with self.refusals(), here(self) as act:
            day, how = said_day(answers, "told_on"), said(answers, "how")
            await ibans.tell_on_paper(
                *act.within, parse_id(said(answers, "supplier")), number=said(answers, "number"), day=day, how=how,
                at=now(),
            )  # fmt: skip
            await self._again(act)

    @rx.event
    @policy(member)
    async def ask_again(self, supplier_id: str, number: str) -> None:
        """Write once more to who may confirm an account number."""
        async with self.refusals(), here(self) as act:
            await ibans.ask_again(*act.within, parse_id(supplier_id), number=str(number), at=now())
            self.asked = str(number)
            await self._again(act)

    @rx.event
    @policy(member)
    async def confirm(self, supplier_id: str, number: str) -> None:
        """Confirm an account number as the second person."""
        async with self.refusals(), here(self) as act:
            await ibans.confirm_account(*act.within, parse_id(supplier_id), number=str(number), at=now())
            await self._again(act)

    @rx.event
    @policy(member)
    async def refuse(self, answers: dict) -> None:
        """Refuse an account number, with the reason."""
        async with self.refusals(), here(self) as act:
            supplier, number = said(answers, "supplier"), said(answers, "number")
            await ibans.refuse_account(
                *act.within, parse_id(supplier), number=number, why=said(answers, "why"), at=now()
            )
            await self._again(act)

    @rx.event
    @policy(member)
    async def decide(self, answers: dict) -> None:
        """Enter what a decision of the assembly allows."""
        async with self.refusals(), here(self) as act:
            ceiling, point = euros(said(answers, "ceiling"), "ceiling"), said(answers, "item_id")
            day = None if point and not said(answers, "decided_on") else said_day(answers, "decided_on")
            await funding.enter_decision(
                *act.within, funding=said(answers, "funding"), words=said(answers, "words"), decided_on=day,
                ceiling=ceiling, item_id=parse_id(point) if point else None, at=now(),
            )  # fmt: skip
            await self._again(act)

    async def _again(self, act: Act) -> None:
        self.count += 1
        await self._show(act)

    async def _show(self, act: Act) -> None:
        rows = await suppliers.suppliers(*act.within)
        found = await ibans.accounts(act.session, act.association_id, now=now())
        self.today = today().isoformat()
        words = {
            (each.supplier_id, each.iban): await ibans.notice(
                *act.within, each.supplier_id, number=each.iban, at=now()
            )
            for known in found.values() for each in known
            if self.may_enter and each.standing is IbanStanding.TO_TELL
        }  # fmt: skip
        lines = [
            SupplierLine(
                str(row.id), row.name, format_enterprise_number(row.enterprise_number) if row.enterprise_number else "",
                row.email, row.invoices, iso(row.last_day), 
                [account_row(each, words.get((row.id, each.iban))) for each in found.get(row.id, ())],
            )
            for row in rows
        ]  # fmt: skip
        self.choices = [Choice("", "–"), *(Choice(line.id, line.name) for line in lines)]
        # What waits for somebody comes first.
        self.rows = sorted(lines, key=lambda line: all(each.standing not in WAITS for each in line.accounts))
        self.waiting = sum(each.standing in WAITS for line in lines for each in line.accounts)
        self.decisions = [decision_row(each) for each in await funding.decisions(*act.within)]
        carried = await special_plan.carried_decisions(*act.within) if self.may_decide else []
        self.points = [decision_view(each) for each in carried][: 4 * ROWS]
