"""Rows of invoices and suppliers, ready to print: code words, ISO days, whole cents, flags."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from koprogo import urls
from koprogo.core.numbers import format_iban
from koprogo.i18n.format import euros
from koprogo.rules.charges.invoice_steps import Standing
from koprogo.services.accounting.bank.own_numbers import OwnNumber
from koprogo.services.accounting.labels import account_names
from koprogo.services.charges.invoices.funding import Decision
from koprogo.services.charges.invoices.ibans import Account
from koprogo.services.charges.invoices.lines import Line
from koprogo.services.charges.invoices.queries import Event, InvoiceRow
from koprogo.services.charges.invoices.second_person import Notice
from koprogo.state.base import parse_id

MOST_FILES, LONGEST_LIST, LONGEST_FILE = 50, 20_000, 120
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
WAITING = frozenset({Standing.DRAFT, Standing.SUBMITTED, Standing.BOOKED})


@dataclass(frozen=True)
class Choice:
    """Something to choose in a list."""

    value: str
    word: str


@dataclass(frozen=True)
class InvoiceLineRow:
    """An invoice of the list; `gross` in cents, below nought on a credit note; `late`: due and not paid."""

    id: str = ""
    href: str = ""
    number: int = 0
    kind: str = "invoice"
    supplier: str = ""
    supplier_number: str = ""
    day: str = ""
    due: str = ""
    gross: int = 0
    funding: str = "budget"
    standing: str = "draft"
    late: bool = False
    order_number: int = 0


@dataclass(frozen=True)
class Arrived:
    """A file that became a draft, with its page."""

    name: str
    href: str


@dataclass(frozen=True)
class LineForm:
    """A line of the form: amounts as typed, `gross` in cents; `bearer` is empty, `key:…`, `lot:…` or `given`."""

    place: int
    words: str = ""
    account: str = ""
    account_names: dict[str, str] = field(default_factory=dict)
    net: str = ""
    rate: str = "21"
    gross: int = 0
    bearer: str = ""
    bearer_names: dict[str, str] = field(default_factory=dict)
    """Who bears it, by language; a lot's number stands under every one."""
    given: str = ""


@dataclass(frozen=True)
class EventRow:
    """Something that happened."""

    what: str
    words: str
    at: str
    by: str
    entry: str


@dataclass(frozen=True)
class TwinLink:
    """Another invoice that looks alike."""

    href: str
    number: int
    alike: str


@dataclass(frozen=True)
class AccountRow:
    """An account number and whether it may be paid; `until` ISO, while it waits."""

    number: str = ""
    written: str = ""
    standing: str = ""
    by: str = ""
    at: str = ""
    until: str = ""
    letters: int = 0
    words: str = ""
    told_on: str = ""
    untold: int = 0
    """How many owners are still to be told on paper."""
    names: str = ""
    notice: list[str] = field(default_factory=list)
    """Who they are and the words for them, in each language, for who may note that they were told."""


@dataclass(frozen=True)
class DecisionRow:
    """What a decision allows, in cents."""

    id: str
    funding: str
    words: str
    day: str
    ceiling: int
    used: int
    left: int


def arrived_rows(files: object, association_id: object) -> list[Arrived]:
    """Return the drafts that this browser says it sent, at most fifty; BadInput for an id that is none."""
    try:
        found = json.loads(str(files)[:LONGEST_LIST])
        pairs = [(str(each["id"]), str(each["name"])[:LONGEST_FILE]) for each in found[:MOST_FILES]]
    except UNREADABLE:
        return []
    return [Arrived(name, urls.invoice(association_id, parse_id(each))) for each, name in pairs]


def invoice_row(row: InvoiceRow, association_id: object, today: date) -> InvoiceLineRow:
    """Return the row of an invoice."""
    return InvoiceLineRow(
        id=str(row.id),
        href=urls.invoice(association_id, row.id),
        number=row.number,
        kind=row.kind,
        supplier=row.supplier,
        supplier_number=row.supplier_number,
        day=iso(row.day),
        due=iso(row.due_on),
        gross=-row.gross.cents if row.kind == "credit_note" else row.gross.cents,
        funding=row.funding.value,
        standing=row.standing.value,
        late=row.standing in WAITING and row.due_on is not None and row.due_on < today and row.order_number is None,
        order_number=row.order_number or 0,
    )


def line_form(line: Line, place: int, language: str, own: Mapping[str, Mapping[str, str]]) -> LineForm:
    """Return a line as its form shows it; `own`: the names of the association's own accounts, by code."""
    names = dict(line.key_name)
    if line.lot_id:
        names = dict.fromkeys(("fr", "nl", "de", "en"), line.lot_number)
    return LineForm(
        place=place,
        words=line.words,
        account=line.account,
        account_names=account_names(line.account, own.get(line.account, {})),
        net=euros(line.net, language, unit=False),
        rate=line.rate.value,
        gross=line.gross.cents,
        bearer=bearer(line),
        bearer_names=names,
        given="\n".join(f"{share.lot_number}\t{euros(share.amount, language, unit=False)}" for share in line.given),
    )


def bearer(line: Line) -> str:
    """Return the code of who bears a line."""
    if line.given:
        return "given"
    if line.lot_id:
        return f"lot:{line.lot_id}"
    return f"key:{line.key_id}" if line.key_id else ""


def event_row(event: Event) -> EventRow:
    """Return the row of something that happened."""
    return EventRow(
        event.what.value, event.words, event.at.isoformat(), event.by, str(event.entry_id) if event.entry_id else ""
    )


def account_row(account: Account | OwnNumber | None, notice: Notice | None = None) -> AccountRow:
    """Return the row of an account number, of a supplier or of the association itself."""
    if account is None:
        return AccountRow()
    until = account.waits_until.isoformat() if account.waits_until else ""
    told = account.told_on is not None
    return AccountRow(
        account.iban, format_iban(account.iban), account.standing.value, account.by, account.at.isoformat(), until,
        account.letters + (account.on_paper if told else 0), account.words, iso(account.told_on),
        0 if told else account.on_paper, *notice_words(notice),
    )  # fmt: skip


def notice_words(notice: Notice | None) -> tuple[str, list[str]]:
    """Return whom a notice on paper is for, and its words in each language."""
    return (", ".join(notice.names), ["\n\n".join(each) for each in notice.texts]) if notice else ("", [])


def decision_row(decision: Decision) -> DecisionRow:
    """Return the row of what a decision allows."""
    return DecisionRow(
        str(decision.id), decision.funding.value, decision.words, decision.decided_on.isoformat(),
        decision.ceiling.cents, decision.used.cents, decision.left.cents,
    )  # fmt: skip


def iso(day: date | None) -> str:
    """Return an ISO day, or nothing."""
    return day.isoformat() if day else ""
