"""One invoice beside its paper: what was read or typed, what is wrong with it, and the steps its reader may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.numbers import format_iban
from koprogo.core.permissions import PERMISSIONS
from koprogo.i18n.format import euros
from koprogo.rules.accounting.chart import CHART, is_result, takes_entries
from koprogo.rules.charges.invoice_steps import Standing
from koprogo.rules.charges.invoice_totals import VatRate
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.accounting import custom_accounts
from koprogo.services.assemblies.labels import said_in
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import keys
from koprogo.services.charges.claims import queries as claims
from koprogo.services.charges.invoices import drafts, later_account, queries, steps, suppliers
from koprogo.services.charges.invoices.queries import InvoiceSheet
from koprogo.state.base import AppState, ProblemView, parse_id
from koprogo.state.buildings.here import Act, here, part_of, said
from koprogo.state.charges.invoice_form import draft_said
from koprogo.state.charges.invoice_rows import (
    AccountRow,
    Choice,
    DecisionRow,
    EventRow,
    InvoiceLineRow,
    LineForm,
    TwinLink,
    account_row,
    decision_row,
    event_row,
    invoice_row,
    iso,
    line_form,
)

FOUND = 12
"""Accounts offered at a time."""


@dataclass(frozen=True)
class AccountChoice:
    """An account to choose; its names by language."""

    code: str
    names: dict[str, str]


@dataclass(frozen=True)
class Head:
    """The head of the form, as typed."""

    supplier: str = ""
    gross: str = ""
    iban: str = ""
    communication: str = ""
    service_from: str = ""
    service_last: str = ""
    decision: str = ""
    claim: str = ""
    vat_6: str = ""
    vat_12: str = ""
    vat_21: str = ""


class InvoiceState(AppState, rx.State):
    """The invoice in the address. `steps` are code words of the steps the reader may take now."""

    name: str = ""
    list_at: str = ""
    sheet_at: str = ""
    reads_all: bool = False
    paper_at: str = ""
    paper_is_pdf: bool = False
    electronic_at: str = ""
    send_electronic_at: str = ""
    send_paper_at: str = ""
    row: InvoiceLineRow = InvoiceLineRow()
    head: Head = Head()
    lines: list[LineForm] = []
    computed: int = 0
    difference: int = 0
    missing: list[ProblemView] = []
    twins: list[TwinLink] = []
    account: AccountRow = AccountRow()
    usual: AccountRow = AccountRow()
    """The supplier's account that may be paid, when the paper names another one."""
    decisions: list[DecisionRow] = []
    claims: list[Choice] = []
    """The claims that an insurer still pays."""
    suppliers: list[Choice] = []
    bearers: list[Choice] = []
    found: list[AccountChoice] = []
    steps: list[str] = []
    events: list[EventRow] = []
    editable: bool = False
    may_give: bool = False
    """Whether the reader may give the account number that the paper does not name."""
    count: int = 0
    """How often the form was kept: it is drawn anew with what the server has."""
    kept: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the invoice in the address."""
        self.loaded, self.kept, self.found = False, False, []
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            await self._choices(act)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def keep(self, answers: dict) -> None:
        """Keep what was typed; a new supplier is entered first."""
        self.kept = False
        async with self.refusals(), here(self) as act:
            chosen, new = said(answers, "supplier"), said(answers, "new_supplier")
            supplier = parse_id(chosen) if chosen else None
            if new:
                number = said(answers, "new_number")
                supplier = await suppliers.add_supplier(*act.within, name=new, number=number, at=now())
            await drafts.save(*act.within, self._here(), said=draft_said(answers, supplier), at=now())
            self.count, self.kept = self.count + 1, True
            await self._choices(act)
            await self._show(act)

    @rx.event
    @policy(member)
    async def add_line(self) -> None:
        """Offer one more line."""
        if len(self.lines) < drafts.MOST_LINES:
            self.lines = [*self.lines, LineForm(len(self.lines) + 1)]

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Find accounts by the beginning of their code, or by a part of their name."""
        wanted = words.strip().casefold()[:40] if isinstance(words, str) else ""
        language = current_actor().language
        async with self.refusals(), here(self) as act:
            own = [(each.code, each.names) for each in await custom_accounts.custom_accounts(*act.within)]
            chart = [(row.code, row.names) for row in CHART.values() if takes_entries(row.code)]
            hits = [
                AccountChoice(code, dict(names))
                for code, names in (*own, *chart)
                if is_result(code) and (code.startswith(wanted) or wanted in said_in(names, language).casefold())
            ]
            self.found = hits[:FOUND]

    @rx.event
    @policy(member)
    async def step(self, answers: dict) -> None:
        """Take the step that the form names."""
        self.kept = False
        async with self.refusals(), here(self) as act:
            what, words = said(answers, "what"), said(answers, "words")
            await steps.take_step(*act.within, self._here(), what=what, words=words, at=now())
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def give_account(self, answers: dict) -> None:
        """Give the account number of the supplier, which the paper does not name; a second person confirms it."""
        async with self.refusals(), here(self) as act:
            await later_account.give_account(*act.within, self._here(), number=said(answers, "iban"), at=now())
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def file_sent(self, invoice_id: str, name: str) -> None:
        """Show the invoice again, after a file arrived beside it."""
        async with self.refusals(), here(self) as act:
            self.count += 1
            await self._choices(act)
            await self._show(act)

    def _here(self) -> UUID:
        return part_of(self.router.url.path)

    async def _choices(self, act: Act) -> None:
        self.suppliers, self.bearers, self.claims = [], [], []
        if not queries.reads_all(act.actor, act.association_id):
            return
        rows = await suppliers.suppliers(*act.within)
        self.suppliers = [Choice("", "–"), *(Choice(str(row.id), row.name) for row in rows)]
        self.claims = [
            Choice(str(row.id), f"{row.number} – {row.words}")
            for row in await claims.claims(*act.within, today=today())
            if row.ended_on is None
        ]
        lots = await queries.lots(*act.within)
        named = await keys.keys(*act.within, day=today())
        language = act.actor.language
        self.bearers = [
            *(Choice(f"key:{row.id}", row.name.get(language) or next(iter(row.name.values()), "–")) for row in named),
            *(Choice(f"lot:{lot_id}", number) for lot_id, number in lots),
        ]

    async def _show(self, act: Act) -> None:
        sheet = await queries.invoice(*act.within, self._here(), at=now())
        association = act.association_id
        self.list_at = urls.association(association, "invoices")
        self.sheet_at = urls.association(association)
        self.reads_all = queries.reads_all(act.actor, association)
        may_enter = bool(act.actor.roles_in(association) & PERMISSIONS["invoice.enter"])
        self.editable = may_enter and sheet.row.standing is Standing.DRAFT
        self._files(sheet, association)
        self._sheet(sheet, act, {each.code: each.names for each in await custom_accounts.custom_accounts(*act.within)})

    def _files(self, sheet: InvoiceSheet, association: object) -> None:
        invoice = sheet.row.id
        self.paper_at = urls.invoice_file(association, sheet.paper.id) if sheet.paper else ""
        self.paper_is_pdf = bool(sheet.paper and sheet.paper.media_type == "application/pdf")
        self.electronic_at = urls.invoice_file(association, sheet.electronic.id) if sheet.electronic else ""
        self.send_electronic_at = urls.invoice_files(association, invoice, "electronic") if self.editable else ""
        without = self.editable and sheet.paper is None
        self.send_paper_at = urls.invoice_files(association, invoice, "paper") if without else ""

    def _sheet(self, sheet: InvoiceSheet, act: Act, own: Mapping[str, Mapping[str, str]]) -> None:
        language = act.actor.language
        self.row = invoice_row(sheet.row, act.association_id, today())
        self.head = _head(sheet, language)
        lines = [line_form(line, place, language, own) for place, line in enumerate(sheet.lines, start=1)]
        self.lines = lines or [LineForm(1)]
        self.computed, self.difference = sheet.totals.computed.cents, sheet.totals.difference.cents
        self.missing = [ProblemView(each.where, each.message_id, dict(each.facts)) for each in sheet.problems]
        self.twins = [
            TwinLink(urls.invoice(act.association_id, each.id), each.number, each.alike.value) for each in sheet.twins
        ]
        self.account = account_row(sheet.account)
        usable = next((each for each in sheet.usual if each.standing == "usable"), None)
        self.usual = account_row(usable if usable and sheet.iban not in ("", usable.iban) else None)
        may_enter = bool(act.actor.roles_in(act.association_id) & PERMISSIONS["invoice.enter"])
        to_be_paid = (
            sheet.row.standing is Standing.BOOKED and sheet.row.kind == "invoice" and not sheet.row.order_number
        )
        self.may_give = may_enter and to_be_paid and not sheet.iban
        self.decisions = [decision_row(each) for each in sheet.decisions]
        self.steps = [each.value for each in sheet.steps]
        self.events = [event_row(each) for each in sheet.events]


def _head(sheet: InvoiceSheet, language: str) -> Head:
    last = sheet.service_until - timedelta(days=1) if sheet.service_until else None
    vat = {rate: euros(amount, language, unit=False) for rate, amount in sheet.stated_vat.items()}
    return Head(
        supplier=str(sheet.row.supplier_id or ""),
        gross=euros(sheet.row.gross, language, unit=False) if sheet.row.gross else "",
        iban=format_iban(sheet.iban),
        communication=sheet.communication,
        service_from=iso(sheet.service_from),
        service_last=iso(last),
        decision=str(sheet.decision_id or ""),
        claim=str(sheet.claim_id or ""),
        vat_6=vat.get(VatRate.SIX, ""),
        vat_12=vat.get(VatRate.TWELVE, ""),
        vat_21=vat.get(VatRate.TWENTY_ONE, ""),
    )
