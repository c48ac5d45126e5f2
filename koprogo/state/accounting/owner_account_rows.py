"""Rows of an owner's account: its fiscal years, the vouchers of one, the lines that explain a voucher, what is due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from koprogo import urls
from koprogo.core.numbers import with_structured
from koprogo.services.accounting.entry_words import EntryWords
from koprogo.services.accounting.owner_account import DueItem, OwnerAccount, OwnerLine
from koprogo.services.accounting.periods import YearRow
from koprogo.services.charges.loans.queries import LoanSheet
from koprogo.state.accounting.said import said_of
from koprogo.state.buildings.here import Act


@dataclass(frozen=True)
class AccountLine:
    """A line that explains a voucher: signed cents; of a call, `base` × `weight` / `of_weight` less `before` is `cents`."""

    lot: str
    account: str
    cents: int
    key_name: dict[str, str] = field(default_factory=dict)
    called: bool = False
    part: str = ""
    caught_up: bool = False
    base: int = 0
    before: int = 0
    weight: int = 0
    of_weight: int = 0
    part_cents: int = 0


@dataclass(frozen=True)
class AccountEntry:
    """A voucher on the account: cents asked and paid, `balance` after it; `said`, `facts`, `own` word it.

    `source`: call, old_call (`words` its number, `due` ISO), settlement (`actual` less `called`), bank (`statement`,
    `place`, `words` the communication), or empty. `lines` explain it where there is more to say than one lot.
    """

    id: str
    day: str
    asked: int
    paid: int
    balance: int
    href: str
    said: str
    facts: dict[str, str | int]
    own: str
    taken_back: bool
    lots: list[str]
    lines: list[AccountLine]
    reserve: bool = False
    source: str = ""
    actual: int = 0
    called: int = 0
    statement: str = ""
    place: int = 0
    words: str = ""
    due: str = ""


@dataclass(frozen=True)
class AccountYear:
    """A fiscal year of the account: first and last day ISO, cents asked and paid in it, its closing balance.

    `vouchers` is empty until it is `opened`; `settlement_at` leads to its settlement, empty where it has none.
    """

    id: str
    starts: str
    last_day: str
    asked: int
    paid: int
    closing: int
    count: int
    runs: bool = False
    opened: bool = False
    settlement_at: str = ""
    vouchers: list[AccountEntry] = field(default_factory=list)


@dataclass(frozen=True)
class DueLine:
    """What is open: cents, its day ISO (of a call the last day to pay it), `late` once that is over."""

    day: str
    cents: int
    kind: str
    number: str
    late: bool
    said: str
    facts: dict[str, str | int]
    own: str
    taken_back: bool
    href: str


@dataclass(frozen=True)
class LoanLink:
    """A loan in which the reader's lots take part: cents left of her part, and her next instalment."""

    words: str
    href: str
    rest: int
    next_on: str = ""
    next_cents: int = 0


def loan_links(act: Act, loans: Iterable[LoanSheet]) -> list[LoanLink]:
    """Return the loans in which the reader's own lots take part and of which something is left."""
    found = []
    for loan in loans:
        if not (loan.mine and loan.drawn_on and loan.rest and any(lot.participates for lot in loan.lots)):
            continue
        due = loan.next_due
        found.append(
            LoanLink(
                loan.words, urls.association(act.association_id, f"loans/{loan.id}"), loan.rest.cents,
                due.day.isoformat() if due else "", due.total.cents if due else 0,
            )
        )  # fmt: skip
    return found


def lines_of_year(sheet: OwnerAccount, year: YearRow) -> list[OwnerLine]:
    """Return the lines of a fiscal year, the oldest first."""
    return [line for line in sheet.lines if year.starts <= line.day < year.next_starts]


def account_year(
    act: Act,
    sheet: OwnerAccount,
    year: YearRow,
    words: Mapping[UUID, EntryWords],
    *,
    today: date,
    opened: bool,
    most: int,
) -> AccountYear:
    """Return a year, with its vouchers, the newest first and at most so many, where it is opened."""
    lines = lines_of_year(sheet, year)
    before = [line for line in sheet.lines if line.day < year.next_starts]
    settled = next((line for line in reversed(lines) if line.settlement and not line.is_reversal), None)
    vouchers = [list(each) for _, each in groupby(lines, key=lambda line: line.entry_id)]
    shown = list(reversed(vouchers))[:most] if opened else []
    return AccountYear(
        id=str(year.id), starts=year.starts.isoformat(), last_day=(year.next_starts - timedelta(days=1)).isoformat(),
        asked=sum(max(line.amount, 0) for line in lines), paid=sum(max(-line.amount, 0) for line in lines),
        closing=before[-1].balance if before else 0, count=len(vouchers), runs=year.next_starts > today, opened=opened,
        settlement_at=where(act, sheet.debtor_id, settled) if settled else "",
        vouchers=[_entry(act, sheet.debtor_id, each, words) for each in shown],
    )  # fmt: skip


def due_lines(
    act: Act, sheet: OwnerAccount, due: Iterable[DueItem], words: Mapping[UUID, EntryWords], *, today: date
) -> list[DueLine]:
    """Return what is open, worded and linked as the vouchers are that asked for it."""
    asked_by = entries_of(sheet)
    lines = {line.entry_id: line for line in sheet.lines}
    found = []
    for each in due:
        entry = asked_by.get(each.source, each.source)
        line = lines.get(entry)
        found.append(
            DueLine(
                each.day.isoformat(), each.cents, each.kind, each.reference, each.kind == "call" and each.day < today,
                **said_of(words.get(entry), line.text if line else each.reference),
                href=where(act, sheet.debtor_id, line) if line else "",
            )
        )  # fmt: skip
    return found


def entries_of(sheet: OwnerAccount) -> dict[UUID, UUID]:
    """Return by call the voucher that put it on this account."""
    return {line.call.call_id: line.entry_id for line in sheet.lines if line.call and not line.is_reversal}


def where(act: Act, debtor_id: UUID, line: OwnerLine) -> str:
    """Return where a line leads: to its call, its settlement, for who reads the books the statement, else its entry."""
    page = f"entries/{line.entry_id}"
    if line.call:
        page = f"calls/{line.call.call_id}"
    elif line.settlement:
        page = f"settlements/{line.settlement.settlement_id}?owner={debtor_id}"
    elif line.bank and act.may("books.read"):
        page = f"bank/{line.bank.statement_id}"
    return urls.association(act.association_id, page)


def _entry(act: Act, debtor_id: UUID, lines: Sequence[OwnerLine], words: Mapping[UUID, EntryWords]) -> AccountEntry:
    first = lines[0]
    bank = first.bank is not None
    said = said_of(words.get(first.entry_id), first.text)
    if bank and said["said"] and not said["taken_back"]:
        said["own"] = ""  # who paid for her is not said to her; the communication stands beside it
    return AccountEntry(
        id=str(first.entry_id), day=first.day.isoformat(), asked=sum(max(line.amount, 0) for line in lines),
        paid=sum(max(-line.amount, 0) for line in lines), balance=lines[-1].balance,
        href=where(act, debtor_id, first), **said, lots=list(dict.fromkeys(line.lot for line in lines if line.lot)),
        lines=[_line(line) for line in lines] if first.call or (len(lines) > 1 and not bank) else [],
        reserve=all(line.part == "reserve" for line in lines), **_explained(first),
    )  # fmt: skip


def _explained(line: OwnerLine) -> dict[str, Any]:
    """Return where a voucher comes from; nothing for one that takes another back."""
    if line.is_reversal:
        return {}
    if line.call:
        return {"source": "call"}
    if line.settlement:
        return {"source": "settlement", "actual": line.settlement.actual, "called": line.settlement.called}
    if line.old_call:
        return {"source": "old_call", "words": line.old_call.number, "due": line.old_call.due.isoformat()}
    if line.bank:
        return {"source": "bank", "statement": f"{line.bank.year}/{line.bank.sequence}", "place": line.bank.number,
                "words": with_structured(line.bank.words)}  # fmt: skip
    return {}


def _line(line: OwnerLine) -> AccountLine:
    key = dict(line.key_names)
    if line.call is None or line.is_reversal:
        return AccountLine(line.lot, line.part, line.amount, key)
    call = line.call
    return AccountLine(
        line.lot, line.part, line.amount, key, called=True, part=call.part, caught_up=call.caught_up, base=call.base,
        before=call.before, weight=call.weight, of_weight=call.of_weight, part_cents=line.amount + call.before,
    )  # fmt: skip
