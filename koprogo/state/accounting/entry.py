"""One voucher: its lines with what explains them, its paper, and taking it back."""

from dataclasses import dataclass
from datetime import timedelta

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.accounting import journal
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.assemblies.acting import parse_day, said
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, part_of


@dataclass(frozen=True)
class EntryLineView:
    """A line: cents in debit or credit; its lot, key, weight of total and days of the cost where it has them."""

    code: str
    names: dict[str, str]
    people: str
    debit: int
    credit: int
    lot: str
    key_names: dict[str, str]
    weight: int
    total: int
    cost_from: str
    cost_last: str
    href: str


@dataclass(frozen=True)
class EntryView:
    """The voucher; days ISO, the moment of writing an ISO instant; addresses empty where there is nothing."""

    journal: str = ""
    year: int = 0
    number: int = 0
    day: str = ""
    reference: str = ""
    kind: str = ""
    text: str = ""
    at: str = ""
    by_name: str = ""
    cents: int = 0
    paper: str = ""
    paper_at: str = ""
    reverses: str = ""
    reverses_at: str = ""
    reversed_by: str = ""
    reversed_by_at: str = ""


@dataclass(frozen=True)
class BackForm:
    """What was typed to take it back."""

    day: str = ""
    reference: str = ""
    why: str = ""


class EntryState(AppState, rx.State):
    """The page of a voucher."""

    association: str = ""
    sheet_at: str = ""
    view: EntryView = EntryView()
    rows: list[EntryLineView] = []
    may_take_back: bool = False
    taking_back: bool = False
    form: BackForm = BackForm()
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the voucher in the address."""
        self.loaded, self.taking_back = False, False
        async with self.refusals(), here(self) as act:
            self.association = (await association_sheet(*act.within, day=today())).facts.name
            self.sheet_at = urls.association(act.association_id)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def begin(self) -> None:
        """Show the form that takes it back, or fold it away."""
        self.taking_back = not self.taking_back
        self.form = BackForm(today().isoformat(), f"{self.view.reference}-R"[:100])

    @rx.event
    @policy(member)
    async def take_back(self, answers: dict) -> EventSpec | None:
        """Write the reversal and go to it."""
        self.form = BackForm(*(said(answers, name, 500) for name in ("day", "reference", "why")))
        async with self.refusals(), here(self) as act:
            day = parse_day(self.form.day, "day")
            made = await reverse(*act.within, part_of(self.router.url.path), day, self.form.reference, self.form.why)
            self.taking_back = False
            return rx.redirect(urls.association(act.association_id, f"entries/{made.id}"))
        return None

    async def _show(self, act: Act) -> None:
        sheet = await journal.entry_sheet(*act.within, part_of(self.router.url.path))
        self.view = _view(act, sheet)
        self.rows = [_line(act, line) for line in sheet.lines]
        writes = bool(act.actor.roles_in(act.association_id) & PERMISSIONS["books.write"])
        self.may_take_back = writes and sheet.reverses is None and sheet.reversed_by is None


def _paper(act: Act, sheet: journal.EntrySheet) -> str:
    """Return where the paper behind a voucher is: an invoice's has its own readers."""
    if sheet.kind in ("invoice", "credit_note"):
        return urls.invoice_file(act.association_id, sheet.document_id)
    return urls.attachment(sheet.document_id)


def _view(act: Act, sheet: journal.EntrySheet) -> EntryView:
    def entry(which: object) -> str:
        return urls.association(act.association_id, f"entries/{which}") if which else ""

    same = ("year", "number", "reference", "kind", "text", "by_name", "paper")
    return EntryView(
        **{name: getattr(sheet, name) for name in same},
        journal=sheet.journal.value,
        day=sheet.day.isoformat(),
        at=sheet.at.isoformat(),
        cents=sum(line.amount for line in sheet.lines if line.amount > 0),
        paper_at=_paper(act, sheet) if sheet.document_id else "",
        reverses=sheet.reverses_reference,
        reverses_at=entry(sheet.reverses),
        reversed_by=sheet.reversed_by_reference,
        reversed_by_at=entry(sheet.reversed_by),
    )


def _line(act: Act, line: journal.SheetLine) -> EntryLineView:
    return EntryLineView(
        code=line.code,
        names=dict(line.names),
        people=", ".join(line.people),
        debit=max(line.amount, 0),
        credit=max(-line.amount, 0),
        lot=line.lot,
        key_names=dict(line.key_names),
        weight=line.weight or 0,
        total=line.total or 0,
        cost_from=line.cost_from.isoformat() if line.cost_from else "",
        cost_last=(line.cost_until - timedelta(days=1)).isoformat() if line.cost_until else "",
        href=urls.association(act.association_id, f"accounts/{line.account_id}") if line.account_id else "",
    )
