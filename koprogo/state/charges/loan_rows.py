"""Rows of the pages of loans: a loan, a lot of it, an instalment; cents, days ISO, addresses empty for nothing."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from koprogo import urls
from koprogo.services.charges.loans.queries import DueOfLoan, EarlyRepayment, FittingLine, LoanSheet, LotOfLoan


@dataclass(frozen=True)
class LoanRow:
    """A loan of the list, and the head of its page; `rate` in thousandths of a per cent, −1 without one."""

    id: str = ""
    href: str = ""
    words: str = ""
    lender: str = ""
    decided: str = ""
    decided_on: str = ""
    works_at: str = ""
    key_name: dict[str, str] = field(default_factory=dict)
    works: int = 0
    borrowed: int = 0
    called: int = 0
    rest: int = 0
    state: str = ""
    mine: bool = False
    drawn_on: str = ""
    way: str = ""
    rate: int = -1
    every: str = ""
    cash_at: str = ""
    next_number: int = 0
    next_on: str = ""
    next_cents: int = 0
    interest: int = 0
    to_call: int = 0


@dataclass(frozen=True)
class LotLine:
    """A lot with what it bears and what was said for it."""

    lot: str
    lot_id: str
    names: list[str]
    weight: int
    of_weight: int
    share: int
    participates: bool
    chosen_on: str
    chosen_by: str
    left: int
    left_on: str


@dataclass(frozen=True)
class DueLine:
    """An instalment; `called_at` its call, `paid_at` its entry."""

    number: int
    day: str
    principal: int
    interest: int
    total: int
    rest: int
    called_as: str
    called_at: str
    paid_on: str
    paid_at: str


@dataclass(frozen=True)
class EarlyLine:
    """A lot that repaid early."""

    id: str
    lot: str
    day: str
    principal: int
    fee: int
    total: int
    paid_at: str


@dataclass(frozen=True)
class BankLineRow:
    """A line of a statement that waits and fits."""

    id: str
    day: str
    cents: int
    name: str


def loan_row(association_id: UUID, found: LoanSheet) -> LoanRow:
    """Return the head of a loan."""
    due = found.next_due
    to_call = next((each.number for each in found.dues if each.call_id is None), 0)
    return LoanRow(
        id=str(found.id), href=urls.association(association_id, f"loans/{found.id}"), words=found.words,
        lender=found.lender, decided=found.decided, decided_on=found.decided_on.isoformat(),
        works_at=urls.association(association_id, f"works/{found.decision_id}"), key_name=dict(found.key_name),
        works=found.works.cents, borrowed=found.borrowed.cents, called=found.called.cents, rest=found.rest.cents,
        state=found.state, mine=found.mine, drawn_on=_day(found.drawn_on), way=found.way,
        rate=-1 if found.rate is None else found.rate, every=found.every,
        cash_at=urls.association(association_id, f"calls/{found.cash_call}") if found.cash_call else "",
        next_number=due.number if due else 0, next_on=_day(due.day if due else None),
        next_cents=due.total.cents if due else 0, interest=sum(each.interest.cents for each in found.dues),
        to_call=to_call,
    )  # fmt: skip


def lot_line(found: LotOfLoan) -> LotLine:
    """Return a lot of a loan."""
    return LotLine(
        found.lot, str(found.lot_id), list(found.names), found.weight, found.of_weight, found.share.cents,
        found.participates, _day(found.chosen_on), found.chosen_by, found.left.cents, _day(found.left_on),
    )  # fmt: skip


def due_line(association_id: UUID, found: DueOfLoan, *, reads: bool) -> DueLine:
    """Return an instalment; the entry is linked for who reads the books."""
    entry = urls.association(association_id, f"entries/{found.entry_id}") if found.entry_id and reads else ""
    return DueLine(
        found.number, found.day.isoformat(), found.principal.cents, found.interest.cents, found.total.cents,
        found.rest.cents, found.called_as,
        urls.association(association_id, f"calls/{found.call_id}") if found.call_id else "", _day(found.paid_on), entry,
    )  # fmt: skip


def early_line(association_id: UUID, found: EarlyRepayment) -> EarlyLine:
    """Return an early repayment."""
    total = found.principal + found.fee
    return EarlyLine(
        str(found.id), found.lot, found.day.isoformat(), found.principal.cents, found.fee.cents, total.cents,
        urls.association(association_id, f"entries/{found.entry_id}") if found.entry_id else "",
    )  # fmt: skip


def bank_line(found: FittingLine) -> BankLineRow:
    """Return a line of the bank to choose."""
    return BankLineRow(str(found.id), found.day.isoformat(), found.amount.cents, found.name or found.words[:60])


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
