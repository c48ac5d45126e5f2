"""Every no of the books, with the text that says it where there is one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from koprogo.core.errors import BadInput, Conflict, Fact, Problem, Refused
from koprogo.rules.accounting.entries import LONGEST_TEXT, Fault, Found
from koprogo.rules.accounting.opening import Difference, Differs

ACCOUNTS = "3.89 §5, 15°"

# fmt: off
WORDS = {
    Fault.NO_REFERENCE:     "Write a reference: the number of the paper, or one of your own.",
    Fault.NO_TEXT:          "Write in a few words what this entry is about.",
    Fault.TOO_LONG:         "Shorten this to {most} characters.",
    Fault.FEW_LINES:        "Write at least two lines: what is debited and what is credited.",
    Fault.NOTHING:          "Line {line}: write an amount, in debit or in credit.",
    Fault.TOO_MUCH:         "Line {line}: write a smaller amount.",
    Fault.UNBALANCED:       "Debit and credit must be equal: {difference_cents} too much in debit.",
    Fault.NO_ENTRIES_THERE: "Line {line}: choose an account that takes entries, not a heading.",
    Fault.NO_SUCH_PART:     "Line {line}: write the weight and its total, the weight no larger than the total.",
    Fault.NO_SUCH_DAYS:     "Line {line}: write the first and the last day of the cost, in this order.",
    Fault.OWNERS_DIFFER:    "What the owners are said to owe is not what stands on their accounts.",
    Fault.OUTSIDE:          "Choose a day inside the fiscal year.",
}
WHERE: Mapping[Fault, str] = MappingProxyType({
    Fault.NO_REFERENCE: "reference", Fault.NO_TEXT: "text", Fault.TOO_LONG: "text", Fault.OUTSIDE: "day",
})
# fmt: on
TOO_MUCH_IN_CREDIT = "Debit and credit must be equal: {difference_cents} too much in credit."
OWNERS_DIFFER = (
    "The owners’ balances add up to {other_cents}; account 410 of the old books says {books_cents}."
    " Correct one of the two."
)
BANK_DIFFERS = (
    "Account {code} stands at {books_cents} in the old books, and the last statement of the bank says {other_cents}."
    " Take over on a day on which they agree."
)
SUPPLIERS_DIFFER = (
    "The open invoices add up to {other_cents}; the old books owe suppliers {books_cents}. Correct one of the two."
)
CALLS_DIFFER = (
    "{owner}: the balance says {books_cents}, the open calls less what is in credit come to {other_cents}."
    " Correct one of the two."
)
NOT_NIL = "The old trial balance does not come out at nil: {books_cents} are left. Complete it."
NO_SUCH_ACCOUNT = "{code} is not an account that takes entries. Write one of the chart, such as 61050."


class EntryNotAcceptable(BadInput):
    """A voucher that cannot be booked as it is; `problems` names everything wrong, lines as `line_2`."""

    def __init__(self, found: Iterable[Found]) -> None:
        super().__init__(*(_problem(each) for each in found))


def _problem(found: Found) -> Problem:
    if found.fault is Fault.UNBALANCED and found.cents < 0:
        return Problem("lines", TOO_MUCH_IN_CREDIT, {"difference_cents": -found.cents})
    words = WORDS[found.fault]
    facts: dict[str, Fact] = {"line": found.line, "most": LONGEST_TEXT, "difference_cents": found.cents}
    where = f"line_{found.line}" if found.line else WHERE.get(found.fault, "lines")
    return Problem(where, words, {name: value for name, value in facts.items() if "{" + name + "}" in words})


class UnknownCode(BadInput):
    """No account of the chart or of this association has this code, or it takes no entries."""

    def __init__(self, code: str, where: str = "account") -> None:
        super().__init__(Problem(where, NO_SUCH_ACCOUNT, {"code": code[:20] or "?"}))


class TakeOverDiffers(BadInput):
    """Books kept elsewhere that do not agree with what stands outside of them."""

    def __init__(self, found: Iterable[Difference]) -> None:
        super().__init__(*(_difference(each) for each in found))


def _difference(found: Difference) -> Problem:
    both: dict[str, Fact] = {"books_cents": found.books, "other_cents": found.other}
    if found.what is Differs.OWNERS:
        return Problem("owners", OWNERS_DIFFER, both)
    if found.what is Differs.BANK:
        return Problem("lines", BANK_DIFFERS, {**both, "code": found.code})
    if found.what is Differs.CALLS:
        return Problem("calls", CALLS_DIFFER, {**both, "owner": found.code})
    if found.what is Differs.SUPPLIERS:
        return Problem("invoices", SUPPLIERS_DIFFER, both)
    return Problem("lines", NOT_NIL, {"books_cents": found.books})


@dataclass(eq=False)
class ReferenceUsed(Conflict):
    """A reference names one voucher for ever."""

    message_id: ClassVar[str] = "The reference {reference} was already used for something else. Choose another."
    reference: str

    def facts(self) -> Mapping[str, Fact]:
        return {"reference": self.reference}


@dataclass(eq=False)
class NoYear(Refused):
    """No fiscal year covers this day."""

    message_id: ClassVar[str] = "No fiscal year covers {day}. Open it first, or choose another day."
    day: str


@dataclass(eq=False)
class YearClosed(Refused):
    """Nothing is added to a year that is closed."""

    message_id: ClassVar[str] = (
        "The fiscal year that covers {day} is closed. Book this in the open year, and name the old entry in its text."
    )
    article: ClassVar[str] = ACCOUNTS
    day: str


@dataclass(eq=False)
class OnlyClosing(Refused):
    """The accounts of this year are drawn up; only what belongs to closing them is still booked."""

    message_id: ClassVar[str] = (
        "The accounts of the year that covers {day} are drawn up: only entries of the closing journal are still added."
    )
    article: ClassVar[str] = ACCOUNTS
    day: str


@dataclass(eq=False)
class NobodyHolds(Refused):
    """A debt needs somebody who owes it."""

    message_id: ClassVar[str] = "Nobody holds lot {lot} on {day}. Enter its holders first."
    lot: str
    day: str


class AlreadyReversed(Conflict):
    """An entry is taken back once."""

    message_id = "This entry was taken back already."


class TakenBackElsewhere(Refused):
    """An entry that something else wrote goes back with it, or the two would no longer agree."""

    message_id = (
        "This entry was written by a bank line, a call, an invoice, a settlement, a loan or a claim. Undo or correct it on"
        " the page of that, and its entry follows; what cannot be undone there is put right by an entry of its own."
    )

    def facts(self) -> Mapping[str, Fact]:
        return {}


class ReversalStays(Refused):
    """A reversal is not reversed: write the entry anew."""

    message_id = "A reversal is not taken back itself. Write the entry anew, under another reference."

    def facts(self) -> Mapping[str, Fact]:
        return {}


@dataclass(eq=False)
class NotTheNextYear(Refused):
    """Fiscal years follow each other without a gap."""

    message_id: ClassVar[str] = "The next fiscal year begins on {day}, where the one before ends."
    day: str


class NotItsTurn(Conflict):
    """A year goes forwards by its steps."""

    message_id = "This fiscal year is not at that step. Look at where it stands."


class EarlierYearOpen(Refused):
    """Years are closed in their order."""

    message_id = "Close the fiscal year before this one first."
    article = ACCOUNTS

    def facts(self) -> Mapping[str, Fact]:
        return {}


class AccountsNotVoted(Refused):
    """Nothing says that the assembly approved these accounts."""

    message_id = (
        "The assembly approves the accounts of a year. Choose the point on which it carried them, after the year’s last day;"
        " for an assembly that was not held here, write which minutes say so, and its day."
    )
    article = ACCOUNTS


class AccountsNotRejected(Refused):
    """The point that is named did not reject these accounts."""

    message_id = (
        "This point did not reject annual accounts. Choose the one on which the assembly rejected them, after their last"
        " day, or none and write why."
    )
    article = ACCOUNTS


@dataclass(eq=False)
class NotSettled(Refused):
    """Every cost is shared among the owners before a year closes."""

    message_id: ClassVar[str] = (
        "Costs and income do not come out at nil: {left_cents} are left. Settle the year with the owners first."
    )
    article: ClassVar[str] = ACCOUNTS
    left_cents: int


class TakenOver(Conflict):
    """The books are taken over once."""

    message_id = "These books were taken over already. Correct the difference by a general entry."
