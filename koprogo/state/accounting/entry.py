"""One voucher: its lines with what explains them, its paper, and taking it back."""

from dataclasses import dataclass, field
from datetime import timedelta

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import today
from koprogo.security.policies import member, policy
from koprogo.services.accounting import general_entry, journal
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.said import Said, said_of, words_of
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
    """The voucher; days ISO, the moment of writing an ISO instant; addresses empty where there is nothing.

    `said`, `facts` and `own` word it; `text` is what stands in the books, for who reads them: it may name who paid.
    """

    journal: str = ""
    year: int = 0
    number: int = 0
    day: str = ""
    reference: str = ""
    kind: str = ""
    text: str = ""
    said: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    own: str = ""
    taken_back: bool = False
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
            self.association = await association_name(*act.within)
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
            made = await general_entry.take_back(
                *act.within, part_of(self.router.url.path), day, self.form.reference, self.form.why
            )
            self.taking_back = False
            return rx.redirect(urls.association(act.association_id, f"entries/{made.id}"))
        return None

    async def _show(self, act: Act) -> None:
        sheet = await journal.entry_sheet(*act.within, part_of(self.router.url.path))
        words = await words_of(act, [sheet.id])
        self.view = _view(act, sheet, said_of(words.get(sheet.id), sheet.text))
        self.rows = [_line(act, line) for line in sheet.lines]
        writes = act.may("books.write")
        stands = sheet.reverses is None and sheet.reversed_by is None
        self.may_take_back = writes and stands and sheet.kind in general_entry.TAKEN_BACK_HERE


def _paper(act: Act, sheet: journal.EntrySheet) -> str:
    """Return where the paper behind a voucher is: an invoice's has its own readers."""
    if sheet.kind in ("invoice", "credit_note"):
        return urls.invoice_file(act.association_id, sheet.document_id)
    return urls.attachment(sheet.document_id)


def _view(act: Act, sheet: journal.EntrySheet, words: Said) -> EntryView:
    def entry(which: object) -> str:
        return urls.association(act.association_id, f"entries/{which}") if which else ""

    same = ("year", "number", "reference", "kind", "by_name", "paper")
    if not act.may("books.read") and words["said"]:
        words["own"] = words["own"] if words["taken_back"] else ""
    return EntryView(
        **{name: getattr(sheet, name) for name in same},
        **words,
        text=sheet.text if act.may("books.read") and words["said"] else "",
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
