"""Rows of payments, ready to print: what waits, the orders with what each pays, money that goes back. Cents, ISO days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from koprogo import urls
from koprogo.core.numbers import format_iban, with_structured
from koprogo.services.accounting.bank.accounts import BankAccountRow
from koprogo.services.accounting.bank.credits import Credit
from koprogo.services.accounting.bank.repayments import RepaymentRow
from koprogo.services.charges.invoices.order_queries import OrderLine, OrderRow
from koprogo.services.charges.invoices.second_person import Notice
from koprogo.services.charges.invoices.to_pay import INVOICE, ToPay
from koprogo.state.charges.invoice_rows import Choice, iso, notice_words
from koprogo.state.charges.typed import written


@dataclass(frozen=True)
class PayRow:
    """Something that waits for its payment; below nought for a credit note; `ready` when it may stand in an order."""

    id: str
    kind: str
    href: str
    number: int
    name: str
    supplier_number: str
    amount: int
    due: str
    late: bool
    iban: str
    standing: str
    ready: bool
    on_paper: bool
    """Whether its paper names the account; one that does not may be paid by the bank itself, so it is not ticked."""


@dataclass(frozen=True)
class PaidPartRow:
    """An invoice that a payment pays, or a credit note that lowers it."""

    href: str
    number: int
    supplier_number: str
    kind: str
    amount: int


@dataclass(frozen=True)
class PaymentRow:
    """One payment of an order; `kind`: invoice, repayment or transfer."""

    id: str
    kind: str
    name: str
    amount: int
    iban: str
    words: str
    paid: bool
    pays: list[PaidPartRow] = field(default_factory=list)


@dataclass(frozen=True)
class OrderLineRow:
    """A payment order; `file` empty for who may not fetch it, or when it was cancelled.

    `refused`: whose account number was refused since it was made, or empty: it does not go to the bank.
    """

    id: str
    number: int
    fund: str
    iban: str
    day: str
    total: int
    payments: int
    paid: int
    message_id: str
    at: str
    by: str
    fetched: int
    cancelled: str
    file: str
    refused: str
    lines: list[PaymentRow] = field(default_factory=list)


@dataclass(frozen=True)
class BackRow:
    """Money that goes back and is not paid yet; `standing` says whether a second person agreed.

    `credit`: it is an owner's credit; `short`: that no longer reaches. `untold`: owners still to be told on paper, with
    their names and the words for them.
    """

    id: str
    name: str
    iban: str
    amount: int
    why: str
    by: str
    standing: str
    until: str
    order: int
    credit: bool
    short: bool
    untold: int = 0
    names: str = ""
    notice: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CreditRow:
    """An owner who may have money back: cents, the same as it stands in the field, and where she paid from last."""

    id: str
    name: str
    left: int
    typed: str
    iban: str


def pay_row(row: ToPay, association_id: object, today: date) -> PayRow:
    """Return the row of what waits for a payment."""
    return PayRow(
        str(row.id), row.kind, "" if row.number == 0 else urls.invoice(association_id, row.id), row.number, row.name,
        row.supplier_number, row.amount.cents, iso(row.due_on),
        row.kind == INVOICE and row.due_on is not None and row.due_on < today, format_iban(row.iban) if row.iban else "",
        row.standing.value if row.standing else "", row.ready, row.on_paper,
    )  # fmt: skip


def order_row(row: OrderRow, lines: Sequence[OrderLine], association_id: object, *, may_fetch: bool) -> OrderLineRow:
    """Return the row of a payment order with its payments."""
    file = urls.payment_file(association_id, row.id) if may_fetch and not row.cancelled else ""
    own = [line for line in lines if line.order_id == row.id]
    refused = "" if row.cancelled else ", ".join(dict.fromkeys(line.name for line in own if line.refused))
    return OrderLineRow(
        str(row.id), row.number, row.fund.value, format_iban(row.iban), row.day.isoformat(), row.total.cents,
        row.payments, row.paid, row.message_id, row.at.isoformat(), row.by, row.fetched, row.cancelled, file,
        refused, [_payment_row(line, association_id) for line in own],
    )  # fmt: skip


def back_row(row: RepaymentRow, *, short: bool, notice: Notice | None = None) -> BackRow:
    """Return the row of money that goes back."""
    return BackRow(
        str(row.id), row.name, format_iban(row.iban), row.amount, row.why, row.by,
        row.standing.value if row.standing else "", row.waits_until.isoformat() if row.waits_until else "",
        row.order_number or 0, row.debtor_id is not None, short,
        0 if row.told_on else row.on_paper, *notice_words(notice),
    )  # fmt: skip


def credit_row(row: Credit) -> CreditRow:
    """Return the row of an owner in credit."""
    iban = format_iban(row.iban) if row.iban else ""
    return CreditRow(str(row.debtor_id), row.name, row.left, written(row.left), iban)


def account_choices(rows: Sequence[BankAccountRow], *, reserve: bool) -> list[Choice]:
    """Return the accounts in use that an order of this fund may leave."""
    return [
        Choice(str(row.id), f"{format_iban(row.iban)} {row.name}".strip())
        for row in rows
        if row.ended_on is None and (row.purpose == "reserve") == reserve
    ]


def _payment_row(line: OrderLine, association_id: object) -> PaymentRow:
    return PaymentRow(
        str(line.id), line.kind, line.name, line.amount.cents, format_iban(line.iban),
        with_structured(line.communication), line.paid,
        [PaidPartRow(urls.invoice(association_id, part.id), part.number, part.supplier_number, part.kind, part.amount.cents)
         for part in line.pays],
    )  # fmt: skip
