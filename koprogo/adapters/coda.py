"""Reading the CODA files of Belgian banks: several statements and accounts in one file, amounts in whole cents.

The envelope is checked first (`coda_envelope.py`); then febelfin-coda reads the movements of each statement that agrees.
What it cannot read is a fault of that statement alone. A movement whose details make its amount is replaced by them, so
that what is matched are leaves; details that do not add up stay inside their movement.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coda import CODA

from koprogo.adapters.coda_envelope import FIELD, Envelope, envelopes
from koprogo.adapters.coda_messages import CodaMessage
from koprogo.core.errors import Fact, Problem
from koprogo.core.numbers import iban

STRUCTURED = frozenset({"101", "102", "103"})
"""Communications of twelve digits; only 101 is checked by banks, and not by all."""
WITHOUT = "000000"
"""A day that the bank leaves open."""
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class CodaLine:
    """A leaf of a statement.

    Attributes:
        number, detail: its place; together they are unique in the statement. `detail` is 0 for a movement of its own.
        amount: signed cents; a receipt is positive.
        day: on which the bank booked it. value_day: from which it bears interest.
        code: family, transaction and category as the bank writes them, eight digits.
        iban: of the other side; empty when the bank names none, as written when it is no IBAN.
        words: the communication; twelve digits when it is structured.
        end_to_end: the payer's own reference.
    """

    number: int
    detail: int
    amount: int
    day: date
    value_day: date
    code: str
    iban: str
    name: str
    words: str
    end_to_end: str
    bank_reference: str


@dataclass(frozen=True)
class CodaStatement:
    """One statement of one account; `fault` says why it is not to be booked, and then there are no lines.

    Attributes:
        iban: of our account; empty where it cannot be read.
        year, sequence: what the bank numbers it; 0 where it cannot be read.
        old, new: balances in signed cents.
    """

    iban: str
    year: int
    sequence: int
    old: int
    new: int
    old_day: date | None
    new_day: date | None
    holder: str
    lines: tuple[CodaLine, ...] = ()
    fault: Problem | None = None


class _Unreadable(Exception):
    def __init__(self, code: CodaMessage, **facts: Fact) -> None:
        super().__init__(code)
        self.problem = Problem(FIELD, code, facts)


def read_coda(content: bytes) -> list[CodaStatement]:
    """Read every statement of a file, in its order.

    Raises:
        BadInput: it is no CODA file, or was cut; nothing of it is to be booked then.
    """
    return [_statement(each) for each in envelopes(content)]


def _statement(envelope: Envelope) -> CodaStatement:
    """Read one statement; a fault keeps what can be said of it."""
    account = _account_or_nothing(envelope.lines[1])
    holder = envelope.lines[1][64:90].strip()
    if envelope.fault is not None:
        return CodaStatement(account, 0, 0, envelope.old, envelope.new, None, None, holder, (), envelope.fault)
    try:
        found = _parsed(envelope.lines)
        sequence = _number(found)
        if not account:
            raise _Unreadable(CodaMessage.ACCOUNT)
        if found.account_currency not in ("EUR", ""):
            raise _Unreadable(CodaMessage.CURRENCY)
        lines = tuple(_leaves(found.moves, _below_details(envelope.lines)))
        new_day = found.new_balance_date
    except _Unreadable as fault:
        return CodaStatement(account, 0, 0, envelope.old, envelope.new, None, None, holder, (), fault.problem)
    return CodaStatement(
        account, new_day.year, sequence, envelope.old, envelope.new, found.old_balance_date, new_day, holder, lines
    )


def _parsed(lines: Iterable[str]) -> Any:
    try:
        [statement] = CODA([_readable(line) for line in lines]).statements
    except (AssertionError, ValueError, AttributeError, IndexError, KeyError, TypeError, ArithmeticError) as wrong:
        raise _Unreadable(CodaMessage.UNREADABLE, what=str(wrong)[:120] or type(wrong).__name__) from wrong
    return statement


def _readable(line: str) -> str:
    """Return a line as the library can take it: details of details as details, an open day as the day of entry."""
    if line[:2] != "21":
        return line
    if line[53] == "9":
        line = line[:53] + "5" + line[54:]
    if line[47:53] == WITHOUT:
        line = line[:47] + line[115:121] + line[53:]
    return line


def _below_details(lines: Iterable[str]) -> frozenset[tuple[int, int]]:
    """Return the places of details of details: their amount stands in the detail above them already."""
    return frozenset((int(line[2:6]), int(line[6:10])) for line in lines if line[:2] == "21" and line[53] == "9")


def _number(found: Any) -> int:
    """Return the number of the coded statement; that of the paper one where the bank numbers no other."""
    for text in (found.coda_sequence, found.old_sequence):
        if text and text.isascii() and text.isdigit() and int(text):
            return int(text)
    raise _Unreadable(CodaMessage.NO_NUMBER)


def _leaves(moves: Iterable[Any], below: frozenset[tuple[int, int]]) -> Iterator[CodaLine]:
    for move in moves:
        details = [each for each in move.moves if (int(each.sequence), int(each.detail_sequence)) not in below]
        if details and sum(each.amount for each in details) == move.amount:
            yield from (_line(each) for each in details if each.amount)
        elif move.amount:
            yield _line(move)


def _line(move: Any) -> CodaLine:
    return CodaLine(
        number=int(move.sequence),
        detail=int(move.detail_sequence),
        amount=_cents(move.amount),
        day=move.entry_date,
        value_day=move.value_date,
        code=move.transaction_code,
        iban=_counterparty(move.counterparty_account or ""),
        name=BLANKS.sub(" ", move.counterparty_name or "").strip(),
        words=_words(move),
        end_to_end=(move.customer_reference or "").strip(),
        bank_reference=move.bank_reference.strip(),
    )


def _words(move: Any) -> str:
    """Return the communication: the digits of a structured one, else all that is written, blanks run together."""
    if move.communication_type in STRUCTURED:
        return str(move.communication)
    # A number may run over the end of a record: the pieces are joined as they stand before blanks are dropped.
    whole = move._communication[1:] if move.communication_type is None else move._communication[4:]
    return BLANKS.sub(" ", whole).strip()


def _cents(amount: Decimal) -> int:
    """Return whole cents; the envelope has refused parts of a cent."""
    return int(amount.scaleb(2).to_integral_exact())


def _counterparty(text: str) -> str:
    """Return the account of the other side, without the currency that follows it."""
    written = text[:34].strip()
    try:
        return _iban(written)
    except ValueError:
        return written


def _account_or_nothing(line: str) -> str:
    width = {"0": 12, "1": 34, "2": 31, "3": 34}.get(line[1], 0)
    try:
        return _iban(line[5 : 5 + width])
    except ValueError:
        return ""


def _iban(text: str) -> str:
    """Return an IBAN, also of a Belgian account as it was numbered before; ValueError for anything else."""
    plain = "".join(text.split())
    if len(plain) == 12 and plain.isascii() and plain.isdigit():
        check = 98 - int(plain + "111400") % 97
        plain = f"BE{check:02}{plain}"
    return iban(plain)
