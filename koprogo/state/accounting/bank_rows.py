"""Rows of the bank, ready to print: code words, ISO days, cents, flags; sentences as message id and facts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from koprogo import urls
from koprogo.core.numbers import format_iban, with_structured
from koprogo.services.accounting.bank.accounts import BankAccountRow
from koprogo.services.accounting.bank.own_numbers import OwnNumber
from koprogo.services.accounting.bank.proposals import InvoiceChoice, LineToDecide, PaymentChoice, Proposal
from koprogo.services.accounting.bank.queries import LineRow, StatementRow
from koprogo.services.accounting.bank.reserve import ReserveMoney
from koprogo.services.accounting.bank.rules import RuleRow
from koprogo.services.charges.invoices.second_person import Notice
from koprogo.state.charges.invoice_rows import AccountRow, account_row

LONGEST_ANSWER = 200_000
MOST = 60
WORD = 300
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True)
class AccountLine:
    """A bank account; `number` of its newest statement, empty before any; `apart`: the books say another balance."""

    id: str
    iban: str
    purpose: str
    name: str
    code: str
    booked: int
    balance: int
    number: str
    day: str
    apart: bool
    ended: str
    look: AccountRow = field(default_factory=AccountRow)
    """Whether a second person confirmed it; empty where nobody had to."""


@dataclass(frozen=True)
class FundMoney:
    """Where the reserve fund's money is, in cents; `apart` is what the rest does not explain."""

    fund: int = 0
    on_account: int = 0
    uncollected: int = 0
    received: int = 0
    ordered: int = 0
    between: int = 0
    apart: int = 0
    to_sweep: int = 0


@dataclass(frozen=True)
class StatementLine:
    """A statement; `missing`: the numbers before it that are not there, as text."""

    id: str
    href: str
    iban: str
    purpose: str
    number: str
    from_day: str
    day: str
    old: int
    new: int
    lines: int
    waiting: int
    unbooked: int
    missing: str


@dataclass(frozen=True)
class BankLine:
    """A line with its match; `target` empty while unbooked; `reason` a message id with `facts`."""

    id: str = ""
    day: str = ""
    amount: int = 0
    iban: str = ""
    name: str = ""
    words: str = ""
    number: str = ""
    purpose: str = ""
    match_id: str = ""
    target: str = ""
    reason: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    by_person: bool = False
    debtor: str = ""
    account: str = ""
    key_names: dict[str, str] = field(default_factory=dict)
    lot: str = ""
    """Who bears it: the lots of this key, or this lot alone; all by their shares where both are empty."""
    rule: str = ""
    voucher: str = ""
    settles: str = ""
    credit: int = 0
    invoices: str = ""
    order: int = 0
    goes_back: bool = False
    age: int = 0


@dataclass(frozen=True)
class ItemLine:
    """An open item of a proposed owner; `kind` a code word; `fits`: the amount settles it exactly."""

    id: str
    kind: str
    reference: str
    due: str
    open: int
    fits: bool


@dataclass(frozen=True)
class ProposalLine:
    """An owner who may have paid; `clues` are message ids."""

    id: str
    names: str
    lots: str
    owes: int
    credit: int
    clues: list[str]
    opens: list[ItemLine]
    """Not `items`: a Var of rows has a method of that name."""


@dataclass(frozen=True)
class PaymentLine:
    """A payment of ours that a line may be; `fits`: the amount is the same."""

    id: str
    order: int
    name: str
    amount: int
    same_account: bool
    fits: bool


@dataclass(frozen=True)
class InvoiceLine:
    """An invoice or a credit note that a line may pay; `open` in signed cents."""

    id: str
    number: int
    supplier: str
    supplier_number: str
    open: int
    same_account: bool


@dataclass(frozen=True)
class BestLine:
    """The proposal that Enter accepts; `kind`: owner, payment, invoice, empty for none. `what` is what it settles."""

    kind: str = ""
    id: str = ""
    item: str = ""
    who: str = ""
    what: str = ""


@dataclass(frozen=True)
class OwnerOption:
    """An owner in the list of all."""

    value: str
    word: str


@dataclass(frozen=True)
class RuleLine:
    """A booking rule in force; `key_names` of the key it shares by, `key_over`: the ISO day on which that ended."""

    id: str
    name: str
    account: str
    incoming: bool
    iban: str
    words: str
    key_names: dict[str, str] = field(default_factory=dict)
    key_over: str = ""


@dataclass(frozen=True)
class ReportLine:
    """What became of one statement of a file; `reason` a message id with `facts`, empty when it was taken."""

    iban: str
    association: str
    outcome: str
    number: str
    lines: int
    matched: int
    waiting: int
    unbooked: int
    missing: str
    reason: str
    facts: dict[str, str | int]


def account_line(
    row: BankAccountRow, unbooked: int, number: OwnNumber | None = None, notice: Notice | None = None
) -> AccountLine:
    """Return the line of an account; `unbooked` are the cents of its lines that the books have not taken.

    Args:
        number: how it stands where a second person looks at it, with the words for owners still to be told on paper.
    """
    return AccountLine(
        str(row.id), format_iban(row.iban), row.purpose, row.name, row.code, row.booked, row.balance or 0,
        f"{row.sequence}/{row.year}" if row.sequence else "", row.day.isoformat() if row.day else "",
        row.balance is not None and row.booked + unbooked != row.balance,
        row.ended_on.isoformat() if row.ended_on else "", account_row(number, notice),
    )  # fmt: skip


def fund_money(found: ReserveMoney) -> FundMoney:
    """Return where the reserve fund's money is."""
    return FundMoney(
        found.fund, found.on_account, found.uncollected, found.received, found.ordered, found.between, found.apart,
        found.to_sweep,
    )  # fmt: skip


def statement_line(row: StatementRow, association_id: object) -> StatementLine:
    """Return the line of a statement."""
    return StatementLine(
        str(row.id), urls.association(association_id, f"bank/{row.id}"), format_iban(row.iban), row.purpose,
        f"{row.sequence}/{row.year}", row.old_day.isoformat(), row.new_day.isoformat(), row.old, row.new, row.lines,
        row.waiting, row.unbooked, ", ".join(map(str, row.missing)),
    )  # fmt: skip


def bank_line(row: LineRow) -> BankLine:
    """Return a line as a list shows it."""
    return BankLine(
        id=str(row.id), day=row.day.isoformat(), amount=row.amount,
        iban=format_iban(row.iban) if row.iban[:2].isalpha() else row.iban, name=row.name,
        words=with_structured(row.words),
        number=f"{row.sequence}/{row.year}-{row.number}", purpose=row.purpose,
        match_id=str(row.match_id) if row.match_id else "", target=row.target, reason=row.reason,
        facts=dict(row.facts), by_person=row.by_person, debtor=row.debtor, account=row.account, rule=row.rule,
        key_names=dict(row.key_names), lot=row.lot,
        voucher=row.voucher, settles=", ".join(row.settles), credit=row.credit, invoices=", ".join(map(str, row.invoices)),
        order=row.order_number or 0, goes_back=row.repayment_id is not None, age=row.age,
    )  # fmt: skip


def rule_line(row: RuleRow, today: date) -> RuleLine:
    """Return a booking rule as the list shows it on a day."""
    over = row.key_until is not None and row.key_until <= today
    return RuleLine(
        str(row.id), row.name, row.account, row.incoming, format_iban(row.iban) if row.iban else "", ", ".join(row.words),
        dict(row.key_names), row.key_until.isoformat() if over and row.key_until else "",
    )  # fmt: skip


def proposal_line(row: Proposal) -> ProposalLine:
    """Return a proposed owner with her open items."""
    return ProposalLine(
        str(row.debtor_id), row.names, ", ".join(row.lots), row.owes, row.credit, list(row.clues),
        [ItemLine(str(each.id), each.kind, each.reference, each.due.isoformat(), each.open, each.id in row.fits)
         for each in row.items],
    )  # fmt: skip


def payment_line(row: PaymentChoice) -> PaymentLine:
    """Return a payment of ours that a line may be."""
    return PaymentLine(str(row.id), row.order_number, row.name, row.amount, row.same_account, row.fits)


def invoice_line(row: InvoiceChoice) -> InvoiceLine:
    """Return an invoice that a line may pay."""
    return InvoiceLine(str(row.id), row.number, row.supplier, row.supplier_number, row.open, row.same_account)


def best_line(sheet: LineToDecide) -> BestLine:
    """Return the proposal that Enter accepts: a payment of this amount, an invoice of it, else the likeliest owner."""
    for payment in sheet.payments:
        if payment.fits:
            return BestLine("payment", str(payment.id), "", payment.name, str(payment.order_number))
    for invoice in sheet.invoices:
        if invoice.fits:
            return BestLine("invoice", str(invoice.id), "", invoice.supplier, str(invoice.number))
    for owner in sheet.proposals:
        fits = [item for item in owner.items if item.id in owner.fits]
        if len(fits) == 1:
            return BestLine("owner", str(owner.debtor_id), str(fits[0].id), owner.names, fits[0].reference)
        return BestLine("owner", str(owner.debtor_id), "", owner.names, "")
    return BestLine()


def report_lines(answer: object) -> list[ReportLine]:
    """Return what our own route answered to this browser; nothing when it is not that."""
    try:
        return [_report(each) for each in json.loads(str(answer)[:LONGEST_ANSWER])["statements"][:MOST]]
    except UNREADABLE:
        return []


def _report(row: Mapping[str, Any]) -> ReportLine:
    problem, matched = row["problem"] or {}, row["matched"]
    said = {str(name)[:WORD]: fact if isinstance(fact, int) else str(fact)[:WORD] for name, fact in
            dict(problem.get("facts", {})).items()}  # fmt: skip
    return ReportLine(
        format_iban(str(row["iban"])[:34]), str(row["association"])[:WORD], str(row["outcome"])[:WORD],
        f"{int(row['sequence'])}/{int(row['year'])}" if row["sequence"] else "", int(row["lines"]),
        int(matched["matched"]), int(matched["to_person"]), int(matched["unbooked"]),
        ", ".join(str(int(each)) for each in row["missing"][:MOST]), str(problem.get("message_id", ""))[:WORD], said,
    )  # fmt: skip
